"""The JSON of a model holds all of it: reading it back gives an equal model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given
from tests.strategies import model_yaml, models

import fidelity
from fidelity.files.models import read_model
from fidelity.model.strength import LEVELS
from fidelity.reports.guide import guide
from fidelity.reports.guide.json_guide import model_document, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.model import Model

_LIMITS = {"limits", "derived_limits"}


def _back(text: str) -> Model:
    return read_model(json.dumps(plain(json.loads(text))).encode(), "model.json")


def _as_in_files(model: Model) -> Model:
    """Return a model as files can write it: each substitute has an id, each exclusion one basis."""
    elements = tuple(
        evolve(
            element,
            substitutes=tuple(evolve(one, id=f"{one.id}-for-{element.id}") for one in element.substitutes),
            excludes=tuple(evolve(one, other=evolve(one.other, basis=one.basis)) for one in element.excludes),
        )
        for element in model.elements
    )
    return evolve(model, elements=elements)


@given(models().map(_as_in_files))
def test_the_json_reads_back_as_the_models_own_file_does(model: Model) -> None:
    in_file = read_model(model_yaml(model).encode(), "model.yaml")
    assert _back(guide(model, "json")) == in_file


@given(models().map(_as_in_files))
def test_nothing_that_a_file_says_is_lost(model: Model) -> None:
    in_file = read_model(model_yaml(model).encode(), "model.yaml")
    assert _back(guide(in_file, "json")) == in_file


def test_nothing_of_fdac_is_lost() -> None:
    model = fidelity.load_model("fdac")
    assert _back(guide(model, "json")) == model


def test_all_elements_and_all_evidence_are_there() -> None:
    model = fidelity.load_model("fdac")
    document = json.loads(guide(model, "json"))
    ids = [one["id"] for key in ("principles", "essential", "flexible") for one in document[key]]
    assert ids == [element.id for element in model.elements]
    assert [item["id"] for item in document["evidence"]] == [item.id for item in model.evidence]
    assert list(document["sources"]) == [source.id for source in model.sources]


def test_every_element_limit_and_link_has_a_strength() -> None:
    document = model_document(fidelity.load_model("fdac"))
    for claim in _claims(document):
        assert claim["strength"] in LEVELS, claim


def _claims(value: object, key: str = "") -> Iterator[dict[str, object]]:
    """Yield every mapping that makes a claim: it has a basis, or it is a limit or a link."""
    if isinstance(value, dict):
        link = {"element", "parameter", "addition", "all", "any", "at_least"} & value.keys()
        if {"basis", "inferred"} & value.keys() or key in _LIMITS or link:
            yield value
        for name, inner in value.items():
            yield from _claims(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _claims(inner, key)


def test_the_strength_of_an_element_is_the_weaker_of_content_and_tier() -> None:
    document = json.loads(guide(fidelity.load_model("fdac"), "json", "key-worker"))
    (element,) = document["essential"]
    assert (element["strength"], element["basis_strength"], element["tier_strength"]) == (
        "inferred",
        "stated",
        "inferred",
    )


def test_a_group_has_the_strength_that_its_terms_give_it() -> None:
    document = json.loads(guide(fidelity.load_model("fdac"), "json"))
    links = {one["id"]: one["realised_by"]["strength"] for one in document["principles"]}
    assert links["problem-solving-court"] == "stated"  # any of its terms is enough, and two are stated
    assert links["fair-process"] == "inferred"


def test_a_limit_that_follows_from_the_standard_stands_apart() -> None:
    document = json.loads(guide(fidelity.load_model("fdac"), "json", "review-hearing"))
    interval = document["essential"][0]["parameters"]["interval"]
    assert "limits" not in interval
    assert interval["derived_limits"][0]["max"] == "2 weeks"
    assert interval["derived_limits"][0]["strength"] == "inferred"


def test_one_element_comes_with_the_evidence_and_sources_that_it_cites() -> None:
    document = json.loads(guide(fidelity.load_model("fdac"), "json", "same-judge"))
    assert [one["id"] for one in document["essential"]] == ["same-judge"]
    assert document["principles"] == [] if "principles" in document else True
    assert {"FDAC-12", "FDAC-12-usually"} <= {item["id"] for item in document["evidence"]}
    assert set(document["sources"]) == {source for item in document["evidence"] for source in item["source"]}


def test_an_unknown_element_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        guide(fidelity.load_model("fdac"), "json", "no-such-element")


def test_ids_that_are_words_of_the_format_stay() -> None:
    document = {"parameters": {"strength": {"type": "set", "strength": "stated"}, "derived_limits": {"type": "set"}}}
    assert plain(document) == {"parameters": {"strength": {"type": "set"}, "derived_limits": {"type": "set"}}}
