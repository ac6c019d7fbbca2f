"""The changes of a plan, the approvals that agree them, and the rule that a plan says each thing once."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.fields import Fields
from fidelity.files.nodes import Mapping, Scalar, Sequence
from fidelity.files.readings import Reading
from fidelity.plan.fields import ADDITION, APPROVAL, CHANGE, COVERED, FRAME
from fidelity.plan.frame import NATURES
from fidelity.plan.plan import Addition, Approval, Change, Choice, Covered, Record, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.errors import Place
    from fidelity.files.faults import Faults, Positioned
    from fidelity.files.nodes import Node
    from fidelity.files.readings import Source

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY = "a date such as 2026-05-01"
_FALLBACK = date.min  # stands in for a date that is a fault
HEADS = tuple([field.key for field in CHANGE.fields if field.head])
ONLY_WITH = {"set": "element", "with": "element", "exception": "element", "touches": "add"}
_BOUND = frozenset(ONLY_WITH)
_RECORD = Reading(FRAME, Record)
_ADDITION = Reading(ADDITION, Addition)
_CHANGE = Reading(CHANGE, Change, "nature", set=Setting, add=_ADDITION, record=_RECORD)
_COVERED = Reading(COVERED, Covered, "nature", set=Setting)
_APPROVAL = Reading(APPROVAL, Approval, "covers given until")


def read_changes(plan: Source, places: dict[str, Place]) -> tuple[Change, ...]:
    """Return the changes of a plan, in file order; the careful way also puts into ``places`` where all of it stands."""
    seen: dict[str, Source] = {}
    added: dict[str, Source] = {}
    changes = []
    for fields in plan.each("changes", _CHANGE.shape):
        change = _change(fields)
        first = seen.setdefault(change.id, fields)
        if change.id and first is not fields:
            _again(fields, "id", f"the change {quoted(change.id)}", first)
        if change.addition is not None and change.addition.id:
            first = added.setdefault(change.addition.id, fields)
            if first is not fields:
                _again(fields, "", f"an addition {quoted(change.addition.id)}", first)
        changes.append(change)
        if isinstance(fields, Fields):
            places.update(_spots(fields.node, f"changes/{change.id}", fields.faults))
    return tuple(changes)


def _spots(node: Node, key: str, faults: Faults) -> Iterator[tuple[str, Place]]:
    """Yield where a node stands, and all that is in it, by keys parted with a stroke."""
    yield key, faults.place(node)
    if isinstance(node, Mapping):
        for name, inner in node.values.items():
            yield from _spots(inner, f"{key}/{name}", faults)
    elif isinstance(node, Sequence):
        for inner in node.items:
            if isinstance(inner, Scalar):
                yield f"{key}/{inner.text}", faults.place(inner)


def _again(fields: Source, key: str, what: str, first: Source) -> None:
    found = f"{what} stands here a second time (first in {first.place.where})"
    at = fields.values[key] if key else ""
    fields.fault(codes.DUPLICATE, at, found, "each id once", "give one of the two another id")


def _change(fields: Source) -> Change:
    head = _head(fields)
    natures = fields.words("nature", NATURES)
    if head == "add" and "nature" not in fields.values:
        natures = ("adding",)
    if head == "element" and not natures and fields.get("nature") is None:
        way = "either one word, or a list: 'nature: [shortening, format]'"
        fields.missing("nature", "what kind of change it is, in the words of FRAME", way)
    _check_belonging(fields, head, natures)
    return _CHANGE.read(fields, {"nature": natures})


def _head(fields: Source) -> str | None:
    """Return what the change is about; anything but one answer is a fault."""
    values = fields.values
    if "element" in values and "add" not in values and "proscribed" not in values and fields.filled("element"):
        return "element"  # nearly always
    heads = [key for key in HEADS if key in values]
    ways = ("either 'element:', 'add:' or 'proscribed:'",)
    if not heads:
        found = "a change that does not say what it changes"
        fields.fault(codes.MISSING_KEY, "", found, "the id of an element", *ways)
    elif len(heads) > 1:
        found = f"a change that names {' and '.join(heads)} at once"
        fields.fault(codes.WRONG_VALUE, heads[1], found, "one of them", "make two changes of it")
    elif not fields.filled(heads[0]):
        fields.missing(heads[0], "what it changes")
    return heads[0] if len(heads) == 1 else None


def _check_belonging(fields: Source, head: str | None, natures: tuple[str, ...]) -> None:
    """Record keys that go only with others."""
    values = fields.values
    if _BOUND.isdisjoint(values):
        return
    if head is not None:
        for key, needed in ONLY_WITH.items():
            if key in values and head != needed:
                noun = {"element": "a change to an element", "add": "a local addition"}[needed]
                _out_of_place(fields, key, f"'{key}' only in {noun}")
    if "with" in values and natures and "substituting" not in natures and head == "element":
        _out_of_place(fields, "with", "'with' only where the nature is 'substituting'")
    if "exception" in values and "set" not in values and head == "element":
        _out_of_place(fields, "exception", "'exception' only beside 'set', for the values that it covers")


def _out_of_place(fields: Source, key: str, expected: str) -> None:
    fields.fault(codes.UNKNOWN_KEY, key, f"'{key}' has no meaning here", expected)


def read_choices(plan: Source, places: dict[str, Place]) -> tuple[Choice, ...]:
    """Return the values that a site chooses, element by element; ``places`` as for changes."""
    if isinstance(plan, Fields) and (node := plan.get("choices")) is not None:
        places.update(_spots(node, "choices", plan.faults))
    return tuple(
        [
            Choice(name, tuple([Setting(*pair) for pair in pairs]), place)
            for name, pairs, place in plan.groups("choices")
        ]
    )


# Approvals -------------------------------------------------------------------------------------------------------


def read_approvals(plan: Source) -> tuple[Approval, ...]:
    """Return the approvals of a plan. One may cover a change that the plan no longer has: that is for the check."""
    return tuple([_approval(fields) for fields in plan.each("approvals", _APPROVAL.shape)])


def _approval(fields: Source) -> Approval:
    covers: list[Covered] = []
    for covered in fields.each("covers", _COVERED.shape):
        entry = _COVERED.read(covered, {"nature": covered.words("nature", NATURES)})
        if entry.change and any(entry.change == other.change for other in covers):
            found = f"the change {quoted(entry.change)} stands here a second time"
            covered.fault(codes.DUPLICATE, "", found, "each change once in an approval")
        covers.append(entry)
    if not covers and fields.whole("covers", 0):
        fields.missing("covers", "the changes that were agreed, each as it was then")
    given, until = _date(fields, "given"), _date(fields, "until")
    if given is None and fields.get("given") is None:
        fields.missing("given", _DAY)
    if given is not None and until is not None and until < given:
        found = f"{until}, which is before the approval was given ({given})"
        fields.wrong_value("until", "the last day on which it counts", found=found)
    return _APPROVAL.read(fields, {"covers": tuple(covers), "given": given or _FALLBACK, "until": until})


def _date(fields: Source, key: str) -> date | None:
    raw = fields.raw(key)
    if raw is None:
        return None
    try:
        if _DATE.fullmatch(raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    fields.wrong_value(key, _DAY, "write year, month and day: YYYY-MM-DD")
    return None


# Each thing once ---------------------------------------------------------------------------------------------------


def check_said_once(
    plan: Source,
    as_specified: list[Scalar],
    undecided: list[Scalar],
    choices: tuple[Choice, ...],
    changes: tuple[Change, ...],
    places: dict[str, Place],
) -> None:
    """Record every element that is said to be two things, and every parameter that is set twice."""
    kept = {node.text: node for node in as_specified}
    open_ = {node.text: node for node in undecided}
    for name, node in open_.items():
        if name in kept:
            _twice(plan, node, f"'{name}' is undecided here", "as specified", kept[name])
    for change in changes:
        name = change.element or change.proscribed or ""
        at = places.get(f"changes/{change.id}/{'element' if change.element else 'proscribed'}", change.place)
        if name in kept:
            _twice(plan, at, f"'{name}' is changed here", "as specified", kept[name])
        if name in open_:
            _twice(plan, at, f"'{name}' is changed here", "undecided", open_[name])
    for choice in choices:
        if choice.element in open_:
            found = f"'{choice.element}' has chosen values here"
            _twice(plan, choice.place, found, "undecided", open_[choice.element])
    seen: dict[tuple[str, str], Place] = {}
    owners = [(choice.element, choice.settings) for choice in choices]
    owners += [(change.element, change.settings) for change in changes if change.element]
    for element, settings in owners:
        for setting in settings:
            first = seen.setdefault((element, setting.parameter), setting.place)
            if first is not setting.place:
                found = f"'{setting.parameter}' of '{element}' is set here and in {first.where}"
                plan.fault(codes.SAID_TWICE, setting.place, found, "one value", "delete the one that is not meant")


def _twice(plan: Source, at: Positioned, said: str, before: str, first: Scalar) -> None:
    found = f"{said}, and is {before} in {plan.entry_place(first).where}"
    plan.fault(codes.SAID_TWICE, at, found, "one of the two", "delete the one that is not meant")
