"""The benchmarks' models and plans are what they are taken for."""

from __future__ import annotations

import pytest
from tests.benchmarks.agreement import findings_slowly
from tests.benchmarks.generate import BIND, Planner, make_model, model_text, plan_text
from tests.oracle import naive

from fidelity.checking.binding import faults
from fidelity.files.models import read_model
from fidelity.files.plans import read_plan


def test_same_seed_gives_same_model_and_plans() -> None:
    one, same, other = make_model(200, 3), make_model(200, 3), make_model(200, 4)
    assert one == same
    assert one.elements != other.elements
    assert Planner(one, 5).plans(3, breaching=True) == Planner(same, 5).plans(3, breaching=True)


@pytest.mark.parametrize("chain", [False, True])
@pytest.mark.parametrize("size", [60, 500])
def test_models_have_their_size_and_are_sound(size: int, *, chain: bool) -> None:
    model = make_model(size, chain=chain)
    assert len(model.elements) == size
    assert naive.is_sound(model)


@pytest.mark.parametrize("chain", [False, True])
def test_model_is_read_back_from_its_text(*, chain: bool) -> None:
    model = make_model(120, chain=chain)
    assert read_model(model_text(model).encode(), "model.yaml") == model


@pytest.mark.parametrize("breaching", [False, True])
def test_plans_fit_their_model_and_are_read_back(*, breaching: bool) -> None:
    model = make_model(60)
    for plan in Planner(model).plans(20, breaching=breaching):
        assert faults(plan, model) == ()
        assert len(plan.changes) == 20
        assert read_plan(plan_text(plan).encode(), "plan.yaml") == plan


def test_plans_are_all_different() -> None:
    plans = Planner(make_model(60)).plans(500, breaching=False)
    assert len({plan.changes for plan in plans}) == len(plans)


@pytest.mark.parametrize("breaching", [False, True])
def test_families_are_what_they_are_called(*, breaching: bool) -> None:
    model = make_model(60)
    for plan in Planner(model).plans(30, breaching=breaching):
        found = findings_slowly(model, plan, BIND)
        assert ("red" in found.values()) == breaching


def test_slow_findings_are_those_of_the_oracle() -> None:
    model = make_model(60)
    for plan in Planner(model).plans(3, breaching=True):
        assert findings_slowly(model, plan, BIND) == naive.judge_findings(model, plan, BIND)
