"""The schema of an adaptation plan, made from the tables of its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files.changes import HEADS, ONLY_WITH
from fidelity.files.fields import shape
from fidelity.files.plans import REFERENCE
from fidelity.plan.fields import ADDITION, APPROVAL, CHANGE, COVERED, FRAME, PLAN
from fidelity.reports.schemas.parts import (
    ABSENT,
    DRAFT,
    ITEM,
    Schema,
    entries,
    exactly_one,
    identifier,
    mapping,
    maybe,
    optional,
    reference,
    text,
    texts,
    together,
    word,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fidelity.plan.fields import Field, Table

_DATE: Schema = {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_ENTRIES = {"covers": "covered", "changes": "change", "approvals": "approval", "add": "addition"} | {
    "record": "record",
    "set": "settings",
}
"""What the entries of a list, or the mapping under a key, are called among the definitions."""


def build() -> Schema:
    """Return the schema."""
    whole = _mapping(PLAN)
    values: Schema = {"anyOf": [ITEM, {"type": "array", "items": ITEM}]}
    definitions = {
        "settings": {"type": "object", "additionalProperties": values, "description": "Values by parameter."},
        "change": _mapping(CHANGE, [exactly_one(*HEADS), *_belonging()]),
        "addition": _mapping(ADDITION),
        "record": _mapping(FRAME),
        "approval": _mapping(APPROVAL),
        "covered": _mapping(COVERED),
    }
    about = "A site's plan to adapt a practice model."
    return {"$schema": DRAFT} | whole | {"title": "Adaptation plan", "description": about, "definitions": definitions}


def _mapping(table: Table, rules: Iterable[Schema] = ()) -> Schema:
    properties = {field.key: _described(field) for field in table.fields}
    keys = table.keys
    if table is PLAN:
        keys += " $schema"
        properties["$schema"] = {"description": "Where an editor finds this schema; the library takes no notice."}
    required = " ".join(field.key for field in table.fields if field.need)
    return mapping(shape(table.noun, keys), properties, required, rules)


def _described(field: Field) -> Schema:
    """Return what a key takes."""
    return _KINDS[field.kind](field, field.says, field.need or field.head)


def _text(_: Field, says: str, needed: bool) -> Schema:  # noqa: FBT001 - as all of them
    return text(says) if needed else maybe(says)


def _words(field: Field, says: str, _: bool) -> Schema:  # noqa: FBT001 - as all of them
    return words(field.takes, says)


def _below(field: Field, says: str, needed: bool) -> Schema:  # noqa: FBT001 - as all of them
    return reference(_ENTRIES[field.key], says) if needed else optional(reference(_ENTRIES[field.key]), says)


_KINDS: dict[str, Callable[[Field, str, bool], Schema]] = {
    "text": _text,
    "name": _text,
    "id": lambda _, says, __: identifier(says),
    "model": lambda _, says, __: {"description": says, "type": "string", "pattern": rf"^\s*{REFERENCE.pattern}\s*$"},
    "word": lambda field, says, needed: word(field.takes, says, default=None if needed else field.default),
    "words": _words,
    "natures": _words,
    "names": lambda _, says, __: texts(says),
    "date": lambda _, says, needed: {"description": says, **_DATE} if needed else optional(_DATE, says),
    "list": lambda field, says, needed: entries(reference(_ENTRIES[field.key]), says, least=int(needed)),
    "mapping": _below,
    "settings": _below,
    "choices": lambda _, says, __: optional({"type": "object", "additionalProperties": reference("settings")}, says),
}
"""What a key of each kind takes, by its field, what is said of it, and whether it is compulsory."""


def _belonging() -> Iterator[Schema]:
    """Yield the rules on keys that go only with others."""
    named: Schema = {**together("nature"), "properties": {"nature": {"not": ABSENT}}}
    yield {"if": together("element"), "then": named}
    for key, head in ONLY_WITH.items():
        yield {"if": together(key), "then": together(head)}
    swaps: list[Schema] = [
        {"const": "substituting"},
        {"type": "array", "contains": {"const": "substituting"}},
        {"type": "array", "maxItems": 0},
    ]
    yield {"if": together("with"), "then": {"properties": {"nature": {"anyOf": swaps}}}}
    yield {"if": together("exception"), "then": together("set")}
