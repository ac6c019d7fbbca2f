"""What was found out about FDAC is in its model, and no more firmly than it was found out.

The facts were gathered in notes that are not in this repository. Their ids, and how the notes sort them, stand here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import fidelity
from fidelity.model.evidence import Basis
from fidelity.model.requirements import ElementTerm, leaves
from fidelity.model.strength import LEVELS, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.result import CheckResult
    from fidelity.model.elements import Element, Proscribed
    from fidelity.model.evidence import Evidence

FDAC = fidelity.load_model("fdac")
EXAMPLES = sorted((Path(__file__).parents[2] / "docs" / "examples").glob("*.fidelity.yaml"))
DAY = date(2026, 11, 22)


def _ids(first: int, last: int) -> frozenset[str]:
    return frozenset(f"FDAC-{number:02}" for number in range(first, last + 1))


CORE = _ids(1, 10) | {"INS-28"}
ESSENTIAL = _ids(11, 40)
FLEXIBLE = _ids(41, 58)
OUTCOME = _ids(59, 65)
CONTEXT = _ids(66, 77) | {"INS-29"}

BINDING = {
    "problem-solving-court",
    "child-timescale",
    "informed-choice",
    "working-together",
    "independence",
    "judge-and-family",
    "fair-process",
    "trained-judge",
    "same-judge",
    "prompt-assessment",
    "specialist-team",
    "referral-by-authority",
    "trial-for-change",
    "planning-meeting",
    "court-approval",
    "interim-care-plan",
    "plan-review",
    "review-hearing",
    "lawyer-free-review",
    "childrens-needs",
    "case-length",
    "parent-mentor",
    "judge-team-contact",
    "national-data",
}
"""The principles and essential elements that the owner, its standards or the law say are such: to lose one is a breach.

To move an element into this set or out of it changes verdicts, and takes a source that says so.
"""

HEADLINES = {
    *("FDAC-01", "FDAC-03", "FDAC-04", "FDAC-05", "FDAC-06", "FDAC-07", "FDAC-11", "FDAC-15", "FDAC-16", "FDAC-22"),
    *("FDAC-23", "FDAC-24", "FDAC-25", "FDAC-26", "FDAC-28", "FDAC-35", "FDAC-37", "FDAC-38", "FDAC-39"),
}
"""The facts that stand, wholly or in part, in the headline of one of the owner's ten standards."""

OWN_WORD = {"FDAC-08", "FDAC-12", "FDAC-19", "FDAC-27", "FDAC-36"}
"""The facts that are essential by the owner's own words elsewhere (a key feature, "only", "has to"), or by law."""


def _parts(thing: object) -> Iterator[object]:
    yield thing
    inside: Iterator[object] = iter(())
    if isinstance(thing, tuple | frozenset):
        inside = iter(thing)
    elif isinstance(thing, Mapping):
        inside = iter(thing.values())
    elif attrs.has(type(thing)):
        kind: Any = type(thing)
        inside = (getattr(thing, one.name) for one in attrs.fields(kind) if one.name != "place")
    for part in inside:
        yield from _parts(part)


def _fact(evidence: str) -> str:
    return "-".join(evidence.split("-")[:2])


@cache
def _cited() -> frozenset[str]:
    claims = _parts((FDAC.elements, FDAC.proscribed))
    return frozenset(id_ for basis in claims if isinstance(basis, Basis) for id_ in basis.evidence)


@cache
def _mentioned() -> frozenset[str]:
    texts = [part for part in _parts((FDAC.elements, FDAC.proscribed)) if isinstance(part, str)]
    return frozenset(id_ for text in texts for id_ in re.findall(r"\b(?:FDAC|INS)-\d\d(?:-[a-z]+)?", text))


def _strength(element: Element) -> Strength:
    return min(element.basis.strength, element.tier_basis.strength)


def _checked(tmp_path: Path, rest: str = "", bind: str = "restated") -> CheckResult:
    path = tmp_path / "plan.yaml"
    path.write_text(
        f"plan: ashby\nmodel: fdac@2026.1\nsite: Ashby\nunmentioned: as-specified\n{rest}", encoding="utf-8"
    )
    return fidelity.check(fidelity.load_plan(path), on=DAY, bind=bind)


