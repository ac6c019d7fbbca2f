"""The parameters of an element: types, standards, limits, exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.fields import ID, Fields, kind_of, scalars, shape
from fidelity.files.nodes import NULLS, Broken, Mapping, Node, Scalar, Sequence
from fidelity.model.amounts import Amount, Misfit, singular
from fidelity.model.evidence import Basis
from fidelity.model.parameters import Constraint, Exemption, Limit, Parameter
from fidelity.model.types import OPERATORS, TYPES, Kind, type_of
from fidelity.rendering.english import in_short

if TYPE_CHECKING:
    from fidelity.files.evidence import Grounds
    from fidelity.files.faults import Faults
    from fidelity.model.types import RawValue, Value

PARAMETER_SHAPE = shape(
    "a parameter",
    "type title unit standard read_as limits options exceptions basis inferred note",
    min="bounds stand in the list 'limits', or in 'standard' as {min: ..., max: ...}",
    max="bounds stand in the list 'limits', or in 'standard' as {min: ..., max: ...}",
)
LIMIT_SHAPE = shape("a limit", "is in min max over under includes basis inferred")
INTERVAL_SHAPE = shape("an interval", "min max over under")
EXCEPTION_SHAPE = shape("an exception", "id title limits basis inferred")
READ_AS = ("exact", "at-most", "at-least")
_DERIVED = {"exact": "is", "at-most": "max", "at-least": "min"}
_DERIVED_OF_SET = {"exact": "is", "at-most": "in", "at-least": "includes"}


def read_parameters(element: Fields, grounds: Grounds) -> dict[str, Parameter | None]:
    """Return the parameters of an element by id; ``None`` for one that has a fault."""
    node = element.get("parameters") if "parameters" in element.values else None
    if node is None:
        return {}
    if not isinstance(node, Mapping):
        element.wrong(node, "a mapping from the id of a parameter to what it is")
        return {}
    parameters: dict[str, Parameter | None] = {}
    for name, value in node.values.items():
        before = len(grounds.faults.found)
        if not ID.fullmatch(name):
            element.check_id(node.key(name))
        fields = Fields.of(value, PARAMETER_SHAPE, grounds.faults)
        parameter = None if fields is None else _parameter(name, fields, grounds)
        parameters[name] = parameter if len(grounds.faults.found) == before else None
    return parameters


def _parameter(name: str, fields: Fields, grounds: Grounds) -> Parameter | None:
    before = len(grounds.faults.found)
    basis = grounds.basis(fields)
    kind = fields.word("type", TYPES)
    read_as = fields.word("read_as", READ_AS, "exact")
    title, note = fields.maybes("title", "note")
    if not kind:
        return None
    unit = fields.maybe("unit", "what is counted, such as 'families'")
    if unit is not None and not type_of(kind).counts:
        found = f"'unit' for a parameter of type {kind}"
        expected = f"a 'unit' only where the type is {_named('counts')}"
        fields.faults.add(codes.UNKNOWN_KEY, fields.node.key("unit"), found, expected)
        unit = None
    options = _options(kind, fields)
    family = None if unit is None else singular(unit)
    draft = Parameter(name, kind, basis, options=options, unit=unit, family=family)
    values = Values(draft, grounds.faults)
    standard = _standard(fields, values)
    limits = _limits(fields, values, basis, grounds)
    exceptions = _exceptions(fields, values, grounds)
    _check_read_as(fields, read_as, kind, standard)
    if not limits:
        limits = _limits_from(draft, standard, read_as, fields)
    if type_of(kind).counts and values.parameter.unit is None and len(grounds.faults.found) == before:
        fields.missing("unit", "what is counted, such as 'families'")
    return Parameter(
        id=name,
        type=kind,
        basis=basis,
        title=title,
        standard=standard,
        limits=limits,
        options=options,
        exceptions=exceptions,
        read_as=read_as,
        unit=values.parameter.unit,
        family=values.family,
        note=note,
        place=fields.place,
    )


def _options(kind: str, fields: Fields) -> tuple[str, ...]:
    if "options" not in fields.values:
        return ()
    if not type_of(kind).optional:
        at = fields.node.key("options")
        found = f"'options' for a parameter of type {kind}"
        fields.faults.add(codes.UNKNOWN_KEY, at, found, f"'options' only where the type is {_named('optional')}")
        return ()
    options = fields.texts("options", "an option")
    if fields.whole("options", 0):
        fields.missing("options", "a list of options")
    return options


def _named(said: str) -> str:
    """Return the types of which something is true, as a message lists them."""
    return " or ".join(name for name in TYPES if getattr(type_of(name), said))


def _standard(fields: Fields, values: Values) -> tuple[Constraint, ...]:
    node = fields.get("standard") if "standard" in fields.values else None
    if node is None:
        return ()
    if isinstance(node, Mapping):
        return values.constraints(Fields(node, INTERVAL_SHAPE, fields.faults))
    read = values.value(node)
    return () if read is None else (Constraint("is", *read),)


def _check_read_as(fields: Fields, read_as: str, kind: str, standard: tuple[Constraint, ...]) -> None:
    if read_as == "exact" or not standard:
        return
    at = fields.values["read_as"]
    if standard[0].operator != "is":
        fields.wrong(at, "no 'read_as' where the standard is an interval, which is its own limit")
    elif type_of(kind).closed:
        fields.wrong(at, f"'exact' for a parameter of type {kind}")


def _limits(owner: Fields, values: Values, basis: Basis, grounds: Grounds) -> tuple[Limit, ...]:
    """Return the limits given; each has a basis of its own or its owner's."""
    if "limits" not in owner.values:
        return ()
    return tuple(
        Limit(values.constraints(fields), grounds.maybe(fields) or basis, place=fields.place)
        for fields in owner.each("limits", LIMIT_SHAPE)
    )


