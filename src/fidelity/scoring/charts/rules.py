"""When a chart signals: named sets of rules, since sources count runs differently. A set is always printed by name."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.content import Content

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["RULE_SETS", "RuleSet", "Signal", "signals"]


@frozen(eq=False, repr=False)
class RuleSet(Content):
    """A point outside the limits; a run of ``shift`` points on one side of the centre; ``trend`` points on the way.

    A point on the centre line neither adds to a run nor ends it; in a trend, a point like the one before it ends it.
    """

    name: str
    shift: int
    trend: int

    @property
    def words(self) -> str:
        """The rules in a sentence."""
        return (
            f"a signal is a point outside the limits, {self.shift} points in a row on one side of the centre line, "
            f"or {self.trend} points in a row that all rise or all fall (rule set '{self.name}')"
        )


RULE_SETS = {
    one.name: one for one in (RuleSet("8-6", 8, 6), RuleSet("7-7", 7, 7), RuleSet("6-6", 6, 6), RuleSet("9-6", 9, 6))
}
"""The sets by name, the default first: the length of a shift, and that of a trend."""


@frozen(eq=False, repr=False)
class Signal(Content):
    """What a chart signals: ``outside``, ``shift`` or ``trend``; ``up`` or down; the places of its points, from 0."""

    kind: str
    up: bool
    first: int
    last: int

    @property
    def words(self) -> str:
        """The signal in a few words."""
        way = "up" if self.up else "down"
        if self.kind == "outside":
            return f"{'above' if self.up else 'below'} the limits"
        return f"a {self.kind} {way} over {self.last - self.first + 1} points"


def signals(
    values: Sequence[float], centre: float, limits: Sequence[tuple[float, float]], rules: RuleSet, start: int = 0
) -> tuple[Signal, ...]:
    """Return what some points signal. ``limits`` are those of each point; ``start`` is the place of the first one.

    Examples
    --------
    >>> values = [0.5, 0.6, 0.5, 0.4, 0.99]
    >>> [one.words for one in signals(values, 0.5, [(0.2, 0.8)] * 5, RULE_SETS["8-6"])]
    ['above the limits']
    """
    found = [*_outside(values, limits), *_shifts(values, centre, rules.shift), *_trends(values, rules.trend)]
    moved = (Signal(one.kind, one.up, one.first + start, one.last + start) for one in found)
    return tuple(sorted(moved, key=lambda one: (one.first, one.last, one.kind)))


def _outside(values: Sequence[float], limits: Sequence[tuple[float, float]]) -> Iterator[Signal]:
    for at, (value, (low, high)) in enumerate(zip(values, limits, strict=True)):
        if not low <= value <= high:
            yield Signal("outside", value > high, at, at)


def _shifts(values: Sequence[float], centre: float, length: int) -> Iterator[Signal]:
    aside = [at for at, value in enumerate(values) if value != centre]
    for up, run in groupby(aside, lambda at: values[at] > centre):
        places = list(run)
        if len(places) >= length:
            yield Signal("shift", up, places[0], places[-1])


def _trends(values: Sequence[float], length: int) -> Iterator[Signal]:
    at = 0
    for way, steps in groupby((after > before) - (after < before) for before, after in pairwise(values)):
        count = sum(1 for _ in steps)
        if way and count + 1 >= length:
            yield Signal("trend", way > 0, at, at + count)
        at += count
