"""From a file to an adaptation plan."""

from __future__ import annotations

import re
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

from fidelity.errors import InputError
from fidelity.files import kinds
from fidelity.files.changes import read_approvals, read_changes, read_choices, said_twice
from fidelity.files.faults import Faults, quoted
from fidelity.files.fields import Fields, shape
from fidelity.files.kinds import require_kind
from fidelity.files.nodes import Unclear
from fidelity.files.plain import PlainFields, plain_json, plain_yaml
from fidelity.files.readings import Reading
from fidelity.files.source import read_bytes
from fidelity.files.tree import Quiet, parse
from fidelity.plan.fields import PLAN
from fidelity.plan.frame import SILENCE
from fidelity.plan.plan import Plan

if TYPE_CHECKING:
    import os

    from fidelity.files.nodes import Node
    from fidelity.files.readings import Source

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins, in the new and in the old way."""
_OTHER_TEXT = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins."""
_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
REFERENCE = re.compile(r"[^@\s]+@[^@\s]+")
"""What a model with its version looks like."""

_PLAN = Reading(PLAN, Plan, "model unmentioned as_specified choices changes undecided approvals")
_SHAPE = shape(PLAN.noun, f"{PLAN.keys} $schema", **PLAN.hints)


def load_plan(source: str | os.PathLike[str]) -> Plan:
    """Return the plan in a file: YAML, JSON, or the workbook that ``fidelity new --format xlsx`` makes.

    Parameters
    ----------
    source
        The path of the file: YAML, JSON, or a workbook that ``fidelity new --format xlsx`` made.

    Returns
    -------
    Plan
        The plan, with the place of everything in it.

    Raises
    ------
    InputError
        With every fault of the file, each with its line and column, or with its sheet and cell.
    """
    path, data = read_bytes(source)
    return read_plan(data, path)


def read_plan(data: bytes, path: str, *, careful: bool = False) -> Plan:
    r"""Return the plan that some bytes write; ``path`` is what places call the file.

    Read the ``careful`` way, it knows where each key and value stands, not only each change: for messages.

    Raises
    ------
    InputError
        With every fault of the text, each with its line and column, and with what could be read as its ``draft``.

    Examples
    --------
    >>> text = b"plan: leeds-2026\nmodel: fdac@2026.1\nsite: Leeds\nunmentioned: undecided"
    >>> read_plan(text, "leeds.yaml")
    <Plan leeds-2026: fdac@2026.1 at Leeds, 0 changes>
    """
    with Quiet():
        with suppress(Unclear):
            if not careful:
                return read_plain(data, path)
        tree, faults = _parsed(data, path)
        plan = _plan(Fields(require_kind(tree, kinds.PLAN, faults), _SHAPE, faults))
        del tree
    faults.raise_any(plan)
    return plan


def require_once(plan: Plan) -> None:
    """Raise ``InputError`` where a plan that was built in Python says something twice, as for one in a file."""
    if twice := list(said_twice(plan)):
        raise InputError(twice)


def read_plain(data: bytes, path: str) -> Plan:
    """Return the plan that some bytes write if all is plainly in order; raises ``Unclear`` if not."""
    lowered = path.lower()
    if data[:4] in _WORKBOOKS or lowered.endswith(_ENDINGS) or data[:2] in _OTHER_TEXT or b"\0" in data:
        raise Unclear
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unclear from error
    json = text.lstrip().startswith("{")
    values = plain_json(text, "record") if json else plain_yaml(text, "record")
    return _plan(PlainFields(values, _SHAPE, path))


def _parsed(data: bytes, path: str) -> tuple[Node, Faults]:
    """Return the tree of a file, and what to record faults in."""
    if data[:4] in _WORKBOOKS or path.lower().endswith(_ENDINGS):
        from fidelity.files.workbook import WorkbookFaults, parse_workbook

        form = WorkbookFaults(path)
        return parse_workbook(data, form), form
    faults = Faults(path)
    return parse(data, faults), faults


def _plan(fields: Source) -> Plan:
    places = fields.key_places()
    changes = read_changes(fields, places)
    as_specified = fields.unique("as_specified", "the id of an element")
    undecided = fields.unique("undecided", "the id of an element")
    choices = read_choices(fields, places)
    places.update((f"as_specified/{node.text}", fields.entry_place(node)) for node in as_specified)
    places.update((f"undecided/{node.text}", fields.entry_place(node)) for node in undecided)
    said = {
        "as_specified": tuple(node.text for node in as_specified),
        "choices": choices,
        "changes": changes,
        "undecided": tuple(node.text for node in undecided),
        "model": _model,
        "unmentioned": _unmentioned,
        "approvals": read_approvals,
    }
    plan = _PLAN.read(fields, said, MappingProxyType(places))
    for fault in said_twice(plan):
        fields.fault(fault.code, fault.place, fault.found, fault.expected, *fault.ways_out)
    return plan


def _model(fields: Source) -> str:
    way = "write the id and the version of the model, such as 'fdac@2026.1'"
    reference = fields.text("model", "a model with its version", way)
    if reference and not REFERENCE.fullmatch(reference):
        found = quoted(reference) + ("" if "@" in reference else ", which names no version")
        fields.wrong_value("model", "a model with its version", way, found=found)
    return reference


def _unmentioned(fields: Source) -> str:
    if fields.get("unmentioned") is not None:
        return fields.word("unmentioned", SILENCE)
    fields.missing(
        "unmentioned",
        "what the plan's silence means, which has no default",
        "either write 'unmentioned: as-specified' if everything not mentioned is kept as the model has it",
        "or write 'unmentioned: undecided' if it is still open",
    )
    return ""
