"""What a comparison promises: nothing where nothing differs, the way from old to new, and no green plan lost unsaid."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import assume, given, note
from hypothesis import strategies as st
from tests.comparing.versions import pairs
from tests.strategies import Manner, binds, model_yaml, models, plan_yaml, plans_in_manner

from fidelity.checking.check import judge_plan
from fidelity.comparing.carrying import carried
from fidelity.comparing.difference import Bearing
from fidelity.comparing.models import compare_models
from fidelity.reading.models import read_model

if TYPE_CHECKING:
    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan

ON = date(2026, 6, 15)
CONSEQUENCES_AND_ABSENCES = {"FID201", "FID202", "FID203", "FID301", "FID302", "FID303"}
PLAIN = Manner(parts=("change", "change", "choice", "choice", "add", "undecided", "proscribed"))


@given(models())
def test_a_model_has_no_difference_from_itself(model: Model) -> None:
    found = compare_models(model, model)
    assert found.same
    assert found.apply(model) == model


@given(pairs(most=5))
def test_applying_the_differences_to_the_old_version_gives_the_new_one(versions: tuple[Model, Model]) -> None:
    old, new = versions
    found = compare_models(old, new)
    assert found.apply(old) == new
    back = compare_models(new, old)
    assert back.apply(new) == old


@given(st.data(), pairs(max_size=4, most=2), binds())
def test_without_a_breaking_difference_no_plan_that_was_green_is_not_green_any_more(
    data: st.DataObject, versions: tuple[Model, Model], bind: int
) -> None:
    old, new = versions
    found = compare_models(old, new)
    assume(not found.breaking and not found.same)
    plan = data.draw(plans_in_manner(old, PLAIN))
    plan = evolve(plan, changes=tuple(_excluding_nothing(one) for one in plan.changes))
    before = judge_plan(plan, old, bind, ON)
    assume(before.verdict == "green")
    assume(not any(one.code in CONSEQUENCES_AND_ABSENCES for one in before.agreed))
    note(model_yaml(old))
    note(model_yaml(new))
    note(plan_yaml(plan))
    after = carried(plan, new, found.history).plan
    assert judge_plan(after, new, bind, ON).verdict == "green"


def _excluding_nothing(change):
    return change if change.addition is None else evolve(change, addition=evolve(change.addition, excludes=()))
