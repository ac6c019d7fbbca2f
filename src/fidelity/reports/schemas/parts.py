"""What schemas are built from: the same few kinds of values that ``reading.fields`` reads.

The readers type values by what is expected, so a text may be written as a number or a yes: ``title: 2026`` is a text.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fidelity.files.fields import Shape

Schema: TypeAlias = "dict[str, object]"

DRAFT = "http://json-schema.org/draft-07/schema#"
ABSENT: Schema = {"type": "null"}
ITEM: Schema = {"type": ["string", "number", "boolean"]}
IDENTIFIER = r"^\s*[a-z][a-z0-9_-]*\s*$"
_DIGITS = 9


def _said(schema: Schema, says: str) -> Schema:
    return {"description": says, **deepcopy(schema)} if says else deepcopy(schema)


def text(says: str = "", pattern: str = r"\S") -> Schema:
    """Describe a text that says something."""
    return _said({**ITEM, "pattern": pattern}, says)


def maybe(says: str = "") -> Schema:
    """Describe a text, or nothing."""
    return _said({"type": ["string", "number", "boolean", "null"]}, says)


def identifier(says: str = "") -> Schema:
    """Describe an id."""
    return _said({"type": ["string", "boolean"], "pattern": IDENTIFIER}, says)


def word(allowed: Iterable[str], says: str = "", *, default: str | None = None) -> Schema:
    """Describe one of some words; with a ``default`` (which may be empty) it may be left out."""
    if default is None:
        return _said({"enum": _read(allowed)}, says)
    return _said({"enum": [*_read(allowed), None]} | ({"default": default} if default else {}), says)


def _read(allowed: Iterable[str]) -> list[str]:
    """Return words, and the published labels that are read for them."""
    return [*allowed, *(allowed.values() if isinstance(allowed, dict) else ())]


def words(allowed: Iterable[str], says: str = "") -> Schema:
    """Describe one of some words, or several, none of them twice."""
    one: Schema = {"enum": _read(allowed)}
    several: Schema = {"type": "array", "items": one, "uniqueItems": True}
    return _said({"anyOf": [one, several, ABSENT]}, says)


def texts(says: str = "", *, one: bool = False, least: int = 0) -> Schema:
    """Describe a list of texts, none of them twice; with ``one`` a single text counts as a list of one."""
    several: Schema = {"type": "array", "items": ITEM, "uniqueItems": True}
    choices: list[Schema] = [several | ({"minItems": least} if least else {})]
    if one:
        choices.append(ITEM)
    if not least:
        choices.append(ABSENT)
    return _said({"anyOf": choices} if len(choices) > 1 else choices[0], says)


def number(says: str = "", least: int = 0) -> Schema:
    """Describe a whole number."""
    written = {"type": "string", "pattern": f"^[0-9]{{1,{_DIGITS}}}$"}
    if least:
        written["pattern"] = f"^(?=.*[1-9])[0-9]{{1,{_DIGITS}}}$"
    counted: Schema = {"type": "integer", "minimum": least, "maximum": 10**_DIGITS - 1}
    return _said({"anyOf": [counted, written]}, says)


def yes_no(says: str = "") -> Schema:
    """Describe a yes or no, with ``no`` where there is nothing."""
    written: Schema = {"type": "string", "pattern": "^([Tt][Rr][Uu][Ee]|[Yy][Ee][Ss]|[Ff][Aa][Ll][Ss][Ee]|[Nn][Oo])$"}
    return _said({"anyOf": [{"type": "boolean"}, written, ABSENT]}, says)


def reference(name: str, says: str = "") -> Schema:
    """Point to a definition. Beside ``$ref`` draft-07 ignores everything, so the description stands outside."""
    pointer: Schema = {"$ref": f"#/definitions/{name}"}
    return {"description": says, "allOf": [pointer]} if says else pointer


def optional(schema: Schema, says: str = "") -> Schema:
    """Describe what a schema does, or nothing."""
    return _said({"anyOf": [schema, ABSENT]}, says)


def entries(item: Schema, says: str = "", *, least: int = 0) -> Schema:
    """Describe a list of such items; it may be left out unless it needs some."""
    listed: Schema = {"type": "array", "items": item}
    if least:
        return _said(listed | {"minItems": least}, says)
    return _said({"type": ["array", "null"], "items": item}, says)


def mapping(shape: Shape, properties: Mapping[str, Schema], required: str = "", rules: Iterable[Schema] = ()) -> Schema:
    """Describe a mapping with the keys that the reader knows; to leave one out here is a mistake of this library."""
    if set(properties) != shape.keys:
        raise RuntimeError(f"the schema of {shape.noun} is not about: {set(properties) ^ shape.keys}")
    made: Schema = {
        "title": shape.noun.removeprefix("an ").removeprefix("a ").removeprefix("the "),
        "type": "object",
        "additionalProperties": False,
        "properties": {key: properties[key] for key in (*shape.order, *sorted(shape.keys - {*shape.order}))},
    }
    made |= {"required": required.split()} if required else {}
    every = list(rules)
    return made | ({"allOf": every} if every else {})


def exactly_one(*keys: str) -> Schema:
    """Describe that exactly one of some keys is there."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def together(*keys: str) -> Schema:
    """Describe that all of some keys are there."""
    return {"required": list(keys)}


BASIS: dict[str, Schema] = {
    "basis": texts("The evidence that it rests on: ids of entries under 'evidence'.", one=True, least=1),
    "inferred": text("Why it was concluded, where no source says so."),
}


def basis(prefix: str = "") -> dict[str, Schema]:
    """Return the two keys of a basis, with a prefix in front."""
    return {f"{prefix}{key}": deepcopy(schema) for key, schema in BASIS.items()}
