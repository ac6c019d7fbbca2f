"""The schema of a practice model, variants included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files.elements import (
    ELEMENT_SHAPES,
    INDICATOR_SHAPE,
    PROSCRIBED_SHAPE,
    RULE_SHAPE,
    RULES,
    SUBSTITUTE,
    TOLERANCE_SHAPE,
)
from fidelity.files.evidence import EVIDENCE_SHAPE, SCOPES, SOURCE_SHAPE, VIAS
from fidelity.files.models import AUTHORITY_SHAPE, MODEL_SHAPE, RATING_SHAPE
from fidelity.files.parameters import EXCEPTION_SHAPE, INTERVAL_SHAPE, LIMIT_SHAPE, PARAMETER_SHAPE, READ_AS
from fidelity.files.requirements import ADDITION_SHAPE, ELEMENT_SHAPE, GROUP_SHAPE, GROUPS, PARAMETER_TERM_SHAPE
from fidelity.files.variants import EXTENDS_SHAPE, OVERRIDE_SHAPE, SET_SHAPES
from fidelity.model.elements import Tier
from fidelity.model.model import CLAIMS
from fidelity.model.strength import STATUSES, VOICES
from fidelity.model.types import OPERATORS, TYPES, type_of
from fidelity.plan.frame import NATURES
from fidelity.reports.schemas.parts import (
    ABSENT,
    BASIS,
    DRAFT,
    IDENTIFIER,
    ITEM,
    Schema,
    basis,
    entries,
    exactly_one,
    identifier,
    mapping,
    maybe,
    number,
    optional,
    reference,
    text,
    texts,
    together,
    word,
    words,
    yes_no,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


_ONE_BASIS = exactly_one(*BASIS)
_ADDRESS: Schema = {"type": ["string", "null"], "pattern": r"^\s*(https?://\S+)?\s*$"}
_VERSION: Schema = {
    "type": ["string", "number", "boolean"],
    "pattern": r"^\s*[A-Za-z0-9][A-Za-z0-9._-]*\s*$",
    "minimum": 0,
}
_LISTS = {"principles": "core principles", "essential": "essential elements", "flexible": "flexible elements"}


def build() -> Schema:
    """Return the schema."""
    properties: dict[str, Schema] = {
        "model": identifier("The id of the model."),
        "version": {"description": "The version, such as '2026.1'; a plan pins it.", **_VERSION},
        "title": text("A title, in a few words."),
        "owner": text("Who answers for the model."),
        "summary": maybe("One paragraph for a practice lead."),
        "authority": optional(reference("authority"), "Who may approve a variation; principles have no entry."),
        "rating": optional(reference("rating"), "How delivery is rated."),
        "sources": optional(_by_id("source"), "Where the evidence comes from, by key."),
        "evidence": entries(reference("evidence"), "What each source says, in own words."),
        **{key: entries(reference(_singular(key)), f"The {noun}.") for key, noun in _LISTS.items()},
        "proscribed": entries(reference("proscribed"), "What must be absent for it to be this model."),
        "extends": optional(reference("extends"), "For a variant: the model that it extends."),
        "overrides": entries(reference("override"), "For a variant: what is otherwise than in its parent."),
        "$schema": {"description": "Where an editor finds this schema; the library takes no notice."},
    }
    extending: Schema = {**together("extends"), "properties": {"extends": {"not": ABSENT}}}
    rule: Schema = {"if": together("overrides"), "then": extending}
    whole = mapping(MODEL_SHAPE, properties, "model version title owner", [rule])
    about = "What a practice model is: its principles and elements, what may vary, and who says so."
    return {"$schema": DRAFT} | whole | {"title": "Practice model", "description": about, "definitions": definitions()}


def definitions() -> dict[str, Schema]:
    """Return everything that a model is made of, by name."""
    return {
        "authority": mapping(
            AUTHORITY_SHAPE,
            {key: texts("Roles, such as 'model-owner'.", one=True) for key in AUTHORITY_SHAPE.order},
        ),
        "rating": _rating(),
        "source": _source(),
        "evidence": _evidence(),
        **{_singular(key): _element(key) for key in ELEMENT_SHAPES},
        "proscribed": _proscribed(),
        "parameter": _parameter(),
        "exception": _exception(),
        "substitute": _substitute(),
        "rule": mapping(
            RULE_SHAPE, {"rule": word(RULES, "What holds for this nature of change."), **basis()}, "rule", [_ONE_BASIS]
        ),
        "tolerance": mapping(
            TOLERANCE_SHAPE,
            {"at_most": number("How many may be adapted or missing at once."), **basis()},
            "at_most",
            [_ONE_BASIS],
        ),
        "indicator": _indicator(),
        "extends": _extends(),
        "override": _override(),
        "element_set": _element_set(),
        "proscribed_set": _proscribed_set(),
        **link_definitions(),
        **value_definitions(),
    }


def _singular(key: str) -> str:
    return key.removesuffix("s")


def _by_id(name: str) -> Schema:
    return {"type": "object", "additionalProperties": reference(name)}


def _rating() -> Schema:
    properties: dict[str, Schema] = {
        "scale": texts("The labels, the weakest first.", least=2),
        "threshold": text("The label below which an essential item counts as absent."),
    }
    return mapping(RATING_SHAPE, properties, "scale threshold")


def _source() -> Schema:
    properties: dict[str, Schema] = {
        "type": text("What kind of document it is, such as 'standard'."),
        "authors": text("Who wrote it."),
        "year": optional(number(), "The year in which it came out."),
        "title": text("Its title."),
        "publisher": maybe("Who published it."),
        "url": {"description": "Its address on the web.", **_ADDRESS},
        "note": maybe("Anything else."),
    }
    return mapping(SOURCE_SHAPE, properties, "type authors title")


def _evidence() -> Schema:
    properties: dict[str, Schema] = {
        "id": text("An id such as 'EX-03'.", r"^\s*\S+\s*$"),
        "says": text("What the source says, in own words."),
        "source": texts("The key of an entry under 'sources', or several.", one=True, least=1),
        "locator": maybe("Where in the source."),
        "voice": word(VOICES, "Whose statement it is."),
        "status": word(STATUSES, "Whether it was read or is recalled."),
        "via": word(VIAS, "Through whom it is known, if not directly.", default=""),
        "scope": word(SCOPES, "Whether it is about the model or one site.", default="model"),
        "note": maybe("Anything else."),
    }
    return mapping(EVIDENCE_SHAPE, properties, "id says source voice status")


def _said_of_an_element() -> dict[str, Schema]:
    """Return what an element of any tier can say, and an override of one can replace."""
    return {
        "title": text("A title, in a few words."),
        "statement": text("What it is, in a sentence."),
        "function": maybe("The purpose that it serves."),
        "form": maybe("How it is usually done."),
        **basis(),
        **basis("tier_"),
        "parameters": optional(
            {**_by_id("parameter"), "propertyNames": {"pattern": IDENTIFIER}}, "What can be counted or chosen, by id."
        ),
        "requires": optional(reference("link"), "What it needs to be in place."),
        "excludes": entries(reference("exclusion"), "What cannot stand beside it."),
        "substitutes": entries(reference("substitute"), "What is accepted in its place."),
        "adaptation": optional(
            {**_by_id("rule"), "propertyNames": {"enum": [*NATURES, *NATURES.values()]}},
            "Its own answers, by nature of change.",
        ),
        "indicators": entries(reference("indicator"), "Observable statements by which its delivery is rated."),
        "renamed_from": texts("The id that it had before.", one=True),
        "split_from": texts("The element that it was a part of.", one=True),
        "merged_from": texts("The elements that it was made of.", one=True),
        "note": maybe("Anything else."),
    }


def _of_one_tier() -> dict[str, Schema]:
    """Return what only elements of one tier can say."""
    return {
        "optional": yes_no("Whether it may be left out."),
        "realised_by": optional(reference("link"), "The practice in which the principle shows."),
        "tolerance": optional(reference("tolerance"), "How much of that may be adapted or missing at once."),
    }


def _element(key: str) -> Schema:
    _, shape = ELEMENT_SHAPES[key]
    every = {"id": identifier("The id of the element."), **_said_of_an_element(), **_of_one_tier()}
    rules = [_ONE_BASIS, exactly_one(*basis("tier_"))]
    return mapping(shape, {name: every[name] for name in shape.order}, "id title statement", rules)


def _proscribed() -> Schema:
    properties: dict[str, Schema] = {
        "id": identifier("The id of the practice."),
        "title": text("A title, in a few words."),
        "statement": text("What must be absent, in a sentence."),
        **basis(),
        "note": maybe("Anything else."),
    }
    return mapping(PROSCRIBED_SHAPE, properties, "id title statement", [_ONE_BASIS])


def _parameter() -> Schema:
    properties: dict[str, Schema] = {
        "type": word(TYPES, "What kind of value it takes."),
        "title": maybe("A title, in a few words."),
        "unit": maybe("For a quantity: what is counted."),
        "standard": optional(
            {"anyOf": [reference("value"), reference("interval")]}, "What the owner specifies: a value or an interval."
        ),
        "read_as": word(READ_AS, "Which limit follows from the standard.", default="exact"),
        "limits": entries(reference("limit"), "What still counts as the model."),
        "options": texts("What can be chosen.", least=1),
        "exceptions": entries(reference("exception"), "Other limits for named circumstances."),
        **basis(),
        "note": maybe("Anything else."),
    }
    return mapping(PARAMETER_SHAPE, properties, "type", [_ONE_BASIS, *_fitting()])


def _types(said: str) -> list[str]:
    """Return the types of which something is true."""
    return [name for name in TYPES if getattr(type_of(name), said)]


def _one_of(words: list[str]) -> Schema:
    return {"enum": words} if len(words) > 1 else {"const": words[0]}


def _fitting() -> Iterator[Schema]:
    """Yield the rules on what goes with which type of parameter."""
    yield {"if": together("options"), "then": {"properties": {"type": {"enum": _types("optional")}}}}
    counts: Schema = {**together("unit"), "properties": {"unit": {"not": ABSENT, "pattern": r"\S"}}}
    yield {"if": counts, "then": {"properties": {"type": _one_of(_types("counts"))}}}
    directed: Schema = {"required": ["read_as", "standard"], "properties": {"read_as": {"enum": list(READ_AS[1:])}}}
    single: Schema = {"standard": {"not": {"type": "object"}}, "type": {"not": {"enum": sorted(_types("closed"))}}}
    given: Schema = {"properties": {"standard": {"not": ABSENT}}}
    yield {"if": {"allOf": [directed, given]}, "then": {"properties": single}}


def _exception() -> Schema:
    properties: dict[str, Schema] = {
        "id": identifier("The id by which a change cites it."),
        "title": text("A title, in a few words."),
        "limits": entries(reference("limit"), "The limits that count for it.", least=1),
        **basis(),
    }
    return mapping(EXCEPTION_SHAPE, properties, "id title limits", [_ONE_BASIS])


def _substitute() -> Schema:
    properties: dict[str, Schema] = {
        "id": identifier("The id by which a change names it."),
        "title": text("A title, in a few words."),
        "when": optional(reference("based_term"), "On which conditions it is accepted."),
        **basis(),
    }
    return mapping(SUBSTITUTE, properties, "id title", [_ONE_BASIS])


def _indicator() -> Schema:
    properties: dict[str, Schema] = {
        "id": identifier("The id of the item in checklists; it never changes."),
        "text": text("What can be observed, in a sentence."),
        "look_at": texts("Where to look, such as 'file audit'.", one=True),
        "rater": maybe("Who rates it."),
        "every": maybe("How often."),
    }
    return mapping(INDICATOR_SHAPE, properties, "id text")


def _extends() -> Schema:
    properties: dict[str, Schema] = {
        "model": text("The parent with its version, or the path of its file."),
        "claim": word(CLAIMS, "What the variant claims to be."),
        **basis(),
    }
    return mapping(EXTENDS_SHAPE, properties, "model claim", [AT_MOST_ONE_BASIS])


def _override() -> Schema:
    properties: dict[str, Schema] = {
        "element": text("The element that is overridden."),
        "proscribed": text("The proscribed practice that is overridden."),
        "reason": text("Why the variant does it otherwise, in a sentence."),
        **basis(),
        "nature": words(NATURES, "What kind of change it is, in the words of FRAME."),
        "function_kept": maybe("How what the element is for is still achieved."),
        "set": {"description": "What is otherwise."},
        "withdrawn": yes_no("Whether it falls away."),
    }
    yes: Schema = {"anyOf": [{"const": True}, {"type": "string", "pattern": "^([Tt][Rr][Uu][Ee]|[Yy][Ee][Ss])$"}]}
    gone: Schema = {**together("withdrawn"), "properties": {"withdrawn": yes}}
    said: Schema = {**together("set"), "properties": {"set": {"not": ABSENT}}}
    rules: list[Schema] = [
        exactly_one("element", "proscribed"),
        _ONE_BASIS,
        {"if": gone, "then": {"properties": {"set": ABSENT}}, "else": said},
        {
            "if": together("proscribed"),
            "then": {"properties": {"set": optional(reference("proscribed_set"))}},
            "else": {"properties": {"set": optional(reference("element_set"))}},
        },
    ]
    return mapping(OVERRIDE_SHAPE, properties, "reason", rules)


def _element_set() -> Schema:
    """Return what an override can set; some keys only at the tier that the parent or the override gives."""
    every = {**_said_of_an_element(), **_of_one_tier(), "tier": word([tier.value for tier in Tier], "Its new tier.")}
    known = {key for shape in SET_SHAPES.values() for key in shape.order}
    made: Schema = {
        "title": "what an override sets",
        "type": "object",
        "additionalProperties": False,
        "properties": {key: schema for key, schema in every.items() if key in known},
        "allOf": [AT_MOST_ONE_BASIS, {"not": together(*basis("tier_"))}],
    }
    return made


def _proscribed_set() -> Schema:
    return {
        "title": "what an override sets about a proscribed practice",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "title": text("A title, in a few words."),
            "statement": text("What must be absent, in a sentence."),
            **basis(),
            "note": maybe("Anything else."),
        },
        "allOf": [AT_MOST_ONE_BASIS],
    }


AT_MOST_ONE_BASIS: Schema = {"not": together(*BASIS)}
_COMPARISON: Schema = {"anyOf": [{"required": [operator]} for operator in OPERATORS]}
_CONDITION = r"^\s*[^.\s][^.]*\.[\s\S]*\S"
_MEANING = {
    "is": "Exactly this value.",
    "in": "One of these values.",
    "min": "This or more.",
    "max": "This or less.",
    "over": "More than this.",
    "under": "Less than this.",
    "includes": "At least these members.",
}


def value_definitions() -> dict[str, Schema]:
    """Return the definitions of values, intervals and limits. Which values fit depends on the type of a parameter."""
    interval = {operator: _compared(operator) for operator in INTERVAL_SHAPE.order}
    return {
        "value": {"anyOf": [ITEM, {"type": "array", "items": ITEM}]},
        "interval": mapping(INTERVAL_SHAPE, interval, "", [_COMPARISON]),
        "limit": mapping(LIMIT_SHAPE, _compared_all() | basis(), "", [_COMPARISON, AT_MOST_ONE_BASIS]),
    }


def _compared(operator: str) -> Schema:
    if operator == "in":
        return entries(reference("value"), _MEANING[operator], least=1)
    return reference("value", _MEANING[operator])


def _compared_all() -> dict[str, Schema]:
    return {operator: _compared(operator) for operator in OPERATORS}


def link_definitions() -> dict[str, Schema]:
    """Return the definitions of links: ``link``, ``based_term``, ``exclusion`` and what they consist of."""
    return {
        "link": {"anyOf": [reference(name) for name in ("group", "element_term", "condition", "addition_term")]},
        "based_term": {
            "anyOf": [
                ITEM,
                *(reference(f"based_{name}") for name in ("group", "element_term", "condition", "addition_term")),
            ]
        },
        "exclusion": {"anyOf": [reference("element_term"), reference("condition")]},
        "group": _group(based=False),
        "based_group": _group(based=True),
        **_leaves(based=False),
        **_leaves(based=True),
    }


def _group(*, based: bool) -> Schema:
    """Return the schema of a group; where it has no basis of its own or inherited, each term needs one."""
    terms = entries(reference("based_term") if based else {}, least=1)
    properties = {
        "all": _said(terms, "All of these."),
        "any": _said(terms, "At least one of these."),
        "at_least": number("At least so many of the terms under 'of'.", 1),
        "of": _said(terms, "The terms that are counted."),
        **basis(),
    }
    rules: list[Schema] = [exactly_one(*GROUPS), {"if": together("of"), "then": together("at_least")}]
    rules += [{"if": together("at_least"), "then": together("of")}, AT_MOST_ONE_BASIS]
    if not based:
        has_basis: Schema = {"anyOf": [together(key) for key in BASIS]}
        rules.append({"if": has_basis, "then": _each("based_term"), "else": _each("link")})
    return mapping(GROUP_SHAPE, properties, "", rules)


def _each(term: str) -> Schema:
    return {"properties": {key: {"items": reference(term)} for key in ("all", "any", "of")}}


def _said(schema: Schema, says: str) -> Schema:
    return {"description": says, **schema}


def _leaves(*, based: bool) -> dict[str, Schema]:
    own = AT_MOST_ONE_BASIS if based else exactly_one(*BASIS)
    prefix = "based_" if based else ""
    element = {"element": text("The id of an element."), **basis()}
    condition = {
        "parameter": {"description": "An element and its parameter, such as 'venue.place'.", **_condition()},
        **_compared_all(),
        **basis(),
    }
    addition = {"addition": identifier("The id of a local addition that meets it."), **basis()}
    return {
        f"{prefix}element_term": mapping(ELEMENT_SHAPE, element, "element", [own]),
        f"{prefix}condition": mapping(PARAMETER_TERM_SHAPE, condition, "parameter", [_COMPARISON, own]),
        f"{prefix}addition_term": mapping(ADDITION_SHAPE, addition, "addition", [own]),
    }


def _condition() -> Schema:
    return {"type": "string", "pattern": _CONDITION}
