"""The schema of an adaptation plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files.changes import (
    ADDITION_SHAPE,
    APPROVAL_SHAPE,
    CHANGE_SHAPE,
    COVERED_SHAPE,
    HEADS,
    ONLY_WITH,
    RECORD_SHAPE,
)
from fidelity.files.plans import PLAN_SHAPE, REFERENCE
from fidelity.files.schemas.parts import (
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
from fidelity.plan.frame import CLAIMS, LISTS, NATURES, RECORD, SILENCE, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["build"]

_DATE: Schema = {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_WHAT = {
    "modified": "What is modified.",
    "when": "When in the life of the service it was decided.",
    "planned": "Whether it was planned, and as an answer to something.",
    "decided_by": "Who took part in deciding: roles.",
    "goal": "What it is meant to achieve.",
    "reasons": "Why it was needed.",
    "level": "For whom it applies.",
    "site_view": "Whether the site itself thinks that it keeps to the model.",
}


def build() -> Schema:
    """Return the schema."""
    properties: dict[str, Schema] = {
        "plan": text("A short name for the plan, such as 'northtown-2026'."),
        "model": _model("The model that is adapted, with its version, such as 'fdac@2026.1'."),
        "site": text("The place that the plan is for. A plan holds no personal data."),
        "author": maybe("The role of whoever wrote the plan, such as 'site-lead'; never a name."),
        "status": word(STATUSES, "How far the plan has come.", default="proposed"),
        "claim": word(CLAIMS, "Whether this claims to be the model, or only took ideas from it.", default="implements"),
        "unmentioned": word(SILENCE, "What silence means. It has no default."),
        "as_specified": texts("Elements that are kept as the model has them."),
        "choices": optional(
            {"type": "object", "additionalProperties": reference("settings")},
            "Values inside the room that the model gives, by element.",
        ),
        "changes": entries(reference("change"), "What is done otherwise than the model has it."),
        "undecided": texts("Elements that are still open."),
        "approvals": entries(reference("approval"), "The register of agreed variations."),
        "$schema": {"description": "Where an editor finds this schema; the library takes no notice."},
    }
    whole = mapping(PLAN_SHAPE, properties, "plan model site unmentioned")
    about = "A site's plan to adapt a practice model."
    definitions = {
        "settings": _settings(),
        "change": _change(),
        "addition": _addition(),
        "record": _record(),
        "approval": _approval(),
        "covered": _covered(),
    }
    return {"$schema": DRAFT} | whole | {"title": "Adaptation plan", "description": about, "definitions": definitions}


def _model(says: str) -> Schema:
    return {"description": says, "type": "string", "pattern": rf"^\s*{REFERENCE.pattern}\s*$"}


def _settings() -> Schema:
    values: Schema = {"anyOf": [ITEM, {"type": "array", "items": ITEM}]}
    return {"type": "object", "additionalProperties": values, "description": "Values by parameter."}


def _natures() -> Schema:
    return words(NATURES, "What kind of change it is, in the words of FRAME; one, or several.")


def _change() -> Schema:
    properties: dict[str, Schema] = {
        "id": text("A short name for the change, such as 'c1'."),
        "element": text("The element that is changed."),
        "add": reference("addition", "An element of the site's own."),
        "proscribed": text("The practice that the model rules out and that comes in all the same."),
        "nature": _natures(),
        "set": optional(reference("settings"), "New values of parameters."),
        "what": text("What is altered, in a sentence."),
        "with": maybe("The substitute that takes the element's place."),
        "exception": maybe("The exception of the model that the new values use."),
        "function_kept": maybe("How what the element is for is still achieved."),
        "touches": texts("The elements that a local addition touches."),
        "record": optional(reference("record"), "How the change came about."),
    }
    return mapping(CHANGE_SHAPE, properties, "id what", [exactly_one(*HEADS), *_belonging()])


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


def _addition() -> Schema:
    properties: dict[str, Schema] = {
        "id": identifier("An id that the model does not have."),
        "title": text("A title, in a few words."),
        "statement": text("What is added, in a sentence."),
        "requires": texts("Elements without which it does not work."),
        "excludes": texts("Elements beside which it cannot be."),
    }
    return mapping(ADDITION_SHAPE, properties, "id title statement")


def _record() -> Schema:
    fields = {
        name: words(allowed, _WHAT[name]) if name in LISTS else word(allowed, _WHAT[name], default="")
        for name, allowed in RECORD.items()
    }
    return mapping(RECORD_SHAPE, {**fields, "effects": maybe("What it may do to other elements.")})


def _approval() -> Schema:
    properties: dict[str, Schema] = {
        "covers": entries(reference("covered"), "The changes that were agreed, each as it was then.", least=1),
        "by": text("Who agreed: a body, never a person's name."),
        "role": text("The role in which they agreed, such as 'model-owner'."),
        "given": {"description": "The day on which it was given.", **_DATE},
        "until": optional(_DATE, "The last day on which it counts."),
        "reference": maybe("Where the agreement is filed."),
        "conditions": maybe("On which conditions it was given."),
    }
    return mapping(APPROVAL_SHAPE, properties, "covers by role given")


def _covered() -> Schema:
    properties: dict[str, Schema] = {
        "change": text("The id of the change."),
        "nature": _natures(),
        "set": optional(reference("settings"), "The values that were agreed."),
        "with": maybe("The substitute that was agreed."),
        "exception": maybe("The exception that was cited."),
    }
    return mapping(COVERED_SHAPE, properties, "change")
