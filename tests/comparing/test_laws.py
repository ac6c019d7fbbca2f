"""What a comparison promises: nothing where nothing differs, the way from old to new, and no plan worse off unsaid.

The promise about plans is held against the checker. It is for plans without agreed absences and consequences: what is
agreed there depends on every cause, and a model that asks for less can add one. Nor is it for plans whose own additions
exclude something.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import assume, event, given, note
from hypothesis import strategies as st
from tests.comparing.versions import pairs
from tests.strategies import Manner, binds, model_yaml, models, plan_yaml, plans_in_manner

from fidelity.checking.result import judge_plan
from fidelity.comparing.effect import carried
from fidelity.comparing.models import compare_models
from fidelity.comparing.plans import compare_plans

if TYPE_CHECKING:
    from fidelity.checking.result import CheckResult
    from fidelity.model.model import Model
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Change, Plan

ON = date(2026, 6, 15)
CONSEQUENCES_AND_ABSENCES = {"FID201", "FID202", "FID203", "FID301", "FID302", "FID303"}
PLAIN = Manner(parts=("change", "change", "choice", "choice", "add", "undecided", "proscribed"))
MANY = 4


@given(models())
def test_a_model_has_no_difference_from_itself(model: Model) -> None:
    found = compare_models(model, model)
    assert found.same
    assert found.apply(model) == model


@given(pairs(most=5))
def test_applying_the_differences_to_the_old_version_gives_the_new_one(versions: tuple[Model, Model]) -> None:
    old, new = versions
    assert compare_models(old, new).apply(old) == new
    assert compare_models(new, old).apply(new) == old


@given(pairs(most=1))
def test_two_versions_are_the_same_exactly_where_there_is_no_difference(versions: tuple[Model, Model]) -> None:
    old, new = versions
    assert compare_models(old, new).same == (old == evolve(new, version=old.version))


@given(st.data(), pairs(max_size=4, most=2, sound=True), binds())
def test_without_a_breaking_difference_no_green_plan_is_lost(
    data: st.DataObject, versions: tuple[Model, Model], bind: Strength
) -> None:
    old, new = versions
    found = compare_models(old, new)
    assume(not found.breaking and not found.same)
    for _ in range(MANY):
        plan = some_plan(data, old)
        before = judge_plan(plan, old, bind, ON)
        if before.verdict == "green" and not leans_on_agreement(before):
            event("a green plan")
            note(f"{model_yaml(old)}\n{model_yaml(new)}\n{plan_yaml(plan)}")
            assert judge_plan(carried(plan, new, found.history).plan, new, bind, ON).verdict == "green"


@given(st.data(), pairs(max_size=4, most=2, sound=True), binds())
def test_without_a_breaking_difference_no_question_becomes_a_breach(
    data: st.DataObject, versions: tuple[Model, Model], bind: Strength
) -> None:
    old, new = versions
    found = compare_models(old, new)
    excluding = any(element.excludes for model in versions for element in model.elements)
    assume(not found.breaking and not found.same and not excluding)
    for _ in range(MANY):
        plan = evolve(some_plan(data, old), approvals=())
        if judge_plan(plan, old, bind, ON).verdict == "amber":
            event("an amber plan")
            note(f"{model_yaml(old)}\n{model_yaml(new)}\n{plan_yaml(plan)}")
            assert judge_plan(carried(plan, new, found.history).plan, new, bind, ON).verdict != "red"


def some_plan(data: st.DataObject, model: Model) -> Plan:
    plan = data.draw(plans_in_manner(model, PLAIN, max_atoms=4))
    return evolve(plan, changes=tuple(map(excluding_nothing, plan.changes)))


def excluding_nothing(change: Change) -> Change:
    return change if change.addition is None else evolve(change, addition=evolve(change.addition, excludes=()))


def leans_on_agreement(result: CheckResult) -> bool:
    return any(one.code in CONSEQUENCES_AND_ABSENCES for one in result.agreed)


@given(st.data(), models(max_size=4))
def test_a_plan_has_no_difference_from_itself_and_stays_as_it_is_where_the_model_does(
    data: st.DataObject, model: Model
) -> None:
    plan = data.draw(plans_in_manner(model, PLAIN))
    assert compare_plans(plan, plan, model, model).same
    found = carried(plan, model, compare_models(model, model).history)
    assert found.plan == plan
    assert found.edits == ()


@given(st.data(), models(max_size=4))
def test_two_plans_are_the_same_exactly_where_they_say_the_same(data: st.DataObject, model: Model) -> None:
    old, new = (data.draw(plans_in_manner(model, PLAIN, max_atoms=3)) for _ in range(2))
    found, back = compare_plans(old, new, model), compare_plans(new, old, model)
    assert found.same == back.same
    if old != new and not found.same:
        opposite = {"added": "withdrawn", "withdrawn": "added", "tightened": "loosened", "loosened": "tightened"}
        turned = sorted((opposite.get(one.move.value, one.move.value), one.subject) for one in back.differences)
        assert sorted((one.move.value, one.subject) for one in found.differences) == turned
