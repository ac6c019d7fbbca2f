"""Whether a parameter leaves less room than before: by values that stand for all of them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from fidelity.checking.table import ABSENT, CONSULT, PERMITTED
from fidelity.model.strength import Strength
from fidelity.soundness.values import members, own_constraints, standing_for, texts_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.model.parameters import Constraint, Exemption, Parameter, Value

__all__ = ["entails", "leaves_less_room", "values_between"]

_MANY = 10
"""Of how many members of a set every combination is tried."""


def leaves_less_room(old: Parameter, new: Parameter) -> tuple[Value, ...]:
    """Return values that are judged worse than before: outside a limit, by a firmer limit, or no longer excused.

    Both parameters have one type and one unit. Empty if there are none.
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
    """Yield values such that each value has one among them that both versions judge alike."""
    compared = [*own_constraints(old), *own_constraints(new)]
    if new.type != "set":
        named = standing_for(new, compared)
        options = [one for one in old.options if not new.options and one not in named]
        yield from (*named, *options)
        return
    names = members(new, compared)
    names = tuple(dict.fromkeys((*names, *(text for one in compared for text in texts_in(one.value)))))
    yield from _sets(names)
    yield from (one.value for one in compared if isinstance(one.value, frozenset))


def _sets(names: Sequence[str]) -> Iterator[frozenset[str]]:
    """Yield every set of some members; where they are many, those that a single comparison tells apart."""
    if len(names) <= _MANY:
        for size in range(len(names) + 1):
            yield from map(frozenset, combinations(names, size))
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
    """Return whether every value that meets some comparisons meets others."""
    before, now = tuple(old), tuple(new)
    if set(now) <= set(before):
        return True
    if parameter.type == "set":
        names = dict.fromkeys(
            (*members(parameter, (*before, *now)), *(t for c in before + now for t in texts_in(c.value)))
        )
        values: Iterable[Value] = _sets(tuple(names))
        if len(names) > _MANY:
            return False  # could not be shown
    else:
        values = standing_for(parameter, (*before, *now))
    return all(all(c.holds(value) for c in now) for value in values if all(c.holds(value) for c in before))
