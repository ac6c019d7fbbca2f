"""Whether a link asks for more is what the checker says of every plan that leaves something out."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import Ground, basis, groups

from fidelity.checking.result import judge_plan
from fidelity.comparing.links import ComparedLinks
from fidelity.model.elements import Element, Tier
from fidelity.model.model import Model
from fidelity.model.parameters import Constraint, Parameter
from fidelity.model.requirements import AdditionTerm, ElementTerm, Group, ParameterTerm
from fidelity.model.strength import Strength
from fidelity.plan.plan import Addition, Change, Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import DrawFn

    from fidelity.model.requirements import Term

NAMES = ("a", "b", "c")
STATED, INFERRED = basis(Strength.STATED), basis(Strength.INFERRED)


def model(requires: Group | None, names: tuple[str, ...] = NAMES) -> Model:
    """Return a model of one essential element that requires something, and of others that may be left out."""
    free = [Element(name, name, name, Tier.FLEXIBLE, STATED, STATED, optional=True) for name in names]
    asking = Element("x", "X", "X.", Tier.ESSENTIAL, STATED, STATED, requires=requires)
    return Model("example", "1", "Example", "Owner", "", elements=(asking, *free))


def plans() -> Iterator[Plan]:
    """Yield every plan that leaves some of the others out, and adds some of what a link may name."""
    for size in range(len(NAMES) + 1):
        for gone in combinations(NAMES, size):
            for added in ((), ("extra-a",), ("extra-b",), ("extra-a", "extra-b")):
                out = [Change(name, "It goes.", element=name, natures=("removing",)) for name in gone]
                come = [Change(name, "It comes.", addition=Addition(name, "x", "y")) for name in added]
                yield Plan("p", "example@1", "Ashby", "as-specified", changes=(*out, *come))


@st.composite
def requirements(draw: DrawFn) -> tuple[Group, Group]:
    ground = Ground(NAMES, ())
    old = groups(draw, ground)
    if draw(st.booleans()):
        return old, groups(draw, ground)
    return old, evolve(old, terms=(*old.terms[1:], groups(draw, ground, 1)))


@given(requirements())
def test_a_link_asks_for_more_exactly_where_some_plan_is_judged_worse(pair: tuple[Group, Group]) -> None:
    old, new = map(model, pair)
    worse = any(
        judge_plan(plan, new, bind, None).verdict.rank > judge_plan(plan, old, bind, None).verdict.rank
        for plan in plans()
        for bind in Strength
    )
    assert ComparedLinks(old, new).ask_for_more(*pair) == worse


MANY = tuple(f"e{number}" for number in range(14))


def of(kind: str, names: tuple[str, ...], count: int = 1, strength: Strength = Strength.STATED) -> Group:
    return Group(kind, tuple(ElementTerm(name, basis(strength)) for name in names), basis(strength), count)


@pytest.mark.parametrize(
    ("old", "new", "more"),
    [
        (of("any", MANY[:13]), of("any", MANY), False),
        (of("any", MANY), of("any", MANY[:13]), True),
        (of("at_least", MANY, 3), of("at_least", MANY, 2), False),
        (of("at_least", MANY, 3), of("at_least", MANY, 4), True),
        (of("at_least", MANY, 3), of("at_least", MANY[1:], 2), False),
        (of("all", MANY), of("all", MANY[:13]), False),
        (of("all", MANY[:13]), of("all", MANY), True),
        (of("all", MANY), of("any", MANY[:2]), False),
    ],
)
def test_links_of_many_terms_are_compared_by_their_form(old: Group, new: Group, more: bool) -> None:  # noqa: FBT001
    assert ComparedLinks(model(old, MANY), model(new, MANY)).ask_for_more(old, new) == more


def test_where_nothing_can_be_shown_a_link_counts_as_asking_for_more() -> None:
    nested: tuple[Term, ...] = (of("all", MANY[:7]), of("all", MANY[7:]))
    old = Group("any", nested, STATED)
    new = Group("any", (*nested, ElementTerm("e1", STATED)), STATED)
    assert ComparedLinks(model(old, MANY), model(new, MANY)).ask_for_more(old, new)


# Values -------------------------------------------------------------------------------------------------------


def with_value(most: str, operator: str = "max", standard: str = "2") -> tuple[Model, Group]:
    bare = Parameter("n", "whole-number", STATED)
    point = Constraint("is", bare.value(standard), standard)
    leaf = ParameterTerm("a", "n", (Constraint(operator, bare.value(most), most),), STATED)
    requires = Group("all", (leaf,), STATED)
    whole = model(requires)
    first, second, *rest = whole.elements
    valued = evolve(second, parameters=(evolve(bare, standard=(point,)),))
    return evolve(whole, elements=(first, valued, *rest)), requires


@pytest.mark.parametrize(
    ("before", "now", "more"),
    [
        (("4", "max"), ("5", "max"), False),
        (("5", "max"), ("4", "max"), True),
        (("4", "max"), ("5", "under"), False),
        (("4", "max"), ("1", "min"), True),
        (("4", "max"), ("4", "max", "9"), True),
    ],
)
def test_a_condition_on_a_value_is_compared_by_the_values_that_meet_it(
    before: tuple[str, ...],
    now: tuple[str, ...],
    more: bool,  # noqa: FBT001
) -> None:
    (old, was), (new, is_) = with_value(*before), with_value(*now)
    assert ComparedLinks(old, new).ask_for_more(was, is_) == more


def test_a_value_says_that_its_element_is_there_and_not_the_other_way_round() -> None:
    old, was = with_value("4")
    element = of("all", ("a",))
    assert not ComparedLinks(old, model(element)).ask_for_more(was, element)
    assert ComparedLinks(model(element), old).ask_for_more(element, was)
    both = Group("all", (*was.terms, *element.terms), STATED)
    assert not ComparedLinks(old, model(both)).ask_for_more(was, element)


def test_an_addition_is_no_element() -> None:
    added = Group("any", (AdditionTerm("a", STATED),), STATED)
    element = of("any", ("a",))
    links = ComparedLinks(model(element), model(added))
    assert links.ask_for_more(element, added)
    assert not links.ask_for_more(added, added)


def test_a_condition_that_comes_permits_less_and_one_that_goes_does_not() -> None:
    condition = of("all", ("a",))
    links = ComparedLinks(model(None), model(None))
    assert links.permit_less(None, condition)
    assert not links.permit_less(condition, None)
    assert not links.permit_less(condition, condition)
