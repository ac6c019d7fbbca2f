"""Two readings of the design, one by trial of everything and one by a SAT solver, give one answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.oracle import naive, sat
from tests.strategies import Case, agreed_cases, cases


@times(2)
@given(cases(), st.sampled_from(["red", "red", "amber"]))
def test_naive_and_sat_agree(case: Case, target: str) -> None:
    slow = naive.judge(*case, target=target)
    quick = sat.judge(*case, target=target)
    assert quick.findings == slow.findings
    assert quick.verdict == slow.verdict
    assert quick.states == slow.states
    assert quick.causes == slow.causes
    assert quick.repairs == slow.repairs


@times(2)
@given(cases(sound=True, max_size=5, max_atoms=4))
def test_naive_and_sat_agree_on_small_sound_models(case: Case) -> None:
    assert sat.judge(*case) == naive.judge(*case)


@times(3)
@given(agreed_cases(), st.sampled_from(["red", "amber"]))
def test_naive_and_sat_agree_where_much_is_approved(case: Case, target: str) -> None:
    assert sat.judge(*case, target=target) == naive.judge(*case, target=target)
