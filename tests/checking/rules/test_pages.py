"""Every rule tells its own story: a plan that passes, one that fails, and why it matters."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from docs._ext.fidelity_docs.codes import code_pages
from docs._ext.fidelity_docs.sources import code_entries

import fidelity
from fidelity.api import all_codes
from fidelity.checking.rules import registry
from fidelity.files.plans import read_plan

if TYPE_CHECKING:
    from fidelity.codes import Code

DAY = date(2026, 11, 22)
NOT_SHOWN = {
    "FID900",  # it is about a local rule
    "FID114",  # it is about the file of a variant
    "FID304",  # no principle of a model that ships sets a tolerance
}
NOT_SHOWN_BECAUSE = {
    "FID114": "it is about the file of a model that extends another",
    "FID304": "No plan for the models that ship has it",
    "FID900": "No plan by itself has it: it is about a rule",
    "FID613": "the reader refuses such a file",
    "FID618": "It takes two models to have it",
    "FID619": "It takes two models to have it",
}
RULES = registry.all_codes_of_plans()
SHOWN = [rule for rule in RULES if rule.code not in NOT_SHOWN]


class Said(NamedTuple):
    code: str
    line: int
    column: int
    text: str


EXPECTED: dict[str, tuple[int, int, str]] = {
    "FID101": (3, 16, "control character"),
    "FID102": (10, 23, "a colon where none can stand"),
    "FID103": (10, 11, "'*All'"),
    "FID104": (1, 1, "empty"),
    "FID105": (1, 1, "without 'unmentioned'"),
    "FID106": (6, 1, "did you mean 'undecided'"),
    "FID107": (6, 9, "'finalised'"),
    "FID108": (6, 28, "'same-judge' stands here a second time"),
    "FID109": (6, 13, "'parent-mentors' is not an element of fdac"),
    "FID110": (8, 5, "'village hall'"),
    "FID111": (8, 5, "'1 month', which is in months or years"),
    "FID112": (7, 3, "is undecided in line 9"),
    "FID113": (2, 1, "no version '2019.1' of the model 'fdac'"),
    "FID201": (7, 5, "essential element 'A parent mentor for every parent who wants one'"),
    "FID202": (7, 5, "core principle 'Parents choose, and know what they choose'"),
    "FID203": (7, 5, "flexible element 'How the team is commissioned'"),
    "FID204": (8, 5, "4 weeks"),
    "FID205": (7, 5, "'The same case on the ordinary track as well'"),
    "FID206": (7, 5, "'Fortnightly reviews with the judge'"),
    "FID207": (7, 5, "'Students at reviews'"),
    "FID208": (8, 5, "2 per week"),
    "FID209": (6, 13, "'A parent mentor for every parent who wants one'"),
    "FID301": (7, 5, "core principle 'Parents choose, and know what they choose'"),
    "FID302": (7, 5, "essential element 'A trial for change for every parent who opts in'"),
    "FID303": (7, 5, "'Visits by trained volunteers' and 'A parent mentor for every parent who wants one'"),
    "FID401": (14, 9, "does not match the change as it stands"),
    "FID402": (14, 9, "2026-06-30"),
    "FID403": (14, 9, "2040-01-01"),
    "FID404": (14, 9, "site-lead"),
    "FID405": (13, 9, "covers nothing"),
    "FID406": (14, 9, "2027-04-30"),
    "FID407": (14, 9, "August only"),
    "FID501": (7, 5, "review-prompts (modified, when, planned"),
    "FID502": (1, 1, "in which role"),
    "FID503": (7, 5, "no-mentors"),
    "FID504": (1, 1, "does not claim"),
    "FID505": (7, 5, "'mentor-cafe'"),
    "FID507": (7, 5, "The change review-prompts sounds like more than tailoring/tweaking/refining: 'abolished'."),
    "FID508": (7, 5, "does not say how: 'The purpose is kept.'."),
    "FID509": (7, 5, "the site's own word: 'Parents still talk with the judge themselves, every fortnight'."),
    "FID506": (7, 5, "an e-mail address under 'what' of the change review-prompts"),
}


def said_of(plan: str, on: date | None = DAY) -> list[Said]:
    try:
        result = fidelity.check(read_plan(plan.encode(), "plan.yaml"), on=on)
    except fidelity.InputError as error:
        return [Said(one.code, one.place.line, one.place.column, one.message) for one in error.faults]
    every = [one for finding in result.findings for one in (finding, *finding.consequences)]
    return [Said(one.code, one.location.line, one.location.column, one.message) for one in every]


def day_of(rule: Code) -> date | None:
    return None if rule.code == "FID406" else DAY


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_the_passing_plan_is_read_and_does_not_have_the_code(rule: Code) -> None:
    assert rule.passes
    codes = {said.code for said in said_of(rule.passes, day_of(rule))}
    assert rule.code not in codes
    assert not {code for code in codes if code.startswith("FID1")}


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_the_failing_plan_has_the_code_at_its_place(rule: Code) -> None:
    line, column, text = EXPECTED[rule.code]
    found = [said for said in said_of(rule.fails, day_of(rule)) if said.code == rule.code]
    assert [(said.line, said.column) for said in found[:1]] == [(line, column)]
    assert text in found[0].text


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_the_failing_plan_is_about_this_code_and_what_comes_with_it(rule: Code) -> None:
    codes = {said.code for said in said_of(rule.fails, day_of(rule))}
    if rule.code.startswith("FID1"):
        assert {code for code in codes if not code.startswith("FID1")} == set()
    else:
        assert {code for code in codes if code.startswith("FID1")} == set()


def test_rules_without_plans_are_the_known_ones() -> None:
    assert {rule.code for rule in RULES if not (rule.passes or rule.fails)} == NOT_SHOWN
    assert set(EXPECTED) == {rule.code for rule in SHOWN}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_what_it_is_why_it_matters_and_where_it_comes_from(rule: Code) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert re.fullmatch(r"[A-Z].{10,110}\.", rule.summary)
    assert re.fullmatch(r"[A-Z].{60,}[.)]", rule.why)
    assert len(rule.source) > 10
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)
    folder = Path(registry.__file__).parent
    own = folder / f"{rule.code.lower()}_{rule.name.replace('-', '_')}.py"
    assert own.is_file() or len(list(folder.glob(f"{rule.family.lower()}xx_*.py"))) == 1


def test_names_are_used_once() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_code_of_the_readers_has_a_rule() -> None:
    from fidelity.files import faults

    codes = {value for value in vars(faults).values() if isinstance(value, str) and re.fullmatch(r"FID\d+", value)}
    assert codes == {rule.code for rule in RULES if rule.code.startswith("FID1")}


def test_every_code_has_a_page_with_the_answer_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    pages = {page.name: page.text for page in code_pages(code_entries())}
    assert list(pages) == ["index", *(one.code for one in all_codes())]
    for one in all_codes():
        page = pages[one.code]
        assert page.startswith(f"# {one.code}: {one.name}\n\n{one.summary}\n")
        assert f"[{one.code}]({one.code}.md)" in pages["index"]
        _, _, after = page.partition("## What the library answers\n")
        answer = after.partition("\n## ")[0]
        if not one.fails:
            assert answer == ""
            assert NOT_SHOWN_BECAUSE[one.code] in page
        else:
            said = EXPECTED[one.code][2] if one.code in EXPECTED else one.code
            assert one.code in answer or said in " ".join(answer.split())


def test_a_page_shows_a_plan_or_a_model_and_says_which() -> None:
    pages = {page.name: page.text for page in code_pages(code_entries())}
    assert "## A plan that has it\n" in pages["FID201"]
    assert "In this plan:\n\n- Withdraw" in pages["FID201"]
    assert "## A model that has it\n" in pages["FID607"]
    assert "## A model that does not\n" in pages["FID607"]
    assert "In this model:\n\n- Take the option out.\n- Loosen the link that rules it out." in pages["FID607"]
    assert "FAULTY  Example model (example@1): 1 fault" in pages["FID607"]


def test_codes_of_plans_and_of_models_are_one_list_without_doubles() -> None:
    codes = [one.code for one in all_codes()]
    assert codes == sorted(set(codes))
    assert {code[:4] for code in codes} == {"FID1", "FID2", "FID3", "FID4", "FID5", "FID6", "FID7", "FID9"}
    assert {one.shows for one in all_codes() if one.code.startswith("FID6")} == {"model"}
    assert {one.shows for one in all_codes() if one.code.startswith("FID7")} == {"form", "scale"}
    assert len({one.name for one in all_codes()}) == len(codes)
