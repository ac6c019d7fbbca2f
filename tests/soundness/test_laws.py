"""What the analyses say of all permitted plans is what trying every plan says; and lint agrees with the checker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import assume, given, note
from hypothesis import strategies as st
from tests.soundness import brute
from tests.soundness.brute import Brute
from tests.strategies import KINDS, model_yaml, models, parameters, sound_models

from fidelity.checking.result import judge_plan
from fidelity.model.evidence import Basis
from fidelity.model.parameters import Constraint, Limit, Parameter, read_value
from fidelity.model.strength import Strength
from fidelity.plan.plan import Plan
from fidelity.soundness.analysis import Analysis, analyse
from fidelity.soundness.lint import lint
from fidelity.soundness.rules.fid6xx_links import lost
from fidelity.soundness.texts import raw_text
from fidelity.soundness.values import can_have, inside, is_empty, own_constraints, standing_for

if TYPE_CHECKING:
    from fidelity.model.model import Model

MANY, FEW = 2_000, 300
SMALL = st.one_of(models(max_size=3), models(max_size=4), sound_models(max_size=4)).map(brute.plain)


def untouched(model: Model) -> Plan:
    return Plan("untouched", model.reference, "Northtown", "as-specified")


@given(SMALL.filter(lambda model: brute.count(model) <= MANY))
def test_the_analyses_say_what_trying_every_plan_says(model: Model) -> None:
    note(model_yaml(model))
    found, tried = analyse(model), Brute(model)
    assert found.possible == bool(tried.permitted)
    if not found.possible:
        assert found == Analysis(possible=False, conflict=found.conflict)
        return
    assert found.conflict == ()
    assert found.core == tried.core
    assert found.dead == tried.dead
    assert found.forced == tried.forced
    assert set(found.closed) == tried.closed
    assert found.unusable == tried.unusable


@given(SMALL.filter(lambda model: brute.count(model) <= FEW))
def test_what_follows_from_the_rest_is_what_no_plan_can_do_without(model: Model) -> None:
    note(model_yaml(model))
    found = analyse(model)
    assume(found.possible)
    assert found.redundant == brute.redundant(model)


@given(models(max_size=4).map(brute.plain).filter(lambda model: brute.count(model) <= FEW))
def test_a_conflict_names_as_few_elements_as_make_one(model: Model) -> None:
    note(model_yaml(model))
    found = analyse(model)
    assume(not found.possible)
    ids = set(found.conflict)
    assert not brute.is_possible(brute.asking_only(model, ids))
    for id_ in ids:
        assert brute.is_possible(brute.asking_only(model, ids - {id_}))


# Lint and the checker ------------------------------------------------------------------------------------


@given(st.one_of(models(), sound_models()))
def test_a_plan_that_keeps_everything_is_green_before_every_model_that_lint_calls_sound(model: Model) -> None:
    note(model_yaml(model))
    assume(lint(model).ok)
    # The law is about models in which every link holds. An optional element that its own link keeps out is no fault,
    # but an exclusion of it can be open at a strict line, where that link does not bind.
    assume(not lost(model) or not any(element.excludes for element in model.elements))
    for bind in Strength:
        assert judge_plan(untouched(model), model, bind, None).verdict == "green"


@given(models())
def test_standard_practice_breaches_exactly_where_the_checker_says_so(model: Model) -> None:
    note(model_yaml(model))
    told = [one for one in lint(model).issues if one.code in {"FID603", "FID604"} and "bite" not in one.message]
    green = judge_plan(untouched(model), model, Strength.INFERRED, None).verdict == "green"
    assert (not told) == green


# Values that stand for all -------------------------------------------------------------------------------


@st.composite
def some_parameters(draw: st.DrawFn) -> Parameter:
    parameter = parameters(draw, "p")
    told = parameter.standard or parameter.limits
    return parameter if told else evolve(parameter, family=None)  # as in a file, where nothing tells the unit


@given(some_parameters())
def test_every_value_has_one_that_stands_for_it_before_every_comparison(parameter: Parameter) -> None:
    assume(parameter.type != "set")
    kind = next(one for one in KINDS if one.type == parameter.type and one.family == (parameter.family or one.family))
    parameter = evolve(parameter, family=kind.family)
    compared = [Constraint("is", parameter.value(raw), str(raw)) for raw in kind.values]
    comparisons = [*own_constraints(parameter), *compared]
    standing = {tuple(one.holds(value) for one in comparisons) for value in standing_for(parameter, compared)}
    for raw in brute.values_of(parameter):
        value = parameter.value(raw)
        assert tuple(one.holds(value) for one in comparisons) in standing


@given(some_parameters())
def test_a_value_that_stands_for_others_is_written_as_a_plan_can_write_it(parameter: Parameter) -> None:
    assume(parameter.type != "set")
    assert standing_for(parameter)
    for value in standing_for(parameter):
        assert parameter.value(raw_text(parameter, value)) == value


@given(some_parameters())
def test_what_is_offered_and_whether_anything_is_agrees_with_trying_every_value(parameter: Parameter) -> None:
    kind = next(one for one in KINDS if one.type == parameter.type and one.family == (parameter.family or one.family))
    parameter = evolve(parameter, family=kind.family)
    room = [parameter.value(raw) for raw in brute.values_of(parameter) if inside(parameter, parameter.value(raw))]
    assert is_empty(parameter) == (not room)
    for member in ("nurse", "doctor", "teacher") if parameter.type == "set" else ():
        assert can_have(parameter, member) == any(isinstance(one, frozenset) and member in one for one in room)


@pytest.mark.parametrize(
    ("type_", "ends", "told"),
    [
        ("duration", ("2 weeks", "3 weeks"), ["0 minutes", "1 week", "2 weeks", "17 days", "3 weeks", "4 weeks"]),
        ("duration", ("1 year",), ["0 months", "6 months", "1 year", "2 years"]),
        ("rate", ("1 per week",), ["0 per week", "1 per 2 weeks", "1 per week", "2 per week"]),
        (
            "quantity",
            ("12 families", "15 families"),
            ["0 families", "6 families", "12 families", "13 families", "15 families", "16 families"],
        ),
    ],
)
def test_values_that_stand_for_others_are_as_round_as_can_be(
    type_: str, ends: tuple[str, ...], told: list[str]
) -> None:
    unit = "families" if type_ == "quantity" else None
    limits = tuple(
        Limit((Constraint("max", read_value(type_, end, unit), end),), Basis(inferred="for the test")) for end in ends
    )
    family = getattr(read_value(type_, ends[0], unit), "unit", None)
    parameter = Parameter("p", type_, Basis(inferred="for the test"), limits=limits, unit=unit, family=family)
    assert [raw_text(parameter, value) for value in standing_for(parameter)] == told
