"""What a plan can choose about a parameter, as features: to leave it as it is, or one of some values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.rendering.escaping import uvl_name
from fidelity.soundness.space import compared_in
from fidelity.soundness.texts import raw_text
from fidelity.soundness.values import inside, standing_for

if TYPE_CHECKING:
    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.parameters import Constraint, Parameter, Value

__all__ = ["Room", "rooms_of"]

_LEFT = "left as it is"


class Room(NamedTuple):
    """A parameter with names of features: its own, that of leaving it alone, and one for each value inside limits."""

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


def rooms_of(model: Model) -> dict[tuple[str, str], Room]:
    """Return the parameters that a feature model can speak of, by element and parameter.

    These are choices and questions of yes or no, and of the others those with which a link compares: a few of their
    values stand for all, so that no comparison tells any other apart from these. Sets are left out.
    """
    compared = compared_in(model)
    return {
        (element.id, parameter.id): _room(element, parameter, compared.get((element.id, parameter.id), []))
        for element in model.elements
        for parameter in element.parameters
        if parameter.type in ("choice", "yes-no")
        or (parameter.type != "set" and (element.id, parameter.id) in compared)
    }


def _room(element: Element, parameter: Parameter, compared: list[Constraint]) -> Room:
    values = [value for value in standing_for(parameter, compared) if inside(parameter, value)]
    before = f"{element.id} {parameter.id}"
    named = {value: uvl_name(f"{before}: {_text(parameter, value)}") for value in values}
    return Room(parameter, uvl_name(before), uvl_name(f"{before}: {_LEFT}"), named)


def _text(parameter: Parameter, value: Value) -> str:
    text = raw_text(parameter, value)
    return text if text != _LEFT else f"{text} (a value)"
