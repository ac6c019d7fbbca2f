"""Two readings of the design, one by trial of everything and one by a SAT solver, give one answer."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.oracle import naive, sat
from tests.strategies import Case, agreed_cases, cases

SLOW = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@SLOW
@given(cases(), st.sampled_from(["red", "red", "amber"]))
def test_naive_and_sat_agree(case: Case, target: str) -> None:
    slow = naive.judge(*case, target=target)
    quick = sat.judge(*case, target=target)
    assert quick.findings == slow.findings
    assert quick.verdict == slow.verdict
    assert quick.states == slow.states
    assert quick.causes == slow.causes
    assert quick.repairs == slow.repairs


@pytest.mark.slow
@SLOW
@given(cases(sound=True, max_size=5, max_atoms=4))
def test_naive_and_sat_agree_on_small_sound_models(case: Case) -> None:
    assert sat.judge(*case) == naive.judge(*case)


@pytest.mark.slow
@settings(SLOW, max_examples=300)
@given(agreed_cases(), st.sampled_from(["red", "amber"]))
def test_naive_and_sat_agree_where_much_is_approved(case: Case, target: str) -> None:
    assert sat.judge(*case, target=target) == naive.judge(*case, target=target)
