"""What falls if an element goes: as the checker says it of a plan that takes the element out, with the way to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given, note
from hypothesis import strategies as st
from tests.strategies import model_yaml, models, sound_models

import fidelity
from fidelity.checking.result import judge_plan
from fidelity.model.elements import Element, NatureRule, Tier
from fidelity.model.evidence import Basis
from fidelity.model.links import iter_links
from fidelity.model.model import Model
from fidelity.model.requirements import ElementTerm, Group
from fidelity.model.strength import LEVELS, Strength
from fidelity.plan.plan import Change, Plan

if TYPE_CHECKING:
    from collections.abc import Collection

SHIPPED = [path.stem for path in sorted(Path("models").glob("*.yaml"))]
STATED, OURS = Basis(("X",), None, Strength.STATED), Basis(inferred="why")
LEVEL = st.sampled_from(Strength)


def _element(id_: str, tier: Tier = Tier.ESSENTIAL, **more: Group) -> Element:
    return Element(id_, id_.title(), "What it is.", tier, STATED, STATED, **more)  # type: ignore[arg-type]


def _needs(*ids: str, kind: str = "all", basis: Basis = STATED) -> Group:
    return Group(kind, tuple(ElementTerm(id_, basis) for id_ in ids), basis)


def _model(*elements: Element) -> Model:
    return Model("small", "1", "Small", "Somebody", "For tests.", elements=elements)


PRINCIPLE = _element("trust", Tier.PRINCIPLE, realised_by=_needs("talk", "time", kind="any"))
SMALL = _model(
    PRINCIPLE,
    _element("talk", requires=_needs("room")),
    _element("time", requires=_needs("room", basis=OURS)),
    _element("room"),
)


def _taken_out(model: Model, gone: Collection[str], bind: Strength) -> tuple[set[str], set[str]]:
    """Return what the checker says is not in place, and what may not be, once a plan has taken some elements out."""
    rules = (NatureRule("removing", "absent", Basis(inferred="for the test")),)
    elements = tuple(evolve(one, adaptation=rules, substitutes=(), tolerance=None) for one in model.elements)
    changes = tuple(Change(f"c-{id_}", "x", element=id_, natures=("removing",)) for id_ in gone)
    plan = Plan("any", model.reference, "Northtown", "as-specified", changes=changes)
    states = judge_plan(plan, evolve(model, elements=elements), bind, None).elements
    return tuple({id_ for id_, one in states.items() if one.state == state} for state in ("not-in-place", "uncertain"))  # type: ignore[return-value]


def test_what_hangs_on_a_stated_link_falls_for_certain_and_what_hangs_on_ours_perhaps() -> None:
    impact = SMALL.impact("room")
    assert impact.certain == ("talk",)
    assert impact.possible == ("trust", "time")
    assert [fall.via for fall in impact.falls if fall.element == "talk"] == [("room", "talk")]


def test_a_lower_line_makes_the_same_certain() -> None:
    assert SMALL.impact("room", bind="inferred").certain == ("trust", "talk", "time")
    assert SMALL.impact("room", bind=Strength.INFERRED).possible == ()


def test_nothing_falls_while_another_realises_the_principle() -> None:
    assert SMALL.impact("talk").falls == ()


def test_a_principle_is_supported_by_what_realises_it_and_what_that_needs() -> None:
    supports = SMALL.supports("trust")
    assert [(one.element, one.alone) for one in supports] == [("talk", "no"), ("time", "no"), ("room", "possible")]
    assert SMALL.supports("room") == ()


def test_a_single_point_is_a_loss_that_costs_a_principle() -> None:
    [point] = SMALL.single_points(bind="inferred")
    assert (point.element, point.certain, point.possible) == ("room", ("trust",), ())


def test_an_unknown_element_or_level_is_an_error() -> None:
    with pytest.raises(KeyError, match="roof"):
        SMALL.impact("roof")
    with pytest.raises(KeyError, match="roof"):
        SMALL.supports("roof")
    with pytest.raises(ValueError, match="bind is one of"):
        SMALL.single_points(bind="firm")


@given(st.one_of(models(), sound_models()), LEVEL, st.data())
def test_the_checker_says_the_same_of_a_plan_that_takes_the_element_out(
    model: Model, bind: Strength, data: st.DataObject
) -> None:
    note(model_yaml(model))
    element = data.draw(st.sampled_from(tuple(model.by_id)))
    impact = model.impact(element, bind=bind)
    sure, unsure = _taken_out(model, [element], bind)
    sure_before, unsure_before = _taken_out(model, [], bind)
    if element not in unsure_before | sure_before:
        assert set(impact.certain) == sure - sure_before - {element}
    fallen = (sure | unsure) - sure_before - unsure_before - {element}
    assert fallen <= set(impact.certain + impact.possible)
    assert set(impact.possible) & unsure_before == set()


@given(st.one_of(models(), sound_models()), LEVEL)
def test_every_way_runs_along_links_from_what_goes_to_what_falls(model: Model, bind: Strength) -> None:
    links = {
        (link.target, link.source) for link in iter_links(model.elements) if link.kind in ("requires", "realised_by")
    }
    for element in model.by_id:
        for fall in model.impact(element, bind=bind).falls:
            assert fall.via[0] == element
            assert fall.via[-1] == fall.element
            assert set(zip(fall.via, fall.via[1:], strict=False)) <= links


@given(st.one_of(models(), sound_models()), LEVEL)
def test_supports_and_impact_are_two_sides_of_one_thing(model: Model, bind: Strength) -> None:
    for element in model.by_id:
        supports = {one.element: one.alone for one in model.supports(element, bind=bind)}
        for other in model.by_id:
            if other != element:
                impact = model.impact(other, bind=bind)
                said = "certain" if element in impact.certain else "possible" if element in impact.possible else "no"
                assert supports.get(other, "no") == said
    principles = {one.id for one in model.principles}
    points = {one.element: {*one.certain, *one.possible} for one in model.single_points(bind=bind)}
    for element in set(model.by_id) - principles:
        impact = model.impact(element, bind=bind)
        assert points.get(element, set()) == principles & {*impact.certain, *impact.possible}


@pytest.mark.parametrize("name", SHIPPED)
def test_of_shipped_models_the_checker_says_the_same(name: str) -> None:
    model = fidelity.load_model(name)
    for element in model.by_id:
        impact = model.impact(element)
        sure, unsure = _taken_out(model, [element], LEVELS["restated"])
        assert set(impact.certain) == sure - {element}
        assert set(impact.possible) == unsure - {element}
