"""Whether a link of a model, or a parameter, asks for more than in an older version.

A link is compared by what it demands in each of the two evaluations, at every bind line. A parameter is compared by how
each value is judged.
"""

from __future__ import annotations

from functools import cached_property, partial
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.network import holds, mask_of, nodes_of
from fidelity.checking.prepared import demands, permission
from fidelity.checking.table import ABSENT, CONSULT, PERMITTED
from fidelity.model.requirements import AdditionTerm, ElementTerm, ParameterTerm
from fidelity.model.strength import Strength
from fidelity.soundness.space import named_in
from fidelity.soundness.values import members, own_constraints, standing_for, texts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from fidelity.checking.network import Formula
    from fidelity.model.model import Model
    from fidelity.model.parameters import Constraint, Exemption, Parameter
    from fidelity.model.requirements import Group, Leaf
    from fidelity.model.types import Value

_MOST_TERMS = 12
"""Up to how many terms every combination is tried: 4,096 trials. Beyond that, links are compared by their form."""


class _Asked(NamedTuple):
    """What a link asks for, as formulas over the numbers of some leaves."""

    formulas: tuple[Formula, ...]
    leaves: tuple[Leaf, ...]


class ComparedLinks:
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
        """For each element, the optional elements that have a link which names it, in the new version."""
        found: dict[str, set[str]] = {}
        for one in self.new.elements:
            for name in named_in(one.requires, one.realised_by) if one.optional else ():
                found.setdefault(name, set()).add(one.id)
        return {name: frozenset(ids) for name, ids in found.items()}

    def ask_for_more(self, old: Group | None, new: Group | None) -> bool:
        """Return whether something can meet the old link and not the new one, in either evaluation, at any bind line.

        Exact up to a dozen terms a demand; beyond that, "yes" can also mean that it could not be shown.
        """
        return self._is_stricter(old, new, demands)

    def permit_less(self, old: Group | None, new: Group | None) -> bool:
        """Return the same for the condition of a permission, such as that of a substitute."""
        return self._is_stricter(old, new, lambda *given, **kind: (permission(*given, **kind),))

    def _is_stricter(self, old: Group | None, new: Group | None, formulas_of: Callable[..., Iterable[Formula]]) -> bool:
        return any(
            not self._follow(
                _asked(old, self.old, partial(formulas_of, bind=bind, pessimistic=pessimistic)),
                _asked(new, self.new, partial(formulas_of, bind=bind, pessimistic=pessimistic)),
            )
            for bind in Strength
            for pessimistic in (False, True)
        )

    def _follow(self, old: _Asked, new: _Asked) -> bool:
        """Return whether everything that meets the old demands meets the new ones."""
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
            return isinstance(old, AdditionTerm) and isinstance(new, AdditionTerm) and old.addition == new.addition
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
    """Return whether everything that meets some formulas over old leaves also meets a formula over new leaves.

    ``sources`` says which old leaves make a new one hold.
    """
    nodes = sorted({node for formula in given for node in nodes_of(formula)})
    if len(nodes) > _MOST_TERMS:
        return len(given) == 1 and _follows_by_form(given[0], wanted, sources)
    for states in product((True, False), repeat=len(nodes)):
        out = {node for node, stands in zip(nodes, states, strict=True) if not stands}
        if any(_is_odd(old[node], out, old, nodes) for node in nodes if node not in out):
            continue
        if all(holds(formula, mask_of(out)) for formula in given):
            standing = set(nodes) - out
            if not holds(wanted, mask_of(node for node, these in sources.items() if standing.isdisjoint(these))):
                return False
    return True


def _is_odd(leaf: Leaf, out: set[int], old: Sequence[Leaf], nodes: Sequence[int]) -> bool:
    """Return whether a leaf wants a value of an element that is not in place, which cannot be."""
    if not isinstance(leaf, ParameterTerm):
        return False
    return any(
        node in out and isinstance(other := old[node], ElementTerm) and other.element == leaf.element for node in nodes
    )


def _follows_by_form(given: Formula, wanted: Formula, sources: Mapping[int, frozenset[int]]) -> bool:
    """Return whether one formula follows from another, each being "at least n of" plain leaves; no if it is nested."""
    (had, ours), (need, theirs) = _flat(given), _flat(wanted)
    if not ours or not theirs:
        return False
    used = [min(sources[node] & set(ours), default=-1) for node in theirs]
    known = {node for node in used if node >= 0}
    return len(known) == sum(node >= 0 for node in used) and had - len(set(ours) - known) >= need


