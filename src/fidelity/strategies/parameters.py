"""Parameters of every type, with standards, limits and exceptions; and legal values of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.model.evidence import Basis
from fidelity.model.parameters import Constraint, Exemption, Limit, Parameter
from fidelity.model.strength import Strength
from fidelity.model.types import TYPES, type_of
from fidelity.strategies.drawing import BASES, basis, coin, number, pick, some

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from fidelity.model.types import RawValue


@dataclass(frozen=True)
class Sampled:
    """A type of parameter, and legal values of it: for types with an order none is smaller than those before it."""

    type: str
    values: tuple[RawValue, ...]
    unit: str | None = None
    family: str | None = None
    options: tuple[str, ...] = ()

    @property
    def bare(self) -> Parameter:
        """A parameter of this kind, just good enough to read values."""
        return Parameter("x", self.type, Basis(), unit=self.unit, family=self.family, options=self.options)


KINDS = tuple(Sampled(name, *drawn) for name in TYPES for drawn in type_of(name).drawn)


def constraint(parameter: Parameter, operator: str, *raw: RawValue) -> Constraint:
    """Return a constraint as a reader would build it from what somebody wrote."""
    text = ", ".join(", ".join(item) if isinstance(item, tuple) else item for item in raw)
    if operator == "in":
        members = [m for item in raw for m in ((item,) if isinstance(item, str) else item)]
        if parameter.kind.several:
            return Constraint("in", tuple(members), text)
        return Constraint("in", tuple(parameter.value(item) for item in raw), text)
    return Constraint(operator, parameter.value(raw[0]), text)


def conditions(draw: DrawFn, parameter: Parameter, values: tuple[RawValue, ...]) -> Constraint:
    """One comparison that makes sense for a parameter."""
    operators = ["is", "is", "in"]
    if parameter.kind.ordered:
        operators = ["is", "min", "max", "over", "under", "in"]
    if parameter.kind.several:
        operators = ["includes", "includes", "in", "is"]
    operator = pick(draw, operators)
    count = 2 if operator == "in" else 1
    raw = some(draw, values, count, count)
    return constraint(parameter, operator, *raw)


def several(draw: DrawFn, parameter: Parameter, values: tuple[RawValue, ...]) -> tuple[Constraint, ...]:
    """Draw one comparison or, more rarely, two that both have to hold."""
    if pick(draw, [False, False, True]):
        if parameter.kind.ordered:
            low = number(draw, 0, len(values) - 2)
            high = number(draw, low + 1, len(values) - 1)
            lower, upper = pick(draw, [("min", "max"), ("over", "max"), ("min", "under")])
            if parameter.value(values[low]) == parameter.value(values[high]):
                lower, upper = "min", "max"  # anything else would leave no value
            ends = constraint(parameter, lower, values[low]), constraint(parameter, upper, values[high])
            return ends[::-1] if lower == "over" else ends  # in the order in which a file is read
        if parameter.kind.several:
            return constraint(parameter, "in", values[1]), constraint(parameter, "includes", values[0])
    return (conditions(draw, parameter, values),)


def parameters(draw: DrawFn, name: str) -> Parameter:
    """Draw a parameter of any type: silent, with a standard, with an interval, with limits and exceptions."""
    kind = pick(draw, KINDS)
    bare = kind.bare
    standard: tuple[Constraint, ...] = ()
    limits: list[Limit] = []
    shape = pick(draw, ["silent", "standard", "standard", "interval", "limits"])
    if shape == "interval" and bare.kind.ordered:
        ends = (constraint(bare, "min", kind.values[0]), constraint(bare, "max", kind.values[-2]))
        standard, limits = ends, [Limit(ends, pick(draw, BASES))]
    elif shape != "silent":
        point = pick(draw, kind.values)
        standard = (constraint(bare, "is", point),)
        operator = "includes" if bare.kind.several else "is"
        derived = Limit((constraint(bare, operator, point),), basis(Strength.INFERRED), derived=True)
        limits = [derived]
        if shape == "limits":
            limits = [Limit(several(draw, bare, kind.values), pick(draw, BASES)) for _ in range(number(draw, 1, 2))]
    own = pick(draw, BASES)
    if kind.options and not [limit for limit in limits if not limit.derived]:
        limits = [Limit((constraint(bare, "in", *kind.options),), own)]
    exceptions: tuple[Exemption, ...] = ()
    if coin(draw) and limits:
        limit = Limit(several(draw, bare, kind.values), pick(draw, BASES))
        exceptions = (Exemption("august", "In August", (limit,), pick(draw, BASES)),)
    return Parameter(
        id=name,
        type=kind.type,
        basis=own,
        title=pick(draw, [None, None, "How it is set"]),
        standard=standard,
        limits=tuple(limits),
        options=kind.options,
        exceptions=exceptions,
        read_as="at-least" if bare.kind.several else "exact",
        unit=kind.unit,
        family=kind.family,
    )


def values_for(parameter: Parameter) -> tuple[RawValue, ...]:
    """Return some legal values of a parameter made here."""
    wanted = (parameter.type, parameter.family)
    return next(kind.values for kind in KINDS if (kind.type, kind.family) == wanted)
