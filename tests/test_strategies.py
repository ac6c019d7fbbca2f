"""The strategies that others use: legal models and plans of every kind, and a word where Hypothesis is missing."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from tests.strategies import model_yaml, plan_yaml

import fidelity
from fidelity.files.plans import read_plan
from fidelity.model.elements import Tier
from fidelity.strategies import Case, cases, models, plans

if TYPE_CHECKING:
    from fidelity.model.model import Model

BRIEF = settings(max_examples=2_000, phases=(Phase.generate,), database=None)


@given(cases())
def test_every_case_can_be_checked(case: Case) -> None:
    result = fidelity.check(case.plan, case.model, bind=case.bind, on=case.on)
    assert result.verdict.value in {"green", "amber", "red"}
    assert result.model is case.model


@given(models(sound=True))
def test_a_sound_model_is_green_before_a_plan_that_keeps_it(model: Model) -> None:
    plan = fidelity.Plan(id="a", model=model.reference, site="A", unmentioned="as-specified", author="lead")
    assert fidelity.check(plan, model).verdict.value == "green"


@given(models(max_size=4), st.data())
def test_plans_are_for_their_model_and_as_large_as_asked(model: Model, data: st.DataObject) -> None:
    plan = data.draw(plans(model, max_atoms=2))
    assert plan.model == model.reference
    assert len(plan.changes) + sum(len(one.settings) for one in plan.choices) + len(plan.undecided) <= 2 or plan.changes
    assert len(model.elements) <= 4
    read = read_plan(plan_yaml(plan).encode(), "plan.yaml")
    assert [change.subject for change in read.changes] == [change.subject for change in plan.changes]
    assert model_yaml(model).startswith("model: example")


@pytest.mark.parametrize("verdict", ["green", "amber", "red"])
def test_every_verdict_comes_up(verdict: str) -> None:
    def judged(case: Case) -> str:
        return fidelity.check(case.plan, case.model, bind=case.bind).verdict.value

    found = find(cases(max_size=3, max_atoms=2), lambda case: judged(case) == verdict, settings=BRIEF)
    assert fidelity.check(found.plan, found.model, bind=found.bind).verdict.value == verdict


@pytest.mark.parametrize("tier", list(Tier))
def test_every_tier_comes_up(tier: Tier) -> None:
    assert find(models(max_size=3), lambda model: bool(model.tier(tier)), settings=BRIEF).tier(tier)


def test_agreed_variations_come_up() -> None:
    small = cases(max_size=3, max_atoms=3)
    found = find(small, lambda case: bool(fidelity.check(case.plan, case.model, on=case.on).agreed), settings=BRIEF)
    assert found.plan.approvals


def test_hypothesis_is_asked_for_only_when_a_strategy_is() -> None:
    script = """\
import sys
import fidelity.strategies
assert "hypothesis" not in sys.modules
sys.modules["hypothesis"] = None
for ask in (fidelity.strategies.models, fidelity.strategies.cases, lambda: fidelity.strategies.plans(None)):
    try:
        ask()
    except ModuleNotFoundError as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["fidelity.strategies needs Hypothesis: pip install hypothesis"] * 3
