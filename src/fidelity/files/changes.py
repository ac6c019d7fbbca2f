"""The changes of a plan: to an element, a local addition, or a proscribed practice that comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.fields import COMMA, Fields, kind_of, scalars, shape
from fidelity.files.nodes import Broken, Mapping, Node, Scalar, Sequence
from fidelity.plan.frame import NATURES, RECORD
from fidelity.plan.plan import EMPTY_RECORD, Addition, Change, Record, Setting

if TYPE_CHECKING:
    from fidelity.files.faults import Faults
    from fidelity.model.parameters import RawValue

__all__ = ["read_changes", "read_natures", "read_settings"]

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
