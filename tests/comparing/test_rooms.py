"""Whether a parameter leaves less room is what trying every value says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.soundness.brute import values_of
from tests.strategies import BASES, KINDS, basis, conditions, parameters, values_for

from fidelity.checking.parts import judge_value
from fidelity.checking.prepared import PreparedModel
from fidelity.comparing.links import entails, leaves_less_room
from fidelity.model.elements import Element, Tier
from fidelity.model.model import Model
from fidelity.model.parameters import Constraint, Limit, Parameter
from fidelity.model.strength import Strength
from fidelity.plan.plan import Setting

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

STATED = basis(Strength.STATED)


def levels(parameter: Parameter, raw: str | tuple[str, ...], exception: str | None) -> list[int]:
    """Return how the checker judges a value at every bind line; a value on which the model is silent is a question."""
    element = Element("e", "E", "E.", Tier.FLEXIBLE, STATED, STATED, parameters=(parameter,))
    model = Model("example", "1", "Example", "Owner", "", elements=(element,))
    found = [judge_value(PreparedModel(model, bind), 0, Setting(parameter.id, raw), exception) for bind in Strength]
    return [max(one.level, int(one.silent)) for one in found]


@st.composite
def two(draw: DrawFn) -> tuple[Parameter, Parameter]:
    first, second = parameters(draw, "p"), parameters(draw, "p")
    if draw(st.booleans()) and (first.type, first.unit, first.family) == (second.type, second.unit, second.family):
        return first, second
    values = values_for(first)

    def limit() -> Limit:
        return Limit((conditions(draw, first, values),), draw(st.sampled_from(BASES)))

    limits = tuple(limit() for _ in range(draw(st.integers(0, 2))))
    exceptions = tuple(evolve(one, limits=(limit(),)) for one in first.exceptions if draw(st.booleans()))
    return first, evolve(first, limits=limits, exceptions=exceptions)


@given(two())
def test_there_is_less_room_exactly_where_some_value_is_judged_worse(pair: tuple[Parameter, Parameter]) -> None:
    old, new = pair
    known = {one.id for one in old.exceptions} & {one.id for one in new.exceptions}
    worse = any(
        after > before
        for raw in values_of(new)
        for exception in (None, *known)
        for before, after in zip(levels(old, raw, exception), levels(new, raw, exception), strict=True)
    )
    assert bool(leaves_less_room(old, new)) == worse


@st.composite
def comparisons(draw: DrawFn) -> tuple[Parameter, Constraint, Constraint]:
    kind = draw(st.sampled_from(KINDS))
    return kind.bare, conditions(draw, kind.bare, kind.values), conditions(draw, kind.bare, kind.values)


@given(comparisons())
def test_one_comparison_entails_another_exactly_where_every_value_says_so(
    three: tuple[Parameter, Constraint, Constraint],
) -> None:
    parameter, old, new = three
    values = [parameter.value(raw) for raw in values_of(parameter)]
    assert entails((old,), (new,), parameter) == all(new.holds(value) for value in values if old.holds(value))


TEAM = tuple(f"role-{number}" for number in range(14))


def team(*names: str) -> Parameter:
    return Parameter("team", "set", STATED, limits=(Limit((includes(*names),), STATED),))


def includes(*names: str) -> Constraint:
    return Constraint("includes", frozenset(names), ", ".join(names))


def test_sets_with_many_members_are_compared_member_by_member() -> None:
    assert leaves_less_room(team(*TEAM[:13]), team(*TEAM))
    assert not leaves_less_room(team(*TEAM), team(*TEAM[:13]))
    assert not entails((includes(*TEAM),), (includes(*TEAM[:2]),), team(*TEAM))  # it could not be shown
