"""A guide to a variant says what it inherits, what it changes and why, what it leaves out, and what it adds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from markdown_it import MarkdownIt

import fidelity
from fidelity.files.models import read_model
from fidelity.reports.guide import guide
from fidelity.reports.guide.json_guide import plain

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.model.model import Model

PARENT = """\
model: house
version: "1"
title: The House
owner: A Council
sources:
  guide: {type: standard, authors: A Council, title: What is a house?, year: 2020}
evidence:
  - {id: H-1, says: The house has a room., source: guide, voice: owner, status: seen}
principles:
  - id: welcome
    title: Welcome
    statement: Children are welcome.
    basis: [H-1]
    tier_basis: [H-1]
    realised_by: {any: [room, tour], basis: [H-1]}
essential:
  - id: room
    title: A room
    statement: There is a room.
    basis: [H-1]
    tier_basis: [H-1]
    parameters:
      size: {type: whole-number, standard: 2, limits: [{max: 4, basis: [H-1]}], basis: [H-1]}
  - {id: tour, title: A tour, statement: Children are shown round., basis: [H-1], tier_basis: [H-1]}
flexible:
  - {id: garden, title: A garden, statement: There may be a garden., basis: [H-1], tier_basis: [H-1], optional: yes}
proscribed:
  - {id: uniforms, title: Uniforms, statement: Nobody wears a uniform., basis: [H-1]}
"""
VARIANT = """\
model: cabin
version: "1"
title: The Cabin
owner: A Charity
extends: {model: ./house.yaml, claim: CLAIM, basis: [C-1]}
evidence:
  - {id: C-1, says: The cabin is small., source: guide, voice: owner, status: seen}
overrides:
  - element: room
    reason: Cabins are small.
    basis: [C-1]
    nature: shortening
    function_kept: There is still a room.
    set:
      statement: There is a small room.
      parameters:
        size: {type: whole-number, standard: 1, limits: [{max: 2, basis: [C-1]}], basis: [C-1]}
  - {element: garden, reason: Cabins stand in *woods*., inferred: none was seen, withdrawn: yes}
essential:
  - {id: stove, title: A stove, statement: It is warm., basis: [C-1], tier_basis: [C-1]}
"""


def _cabin(folder: Path, claim: str = "implements") -> Model:
    (folder / "house.yaml").write_text(PARENT, "utf-8")
    (folder / "cabin.yaml").write_text(VARIANT.replace("CLAIM", claim), "utf-8")
    return fidelity.load_model(folder / "cabin.yaml")


def test_the_text_has_a_chapter_on_the_differences(tmp_path: Path) -> None:
    text = guide(_cabin(tmp_path), "text")
    chapter = text.partition("HOW IT DIFFERS FROM THE HOUSE\n=============================\n")[2].partition("\n\n\n")[0]
    assert chapter == (
        "What it claims:\n"
        "  - It says that it implements The House: whatever is within this model is\n"
        "    within that one too.\n"
        "  - Whether that holds is shown by fidelity lint.\n"
        "Changed: A room: Cabins are small. (stated by the owner)\n"
        "Left out: A garden: Cabins stand in *woods*. (our inference)\n"
        "Added: A stove"
    )


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("implements", "It says that it implements The House: whatever is within this model is within that one too."),
        ("extends", "It says that it extends The House: it adds to it, and a plan within this model may be outside"),
        ("inspired-by", "It says that it is inspired by The House: the differences are listed, and nothing is claimed"),
    ],
)
def test_a_claim_is_said_in_words(tmp_path: Path, claim: str, words: str) -> None:
    assert words in " ".join(guide(_cabin(tmp_path, claim), "text").split())


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("room", "Where it comes from: house@1, changed here: Cabins are small. (stated by the owner)"),
        ("tour", "Where it comes from: house@1, unchanged"),
        ("uniforms", "Where it comes from: house@1, unchanged"),
        ("stove", "Where it comes from: added here; The House does not have it"),
    ],
)
def test_each_part_says_where_it_comes_from(tmp_path: Path, element: str, words: str) -> None:
    assert words in " ".join(guide(_cabin(tmp_path), "text", element).split())


def test_inherited_evidence_names_the_model_that_it_is_from(tmp_path: Path) -> None:
    model = _cabin(tmp_path)
    assert "stated by the owner [guide]; from house@1" in guide(model, "text", "tour")
    assert "| H-1 | The house has a room. | stated by the owner; from house@1 | guide |" in guide(model, "markdown")


def test_the_page_links_what_is_changed_and_added_and_escapes_what_is_said(tmp_path: Path) -> None:
    page = guide(_cabin(tmp_path), "markdown")
    assert "- **Changed:** [A room](#a-room): Cabins are small. (stated by the owner)" in page
    assert "- **Left out:** A garden: Cabins stand in \\*woods\\*. (our inference: none was seen)" in page
    assert "- **Added:** [A stove](#a-stove)" in page
    assert "<h2>How it differs from The House</h2>" in MarkdownIt().render(page)


def test_a_model_of_its_own_says_nothing_of_origins() -> None:
    for format_ in ("text", "markdown", "json"):
        text = guide(fidelity.load_model("fdac"), format_)
        assert "Where it comes from" not in text
        assert '"origin"' not in text
        assert "How it differs" not in text


def test_the_json_has_the_overrides_and_the_origin_of_each_part(tmp_path: Path) -> None:
    document = json.loads(guide(_cabin(tmp_path), "json"))
    assert document["variant_of"] == {
        "model": "house@1",
        "claim": "implements",
        "basis": ["C-1"],
        "strength": "stated",
        "overrides": [
            {
                "subject": "room",
                "reason": "Cabins are small.",
                "basis": ["C-1"],
                "strength": "stated",
                "nature": ["shortening"],
                "function_kept": "There is still a room.",
                "changed": ["statement", "parameters.size"],
                "withdrawn": False,
            },
            {
                "subject": "garden",
                "reason": "Cabins stand in *woods*.",
                "inferred": "none was seen",
                "strength": "inferred",
                "withdrawn": True,
            },
        ],
    }
    origins = {one["id"]: one.get("origin") for one in (*document["essential"], *document["proscribed"])}
    assert origins == {"room": "house@1", "tour": "house@1", "uniforms": "house@1", "stove": None}
    assert [one.get("origin") for one in document["evidence"]] == ["house@1", None]
    assert document["sources"]["guide"]["origin"] == "house@1"


def test_the_plain_json_is_a_model_that_stands_by_itself(tmp_path: Path) -> None:
    model = _cabin(tmp_path)
    document = plain(json.loads(guide(model, "json")))
    alone = read_model(json.dumps(document).encode(), "alone.json")
    assert alone == evolve(
        model,
        extends=None,
        sources=tuple(evolve(one, origin=None) for one in model.sources),
        evidence=tuple(evolve(one, origin=None) for one in model.evidence),
        elements=tuple(evolve(one, origin=None) for one in model.elements),
        proscribed=tuple(evolve(one, origin=None) for one in model.proscribed),
    )


def test_a_title_that_asks_keeps_its_own_mark(tmp_path: Path) -> None:
    assert "A Council (2020). What is a house?\n" in guide(_cabin(tmp_path), "text")
