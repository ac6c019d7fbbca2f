"""The register of agreed variations in a plan."""

from __future__ import annotations

import re
from datetime import date

from fidelity.files import faults as codes
from fidelity.files.changes import read_natures, read_settings
from fidelity.files.faults import quoted
from fidelity.files.fields import Fields, shape
from fidelity.files.nodes import Scalar
from fidelity.plan.plan import Approval, Covered

__all__ = ["read_approvals"]

APPROVAL_SHAPE = shape("an approval", "covers by role given until reference conditions")
COVERED_SHAPE = shape("an entry under 'covers'", "change nature set with exception")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY = "a date such as 2026-05-01"
_FALLBACK = date.min  # stands in for a date that is a fault


def read_approvals(plan: Fields) -> tuple[Approval, ...]:
    """Return the approvals of a plan. One may cover a change that the plan no longer has: that is for the check."""
    return tuple(_approval(fields) for fields in plan.each("approvals", APPROVAL_SHAPE))


def _approval(fields: Fields) -> Approval:
    covers: list[Covered] = []
    for covered in fields.each("covers", COVERED_SHAPE):
        entry = _covered(covered)
        if entry.change and any(entry.change == other.change for other in covers):
            found = f"the change {quoted(entry.change)} stands here a second time"
            fields.faults.add(codes.DUPLICATE, covered.node, found, "each change once in an approval")
        covers.append(entry)
    if fields.whole("covers", 0):
        fields.missing("covers", "the changes that were agreed, each as it was then")
    given, until = _date(fields, "given"), _date(fields, "until")
    if given is None and fields.get("given") is None:
        fields.missing("given", _DAY)
    if given is not None and until is not None and until < given:
        found = f"{until}, which is before the approval was given ({given})"
        fields.faults.add(codes.WRONG_VALUE, fields.values["until"], found, "the last day on which it counts")
    return Approval(
        covers=tuple(covers),
        by=fields.text("by", "who agreed it"),
        role=fields.text("role", "the role in which they agreed, such as 'model-owner'"),
        given=given or _FALLBACK,
        until=until,
        reference=fields.maybe("reference"),
        conditions=fields.maybe("conditions"),
        place=fields.place,
    )


def _covered(fields: Fields) -> Covered:
    values = fields.get("set")
    return Covered(
        change=fields.text("change", "the id of a change"),
        natures=read_natures(fields),
        settings=() if values is None else read_settings(values, fields.faults),
        substitute=fields.maybe("with", "the id of a substitute"),
        exception=fields.maybe("exception", "the id of an exception"),
        place=fields.place,
    )


def _date(fields: Fields, key: str) -> date | None:
    node = fields.get(key)
    if node is None:
        return None
    try:
        if isinstance(node, Scalar) and _DATE.fullmatch(node.text):
            return date.fromisoformat(node.text)
    except ValueError:
        pass
    fields.wrong(node, _DAY, "write year, month and day: YYYY-MM-DD")
    return None
