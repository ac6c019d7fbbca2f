"""The changes of a plan, the approvals that agree them, and the rule that a plan says each thing once."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.fields import Fields, shape
from fidelity.files.plain import PlainFields
from fidelity.plan.frame import NATURES, RECORD
from fidelity.plan.plan import EMPTY_RECORD, Addition, Approval, Change, Choice, Covered, Record, Setting

if TYPE_CHECKING:
    from fidelity.errors import Place
    from fidelity.files.faults import Positioned
    from fidelity.files.nodes import Scalar
    from fidelity.model.types import RawValue

__all__ = ["check_said_once", "read_approvals", "read_changes", "read_choices"]


Source: TypeAlias = Fields | PlainFields
"""What a plan is read from: the careful fields of a tree, or the quick ones of plain values."""

CHANGE_SHAPE = shape(
    "a change",
    "id element add proscribed nature set what with exception function_kept touches record",
    approvals="approvals stand at the top of the plan, beside 'changes'",
    **dict.fromkeys((*RECORD, "effects"), "this belongs under 'record' of the change"),
)
ADDITION_SHAPE = shape(
    "a local addition",
    "id title statement requires excludes",
    basis="a local addition has no basis: it is the site's own",
)
RECORD_SHAPE = shape("the FRAME record of a change", " ".join((*RECORD, "effects")))
HEADS = ("element", "add", "proscribed")
ONLY_WITH = {"set": "element", "with": "element", "exception": "element", "touches": "add"}
APPROVAL_SHAPE = shape("an approval", "covers by role given until reference conditions")
COVERED_SHAPE = shape("an entry under 'covers'", "change nature set with exception")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY = "a date such as 2026-05-01"
_FALLBACK = date.min  # stands in for a date that is a fault
_WORDS = {name: dict.fromkeys(words) for name, words in RECORD.items()}  # found at once, and listed in order


def read_changes(plan: Source) -> tuple[Change, ...]:
    """Return the changes of a plan, in file order."""
    seen: dict[str, Source] = {}
    added: dict[str, Source] = {}
    changes = []
    for fields in plan.each("changes", CHANGE_SHAPE):
        change = _change(fields)
        first = seen.setdefault(change.id, fields)
        if change.id and first is not fields:
            _again(fields, "id", f"the change {quoted(change.id)}", first)
        if change.addition is not None and change.addition.id:
            first = added.setdefault(change.addition.id, fields)
            if first is not fields:
                _again(fields, "", f"an addition {quoted(change.addition.id)}", first)
        changes.append(change)
    return tuple(changes)


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
    # By position, in the order of the fields: with keywords a plan would take a fortieth longer to read.
    return Change(
        fields.text("id", "an id of the change, such as 'c1'"),
        fields.text("what", "what is altered, in a sentence"),
        fields.maybe("element", "the id of an element"),
        natures,
        _settings(fields.pairs("set")) if "set" in fields.values else (),
        fields.maybe("with", "the id of a substitute"),
        fields.maybe("exception", "the id of an exception"),
        fields.maybe("function_kept", "how the function is kept, in a sentence"),
        _addition(fields) if head == "add" or "add" in fields.values else None,
        fields.texts("touches", "the id of an element"),
        fields.maybe("proscribed", "the id of a proscribed practice"),
        _record(fields),
        fields.place,
    )


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
    if ONLY_WITH.keys().isdisjoint(values):
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


def _settings(pairs: list[tuple[str, RawValue, Place]]) -> tuple[Setting, ...]:
    return tuple([Setting(*pair) for pair in pairs])


def _addition(fields: Source) -> Addition | None:
    added = fields.under("add", ADDITION_SHAPE)
    if added is None:
        return None
    return Addition(
        id=added.id(),
        title=added.text("title", "a title, in a few words"),
        statement=added.text("statement", "what is added, in a sentence"),
        requires=added.texts("requires", "the id of an element"),
        excludes=added.texts("excludes", "the id of an element"),
        place=added.place,
    )


def _record(fields: Source) -> Record:
    record = fields.under("record", RECORD_SHAPE)
    if record is None:
        return EMPTY_RECORD
    word, words = record.word, record.words
    return Record(  # by position, as above
        word("modified", _WORDS["modified"], "") or None,
        word("when", _WORDS["when"], "") or None,
        word("planned", _WORDS["planned"], "") or None,
        words("decided_by", _WORDS["decided_by"]),
        words("goal", _WORDS["goal"]),
        words("reasons", _WORDS["reasons"]),
        word("level", _WORDS["level"], "") or None,
        word("site_view", _WORDS["site_view"], "") or None,
        record.maybe("effects", "the effects expected on other elements, in a sentence"),
    )


def read_choices(plan: Source) -> tuple[Choice, ...]:
    """Return the values that a site chooses, element by element."""
    return tuple([Choice(name, _settings(pairs), place) for name, pairs, place in plan.groups("choices")])


# Approvals -------------------------------------------------------------------------------------------------------


def read_approvals(plan: Source) -> tuple[Approval, ...]:
    """Return the approvals of a plan. One may cover a change that the plan no longer has: that is for the check."""
    return tuple([_approval(fields) for fields in plan.each("approvals", APPROVAL_SHAPE)])


def _approval(fields: Source) -> Approval:
    covers: list[Covered] = []
    for covered in fields.each("covers", COVERED_SHAPE):
        entry = _covered(covered)
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


def _covered(fields: Source) -> Covered:
    return Covered(
        change=fields.text("change", "the id of a change"),
        natures=fields.words("nature", NATURES),
        settings=_settings(fields.pairs("set")),
        substitute=fields.maybe("with", "the id of a substitute"),
        exception=fields.maybe("exception", "the id of an exception"),
        place=fields.place,
    )


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
) -> None:
    """Record every element that is said to be two things, and every parameter that is set twice."""
    kept = {node.text: node for node in as_specified}
    open_ = {node.text: node for node in undecided}
    for name, node in open_.items():
        if name in kept:
            _twice(plan, node, f"'{name}' is undecided here", "as specified", kept[name])
    for change in changes:
        name = change.element or change.proscribed or ""
        if name in kept:
            _twice(plan, change.place, f"'{name}' is changed here", "as specified", kept[name])
        if name in open_:
            _twice(plan, change.place, f"'{name}' is changed here", "undecided", open_[name])
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
