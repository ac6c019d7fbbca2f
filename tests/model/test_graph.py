"""A model's links as a graph."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import given
from tests.strategies import models

import fidelity
from fidelity.model.elements import Element, Substitute, Tier
from fidelity.model.evidence import Basis
from fidelity.model.links import KINDS, Link, iter_links
from fidelity.model.model import Model
from fidelity.model.parameters import Constraint
from fidelity.model.requirements import AdditionTerm, ElementTerm, Exclusion, Group, ParameterTerm, leaves
from fidelity.model.strength import LEVELS, Strength

if TYPE_CHECKING:
    from fidelity.model.model import Model as AnyModel

FDAC = fidelity.load_model("fdac")
STATED = Basis(("X",), None, Strength.STATED)
INFERRED = Basis(inferred="why")


def _element(id_: str) -> Element:
    return Element(id_, id_.title(), "What it is.", Tier.ESSENTIAL, STATED, STATED)


def _court(value: str) -> tuple[Constraint, ...]:
    return (Constraint("is", value, value),)


def _small() -> Model:
    needs = Group(
        "all",
        (
            ElementTerm("b", INFERRED),
            Group(
                "any", (ParameterTerm("b", "place", _court("court"), STATED), AdditionTerm("extra", INFERRED)), STATED
            ),
        ),
        STATED,
    )
    substitute = Substitute("by-video", "By video", STATED, Group("all", (ElementTerm("b", STATED),), STATED))
    ban = Exclusion(ParameterTerm("b", "place", _court("home"), INFERRED), INFERRED)
    return Model(
        id="small",
        version="1",
        title="Small",
        owner="Nobody",
        summary="",
        elements=(evolve(_element("a"), requires=needs, substitutes=(substitute,), excludes=(ban,)), _element("b")),
    )


@given(models())
def test_every_link_is_an_edge_and_every_element_a_node(model: AnyModel) -> None:
    graph = model.graph()
    assert {element.id for element in model.elements} <= set(graph)
    for element in model.elements:
        for kind, group in (("requires", element.requires), ("realised_by", element.realised_by)):
            for leaf in leaves(group) if group is not None else ():
                target = leaf.addition if isinstance(leaf, AdditionTerm) else leaf.element
                edge = graph.edges[element.id, target]
                assert kind in edge["kinds"]
                assert LEVELS[edge["strength"]] >= leaf.basis.strength
        for exclusion in element.excludes:
            assert "excludes" in graph.edges[element.id, exclusion.other.element]["kinds"]
    assert all(set(data) == {"kind", "tier", "title", "strength"} for _, data in graph.nodes(data=True))


def test_nodes_carry_what_they_are() -> None:
    nodes = FDAC.graph().nodes
    expected = {"kind": "element", "tier": "essential", "title": "The same judge throughout", "strength": "stated"}
    assert nodes["same-judge"] == expected
    assert nodes["ordinary-track-alongside"]["kind"] == "proscribed"


def test_several_links_between_two_elements_are_one_edge() -> None:
    edge = _small().graph().edges["a", "b"]
    assert edge == {
        "kind": "requires",
        "kinds": ("requires", "excludes"),
        "strength": "stated",
        "conditions": ("place: court", "place: home"),
    }


def test_additions_and_substitutes_are_nodes_of_their_own() -> None:
    graph = _small().graph()
    assert graph.nodes["extra"] == {"kind": "addition", "tier": None, "title": "extra", "strength": None}
    assert graph.nodes["by-video"]["kind"] == "substitute"
    assert graph.edges["a", "by-video"]["kind"] == "substitute"
    assert graph.edges["by-video", "b"]["kind"] == "requires"


def test_a_graph_is_a_copy() -> None:
    FDAC.graph().remove_node("same-judge")
    assert "same-judge" in FDAC.graph()


def test_networkx_loads_only_when_a_graph_is_asked_for() -> None:
    code = (
        "import sys, fidelity; model = fidelity.load_model('fdac'); model.to_records(); model._repr_html_();"
        "assert 'networkx' not in sys.modules; model.graph(); assert 'networkx' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@given(models())
def test_every_link_is_of_a_known_kind_and_a_kind_of_its_own(model: AnyModel) -> None:
    assert KINDS == ("realised_by", "requires", "substitute", "excludes")
    assert {link.kind for link in iter_links(model.elements)} <= set(KINDS)
    assert not Link("a", "b", "requires", Strength.STATED).addition
