"""JSON Schemas (draft-07) of the two files and of the JSON that commands print: for editors and other tools.

A schema says the same as the readers, as far as a schema can. It cannot look things up: whether an id is one of the
model, whether a value fits its parameter, whether a thing is said twice. ``BEYOND`` lists the codes of such faults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.plugins import Registry
from fidelity.rendering.json import json_text

if TYPE_CHECKING:
    from fidelity.reports.schemas.parts import Schema

BEYOND: dict[str, str] = {
    "FID101": "the file cannot be read, or holds no text",
    "FID102": "the text is not YAML",
    "FID103": "the document is too large or too deep, or uses anchors, aliases or tags",
    "FID108": "an id stands twice in different places, or a key twice in one place",
    "FID109": "a name that the model does not have",
    "FID110": "an option that the parameter does not have",
    "FID111": "a unit that does not convert",
    "FID112": "one thing is said in two places of a plan",
    "FID113": "a model that is not there",
    "FID114": "a variant that takes back what it claims to implement",
}
"""The faults that no schema can know of, by code. Of FID105 to FID107 a schema knows all but what depends on the type
of a parameter, on the parent of a variant, on the other entries of the same list, or on the calendar."""

SCHEMAS = Registry("fidelity.reports.schemas", ending="_schema", kind="a schema")
"""What there are schemas of."""


def schema(name: str) -> Schema:
    """Return a schema, made of what ``json`` can write; a new one each time.

    Raises
    ------
    ValueError
        If there is no such schema.

    Examples
    --------
    >>> schema("plan")["title"]
    'Adaptation plan'
    """
    made: Schema = SCHEMAS.module(name).build()
    return made


def schema_text(name: str) -> str:
    """Return a schema as the text of its file, ending in a line break."""
    return json_text(schema(name))