def _element_ids(elements: tuple[Element, ...]) -> list[str]:
    return [element.id for element in elements]


# What is in the file --------------------------------------------------------------------------------


def test_it_has_its_elements_by_tier() -> None:
    assert (FDAC.reference, FDAC.title) == ("fdac@2026.1", "Family Drug and Alcohol Court")
    assert [len(tier) for tier in (FDAC.principles, FDAC.essential, FDAC.flexible, FDAC.proscribed)] == [10, 30, 17, 1]


def test_every_fact_stands_in_the_evidence_and_nothing_else() -> None:
    assert {_fact(one.id) for one in FDAC.evidence} == CORE | ESSENTIAL | FLEXIBLE | OUTCOME | CONTEXT


def test_the_facts_of_every_element_tier_are_what_the_model_rests_on() -> None:
    facts = {_fact(id_) for id_ in _cited()}
    for tier in (CORE, ESSENTIAL, FLEXIBLE):
        assert len(tier & facts) >= 0.95 * len(tier), sorted(tier - facts)


def test_what_is_neither_cited_nor_mentioned_is_context_or_outcome() -> None:
    left = {one.id for one in FDAC.evidence} - _cited() - _mentioned()
    assert {_fact(id_) for id_ in left} <= OUTCOME | CONTEXT, sorted(left)


def test_results_and_background_make_no_element() -> None:
    bases = {_fact(id_) for element in FDAC.elements for id_ in element.basis.evidence}
    assert not bases & (OUTCOME | CONTEXT)


def test_notes_mention_only_evidence_that_there_is() -> None:
    assert _mentioned() <= {one.id for one in FDAC.evidence}


def test_every_source_is_used() -> None:
    assert {one.id for one in FDAC.sources} == {source for one in FDAC.evidence for source in one.sources}


@pytest.mark.parametrize("one", FDAC.evidence, ids=lambda one: str(one.id))
def test_what_is_said_ends_with_a_full_stop(one: Evidence) -> None:
    assert one.says.endswith(".")


@pytest.mark.parametrize("element", [*FDAC.elements, *FDAC.proscribed], ids=lambda element: str(element.id))
def test_statements_are_sentences_short_enough_to_take_in(element: Element | Proscribed) -> None:
    assert element.statement.endswith(".")
    assert len(element.statement.split()) <= 30


# How firmly -----------------------------------------------------------------------------------------


def test_what_counts_as_a_breach_is_what_the_owner_or_the_law_calls_essential() -> None:
    lasting = (*FDAC.principles, *FDAC.essential)
    assert {element.id for element in lasting if _strength(element) >= Strength.RESTATED} == BINDING


@pytest.mark.parametrize("element", [*FDAC.principles, *FDAC.essential], ids=lambda element: str(element.id))
def test_the_tier_is_taken_from_the_standards_headlines_or_from_the_owners_own_word(element: Element) -> None:
    facts = {_fact(id_) for id_ in element.tier_basis.evidence}
    assert ("FDAC-77" in facts) == bool(facts & HEADLINES)
    assert facts - {"FDAC-77"} <= HEADLINES | OWN_WORD
    assert bool(facts) != bool(element.tier_basis.inferred)


def test_one_sites_word_never_binds() -> None:
    local = {one.id for one in FDAC.evidence if one.scope == "site"}
    assert {id_ for id_ in (one.id for one in FDAC.evidence) if re.search("-(local|london|pilot)$", id_)} <= local
    assert all(one.strength <= Strength.OBSERVED for one in FDAC.evidence if one.id in local)


