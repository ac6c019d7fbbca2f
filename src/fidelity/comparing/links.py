"""Whether a link asks for more than before: what it demands, in each of the two evaluations and at every bind line."""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.network import demands, holds, nodes_of, permission
from fidelity.comparing.rooms import entails
from fidelity.model.requirements import AdditionTerm, ElementTerm, ParameterTerm, leaves
from fidelity.model.strength import Strength

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fidelity.checking.network import Formula
    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter
    from fidelity.model.requirements import Group, Leaf

__all__ = ["Links", "holds_untouched", "named_in"]

_MOST = 12
"""Of how many terms every combination is tried; beyond that, links are compared by their form."""


class _Asked(NamedTuple):
    """What a link asks for, as formulas over the numbers of some leaves."""

    formulas: tuple[Formula, ...]
    leaves: tuple[Leaf, ...]


class Links:
    """Two versions of a model, of which the older one has the ids of the newer; compares their links."""

    def __init__(self, old: Model, new: Model) -> None:
        self.old = old
        self.new = new

    @cached_property
    def excluded(self) -> frozenset[str]:
        """The elements that are a side of some exclusion of the new version."""
        elements = self.new.elements
        return frozenset(side for one in elements for x in one.excludes for side in (one.id, x.other.element))

    @cached_property
    def needing(self) -> Mapping[str, frozenset[str]]:
        """From an element to those that may be left out and have a link that names it, in the new version."""
        found: dict[str, set[str]] = {}
        for one in self.new.elements:
            for name in named_in(one.requires, one.realised_by) if one.optional else ():
                found.setdefault(name, set()).add(one.id)
        return {name: frozenset(ids) for name, ids in found.items()}

    def ask_for_more(self, old: Group | None, new: Group | None) -> bool:
        """Return whether something can meet the old link and not the new one, in either evaluation, at any bind line.

        Exact up to a dozen terms a demand; beyond that, "yes" can also mean that it could not be shown.
        """
        return any(
            not self._follow(_demanded(old, self.old, bind, hurting), _demanded(new, self.new, bind, hurting))
            for bind in Strength
            for hurting in (False, True)
        )

    def permit_less(self, old: Group | None, new: Group | None) -> bool:
        """Return the same for the condition of a permission, such as that of a substitute."""
        return any(
            not self._follow(_permitted(old, self.old, bind, hurting), _permitted(new, self.new, bind, hurting))
            for bind in Strength
            for hurting in (False, True)
        )

    def _follow(self, old: _Asked, new: _Asked) -> bool:
        """Return whether whatever meets the old demands meets the new ones."""
        sources = {
            node: frozenset(at for at, before in enumerate(old.leaves) if self._implies(before, leaf))
            for node, leaf in enumerate(new.leaves)
        }
        return all(
            any(_follows((had,), wanted, old.leaves, sources) for had in old.formulas)
            or _follows(old.formulas, wanted, old.leaves, sources)
            for wanted in new.formulas
        )

    def _implies(self, old: Leaf, new: Leaf) -> bool:
        """Return whether one leaf holds in the new version wherever another does in the old one."""
        if isinstance(old, AdditionTerm) or isinstance(new, AdditionTerm):
            both = isinstance(old, AdditionTerm) and isinstance(new, AdditionTerm)
            return both and getattr(old, "addition", "") == getattr(new, "addition", "")
        if old.element != new.element or isinstance(new, ElementTerm):
            return old.element == new.element
        if isinstance(old, ElementTerm) or old.parameter != new.parameter:
            return False
        if holds_untouched(self.old, old) and not holds_untouched(self.new, new):
            return False
        parameter = self.comparable(new)
        return parameter is not None and entails(old.constraints, new.constraints, parameter)

    def comparable(self, leaf: ParameterTerm) -> Parameter | None:
        """Return the parameter that a leaf is about, or ``None`` where its values do not compare with those before."""
        before, now = (_parameter(model, leaf) for model in (self.old, self.new))
        if before is None or now is None:
            return None
        return now if (before.type, before.unit, before.family) == (now.type, now.unit, now.family) else None


