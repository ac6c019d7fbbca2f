"""The schema of a model as ``fidelity show --format json`` prints it: the model's own, with what is derived added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fidelity.files.elements import ELEMENT_SHAPES
from fidelity.model.model import CLAIMS
from fidelity.model.strength import LEVELS
from fidelity.plan.frame import NATURES
from fidelity.reports.schemas import model_schema
from fidelity.reports.schemas.parts import BASIS, Schema, entries, identifier, reference, text, texts, word, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_ELEMENTS = tuple(key.removesuffix("s") for key in ELEMENT_SHAPES)
_FILES_ONLY = ("extends", "overrides")
_INHERITED = (*_ELEMENTS, "source", "evidence", "proscribed")


def build() -> Schema:
    """Return the schema."""
    whole: dict[str, Any] = model_schema.build()
    made = whole["definitions"]
    for found in _objects(made):
        if BASIS.keys() <= found["properties"].keys():
            found["properties"]["strength"] = _strength("How firmly it is known.")
    for name in _INHERITED:
        made[name]["properties"]["origin"] = text("The ancestor that it comes from, with its version.")
    made["evidence"]["properties"]["strength"] = _strength("How firmly it supports what cites it.")
    for name in _ELEMENTS:
        made[name]["properties"]["basis_strength"] = _strength("How firmly its content is known.")
        made[name]["properties"]["tier_strength"] = _strength("How firmly its tier is known.")
    says = "The limits that follow from the standard or the options."
    made["parameter"]["properties"]["derived_limits"] = entries(reference("limit"), says)
    for name in (*_FILES_ONLY, "override", "element_set", "proscribed_set"):
        made.pop(name, None)
        whole["properties"].pop(name, None)
    whole["properties"]["variant_of"] = _variant_of()
    del whole["allOf"]
    about = "What 'fidelity show MODEL --format json' prints: the keys of the model's file, strengths added."
    return whole | {"title": "Practice model, as it is shown", "description": about}


def _strength(says: str) -> Schema:
    return word(LEVELS, says)


def _objects(schema: object) -> Iterator[dict[str, Any]]:
    """Yield every schema of a mapping with known keys."""
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    for one in inner:
        if isinstance(one, dict) and isinstance(one.get("properties"), dict):
            yield one
        yield from _objects(one)


def _variant_of() -> Schema:
    known: dict[str, Schema] = {"basis": texts(), "inferred": text(), "strength": _strength("How firmly it is known.")}
    override: dict[str, Schema] = {
        "subject": identifier("What is overridden."),
        "reason": text("Why."),
        **known,
        "nature": words(tuple(NATURES), "What kind of change it is."),
        "function_kept": text("How the purpose is still achieved."),
        "changed": texts("The keys that are otherwise."),
        "withdrawn": {"type": "boolean"},
    }
    properties: dict[str, Schema] = {
        "model": text("The parent, with its version."),
        "claim": word(CLAIMS, "What the variant claims to be."),
        **known,
        "overrides": {"type": "array", "items": _closed(override, "subject reason withdrawn")},
    }
    return _closed(properties, "model claim overrides")


def _closed(properties: dict[str, Schema], required: str) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": required.split(),
    }
