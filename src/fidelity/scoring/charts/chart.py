"""A chart: the points, its lines, and what it signals, or why it says nothing yet."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from statistics import fmean, median
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from fidelity.content import Content
from fidelity.scoring.charts.rules import RULE_SETS, RuleSet, Signal, signals
from fidelity.scoring.charts.series import Point, Series

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["FEWEST", "Chart", "Lines", "chart"]

FEWEST = 12
"""Below that many points in a stretch there are no limits: they would rest on too little."""
_NEAR = 2.66
"""Three standard deviations, told from the mean moving range of single values."""


@frozen(eq=False, repr=False)
class Lines(Content):
    """The centre line of a stretch of points, and the limits of each point; ``limits`` is empty for a run chart.

    ``first`` is the place of the stretch's first point. ``cut`` says whether a limit was cut at 0 or 1.
    """

    first: int
    centre: float
    limits: tuple[tuple[float, float], ...] = ()
    cut: bool = False


@frozen(eq=False, repr=False)
class Chart(Content):
    """A run chart (``run``), or a control chart of single values (``xmr``) or of proportions (``p``).

    Where it is not ``judged``, ``why`` says what is missing, and there are no signals: that is not the same as steady.
    """

    kind: str
    series: Series
    lines: tuple[Lines, ...]
    rules: RuleSet
    signals: tuple[Signal, ...]
    why: str = ""

    @property
    def judged(self) -> bool:
        """Whether there are points enough to say anything."""
        return not self.why

    @property
    def points(self) -> tuple[Point, ...]:
        """The points, in the order of the periods."""
        return self.series.points

    @property
    def words(self) -> str:
        """What the chart says, in one sentence or two."""
        if not self.judged:
            return self.why
        if not self.signals:
            return f"No signal: what varies here varies as it did before. {self.rules.words.capitalize()}."
        said = "; ".join(f"{self._periods(one)}: {one.words}" for one in self.signals)
        return f"{said}. {self.rules.words.capitalize()}."

    def _periods(self, signal: Signal) -> str:
        first, last = self.points[signal.first].label, self.points[signal.last].label
        return first if first == last else f"{first} to {last}"

    def __repr__(self) -> str:
        return f"<Chart {self.kind}, {len(self.points)} points: {self.words}>"


def chart(series: Series, kind: Literal["auto", "xmr", "p"] = "auto", rules: str = "8-6") -> Chart:
    """Return the chart of a measure over time.

    Parameters
    ----------
    series
        The points, in order.
    kind
        ``xmr`` for single values, ``p`` for proportions; ``auto`` is ``p`` where every point has its counts. Limits
        are the mean and 2.66 mean moving ranges (``xmr``), or three standard deviations of a proportion (``p``), cut
        at 0 and 1. A stretch of fewer than 12 points has none: then it is a run chart around the median.
    rules
        The name of a set in ``RULE_SETS``.

    Raises
    ------
    ValueError
        For a set that does not exist, or a ``p`` chart of points without counts.

    Examples
    --------
    >>> points = tuple(Point(f"{year}-Q{quarter}", 0.75) for year in (2025, 2026) for quarter in (1, 2))
    >>> print(chart(Series("Total", points)).words)
    Too few points to judge: 12 are needed for limits, and there are 4. The line is the median.
    """
    if rules not in RULE_SETS:
        raise ValueError(f"a set of rules is one of {', '.join(RULE_SETS)}; not '{rules}'")
    counted = all(point.rated for point in series.points)
    if kind == "p" and not counted:
        raise ValueError("a chart of proportions needs the counts of every point")
    chosen = ("p" if counted else "xmr") if kind == "auto" else kind
    stretches = series.stretches()
    fewest = min(map(len, stretches), default=0)
    if fewest < FEWEST:
        found = f"Too few points to judge: {FEWEST} are needed for limits, and there are {fewest}. "
        lines = tuple(_each(stretches, _run))
        return Chart("run", series, lines, RULE_SETS[rules], (), found + "The line is the median.")
    lines = tuple(_each(stretches, _p if chosen == "p" else _xmr))
    said = tuple(
        signal
        for line, points in zip(lines, stretches, strict=True)
        for signal in signals([one.value for one in points], line.centre, line.limits, RULE_SETS[rules], line.first)
    )
    return Chart(chosen, series, lines, RULE_SETS[rules], said)


def _each(stretches: Sequence[tuple[Point, ...]], make: Callable[[int, tuple[Point, ...]], Lines]) -> Iterator[Lines]:
    first = 0
    for points in stretches:
        yield make(first, points)
        first += len(points)


def _run(first: int, points: tuple[Point, ...]) -> Lines:
    return Lines(first, median(point.value for point in points))


def _xmr(first: int, points: tuple[Point, ...]) -> Lines:
    values = [point.value for point in points]
    centre = fmean(values)
    reach = _NEAR * fmean(abs(after - before) for before, after in pairwise(values))
    return _cut(first, centre, [(centre - reach, centre + reach)] * len(values))


def _p(first: int, points: tuple[Point, ...]) -> Lines:
    sizes = [point.rated or 0 for point in points]
    centre = sum(point.met or 0 for point in points) / sum(sizes)
    reaches = [3 * sqrt(centre * (1 - centre) / size) for size in sizes]
    return _cut(first, centre, [(centre - reach, centre + reach) for reach in reaches])


def _cut(first: int, centre: float, limits: list[tuple[float, float]]) -> Lines:
    """Return the lines with limits cut at 0 and 1: no measure can be outside."""
    inside = tuple((max(low, 0.0), min(high, 1.0)) for low, high in limits)
    return Lines(first, centre, inside, inside != tuple(limits))