def _limits_from(draft: Parameter, standard: tuple[Constraint, ...], read_as: str, fields: Fields) -> tuple[Limit, ...]:
    """Return the limit that follows from the options, from an interval, or from a standard."""
    if draft.options:
        constraint = Constraint("in", draft.options, ", ".join(draft.options))
        return (Limit((constraint,), draft.basis, place=fields.key_place("options")),)
    if not standard:
        return ()
    place = fields.key_place("standard")
    if standard[0].operator != "is":
        return (Limit(standard, draft.basis, place=place),)
    point = standard[0]
    derived = Basis(inferred=f"derived from the standard: {point.text}")
    if isinstance(point.value, frozenset):
        operator = _DERIVED_OF_SET[read_as]
        value = tuple(sorted(point.value)) if operator == "in" else point.value
        constraint = Constraint(operator, value, point.text)
    else:
        constraint = _said_straight(draft.kind, Constraint(_DERIVED[read_as], point.value, point.text))
    return (Limit((constraint,), derived, derived=True, place=place),)


def _exceptions(owner: Fields, values: Values, grounds: Grounds) -> tuple[Exemption, ...]:
    if "exceptions" not in owner.values:
        return ()
    exceptions: dict[str, Exemption] = {}
    for fields in owner.each("exceptions", EXCEPTION_SHAPE):
        basis = grounds.basis(fields)
        limits = _limits(fields, values, basis, grounds)
        if fields.whole("limits", 0):
            fields.missing("limits", "the limits that count for it")
        title = fields.text("title", "a title, in a few words")
        exemption = Exemption(fields.id(), title, limits, basis, fields.place)
        if exemption.id in exceptions:
            found = f"the exception {quoted(exemption.id)} stands here a second time"
            owner.faults.add(codes.DUPLICATE, fields.node, found, "each id once")
        exceptions.setdefault(exemption.id, exemption)
    return tuple(exceptions.values())


_LOWER, _UPPER = ("min", "over"), ("max", "under")
_TURNED = {"min": "max", "max": "min", "over": "under", "under": "over"}


def _said_straight(kind: Kind, constraint: Constraint) -> Constraint:
    """Return a comparison with a value that may be said the other way round: at most twice a week, as an interval."""
    operator = _TURNED.get(constraint.operator)
    if operator is None or not kind.is_turned(constraint.text):
        return constraint
    assert isinstance(constraint.value, Amount)
    return Constraint(operator, constraint.value, kind.write(constraint.value, None))


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
        # As Scalar.null, said here: a model has thousands of values.
        if isinstance(node, Mapping | Broken) or (isinstance(node, Scalar) and node.text in NULLS and not node.style):
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
        if parameter.kind.counts and parameter.unit is None and isinstance(raw, str):
            unit = raw.partition(" ")[2].strip()
            if unit:
                self.parameter = parameter = evolve(parameter, unit=unit)
        try:
            value = parameter.value(raw)
            if isinstance(value, Amount) and parameter.kind.families:
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
            expected = f"at least one of: {in_short(self.parameter.kind.operators)}"
            self.faults.add(codes.MISSING_KEY, at, f"{noun} that compares with nothing", expected)
        read = [self._constraint(operator, fields) for operator in found]
        constraints = tuple([constraint for constraint in read if constraint is not None])
        if len(constraints) > 1:
            self._check_room(constraints, fields)
        return constraints

    def _constraint(self, operator: str, fields: Fields) -> Constraint | None:
        node = fields.values[operator]
        if operator not in self.parameter.kind.operators:
            at = fields.node.key(operator)
            found = f"'{operator}' for a parameter of type {self.parameter.type}"
            self.faults.add(codes.WRONG_VALUE, at, found, f"one of: {in_short(self.parameter.kind.operators)}")
            return None
        if operator == "in":
            return self._in(node)
        read = self.value(node)
        return None if read is None else _said_straight(self.parameter.kind, Constraint(operator, *read))

    def _in(self, node: Node) -> Constraint | None:
        if not isinstance(node, Sequence) or not node.items:
            if not isinstance(node, Broken):
                self.faults.add(codes.WRONG_VALUE, node, kind_of(node), "a list of values")
            return None
        read = [self.value(item) for item in node.items]
        if None in read:
            return None
        values = [pair[0] for pair in read if pair is not None]
        if self.parameter.kind.several:
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
                    at = fields.values[high.operator if high.operator in fields.values else _TURNED[high.operator]]
                    found = f"{high} and {low}, which leaves no value"
                    self.faults.add(codes.WRONG_VALUE, at, found, "a range that has values in it")
