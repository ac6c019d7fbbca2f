"""The types of parameter: how their values are read, written, compared and drawn; one file a type.

A new type is a file here, named after it, whose ``TYPE`` is a ``Kind``, and its name in ``TYPES``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from fidelity.model.amounts import SPANS, Amount, decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

RawValue: TypeAlias = str | tuple[str, ...]
"""A value as somebody wrote it: a text, or a tuple of texts for a set."""

Value: TypeAlias = Amount | bool | str | frozenset[str]
"""A value as it is compared: exact, and in canonical units."""

TYPES: tuple[str, ...] = ("quantity", "whole-number", "proportion", "duration", "rate", "yes-no", "choice", "set")
"""The names of the types, in the order in which they are listed."""

OPERATORS: tuple[str, ...] = ("is", "in", "min", "max", "over", "under", "includes")
"""The comparisons there are, in the order in which they are listed."""

OTHER = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for any option or member that no comparison names, where a model lists no options."""


class Drawn(NamedTuple):
    """Legal values for tests: for types with an order none is smaller than those before it.

    Equal values in other words stand side by side, so that ends of limits are met exactly and units are compared.
    """

    values: tuple[RawValue, ...]
    unit: str | None = None
    family: str | None = None
    options: tuple[str, ...] = ()


class Kind:
    """A type of parameter. What is not said here is what most types do.

    Attributes
    ----------
    ordered
        Whether its values have an order, so that ``min`` and ``max`` mean something.
    several
        Whether a value is a set of members.
    closed
        Whether a value is one of a few words, which nothing comes near to: a standard is then read as exact.
    optional
        Whether a model may list the options.
    counts
        Whether a model says in which unit it counts.
    families
        Whether values come in units that do not all convert into each other.
    bare
        Whether YAML reads a value back as what it is without quotes, whatever its word.
    says_yes
        Whether a cell of a workbook that says true means yes.
    unit
        The canonical unit of a parameter about which nothing was ever compared.
    asked
        By comparison, how a value inside a limit is asked for: what is compared with, and then the parameter, are put
        in. Empty: as a figure that is kept to the limit.
    drawn
        Values for tests, one entry for each family of units.
    """

    ordered = several = closed = optional = counts = families = bare = False
    says_yes = True
    unit = ""
    asked: Mapping[str, str] = MappingProxyType({})
    drawn: tuple[Drawn, ...] = ()

    @property
    def operators(self) -> tuple[str, ...]:
        """The comparisons that mean something, in their order."""
        left_out = {"includes"} if self.ordered else {"min", "max", "over", "under"}
        return tuple([one for one in OPERATORS if one not in left_out and (self.several or one != "includes")])

    def read(self, text: str, unit: str) -> Value:
        """Return the value that a text writes. Raises ``Misfit``; ``unit`` is that of the parameter."""
        raise NotImplementedError

    def is_turned(self, _text: str) -> bool:
        """Return whether a value is said the other way round, so that more of it is less: a rate as an interval."""
        return False

    def write(self, value: Value, unit: str | None) -> str:  # noqa: ARG002 - a quantity says it
        """Return a value as a text that reads back as the same value; for any type but a set."""
        return decimal(value.number) if isinstance(value, Amount) else str(value)

    def sample(self, unit: str) -> RawValue:
        """Return a value to start from."""
        raise NotImplementedError

    def offered(self, options: tuple[str, ...]) -> tuple[str, ...]:
        """Return the words to choose from; ``options`` are those that the model lists."""
        return options

    def standing_for(self, compared: Iterable[Value], options: tuple[str, ...], unit: str | None) -> tuple[Value, ...]:
        """Return values that stand for all values, given those that are compared with; for any type but a set.

        For every value there is one among these that meets exactly the same comparisons. They are in ascending order
        where there is one. ``unit`` is the canonical unit of the parameter, where it is known.
        """
        if not self.ordered:
            return tuple(dict.fromkeys(options or (*(one for one in compared if isinstance(one, str)), OTHER)))
        from fractions import Fraction

        amounts = [one for one in compared if isinstance(one, Amount)]
        canonical = amounts[0].unit if amounts else unit or self.unit
        exact = (Fraction(number) for number in sorted(self.spread({one.number for one in amounts}, canonical)))
        return tuple(Amount(one.numerator if one.denominator == 1 else one, canonical) for one in exact)

    def spread(self, points: set[int | Fraction], unit: str) -> set[int | Fraction]:
        """Return some numbers, zero, and one on either side of each of them."""
        ends = [0, *sorted(points)] if points else [0, 2]
        return {*points, 0, _beyond(ends[-1], unit), *(_between(*pair, unit) for pair in pairwise(ends))}


def _between(low: int | Fraction, high: int | Fraction, unit: str) -> int | Fraction:
    """Return an amount between two, near the middle, as round as there is one: somebody may have to read it."""
    from fractions import Fraction

    middle = Fraction(low + high) / 2
    for size in (*SPANS.get(unit, {}), 1):
        rounded: int = int(middle // size) * size
        if low < rounded < high:
            return rounded
    return middle


def _beyond(high: int | Fraction, unit: str) -> int | Fraction:
    """Return an amount that is larger, by one of the largest unit that the other is told in."""
    if unit.startswith("per "):
        return 2 * high or 1
    return high + next((size for size in SPANS.get(unit, {}) if high % size == 0), 1)


@cache  # a type is loaded when the first parameter of it is read
def type_of(name: str) -> Kind:
    """Return the type of a name, which is one of ``TYPES``.

    Examples
    --------
    >>> type_of("duration").ordered, type_of("set").operators
    (True, ('is', 'in', 'includes'))
    """
    kind: Kind = import_module(f"{__name__}.{name.replace('-', '_')}").TYPE
    return kind
