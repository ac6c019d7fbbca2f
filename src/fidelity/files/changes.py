"""The changes of a plan, the approvals that agree them, and the rule that a plan says each thing once."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from fidelity.errors import Fault
from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.fields import Fields
from fidelity.files.nodes import Broken, Mapping, Scalar, Sequence
from fidelity.files.readings import Reading
from fidelity.plan.fields import ADDITION, APPROVAL, CHANGE, COVERED, FRAME
from fidelity.plan.frame import NATURES
from fidelity.plan.plan import Addition, Approval, Change, Choice, Covered, Record, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.errors import Place
    from fidelity.files.faults import Faults
    from fidelity.files.nodes import Node
    from fidelity.files.readings import Source
    from fidelity.plan.plan import Plan

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY = "a date such as 2026-05-01"
_DELETE = "delete the one that is not meant"
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
    changes: list[Change] = []
    for fields in plan.each("changes", _CHANGE.shape):
        if isinstance(fields, Fields):
            places.update(_spots(fields.node, f"changes/{len(changes)}", fields.faults))
        changes.append(_change(fields))
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
    heads = [key for key in heads if not isinstance(values[key], Broken)] or heads  # what cannot be read is told
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
    if not isinstance(fields.values[key], Broken):
        fields.fault(codes.UNKNOWN_KEY, key, f"'{key}' has no meaning here", expected)


def read_choices(plan: Source, places: dict[str, Place]) -> tuple[Choice, ...]:
    """Return the values that a site chooses, element by element; ``places`` as for changes."""
    if isinstance(plan, Fields) and (node := plan.get("choices")) is not None:
        for key, place in _spots(node, "choices", plan.faults):
            places.setdefault(key, place)  # of the key itself the place is known
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


def said_twice(plan: Plan) -> Iterator[Fault]:
    """Yield what a plan says twice: an id, that an element is two things, the value of a parameter.

    What is built in Python is asked this like what is read from a file.
    """
    seen: dict[tuple[str, str], Place] = {}
    for number, change in enumerate(plan.changes):
        own = change.addition.id if change.addition is not None else ""
        for key, what, id_ in (("id", "the change", change.id), ("add/id", "an addition", own)):
            first = seen.get((what, id_))
            if first is not None and id_:
                at = plan.places.get(f"changes/{number}/{key}", change.place)
                found = f"{what} '{id_}' stands here a second time" + (f" (first{_in(first)})" if first.where else "")
                yield Fault(codes.DUPLICATE, at, found, "each id once", ("give one of the two another id",))
            seen.setdefault((what, id_), change.place)
    yield from _two_things(plan)
    settings = [(choice.element, one) for choice in plan.choices for one in choice.settings]
    settings += [(change.element, one) for change in plan.changes if change.element for one in change.settings]
    for element, setting in settings:
        pair = (element, setting.parameter)
        if pair in seen:
            found = f"'{setting.parameter}' of '{element}' is set here and{_in(seen[pair]) or ' a second time'}"
            yield Fault(codes.SAID_TWICE, setting.place, found, "one value", (_DELETE,))
        seen.setdefault(pair, setting.place)


def _two_things(plan: Plan) -> Iterator[Fault]:
    def fault(said: str, at: Place, before: str, name: str) -> Fault:
        first = plan.places.get(f"{before.replace(' ', '_')}/{name}")
        return Fault(codes.SAID_TWICE, at, f"{said}, and is {before}{_in(first)}", "one of the two", (_DELETE,))

    kept, open_ = (frozenset(names) for names in (plan.as_specified, plan.undecided))
    for name in plan.undecided:
        if name in kept:
            at = plan.places.get(f"undecided/{name}", plan.place)
            yield fault(f"'{name}' is undecided here", at, "as specified", name)
    for number, change in enumerate(plan.changes):
        name, head = change.element or change.proscribed or "", "element" if change.element else "proscribed"
        for before, names in (("as specified", kept), ("undecided", open_)):
            if name in names:
                at = plan.places.get(f"changes/{number}/{head}", change.place)
                yield fault(f"'{name}' is changed here", at, before, name)
    for choice in plan.choices:
        if choice.element in open_:
            yield fault(f"'{choice.element}' has chosen values here", choice.place, "undecided", choice.element)


def _in(place: Place | None) -> str:
    """Return where something stands, for what is read from a file."""
    return f" in {place.where}" if place is not None and place.where else ""