@pytest.mark.parametrize(
    ("choice", "verdict"),
    [
        ("case-length: {length: 26 weeks}", "green"),
        ("case-length: {length: 27 weeks}", "red"),
        ("referral-by-authority: {exclusive: no}", "red"),
        ("trial-for-change: {offered: 99%}", "red"),
        ("parent-mentor: {offered: 99%}", "amber"),
        ("review-hearing: {interval: 3 weeks}", "amber"),
        ("same-judge: {judges: 2}", "amber"),
        ("prompt-assessment: {within: 8 days}", "amber"),
        ("further-hearing: {timing: 3}", "green"),
        ("further-hearing: {timing: 5}", "amber"),
        ("review-length: {length: 25 minutes}", "green"),
        ("review-length: {length: 45 minutes}", "amber"),
        ("case-numbers: {cases: 40}", "green"),
        ("case-numbers: {cases: 0}", "amber"),
        ("area-and-courts: {authorities: 0}", "red"),
        ("test-methods: {methods: [saliva]}", "amber"),
        ("key-worker: {caseload: 8}", "amber"),
        ("substance-testing: {tests: 2 per week}", "amber"),
    ],
)
def test_only_a_figure_that_a_source_words_as_a_limit_can_be_a_breach(
    tmp_path: Path, choice: str, verdict: str
) -> None:
    assert _checked(tmp_path, f"choices:\n  {choice}\n").verdict == verdict


@pytest.mark.parametrize(
    ("length", "exception", "verdict"),
    [
        ("34 weeks", "extended-once", "green"),
        ("35 weeks", "extended-once", "red"),
        ("42 weeks", "extended-again", "amber"),
    ],
)
def test_a_case_may_be_longer_once_the_court_has_extended_it(
    tmp_path: Path, length: str, exception: str, verdict: str
) -> None:
    change = (
        f"changes:\n  - {{id: a, element: case-length, nature: lengthening, set: {{length: {length}}},\n"
        f"     exception: {exception}, what: Longer., function_kept: The court decides.}}\n"
    )
    assert _checked(tmp_path, change).verdict == verdict


# Links ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("principle", FDAC.principles, ids=lambda element: str(element.id))
def test_every_principle_is_put_into_practice_by_something(principle: Element) -> None:
    assert principle.realised_by is not None
    assert principle.realised_by.kind == "any"
    named = [leaf.element for leaf in leaves(principle.realised_by) if isinstance(leaf, ElementTerm)]
    assert named
    assert set(named) <= set(_element_ids(FDAC.essential))


def test_every_link_says_who_says_so_or_why_it_was_inferred() -> None:
    groups = [group for element in FDAC.elements for group in (element.requires, element.realised_by) if group]
    for leaf in (leaf for group in groups for leaf in leaves(group)):
        assert leaf.basis.evidence or leaf.basis.inferred


# Indicators -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("element", [*FDAC.principles, *FDAC.essential], ids=lambda element: str(element.id))
def test_one_can_tell_whether_it_is_there(element: Element) -> None:
    assert element.indicators
    for indicator in element.indicators:
        assert indicator.text.endswith(".")
        assert (indicator.look_at, indicator.rater, indicator.every) != ((), None, None)


def test_indicators_have_ids_of_their_own() -> None:
    ids = [indicator.id for element in FDAC.elements for indicator in element.indicators]
    assert len(ids) == len(set(ids))


# Verdicts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bind", LEVELS)
def test_the_model_as_it_is_is_within_the_model(tmp_path: Path, bind: str) -> None:
    assert _checked(tmp_path, bind=bind).verdict == "green"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.name))
def test_an_example_gets_the_verdict_that_it_says(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first == f"# Verdict: {fidelity.check(fidelity.load_plan(path), on=DAY).verdict}"


@pytest.mark.parametrize("element", sorted(BINDING))
def test_to_take_out_what_binds_is_a_breach(tmp_path: Path, element: str) -> None:
    change = f"changes:\n  - {{id: a, element: {element}, nature: removing, what: No more.}}\n"
    assert _checked(tmp_path, change).verdict == "red"


@pytest.mark.parametrize("element", ["belief-in-change", "problems-together", "care-case", "domestic-abuse-expertise"])
def test_to_take_out_what_nobody_calls_essential_has_to_be_asked_about(tmp_path: Path, element: str) -> None:
    change = f"changes:\n  - {{id: a, element: {element}, nature: removing, what: No more.}}\n"
    assert _checked(tmp_path, change).verdict == "amber"
    assert _checked(tmp_path, change, bind="inferred").verdict == "red"
