"""The changes of a plan, the approvals that agree them, and the rule that a plan says each thing once."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.fields import COMMA, Fields, kind_of, scalars, shape
from fidelity.files.nodes import Broken, Mapping, Node, Scalar, Sequence
from fidelity.plan.frame import NATURES, RECORD
from fidelity.plan.plan import EMPTY_RECORD, Addition, Approval, Change, Covered, Record, Setting

if TYPE_CHECKING:
    from fidelity.files.faults import Faults, Positioned
    from fidelity.model.parameters import RawValue
    from fidelity.plan.plan import Choice

__all__ = ["check_said_once", "read_approvals", "read_changes", "read_natures", "read_settings"]


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


def read_changes(plan: Fields) -> tuple[Change, ...]:
    """Return the changes of a plan, in file order."""
    seen: dict[str, Fields] = {}
    added: dict[str, Node] = {}
    changes = []
    for fields in plan.each("changes", CHANGE_SHAPE):
        change = _change(fields)
        if change.id and change.id in seen:
            _again(
                fields.values["id"],
                f"the change {quoted(change.id)}",
                seen[change.id].node,
                plan.faults,
            )
        seen.setdefault(change.id, fields)
        if change.addition is not None and change.addition.id:
            first = added.setdefault(change.addition.id, fields.node)
            if first is not fields.node:
                _again(fields.node, f"an addition {quoted(change.addition.id)}", first, plan.faults)
        changes.append(change)
    return tuple(changes)


def _again(at: Node, what: str, first: Node, faults: Faults) -> None:
    found = f"{what} stands here a second time (first in {faults.where(first)})"
    faults.add(codes.DUPLICATE, at, found, "each id once", "give one of the two another id")


def _change(fields: Fields) -> Change:
    head = _head(fields)
    natures = read_natures(fields)
    if head == "add" and "nature" not in fields.values:
        natures = ("adding",)
    if head == "element" and not natures and fields.get("nature") is None:
        way = "either one word, or a list: 'nature: [shortening, format]'"
        fields.missing("nature", "what kind of change it is, in the words of FRAME", way)
    _check_belonging(fields, head, natures)
    return Change(
        id=fields.text("id", "an id of the change, such as 'c1'"),
        what=fields.text("what", "what is altered, in a sentence"),
        element=fields.maybe("element", "the id of an element"),
        natures=natures,
        settings=_set(fields),
        substitute=fields.maybe("with", "the id of a substitute"),
        exception=fields.maybe("exception", "the id of an exception"),
        function_kept=fields.maybe("function_kept", "how the function is kept, in a sentence"),
        addition=_addition(fields),
        touches=fields.texts("touches", "the id of an element"),
        proscribed=fields.maybe("proscribed", "the id of a proscribed practice"),
        record=_record(fields),
        place=fields.place,
    )


def _head(fields: Fields) -> str | None:
    """Return what the change is about; anything but one answer is a fault."""
    heads = [key for key in HEADS if key in fields.values]
    ways = ("either 'element:', 'add:' or 'proscribed:'",)
    if not heads:
        found = "a change that does not say what it changes"
        fields.faults.add(codes.MISSING_KEY, fields.node, found, "the id of an element", *ways)
    elif len(heads) > 1:
        found = f"a change that names {' and '.join(heads)} at once"
        at = fields.node.key(heads[1])
        fields.faults.add(codes.WRONG_VALUE, at, found, "one of them", "make two changes of it")
    elif fields.get(heads[0]) is None or _is_blank(fields.values[heads[0]]):
        fields.missing(heads[0], "what it changes")
    return heads[0] if len(heads) == 1 else None


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text.strip()


def _check_belonging(fields: Fields, head: str | None, natures: tuple[str, ...]) -> None:
    """Record keys that go only with others."""
    if head is not None:
        for key, needed in ONLY_WITH.items():
            if key in fields.values and head != needed:
                noun = {"element": "a change to an element", "add": "a local addition"}[needed]
                _out_of_place(fields, key, f"'{key}' only in {noun}")
    if "with" in fields.values and natures and "substituting" not in natures and head == "element":
        _out_of_place(fields, "with", "'with' only where the nature is 'substituting'")
    if "exception" in fields.values and "set" not in fields.values and head == "element":
        _out_of_place(fields, "exception", "'exception' only beside 'set', for the values that it covers")


def _out_of_place(fields: Fields, key: str, expected: str) -> None:
    at = fields.node.key(key)
    fields.faults.add(codes.UNKNOWN_KEY, at, f"'{key}' has no meaning here", expected)


def read_natures(fields: Fields) -> tuple[str, ...]:
    """Return the natures that a change or an approval names."""
    return fields.words("nature", NATURES)


def _set(fields: Fields) -> tuple[Setting, ...]:
    node = fields.get("set")
    return () if node is None else read_settings(node, fields.faults)


def read_settings(node: Node, faults: Faults) -> tuple[Setting, ...]:
    """Return the values that a plan gives to parameters, as they are written."""
    if not isinstance(node, Mapping):
        if not isinstance(node, Broken):
            expected = "a mapping from parameters to values, such as 'interval: 3 weeks'"
            faults.add(codes.WRONG_VALUE, node, kind_of(node), expected)
        return ()
    return tuple(
        Setting(parameter, raw, node.key_place(parameter, faults.path))
        for parameter, value in node.values.items()
        if (raw := raw_value(value, faults, flow=bool(node.flow))) is not None
    )


def raw_value(node: Node, faults: Faults, *, flow: bool = False) -> RawValue | None:
    """Return a value as it is written: a text, or the texts of a list. ``flow``: inside ``{...}``."""
    if isinstance(node, Scalar) and not node.null:
        return node.text.strip()
    if isinstance(node, Sequence):
        return tuple(item.text.strip() for item in scalars(node, "a text", faults))
    if not isinstance(node, Broken):
        ways = [COMMA] if flow and isinstance(node, Scalar) else []
        expected = "a value, or a list of texts for a set"
        faults.add(codes.WRONG_VALUE, node, kind_of(node), expected, *ways)
    return None


def _addition(fields: Fields) -> Addition | None:
    node = fields.get("add")
    added = None if node is None else Fields.of(node, ADDITION_SHAPE, fields.faults)
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


def _record(fields: Fields) -> Record:
    node = fields.get("record")
    record = None if node is None else Fields.of(node, RECORD_SHAPE, fields.faults)
    if record is None:
        return EMPTY_RECORD
    return Record(
        modified=record.word("modified", RECORD["modified"], "") or None,
        when=record.word("when", RECORD["when"], "") or None,
        planned=record.word("planned", RECORD["planned"], "") or None,
        decided_by=record.words("decided_by", RECORD["decided_by"]),
        goal=record.words("goal", RECORD["goal"]),
        reasons=record.words("reasons", RECORD["reasons"]),
        level=record.word("level", RECORD["level"], "") or None,
        site_view=record.word("site_view", RECORD["site_view"], "") or None,
        effects=record.maybe("effects", "the effects expected on other elements, in a sentence"),
    )


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


def check_said_once(
    as_specified: list[Scalar],
    undecided: list[Scalar],
    choices: tuple[Choice, ...],
    changes: tuple[Change, ...],
    faults: Faults,
) -> None:
    """Record every element that is said to be two things, and every parameter that is set twice."""
    kept = {node.text: node for node in as_specified}
    for node in undecided:
        if node.text in kept:
            _twice(node, f"'{node.text}' is undecided here", "as specified", kept[node.text], faults)
    open_ = {node.text: node for node in undecided}
    for change in changes:
        name = change.element or change.proscribed
        if name in kept:
            _twice(change.place, f"'{name}' is changed here", "as specified", kept[name], faults)
        if name in open_:
            _twice(change.place, f"'{name}' is changed here", "undecided", open_[name], faults)
    for choice in choices:
        if choice.element in open_:
            found = f"'{choice.element}' has chosen values here"
            _twice(choice.place, found, "undecided", open_[choice.element], faults)
    _check_set_once(choices, changes, faults)


def _twice(at: Positioned, said: str, before: str, first: Positioned, faults: Faults) -> None:
    found = f"{said}, and is {before} in {faults.where(first)}"
    faults.add(codes.SAID_TWICE, at, found, "one of the two", "delete the one that is not meant")


def _check_set_once(choices: tuple[Choice, ...], changes: tuple[Change, ...], faults: Faults) -> None:
    seen: dict[tuple[str, str], Positioned] = {}
    owners = [(choice.element, choice.settings) for choice in choices]
    owners += [(change.element, change.settings) for change in changes if change.element]
    for element, settings in owners:
        for setting in settings:
            first = seen.setdefault((element, setting.parameter), setting.place)
            if first is not setting.place:
                found = f"'{setting.parameter}' of '{element}' is set here and in {faults.where(first)}"
                faults.add(
                    codes.SAID_TWICE,
                    setting.place,
                    found,
                    "one value",
                    "delete the one that is not meant",
                )
