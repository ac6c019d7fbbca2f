"""The engine, which follows only what a plan can reach, answers as trying everything out does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.checking import engine
from tests.oracle import naive, sat
from tests.strategies import Case, cases


@given(cases(), st.sampled_from(["red", "red", "amber"]))
def test_the_engine_agrees_with_trying_everything_out(case: Case, target: str) -> None:
    expected = naive.judge(*case, target=target)
    found = engine.judge(*case, target=target)
    assert found.findings == expected.findings
    assert found.verdict == expected.verdict
    assert found.states == expected.states
    assert found.causes == expected.causes
    assert found.repairs == expected.repairs


@given(cases(max_atoms=10), st.sampled_from(["red", "amber"]))
def test_the_engine_agrees_with_a_solver(case: Case, target: str) -> None:
    assert engine.judge(*case, target=target) == sat.judge(*case, target=target)
