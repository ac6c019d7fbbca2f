"""The plans that a model permits, written as clauses for a solver.

A *permitted* plan keeps every principle, every essential element and every flexible element that is not optional; for
whatever it keeps, all links hold; every value that it sets is inside the limits, or inside those of an exception; and
no exclusion has both its sides in place. Every link counts here, however firmly it is known. A parameter that a plan
leaves alone has its standard; where that is no single value, it meets every condition, and is no side of an exclusion.

Literals are whole numbers other than zero, as SAT solvers take them; the negative of one says that it does not hold.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, Self, TypeAlias

from fidelity.errors import MissingExtraError
from fidelity.model.elements import Tier
from fidelity.model.requirements import AdditionTerm, ElementTerm, Group, ParameterTerm, leaves
from fidelity.soundness.values import inside, members, standing_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.parameters import Constraint, Parameter
    from fidelity.model.requirements import Term
    from fidelity.model.types import Value

Clause: TypeAlias = "list[int]"


class Demand(NamedTuple):
    """One demand of the model.

    Attributes
    ----------
    kind
        ``requires``, ``realised_by`` or ``excludes``.
    owner
        The element that makes it.
    term
        What is asked for, or what is excluded.
    literal, switch
        While ``switch`` is assumed, the owner stands only with ``literal``.
    """

    kind: str
    owner: str
    term: Term
    literal: int
    switch: int


class ParameterLiterals(NamedTuple):
    """The literals of what a plan can do about one parameter: leave it alone, or set one of its values, or members."""

    element: str
    parameter: Parameter
    left: int
    values: dict[Value, int]
    members: dict[str, int]


class Space:
    """The permitted plans of a model, as clauses over literals.

    The number of clauses is linear in the size of the model, but for ``at_least`` (the count times the terms).

    Attributes
    ----------
    clauses
        What holds for every plan.
    place, additions, parameters
        The literals of elements and additions that are in place, and of parameters that links are about.
    mandatory
        The literals of the elements that have to be in place, to be assumed.
    demands
        The demands of the model, whose switches are to be assumed.
    substitutes
        The literals of a plan that uses one: its condition holds, and the element that it stands in for is in place.
    """

    def __init__(self, model: Model, also: Sequence[Term] = ()) -> None:
        """Write a model as clauses. ``also`` are further terms that will be asked about."""
        self.model = model
        self.clauses: list[Clause] = []
        self._last = 0
        self.true = self.new()
        self.clauses.append([self.true])
        self.place = {element.id: self.new() for element in model.elements}
        self.additions: dict[str, int] = {}
        self._literals: dict[int, int] = {}
        self._compared = compared_in(model, also)
        self.parameters = {
            (element.id, parameter.id): self._parameter(element, parameter)
            for element in model.elements
            for parameter in element.parameters
            if (element.id, parameter.id) in self._compared
        }
        self.mandatory = {element.id: self.place[element.id] for element in model.elements if not is_free(element)}
        self.demands = tuple(self._demands())
        self.substitutes: dict[str, tuple[int, ...]] = {
            one.id: (self.literal(one.when), self.place[element.id])
            for element in model.elements
            for one in element.substitutes
            if one.when
        }

    def new(self) -> int:
        """Return a literal that is used nowhere yet."""
        self._last += 1
        return self._last

    @cached_property
    def switches(self) -> list[int]:
        """The switches of all demands; while they are assumed, every demand of the model counts."""
        return [demand.switch for demand in self.demands]

    # Links ---------------------------------------------------------------------------------------------

    def _demands(self) -> Iterator[Demand]:
        for element in self.model.elements:
            here = self.place[element.id]
            for kind, group in (("requires", element.requires), ("realised_by", element.realised_by)):
                for term in demands_of(group):
                    literal = self.literal(term)
                    yield self._demand(kind, element.id, term, [-here, literal])
            for exclusion in element.excludes:
                other = exclusion.other
                yield self._demand("excludes", element.id, other, [-here, -self.side(other)])

    def _demand(self, kind: str, owner: str, term: Term, clause: Clause) -> Demand:
        switch = self.new()
        self.clauses.append([-switch, *clause])
        return Demand(kind, owner, term, clause[-1], switch)

    def literal(self, term: Term) -> int:
        """Return the literal that says that a term holds."""
        if id(term) not in self._literals:
            self._literals[id(term)] = self._literal(term)
        return self._literals[id(term)]

    def _literal(self, term: Term) -> int:
        if isinstance(term, Group):
            literals = [self.literal(inner) for inner in term.terms]
            needed = {"all": len(literals), "any": 1}.get(term.kind, term.count)
            return self._at_least(needed, literals)
        if isinstance(term, ElementTerm):
            return self.place.get(term.element, -self.true)
        if isinstance(term, AdditionTerm):
            if term.addition not in self.additions:
                self.additions[term.addition] = self.new()
            return self.additions[term.addition]
        if (term.element, term.parameter) not in self.parameters:
            return -self.true
        return self._all([self.place[term.element], self._met(term)])

    def _all(self, literals: Sequence[int]) -> int:
        if len(literals) <= 1:
            return literals[0] if literals else self.true
        gate = self.new()
        self.clauses += [[-gate, one] for one in literals]
        self.clauses.append([gate, *(-one for one in literals)])
        return gate

    def _any(self, literals: Sequence[int]) -> int:
        return -self._all([-one for one in literals])

    def _at_least(self, needed: int, literals: Sequence[int]) -> int:
        """Return a literal for a quorum; between one and all, by a table of how many of the first terms hold."""
        if needed <= 0:
            return self.true
        if needed > len(literals):
            return -self.true
        if needed == len(literals):
            return self._all(literals)
        if needed == 1:
            return self._any(literals)
        before = [self.true, *([-self.true] * needed)]
        for literal in literals:
            row = [self.true]
            for count in range(1, needed + 1):
                with_it = self._all([before[count - 1], literal])
                row.append(self._any([before[count], with_it]))
            before = row
        return before[needed]

    # Parameters ----------------------------------------------------------------------------------------

    def _parameter(self, element: Element, parameter: Parameter) -> ParameterLiterals:
        compared = self._compared[element.id, parameter.id]
        left = self.new()
        if parameter.kind.several:
            by_member = {one: self.new() for one in members(parameter, compared)}
            literals = ParameterLiterals(element.id, parameter, left, {}, by_member)
            ranges = (parameter.limits, *(exception.limits for exception in parameter.exceptions))
            inside_one = [
                self._all([self._compares(c, literals) for limit in r for c in limit.constraints]) for r in ranges
            ]
            self.clauses.append([left, *inside_one])
            return literals
        values = {value: self.new() for value in standing_for(parameter, compared)}
        states = [left, *values.values()]
        self.clauses.append(states)
        self._at_most_one(states)
        self.clauses += [[-literal] for value, literal in values.items() if not inside(parameter, value)]
        return ParameterLiterals(element.id, parameter, left, values, {})

    def _at_most_one(self, literals: Sequence[int]) -> None:
        """Add that no two of some literals hold: a chain, so that the cost stays linear."""
        if len(literals) <= 5:  # noqa: PLR2004 - below this the pairs are fewer than the chain
            self.clauses += [[-one, -other] for at, one in enumerate(literals) for other in literals[:at]]
            return
        seen = literals[0]
        for literal in literals[1:]:
            self.clauses.append([-seen, -literal])
            seen = self._any([seen, literal])

    def _compares(self, constraint: Constraint, literals: ParameterLiterals) -> int:
        """Return the literal that a value which is set meets a comparison."""
        if not literals.members:
            return self._any([literal for value, literal in literals.values.items() if constraint.holds(value)])
        value = constraint.value
        named = {one for one in value if isinstance(one, str)} if isinstance(value, tuple | frozenset) else {value}
        needed = [literals.members[one] for one in named if isinstance(one, str) and one in literals.members]
        others = [-literal for one, literal in literals.members.items() if one not in named]
        if constraint.operator != "in" and len(needed) < len(named):
            return -self.true
        return self._all({"includes": needed, "in": others}.get(constraint.operator, [*needed, *others]))

    def _met(self, term: ParameterTerm) -> int:
        """Return the literal that a condition on a parameter is met, apart from whether the element is in place."""
        literals = self.parameters[term.element, term.parameter]
        value = literals.parameter.point
        untouched = value is None or all(one.holds(value) for one in term.constraints)
        chosen = self._all([-literals.left, *(self._compares(one, literals) for one in term.constraints)])
        return self._any([literals.left, chosen]) if untouched else chosen

    def side(self, other: ElementTerm | ParameterTerm) -> int:
        """Return the literal that a side of an exclusion stands: an element, or one with a value that was set."""
        if isinstance(other, ElementTerm):
            return self.place.get(other.element, -self.true)
        literals = self.parameters.get((other.element, other.parameter))
        if literals is None:
            return -self.true
        compares = (self._compares(one, literals) for one in other.constraints)
        return self._all([self.place[other.element], -literals.left, *compares])


def is_free(element: Element) -> bool:
    """Return whether a plan may do without an element, as far as the element's own tier goes."""
    return element.tier is Tier.FLEXIBLE and element.optional


