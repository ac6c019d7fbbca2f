"""A schema and the reader accept and refuse the same documents, but for what no schema can know."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis.strategies import just
from tests.needed import library
from tests.reports.schemas.documents import broken, model_documents, plan_documents

from fidelity.errors import Fault, InputError, Place
from fidelity.files.library import load_model
from fidelity.files.models import read_model
from fidelity.files.plans import read_plan
from fidelity.reports.schemas import BEYOND, schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.model.model import Model

READERS: dict[str, Callable[[bytes, str], object]] = {"plan": read_plan, "model": read_model}
KNOWN_ONLY_TO_THE_READER = {
    "FID105": [
        "what is counted, such as",  # a quantity whose values name no unit
    ],
    "FID107": [
        "the last day on which it counts",  # before the day on which it was given
        "a date such as",  # the thirtieth of February
        "a label of the scale",
        r"a number from 1 to \d+, as there are",
        "a range that has values in it",
        "for a parameter of type",  # which comparison fits
        "a length of time such as",  # which value fits
        "a whole number such as",
        "a single value",
        "a share from",
        "a rate such as",
        "a number of",
        "yes or no",
    ],
}
"""Of the codes that a schema mostly knows: what depends on other entries, on the calendar or on types."""


@cache
def validator(name: str) -> Any:
    return library("jsonschema").Draft7Validator(schema(name))


def faults(name: str, document: object) -> tuple[Fault, ...]:
    try:
        READERS[name](json.dumps(document).encode(), f"{name}.json")
    except InputError as error:
        return error.faults
    return ()


def is_beyond(fault: Fault) -> bool:
    parts = KNOWN_ONLY_TO_THE_READER.get(fault.code, [])
    return fault.code in BEYOND or any(re.search(part, fault.message) for part in parts)


def agree(name: str, document: object) -> None:
    accepted = validator(name).is_valid(document)
    found = faults(name, document)
    if accepted:
        assert [str(fault) for fault in found if not is_beyond(fault)] == []
    else:
        assert found, [error.message for error in validator(name).iter_errors(document)]


@given(plan_documents())
def test_every_legal_plan_is_accepted(document: dict[str, Any]) -> None:
    assert [error.message for error in validator("plan").iter_errors(document)] == []


@given(model_documents())
def test_every_legal_model_is_accepted(document: dict[str, Any]) -> None:
    assert faults("model", document) == ()
    assert [error.message for error in validator("model").iter_errors(document)] == []


@given(broken(plan_documents()))
def test_a_plan_with_something_amiss_is_judged_alike(document: dict[str, Any]) -> None:
    agree("plan", document)


@given(broken(model_documents()))
def test_a_model_with_something_amiss_is_judged_alike(document: dict[str, Any]) -> None:
    agree("model", document)


VARIANT: dict[str, Any] = {
    "model": "northtown",
    "version": "2026.1",
    "title": "Northtown",
    "owner": "Northtown",
    "extends": {"model": "fdac@2026.1", "claim": "extends", "inferred": "it adds to it"},
    "overrides": [
        {
            "element": "parent-mentor",
            "reason": "There are two for each family.",
            "inferred": "our own wish",
            "nature": ["adding"],
            "function_kept": "It does more of the same.",
            "set": {"title": "Two mentors", "statement": "Two.", "note": "New.", "inferred": "our own wish"},
        },
        {"element": "group-programme", "reason": "Nobody asks.", "inferred": "we think so", "withdrawn": True},
        {"proscribed": "ordinary-track-alongside", "reason": "Wording.", "inferred": "ours", "set": {"title": "Twice"}},
    ],
}


def test_a_variant_is_accepted_by_both() -> None:
    assert variant_faults(VARIANT) == ()
    assert validator("model").is_valid(VARIANT)


def variant_faults(document: object) -> tuple[Fault, ...]:
    try:
        read_model(json.dumps(document).encode(), "model.json", _parent)
    except InputError as error:
        return error.faults
    return ()


def _parent(reference: str, at: Place) -> Model:
    return load_model(reference, place=at)


KNOWN_BY_THE_PARENT = {"FID106": r"a key of what an override sets about a (core principle|essential|flexible)"}


@given(broken(just(VARIANT)))
def test_a_variant_with_something_amiss_is_judged_alike(document: dict[str, Any]) -> None:
    found = variant_faults(document)
    if validator("model").is_valid(document):
        at_its_tier = re.compile(KNOWN_BY_THE_PARENT["FID106"])
        assert [str(one) for one in found if not is_beyond(one) and not at_its_tier.search(one.message)] == []
    else:
        assert found


@pytest.mark.parametrize(
    ("name", "document", "code"),
    [
        ("plan", {"changes": [{"id": "a", "element": "", "nature": "removing", "what": "Gone."}]}, "FID105"),
        ("plan", {"changes": [{"id": "a", "proscribed": " ", "what": "In."}]}, "FID105"),
        ("model", {"overrides": [], "extends": None}, "FID105"),
        (
            "model",
            {"evidence": [{"id": "E", "says": "X.", "source": [], "voice": "owner", "status": "seen"}]},
            "FID105",
        ),
    ],
)
def test_what_says_nothing_where_something_must_be_said_is_refused_by_both(
    name: str, document: dict[str, Any], code: str
) -> None:
    heads: dict[str, dict[str, Any]] = {
        "plan": {"plan": "a", "model": "fdac@2026.1", "site": "A", "unmentioned": "undecided"},
        "model": {"model": "a", "version": "1", "title": "A", "owner": "A"},
    }
    assert faults(name, heads[name]) == ()
    assert [fault.code for fault in faults(name, heads[name] | document)] == [code]
    assert not validator(name).is_valid(heads[name] | document)
