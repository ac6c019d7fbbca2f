"""What a plan can choose about a parameter, as features: to leave it alone, or one of some values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.escaping.uvl import name
from fidelity.model.requirements import ParameterTerm
from fidelity.soundness.space import compared_in
from fidelity.soundness.values import inside, standing_for

if TYPE_CHECKING:
    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.parameters import Constraint, Parameter, Value

__all__ = ["Room", "choice_of", "rooms_of", "value_text"]

LEFT = "left as it is"


class Room(NamedTuple):
    """A parameter with the names of its features: for leaving it alone, and for each value that may be set."""

    parameter: Parameter
    feature: str
    left: str
    values: dict[Value, str]

    def meeting(self, constraints: tuple[Constraint, ...]) -> list[str]:
        """Return the names of the values that meet all of some comparisons."""
        return [feature for value, feature in self.values.items() if all(one.holds(value) for one in constraints)]

    def untouched(self, constraints: tuple[Constraint, ...]) -> bool:
        """Return whether a parameter that nobody sets meets some comparisons."""
        point = self.parameter.point
        return point is None or all(one.holds(point) for one in constraints)


def choice_of(element: str, parameter: str, value: str) -> str:
    """Return the feature of choosing a value, such as ``"venue place: court"``, as a name."""
    return name(f"{element} {parameter}: {value}")


def value_text(value: Value) -> str:
    """Return a value as a person writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def rooms_of(model: Model) -> dict[tuple[str, str], Room]:
    """Return the parameters that a feature model can speak of, by element and parameter.

    Choices among options and yes or no, and of the others those with which a link compares: for these a few values
    stand for all, so that no comparison tells any other apart. Sets are left out.
    """
    compared = compared_in(model)
    return {
        (element.id, parameter.id): _room(element, parameter, compared.get((element.id, parameter.id), []))
        for element in model.elements
        for parameter in element.parameters
        if parameter.type != "set"
        and (parameter.type in ("choice", "yes-no") or (element.id, parameter.id) in compared)
    }


def _room(element: Element, parameter: Parameter, compared: list[Constraint]) -> Room:
    values = [value for value in standing_for(parameter, compared) if inside(parameter, value)]
    named = {value: choice_of(element.id, parameter.id, value_text(value)) for value in values}
    left = choice_of(element.id, parameter.id, LEFT)
    return Room(parameter, name(f"{element.id} {parameter.id}"), left, named)


def is_side(term: object) -> bool:
    """Return whether a term is about a value."""
    return isinstance(term, ParameterTerm)
