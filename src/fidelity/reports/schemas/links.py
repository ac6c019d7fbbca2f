"""The schemas of links, and of values and comparisons: what elements require, exclude and may be replaced by.

A term needs a basis of its own, or a group around it that has one. So every kind of term is there twice: on its own
(``bare``), and where a basis is inherited (``based``).
"""

from __future__ import annotations

from fidelity.files.parameters import INTERVAL_SHAPE, LIMIT_SHAPE
from fidelity.files.requirements import ADDITION_SHAPE, ELEMENT_SHAPE, GROUP_SHAPE, GROUPS, PARAMETER_SHAPE
from fidelity.model.types import OPERATORS
from fidelity.reports.schemas.parts import (
    BASIS,
    ITEM,
    Schema,
    basis,
    entries,
    exactly_one,
    identifier,
    mapping,
    number,
    reference,
    text,
    together,
)

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
        f"{prefix}condition": mapping(PARAMETER_SHAPE, condition, "parameter", [_COMPARISON, own]),
        f"{prefix}addition_term": mapping(ADDITION_SHAPE, addition, "addition", [own]),
    }


def _condition() -> Schema:
    return {"type": "string", "pattern": _CONDITION}
