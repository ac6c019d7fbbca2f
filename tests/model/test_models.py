"""What was found out about each model is in its file, and no more firmly than it was found out."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.model.ledger import ELEMENT_TIERS, LEDGERS, Ledger, Verdict, fact, parts

import fidelity
from fidelity.model.evidence import Basis
from fidelity.model.parameters import Limit
from fidelity.model.requirements import AdditionTerm, ElementTerm, leaves
from fidelity.model.strength import LEVELS, Strength

if TYPE_CHECKING:
    from fidelity.checking.result import CheckResult
    from fidelity.model.elements import Element, Proscribed

EXAMPLES = sorted((Path(__file__).parents[2] / "docs" / "examples").glob("*.fidelity.yaml"))
DAY = date(2026, 11, 22)
EACH = pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.model.id)


def _elements(*tiers: str) -> list[object]:
    """Return the elements of some tiers over all models, each with its model and id as a name."""
    return [
        pytest.param(ledger, one, id=f"{ledger.model.id}:{one.id}")
        for ledger in LEDGERS
        for tier in tiers
        for one in getattr(ledger.model, tier)
    ]


def _checked(tmp_path: Path, model: str, rest: str = "", bind: str = "restated") -> CheckResult:
    path = tmp_path / "plan.yaml"
    path.write_text(f"plan: ashby\nmodel: {model}@2026.1\nsite: Ashby\nunmentioned: as-specified\n{rest}", "utf-8")
    return fidelity.check(fidelity.load_plan(path), on=DAY, bind=bind)


def test_every_model_that_ships_is_held_against_its_notes() -> None:
    shipped = [path.stem for path in (Path(__file__).parents[2] / "models").glob("*.yaml")]
    assert [ledger.model.id for ledger in LEDGERS] == sorted(shipped)


# What is in the file --------------------------------------------------------------------------------


@EACH
def test_it_has_its_elements_by_tier(ledger: Ledger) -> None:
    model = ledger.model
    assert (model.reference, model.title) == (f"{model.id}@2026.1", ledger.title)
    assert list(model.counts.values()) == ledger.counts


@EACH
def test_every_fact_stands_in_the_evidence_and_nothing_else(ledger: Ledger) -> None:
    assert {fact(one.id) for one in ledger.evidence} == ledger.element_facts | ledger.background


@EACH
def test_the_facts_of_the_element_tiers_are_what_the_model_rests_on(ledger: Ledger) -> None:
    rested_on = {fact(id_) for id_ in ledger.cited}
    assert ledger.element_facts - rested_on == set(ledger.uncited)
    assert len(ledger.uncited) <= 0.05 * len(ledger.element_facts)
    assert all(why.strip() for why in ledger.uncited.values())


@EACH
def test_what_is_neither_cited_nor_mentioned_is_context_or_outcome(ledger: Ledger) -> None:
    left = {one.id for one in ledger.evidence} - ledger.cited - ledger.mentioned
    assert {fact(id_) for id_ in left} <= ledger.background, sorted(left)


@EACH
def test_results_and_background_make_no_element(ledger: Ledger) -> None:
    bases = {fact(id_) for element in ledger.model.elements for id_ in element.basis.evidence}
    assert not bases & ledger.background


@EACH
def test_notes_mention_only_evidence_that_there_is(ledger: Ledger) -> None:
    assert ledger.mentioned <= {one.id for one in ledger.model.evidence}


@EACH
def test_every_source_is_used(ledger: Ledger) -> None:
    used = {source for one in ledger.model.evidence for source in one.sources}
    assert {one.id for one in ledger.model.sources} == used


@EACH
def test_what_is_said_ends_with_a_full_stop(ledger: Ledger) -> None:
    assert [one.id for one in ledger.evidence if not one.says.endswith(".")] == []


@pytest.mark.parametrize(("ledger", "one"), _elements("elements", "proscribed"))
def test_statements_are_sentences_short_enough_to_take_in(ledger: Ledger, one: Element | Proscribed) -> None:
    assert ledger.model.summary
    assert one.statement.endswith(".")
    assert len(one.statement.split()) <= 30


# How firmly -----------------------------------------------------------------------------------------


@EACH
def test_what_counts_as_a_breach_is_what_a_source_calls_essential(ledger: Ledger) -> None:
    lasting = (*ledger.model.principles, *ledger.model.essential)
    assert {element.id for element in lasting if element.strength >= Strength.RESTATED} == ledger.binding


@EACH
def test_no_evidence_weighs_more_than_the_note_that_it_is_made_from(ledger: Ledger) -> None:
    assert set(ledger.firmness) == ledger.element_facts | ledger.background
    heavier = {one.id for one in ledger.evidence if one.strength > ledger.firmness[fact(one.id)]}
    assert heavier == set(ledger.firmer)
    assert all(why.strip() for why in ledger.firmer.values())


@EACH
def test_the_tier_has_a_source_or_an_honest_reason(ledger: Ledger) -> None:
    for element in ledger.model.elements:
        assert bool(element.tier_basis.evidence) != bool(element.tier_basis.inferred), element.id


@EACH
def test_one_sites_word_never_binds(ledger: Ledger) -> None:
    local = [one for one in ledger.model.evidence if one.scope == "site"]
    assert [one.id for one in local if one.strength > Strength.OBSERVED] == []


@EACH
def test_a_limit_says_who_set_it_or_why_it_was_inferred(ledger: Ledger) -> None:
    for element in ledger.model.elements:
        for limit in (part for part in parts(element.parameters) if isinstance(part, Limit)):
            assert limit.basis.evidence or limit.basis.inferred, element.id


VERDICTS = [pytest.param(one, id=f"{one.model}:{one.plan[:60]}") for ledger in LEDGERS for one in ledger.verdicts]


@pytest.mark.parametrize("case", VERDICTS)
def test_a_small_plan_gets_the_verdict_that_the_sources_support(tmp_path: Path, case: Verdict) -> None:
    assert _checked(tmp_path, case.model, f"{case.plan}\n").verdict == case.verdict, case.why


# Links ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ledger", "principle"), _elements("principles"))
def test_every_principle_is_put_into_practice_by_something(ledger: Ledger, principle: Element) -> None:
    assert principle.realised_by is not None
    named = {leaf.element for leaf in leaves(principle.realised_by) if isinstance(leaf, ElementTerm)}
    assert named
    assert not named & {one.id for one in ledger.model.principles}


@EACH
def test_every_link_says_who_says_so_or_why_it_was_inferred(ledger: Ledger) -> None:
    elements = ledger.model.elements
    groups = [group for element in elements for group in (element.requires, element.realised_by) if group]
    for leaf in (leaf for group in groups for leaf in leaves(group)):
        assert isinstance(leaf, AdditionTerm) or leaf.element in ledger.model.by_id
        assert leaf.basis.evidence or leaf.basis.inferred


@EACH
def test_every_claim_rests_on_evidence_that_is_there(ledger: Ledger) -> None:
    known = set(ledger.model.evidence_by_id)
    for basis in parts((ledger.model.elements, ledger.model.proscribed)):
        if isinstance(basis, Basis):
            assert set(basis.evidence) <= known


# Indicators -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ledger", "element"), _elements("principles", "essential"))
def test_one_can_tell_whether_it_is_there(ledger: Ledger, element: Element) -> None:
    assert ledger.model.rating is not None
    assert element.indicators
    for indicator in element.indicators:
        assert indicator.text.endswith(".")
        assert (indicator.look_at, indicator.rater, indicator.every) != ((), None, None)


@EACH
def test_indicators_have_ids_of_their_own(ledger: Ledger) -> None:
    ids = [indicator.id for element in ledger.model.elements for indicator in element.indicators]
    assert len(ids) == len(set(ids))


# Verdicts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bind", LEVELS)
@EACH
def test_the_model_as_it_is_is_within_the_model(tmp_path: Path, ledger: Ledger, bind: str) -> None:
    assert _checked(tmp_path, ledger.model.id, bind=bind).verdict == "green"


@pytest.mark.parametrize(("ledger", "element"), _elements("principles", "essential"))
def test_to_take_out_what_binds_is_a_breach_and_the_rest_has_to_be_asked_about(
    tmp_path: Path, ledger: Ledger, element: Element
) -> None:
    change = f"changes:\n  - {{id: a, element: {element.id}, nature: removing, what: No more.}}\n"
    verdict = _checked(tmp_path, ledger.model.id, change).verdict
    if element.id in ledger.binding:
        assert verdict == "red"
    else:
        assert verdict in ("amber", "red")  # red where something that binds needs it
    assert _checked(tmp_path, ledger.model.id, change, bind="inferred").verdict == "red"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.name))
def test_an_example_gets_the_verdict_that_it_says(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first == f"# Verdict: {fidelity.check(fidelity.load_plan(path), on=DAY).verdict}"


def test_every_model_has_an_example_within_it_and_one_that_is_not() -> None:
    seen: dict[str, set[str]] = {}
    for path in EXAMPLES:
        seen.setdefault(fidelity.load_plan(path).model.partition("@")[0], set()).add(path.read_text("utf-8").split()[2])
    assert set(seen) == {ledger.model.id for ledger in LEDGERS}
    for model, verdicts in seen.items():
        assert "green" in verdicts, model
        assert verdicts & {"red", "amber"}, model


def test_no_fact_is_counted_for_two_tiers() -> None:
    for ledger in LEDGERS:
        tiers = [*ELEMENT_TIERS, "outcome", "context"]
        assert sum(len(ledger.facts[tier]) for tier in tiers) == len(ledger.element_facts | ledger.background)
        assert all(re.fullmatch(r"[A-Z]+-\d+", id_) for tier in tiers for id_ in ledger.facts[tier])
