"""What a checklist asks, and what a plan changes about it."""

from __future__ import annotations

import pytest
from tests.commands.call import EXAMPLES

import fidelity

STONEBRIDGE = EXAMPLES / "agreed-variations.fidelity.yaml"
WESTERBY = EXAMPLES / "within-the-model.fidelity.yaml"


@pytest.mark.parametrize("model", fidelity.model_references())
def test_every_indicator_is_asked_about_once_whatever_it_serves(model: str) -> None:
    loaded = fidelity.load_model(model)
    indicators = sorted(indicator.id for element in loaded.elements for indicator in element.indicators)
    asked = sorted(item.id for item in fidelity.checklist(loaded) if item.kind == "indicator")
    assert asked == indicators


def test_an_agreed_variation_is_shown_where_it_is_rated() -> None:
    checklist = fidelity.checklist("fdac", STONEBRIDGE)
    notes = {note.kind: note.text for note in checklist["review_gap"].notes}
    assert notes["agreed-variation"] == "Agreed variation: In July and August reviews are three weeks apart."
    assert notes["local-value"] == "Here: Time between reviews is 3 weeks (usually 2 weeks)."
    assert "FDAC/2026/11, until 2026-08-31" in next(
        one.words for one in checklist.variations if one.change == "slower-summer"
    )


def test_a_variation_that_ran_out_is_rated_by_the_model() -> None:
    from datetime import date

    notes = fidelity.checklist("fdac", STONEBRIDGE, on=date(2026, 11, 22))["review_gap"].notes
    assert [note.kind for note in notes] == ["not-agreed"]


def test_what_was_agreed_to_be_left_out_is_listed_and_not_asked_about() -> None:
    checklist = fidelity.checklist("fdac", STONEBRIDGE)
    assert "mentor_offered" not in checklist.by_name
    out = next(one for one in checklist.left_out if one.element == "parent-mentor")
    assert (out.kind, out.tier) == ("agreed", "essential")
    assert "as agreed: The site starts without mentors" in out.why


def test_what_a_plan_removes_without_agreement_says_so() -> None:
    checklist = fidelity.checklist("fdac", EXAMPLES / "direct-breach.fidelity.yaml")
    removed = [one for one in checklist.left_out if one.kind == "removed"]
    assert removed
    assert all("nobody agreed to that" in one.why for one in removed if one.tier == "essential")


def test_a_local_addition_is_asked_about_as_the_sites_own() -> None:
    checklist = fidelity.checklist("fdac", WESTERBY)
    item = checklist["local_money_advice"]
    assert (item.kind, item.tier, item.critical) == ("addition", "addition", False)
    assert item.sources == ("the site's own plan; no evidence of the model",)
    assert [option.label for option in checklist.responses_of(item).options[:2]] == [
        "not in place as planned",
        "in place as planned",
    ]


def test_a_plan_that_asks_about_other_things_gives_another_hash() -> None:
    plain, stonebridge = fidelity.checklist("fdac"), fidelity.checklist("fdac", STONEBRIDGE)
    assert plain.hash != stonebridge.hash


def test_forms_for_one_rater_and_short_forms_are_of_the_same_checklist() -> None:
    whole = fidelity.checklist("fdac")
    short = fidelity.checklist("fdac", short=True)
    mine = fidelity.checklist("fdac", rater="fdac TEAM manager")
    assert whole.hash == short.hash == mine.hash
    assert {item.tier for item in short} == {"principle", "essential", "proscribed"}
    assert {item.rater for item in mine} == {"FDAC team manager", None}


def test_a_rater_whom_the_model_does_not_name_is_refused_with_those_it_does() -> None:
    with pytest.raises(fidelity.InputError, match="no item is rated by 'judge'; expected one of: independent observer"):
        fidelity.checklist("fdac", rater="judge")


def test_what_must_be_absent_counts_when_it_is() -> None:
    checklist = fidelity.checklist("fdac")
    item = next(item for item in checklist if item.kind == "absent")
    responses = checklist.responses_of(item)
    assert [(option.label, option.weight_text) for option in responses.scored] == [("present", "0"), ("absent", "1")]
    assert responses.threshold == "1"


@pytest.mark.parametrize("model", fidelity.model_references())
@pytest.mark.parametrize("format_", ["markdown", "csv", "json"])
def test_a_format_says_which_checklist_it_is_and_is_the_same_every_time(model: str, format_: str) -> None:
    checklist = fidelity.checklist(model)
    text = checklist.render(format_)
    assert isinstance(text, str)
    assert checklist.hash in text
    assert all(item.name in text for item in checklist)
    assert text == fidelity.checklist(model).render(format_)
