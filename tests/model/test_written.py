"""A model that is written as a file and read back is the model: every part, and what the file leaves unsaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import given
from tests.budget import times
from tests.strategies import model_yaml, models

from fidelity.files.models import read_model
from fidelity.model.elements import Element, Tier
from fidelity.model.evidence import Basis
from fidelity.model.model import Model
from fidelity.model.requirements import ElementTerm, Group

if TYPE_CHECKING:
    from fidelity.model.parameters import Parameter

TIERS = list(Tier)
NOBODY = Basis(inferred="nobody says so")


def _named_apart(model: Model) -> Model:
    """Return the model with an id of its own for every substitute: strategies call them all alike."""
    return evolve(
        model,
        elements=tuple(
            evolve(one, substitutes=tuple(evolve(other, id=f"for-{one.id}") for other in one.substitutes))
            for one in model.elements
        ),
    )


def _as_written(element: Element) -> Element:
    """Return an element without what a file leaves to its reader: why a limit is derived, and the unit of comparing."""

    def plain(parameter: Parameter) -> Parameter:
        limits = (evolve(one, basis=NOBODY) if one.derived else one for one in parameter.limits)
        return evolve(parameter, limits=tuple(limits), family=None)

    return evolve(element, parameters=tuple(map(plain, element.parameters)))


@times(2)
@given(models().map(_named_apart))
def test_a_model_is_read_back_as_it_was_written(model: Model) -> None:
    read = read_model(model_yaml(model).encode(), "model.yaml")
    in_order = tuple(sorted(model.elements, key=lambda element: TIERS.index(element.tier)))  # as a file lists them
    assert [*map(_as_written, read.elements)] == [*map(_as_written, in_order)]
    assert (read.proscribed, read.evidence, read.sources) == (model.proscribed, model.evidence, model.sources)
    assert dict(read.authority) == dict(model.authority)
    assert (read.id, read.version, read.title) == (model.id, model.version, model.title)
    assert (read.owner, read.summary) == (model.owner, model.summary)
    assert list(read.by_id) == [element.id for element in in_order]
    assert {tier: len(read.tier(tier)) for tier in Tier} == {
        tier: sum(element.tier is tier for element in in_order) for tier in Tier
    }


def test_what_is_not_said_of_an_element_is_what_a_file_leaves_out() -> None:
    weak = NOBODY
    needed = Element("b", "B", "B.", Tier.FLEXIBLE, weak, weak)
    group = Group("any", (ElementTerm("b", weak),), weak)
    element = Element("a", "A", "A.", Tier.ESSENTIAL, weak, weak, requires=group)
    text = """\
model: example
version: "1"
title: Example
owner: Somebody
summary: An example.
essential:
  - {id: a, title: A, statement: A., inferred: nobody says so, tier_inferred: nobody says so,
     requires: {any: [{element: b, inferred: nobody says so}], inferred: nobody says so}}
flexible:
  - {id: b, title: B, statement: B., inferred: nobody says so, tier_inferred: nobody says so}
"""
    read = read_model(text.encode(), "model.yaml")
    assert read.elements == (element, needed)
    assert read == Model("example", "1", "Example", "Somebody", "An example.", elements=(element, needed))
