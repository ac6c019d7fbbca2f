"""The schema of what ``fidelity check --format json`` prints. New keys may come; none of these goes or changes."""

from __future__ import annotations

from fidelity.checking.result import SCHEMA_VERSION
from fidelity.checking.states import STATES
from fidelity.model.elements import Tier
from fidelity.model.strength import LEVELS
from fidelity.plan.frame import CLAIMS, SILENCE
from fidelity.reports.schemas.parts import DRAFT, Schema, reference
from fidelity.verdicts import Need, Verdict

_VERDICTS: list[object] = [verdict.value for verdict in Verdict]
_TIERS: list[object] = [tier.value for tier in Tier]
_COUNT: Schema = {"type": "integer", "minimum": 0}
_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_NOTHING_OR_TEXT: Schema = {"type": ["string", "null"]}
_ATOM: Schema = {"type": "string", "pattern": "^(change|choice|undecided):"}


def build() -> Schema:
    """Return the schema."""
    properties: dict[str, Schema] = {
        "schema_version": {"const": SCHEMA_VERSION},
        "verdict": _one_of([*_VERDICTS, None], "The worst verdict among the plans; null if none could be read."),
        "on": {"type": ["string", "null"], "format": "date", "description": "The day that approvals were judged by."},
        "bind": _one_of(list(LEVELS), "The weakest strength that can turn a verdict red."),
        "counts": _counts(),
        "plans": {"type": "array", "items": reference("plan")},
    }
    about = "What 'fidelity check --format json' prints."
    definitions = {
        "plan": _plan(),
        "finding": _finding(),
        "place": _place(),
        "state": _state(),
        "cited": _cited(),
        "repairs": _repairs(),
    }
    whole = _object(properties, "Result of a check")
    return {"$schema": DRAFT} | whole | {"description": about, "definitions": definitions}


def _object(properties: dict[str, Schema], title: str, optional: str = "") -> Schema:
    required = [key for key in properties if key not in optional.split()]
    return {"title": title, "type": "object", "properties": properties, "required": required}


def _one_of(allowed: list[object], says: str) -> Schema:
    return {"description": says, "enum": allowed}


def _or_nothing(schema: Schema, says: str) -> Schema:
    return {"description": says, "anyOf": [schema, {"type": "null"}]}


def _counts() -> Schema:
    return _object(dict.fromkeys(("plans", *map(str, _VERDICTS), "agreed", "unreadable", "known"), _COUNT), "counts")


def _plan() -> Schema:
    model = _object({"id": _TEXT, "version": _TEXT}, "model")
    properties: dict[str, Schema] = {
        "path": _TEXT,
        "plan": _NOTHING_OR_TEXT,
        "site": _NOTHING_OR_TEXT,
        "model": _or_nothing(model, "The model that it was judged by."),
        "claim": _one_of([*CLAIMS, None], "What the plan claims to be."),
        "unmentioned": _one_of([*SILENCE, None], "What its silence means."),
        "verdict": _one_of([*_VERDICTS, None], "The worst of its findings; null for a plan that could not be read."),
        "known": {
            "type": ["boolean", "null"],
            "description": "Whether the baseline has all that makes the verdict so.",
        },
        "findings": {"type": "array", "items": reference("finding")},
        "elements": {"type": "object", "additionalProperties": reference("state")},
        "repairs": _or_nothing(reference("repairs"), "The smallest sets of steps that would clear the red."),
    }
    return _object(properties, "plan")


def _finding() -> Schema:
    properties: dict[str, Schema] = {
        "code": {"type": "string", "pattern": "^FID[0-9]{3}$"},
        "name": _TEXT,
        "verdict": _one_of([*_VERDICTS, None], "Its consequences included; null for a fault of the file."),
        "needs": _one_of([*(need.value for need in Need), None], "What would settle it where it is amber."),
        "element": _NOTHING_OR_TEXT,
        "tier": _one_of([*_TIERS, None], "The tier that it is judged at."),
        "changes": _TEXTS,
        "message": _TEXT,
        "why": _TEXT,
        "ask": _NOTHING_OR_TEXT,
        "ways_out": _TEXTS,
        "location": reference("place"),
        "model_location": _or_nothing(reference("place"), "Where the model says it."),
        "causes": {"type": "array", "items": {"type": "array", "items": _ATOM}},
        "via": _TEXTS,
        "consequences": {"type": "array", "items": reference("finding")},
        "basis": {"type": "array", "items": reference("cited")},
        "fingerprint": _NOTHING_OR_TEXT,
        "approval": _NOTHING_OR_TEXT,
        "baselined": {"type": "boolean"},
    }
    return _object(properties, "finding")


def _place() -> Schema:
    properties: dict[str, Schema] = {
        "path": _TEXT,
        "line": _COUNT | {"description": "From one; 0 for the file as a whole. In a workbook the row."},
        "column": _COUNT,
        "sheet": _TEXT | {"description": "Only in a workbook: the name of the sheet."},
        "cell": _NOTHING_OR_TEXT | {"description": "Only in a workbook: such as D7; null for the sheet as a whole."},
    }
    return _object(properties, "place", "sheet cell") | {"dependencies": {"sheet": ["cell"], "cell": ["sheet"]}}


def _state() -> Schema:
    properties: dict[str, Schema] = {
        "tier": _one_of(_TIERS, "Its tier."),
        "state": _one_of(list(STATES), "The first that applies."),
        "verdict": _one_of(_VERDICTS, "The worst of what is said of it."),
        "realised_by": _object({"standing": _COUNT, "named": _COUNT}, "how a principle stands"),
    }
    return _object(properties, "state", "realised_by")


def _cited() -> Schema:
    properties: dict[str, Schema] = {
        "evidence": _TEXT,
        "source": _TEXT,
        "locator": _NOTHING_OR_TEXT,
        "strength": _one_of(list(LEVELS), "How firmly it supports the finding."),
    }
    return _object(properties, "evidence")


def _repairs() -> Schema:
    return _object({"complete": {"type": "boolean"}, "sets": {"type": "array", "items": _TEXTS}}, "repairs")