def demands_of(group: Term | None) -> Iterator[Term]:
    """Yield the demands of a link one by one: the terms of an ``all``, or else the whole link."""
    if isinstance(group, Group) and group.kind == "all":
        for term in group.terms:
            yield from demands_of(term)
    elif group is not None:
        yield group


def compared_in(model: Model, also: Iterable[Term] = ()) -> dict[tuple[str, str], list[Constraint]]:
    """Return the comparisons that links make, by the parameter that they are about."""
    found: dict[tuple[str, str], list[Constraint]] = {}
    for leaf in chain.from_iterable(map(leaves, chain(terms_of(model), also))):
        if isinstance(leaf, ParameterTerm):
            found.setdefault((leaf.element, leaf.parameter), []).extend(leaf.constraints)
    return found


def terms_of(model: Model) -> Iterator[Term]:
    """Yield every link of a model as one term, the conditions of substitutes and what is excluded among them."""
    for element in model.elements:
        whens = (substitute.when for substitute in element.substitutes)
        yield from (group for group in (element.requires, element.realised_by, *whens) if group is not None)
        yield from (exclusion.other for exclusion in element.excludes)


def named_in(*groups: Term | None) -> Iterator[str]:
    """Yield the elements that some links name, whether they name the element or a value of it."""
    for group in groups:
        for leaf in leaves(group) if group is not None else ():
            if not isinstance(leaf, AdditionTerm):
                yield leaf.element


class Solver:
    """Answers whether any permitted plan has some literals. Use it in a ``with`` block.

    Raises
    ------
    MissingExtraError
        If python-sat is not installed.
    """

    def __init__(self, space: Space) -> None:
        try:
            from pysat.solvers import Cadical153
        except ImportError as error:
            raise MissingExtraError("the analysis of a model", "lint") from error
        self._solver = Cadical153(bootstrap_with=space.clauses)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._solver.delete()

    def prefer(self, literals: Iterable[int]) -> None:
        """Try these literals first wherever nothing else decides."""
        self._solver.set_phases(list(literals))

    def add(self, clause: Sequence[int]) -> None:
        """Add a clause to all further questions."""
        self._solver.add_clause(list(clause))

    def holds(self, assumed: Iterable[int]) -> bool:
        """Return whether there is a permitted plan with all of these literals."""
        return bool(self._solver.solve(assumptions=list(assumed)))

    def plan(self) -> frozenset[int]:
        """Return the literals of the plan that was found last."""
        return frozenset(self._solver.get_model() or ())

    def core(self) -> frozenset[int]:
        """Return which of the literals assumed last cannot hold together."""
        return frozenset(self._solver.get_core() or ())
