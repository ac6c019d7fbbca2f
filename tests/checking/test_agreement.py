"""The engine, which follows only what a plan can reach, answers as trying everything out does."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.checking import engine
from tests.oracle import naive, sat
from tests.strategies import Case, agreed_cases, bearing_cases, cases

from fidelity.checking.result import judge_plan

TARGETS = st.sampled_from(["red", "red", "amber"])


@times(2)
@given(cases(), TARGETS)
def test_the_engine_agrees_with_trying_everything_out(case: Case, target: str) -> None:
    expected = naive.judge(*case, target=target)
    found = engine.beside(expected, case, target)
    assert found.findings == expected.findings
    assert found.verdict == expected.verdict
    assert found.states == expected.states
    assert found.causes == expected.causes
    assert found.repairs == expected.repairs


@times(8)
@given(bearing_cases(), TARGETS)
def test_the_engine_agrees_with_trying_everything_out_where_links_are_about_the_plan(case: Case, target: str) -> None:
    expected = naive.judge(*case, target=target)
    assert engine.beside(expected, case, target) == expected


@times(8)
@given(agreed_cases(), TARGETS)
def test_the_engine_agrees_with_trying_everything_out_where_much_is_approved(case: Case, target: str) -> None:
    expected = naive.judge(*case, target=target)
    assert engine.beside(expected, case, target) == expected


@times(2)
@given(cases(max_atoms=10), st.sampled_from(["red", "amber"]))
def test_the_engine_agrees_with_a_solver(case: Case, target: str) -> None:
    expected = sat.judge(*case, target=target)
    assert engine.beside(expected, case, target) == expected


@times(4)
@given(st.one_of(cases(), bearing_cases(), agreed_cases()))
def test_states_nesting_and_notes_on_approvals_are_those_of_the_slow_judge(case: Case) -> None:
    approvals = tuple(evolve(one, reference=str(number)) for number, one in enumerate(case.plan.approvals))
    plan = evolve(case.plan, approvals=approvals)
    found = judge_plan(plan, case.model, case.bind, case.on)
    engine.require_details(found, naive.details(case.model, plan, case.bind, case.on))