def _follows(
    given: tuple[Formula, ...], wanted: Formula, old: Sequence[Leaf], sources: Mapping[int, frozenset[int]]
) -> bool:
    """Return whether what meets some formulas over old leaves meets one over new leaves.

    ``sources`` says which old leaves make a new one hold.
    """
    nodes = sorted({node for formula in given for node in nodes_of(formula)})
    if len(nodes) > _MOST:
        return len(given) == 1 and _follows_by_form(given[0], wanted, sources)
    for states in product((True, False), repeat=len(nodes)):
        out = {node for node, stands in zip(nodes, states, strict=True) if not stands}
        if any(_is_odd(old[node], out, old, nodes) for node in nodes if node not in out):
            continue
        if all(holds(formula, out) for formula in given):
            standing = set(nodes) - out
            if not holds(wanted, {node for node, these in sources.items() if standing.isdisjoint(these)}):
                return False
    return True


def _is_odd(leaf: Leaf, out: set[int], old: Sequence[Leaf], nodes: Sequence[int]) -> bool:
    """Return whether a value is to hold of an element that is not in place, which cannot be."""
    if not isinstance(leaf, ParameterTerm):
        return False
    return any(
        node in out and isinstance(other := old[node], ElementTerm) and other.element == leaf.element for node in nodes
    )


def _follows_by_form(given: Formula, wanted: Formula, sources: Mapping[int, frozenset[int]]) -> bool:
    """Return whether "at least so many of these" follows from "at least so many of those"; no where it is nested."""
    (had, ours), (need, theirs) = _flat(given), _flat(wanted)
    if not ours or not theirs:
        return False
    used = [min(sources[node] & set(ours), default=-1) for node in theirs]
    known = {node for node in used if node >= 0}
    return len(known) == sum(node >= 0 for node in used) and had - len(set(ours) - known) >= need


def _flat(formula: Formula) -> tuple[int, tuple[int, ...]]:
    """Return how many of which leaves a formula needs; of none where it is nested or names one twice."""
    if isinstance(formula, int):
        return 1, (formula,)
    need, terms = formula
    plain = tuple(term for term in terms if isinstance(term, int))
    return (need, plain) if len(set(plain)) == len(terms) else (need, ())


class _Numbers:
    """Numbers the leaves of a link as the checker does: two about the same thing are one."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.known: dict[object, int] = {}
        self.leaves: list[Leaf] = []

    def number(self, leaf: Leaf) -> int:
        key: object = ("addition", leaf.addition) if isinstance(leaf, AdditionTerm) else leaf.element
        if isinstance(leaf, ParameterTerm):
            key = (leaf.element, leaf.parameter, leaf.constraints)
        if key not in self.known:
            self.known[key] = len(self.leaves)
            self.leaves.append(leaf)
        return self.known[key]

    def truth(self, leaf: Leaf) -> bool:
        return holds_untouched(self.model, leaf)


def _demanded(group: Group | None, model: Model, bind: Strength, hurting: bool) -> _Asked:  # noqa: FBT001
    numbers = _Numbers(model)
    found = () if group is None else tuple(demands(group, numbers.number, numbers.truth, bind, hurting=hurting))
    return _Asked(found, tuple(numbers.leaves))


def _permitted(group: Group | None, model: Model, bind: Strength, hurting: bool) -> _Asked:  # noqa: FBT001
    numbers = _Numbers(model)
    found = () if group is None else (permission(group, numbers.number, numbers.truth, bind, hurting=hurting),)
    return _Asked(found, tuple(numbers.leaves))


def holds_untouched(model: Model, leaf: Leaf) -> bool:
    """Return whether a leaf holds in the untouched model, as the checker counts it."""
    if not isinstance(leaf, ParameterTerm):
        return isinstance(leaf, ElementTerm)
    parameter = _parameter(model, leaf)
    point = None if parameter is None else parameter.point
    return point is None or all(constraint.holds(point) for constraint in leaf.constraints)


def _parameter(model: Model, leaf: ParameterTerm) -> Parameter | None:
    element = model.by_id.get(leaf.element)
    return element.parameter(leaf.parameter) if element is not None else None


def named_in(*groups: Group | None) -> Iterator[str]:
    """Yield the elements that some links name, also where it is a value of theirs."""
    for group in groups:
        for leaf in leaves(group) if group is not None else ():
            if not isinstance(leaf, AdditionTerm):
                yield leaf.element