def _flat(formula: Formula) -> tuple[int, tuple[int, ...]]:
    """Return how many of which leaves a formula needs; no leaves if it is nested or names one twice."""
    if isinstance(formula, int):
        return 1, (formula,)
    need, terms = formula
    plain = tuple(term for term in terms if isinstance(term, int))
    return (need, plain) if len(set(plain)) == len(terms) else (need, ())


def _asked(group: Group | None, model: Model, formulas_of: Callable[..., Iterable[Formula]]) -> _Asked:
    """Return what a link asks for, its leaves numbered as the checker does: two about the same thing are one."""
    numbered: dict[object, tuple[int, Leaf]] = {}

    def number(leaf: Leaf) -> int:
        key: object = ("addition", leaf.addition) if isinstance(leaf, AdditionTerm) else leaf.element
        if isinstance(leaf, ParameterTerm):
            key = (leaf.element, leaf.parameter, leaf.constraints)
        return numbered.setdefault(key, (len(numbered), leaf))[0]

    formulas = () if group is None else tuple(formulas_of(group, number, partial(holds_untouched, model)))
    return _Asked(formulas, tuple(leaf for _, leaf in numbered.values()))


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


_MOST_MEMBERS = 10
"""Up to how many members of a set every combination is tried: 1,024 sets."""


def leaves_less_room(old: Parameter, new: Parameter) -> tuple[Value, ...]:
    """Return the values that are judged worse than before: outside a limit, by a firmer limit, or no longer excused.

    Both parameters must have the same type and unit.
    """
    cited = [None, *(one for one in old.exceptions if any(one.id == now.id for now in new.exceptions))]
    found = []
    for value in values_between(old, new):
        for exception in cited:
            now = None if exception is None else next(one for one in new.exceptions if one.id == exception.id)
            before, after = _levels(old, value, exception), _levels(new, value, now)
            if any(worse > level for worse, level in zip(after, before, strict=True)):
                found.append(value)
                break
    return tuple(found)


def values_between(old: Parameter, new: Parameter) -> Iterator[Value]:
    """Yield values that stand for all: for every value there is one among them that both versions judge like it."""
    compared = [*own_constraints(old), *own_constraints(new)]
    if not new.kind.several:
        values = standing_for(new, compared)
        yield from (*values, *(one for one in old.options if not new.options and one not in values))
        return
    yield from _sets(_members_compared(new, compared))
    yield from (one.value for one in compared if isinstance(one.value, frozenset))


def _members_compared(parameter: Parameter, compared: Sequence[Constraint]) -> tuple[str, ...]:
    """Return the members that sets of a parameter can have, and those with which they are compared."""
    texts = (text for one in compared for text in texts_in(one.value))
    return tuple(dict.fromkeys((*members(parameter, compared), *texts)))


def _sets(names: Sequence[str]) -> Iterator[frozenset[str]]:
    """Yield every set of some members; if these are many, only sets that a single comparison tells apart."""
    if len(names) <= _MOST_MEMBERS:
        yield from (frozenset(some) for size in range(len(names) + 1) for some in combinations(names, size))
        return
    everything = frozenset(names)
    yield from (frozenset(), everything)
    for one in names:
        yield from (frozenset({one}), everything - {one})


def _levels(parameter: Parameter, value: Value, exception: Exemption | None) -> tuple[int, ...]:
    """Return how a value is judged at every bind line, as the checker judges it."""
    broken = [limit.basis.strength for limit in parameter.limits if not limit.holds(value)]
    if parameter.silent:
        return tuple(CONSULT for _ in Strength)
    if not broken:
        return tuple(PERMITTED for _ in Strength)
    if exception is not None and exception.holds(value):
        strength = min(exception.basis.strength, *(limit.basis.strength for limit in exception.limits), Strength.STATED)
        return tuple(PERMITTED if strength >= bind else CONSULT for bind in Strength)
    return tuple(ABSENT if max(broken) >= bind else CONSULT for bind in Strength)


def entails(old: Iterable[Constraint], new: Iterable[Constraint], parameter: Parameter) -> bool:
    """Return whether every value that meets some comparisons also meets some others."""
    before, now = tuple(old), tuple(new)
    if set(now) <= set(before):
        return True
    if parameter.kind.several:
        names = _members_compared(parameter, before + now)
        if len(names) > _MOST_MEMBERS:
            return False  # it cannot be shown
        values: Iterable[Value] = _sets(names)
    else:
        values = standing_for(parameter, (*before, *now))
    return all(all(c.holds(value) for c in now) for value in values if all(c.holds(value) for c in before))
