"""Values and comparisons of a parameter, read by its type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from fidelity.files import faults as codes
from fidelity.files.fields import kind_of, scalars
from fidelity.files.nodes import Broken, Mapping, Node, Scalar, Sequence
from fidelity.model.amounts import Amount, Misfit
from fidelity.model.parameters import OPERATORS, ORDERED, Constraint
from fidelity.rendering.english import in_short

if TYPE_CHECKING:
    from fidelity.files.faults import Faults
    from fidelity.files.fields import Fields
    from fidelity.model.parameters import Parameter, RawValue, Value

__all__ = ["Values"]

_LOWER, _UPPER = ("min", "over"), ("max", "under")
_IN_FAMILIES = frozenset({"duration", "rate", "quantity"})


class Values:
    """Reads values of one parameter.

    The first value settles the ``family`` of units in which all others of the parameter have to be, and
    for a quantity that names no unit the unit: ``parameter`` changes with it.
    """

    __slots__ = ("family", "faults", "parameter")

    def __init__(self, parameter: Parameter, faults: Faults) -> None:
        self.parameter = parameter
        self.family = parameter.family
        self.faults = faults

    def value(self, node: Node) -> tuple[Value, str] | None:
        """Return a value with its text; a list is one value of a set."""
        if isinstance(node, Mapping | Broken) or (isinstance(node, Scalar) and node.null):
            if not isinstance(node, Broken):
                self.faults.add(codes.WRONG_VALUE, node, kind_of(node), "a value")
            return None
        if isinstance(node, Scalar):
            text = node.text.strip()
            read = self._read(text, node)
        else:
            texts = tuple([item.text.strip() for item in scalars(node, "a text", self.faults)])
            text, read = ", ".join(texts), self._read(texts, node)
        return None if read is None else (read, text)

    def _read(self, raw: RawValue, node: Node) -> Value | None:
        parameter = self.parameter
        if parameter.type == "quantity" and parameter.unit is None and isinstance(raw, str):
            unit = raw.partition(" ")[2].strip()
            if unit:
                self.parameter = parameter = evolve(parameter, unit=unit)
        try:
            value = parameter.value(raw)
            if isinstance(value, Amount) and parameter.type in _IN_FAMILIES:
                if self.family is None:
                    self.family = value.unit
                elif self.family != value.unit:
                    evolve(parameter, family=self.family).value(raw)
        except Misfit as misfit:
            self._misfit(misfit, node)
            return None
        return value

    def _misfit(self, misfit: Misfit, node: Node) -> None:
        options = self.parameter.options
        if misfit.units:
            code, near = codes.UNIT, ""
        elif options and misfit.found != "a list":
            word = misfit.found.strip("'")
            code, near = codes.UNKNOWN_OPTION, self.faults.suggestion(word, options)
        else:
            code, near = codes.WRONG_VALUE, ""
        self.faults.add(code, node, f"{misfit.found}{near}", misfit.expected)

    def constraints(self, fields: Fields) -> tuple[Constraint, ...]:
        """Return the comparisons among some fields, such as ``min`` and ``max``; there must be one."""
        found = [operator for operator in OPERATORS if operator in fields.values]
        if not found:
            at, noun = fields.node, fields.shape.noun
            expected = f"at least one of: {in_short(self._suited())}"
            self.faults.add(codes.MISSING_KEY, at, f"{noun} that compares with nothing", expected)
        read = [self._constraint(operator, fields) for operator in found]
        constraints = tuple([constraint for constraint in read if constraint is not None])
        if len(constraints) > 1:
            self._check_room(constraints, fields)
        return constraints

    def _suited(self) -> list[str]:
        if self.parameter.type in ORDERED:
            return [operator for operator in OPERATORS if operator != "includes"]
        return ["is", "in", "includes"] if self.parameter.type == "set" else ["is", "in"]

    def _constraint(self, operator: str, fields: Fields) -> Constraint | None:
        node = fields.values[operator]
        if operator not in self._suited():
            at = fields.node.key(operator)
            found = f"'{operator}' for a parameter of type {self.parameter.type}"
            self.faults.add(codes.WRONG_VALUE, at, found, f"one of: {in_short(self._suited())}")
            return None
        if operator == "in":
            return self._in(node)
        read = self.value(node)
        return None if read is None else Constraint(operator, *read)

    def _in(self, node: Node) -> Constraint | None:
        if not isinstance(node, Sequence) or not node.items:
            if not isinstance(node, Broken):
                self.faults.add(codes.WRONG_VALUE, node, kind_of(node), "a list of values")
            return None
        read = [self.value(item) for item in node.items]
        if None in read:
            return None
        values = [pair[0] for pair in read if pair is not None]
        if self.parameter.type == "set":
            values = [member for value in values if isinstance(value, frozenset) for member in sorted(value)]
        return Constraint("in", tuple(values), ", ".join([pair[1] for pair in read if pair is not None]))

    def _check_room(self, constraints: tuple[Constraint, ...], fields: Fields) -> None:
        """Record bounds between which there is no value."""
        for low in constraints:
            for high in constraints:
                if low.operator not in _LOWER or high.operator not in _UPPER:
                    continue
                assert isinstance(low.value, Amount)
                assert isinstance(high.value, Amount)
                least, most = low.value.number, high.value.number
                if least > most or (least == most and (low.operator, high.operator) != ("min", "max")):
                    at = fields.values[high.operator]
                    found = f"{high} and {low}, which leaves no value"
                    self.faults.add(codes.WRONG_VALUE, at, found, "a range that has values in it")
