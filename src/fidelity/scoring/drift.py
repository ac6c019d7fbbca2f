"""How delivered fidelity moves over time: run charts and control charts, and what they signal.

A named set of rules judges a chart, because sources count runs differently; a report always names the set. Every
site has a chart of the critical components that were met, and one of its total share. A chart is drawn as SVG for a
page or a file of its own, without scripts, legible in light, dark and print.
"""

from __future__ import annotations

from itertools import accumulate, groupby, pairwise
from math import sqrt
from statistics import fmean, median
from typing import TYPE_CHECKING, Literal, NamedTuple

from attrs import frozen

from fidelity.content import Content
from fidelity.rendering.html import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.scoring.delivery import Occasion


@frozen(eq=False, repr=False)
class Point(Content):
    """One period: its label, and a value from 0 to 1.

    For a proportion, ``met`` and ``rated`` are the counts behind the value; both are ``None`` for a score. ``note``
    says what happened in the period.
    """

    label: str
    value: float
    met: int | None = None
    rated: int | None = None
    note: str = ""

    @classmethod
    def counted(cls, label: str, met: int, rated: int, note: str = "") -> Point:
        """Return the point of a proportion.

        Raises
        ------
        ValueError
            If nothing was rated, or if more was met than was rated.

        Examples
        --------
        >>> Point.counted("2026-Q1", 9, 12).value
        0.75
        """
        if not 0 <= met <= rated or not rated:
            raise ValueError(f"{label}: {met} of {rated} is no proportion")
        return cls(label, met / rated, met, rated, note)


@frozen(eq=False, repr=False)
class Series(Content):
    """A measure over time, in the order of the periods.

    ``rebased`` holds the labels from which the limits are calculated anew, because practice is known to have changed
    then. The points before the first of them are the first baseline.
    """

    title: str
    points: tuple[Point, ...]
    rebased: tuple[str, ...] = ()

    def stretches(self) -> tuple[tuple[Point, ...], ...]:
        """Return the points from one baseline to the next, each stretch with limits of its own.

        Raises
        ------
        ValueError
            If a label of ``rebased`` is not the label of any point.

        Examples
        --------
        >>> series = Series("Total", (Point("Q1", 0.5), Point("Q2", 0.6), Point("Q3", 0.8)), ("Q3",))
        >>> [len(one) for one in series.stretches()]
        [2, 1]
        """
        labels = [point.label for point in self.points]
        unknown = [label for label in self.rebased if label not in labels]
        if unknown:
            raise ValueError(f"there is no point {unknown[0]} to work out the limits anew from")
        starts = sorted({0, *(labels.index(label) for label in self.rebased)})
        ends = [*starts[1:], len(labels)]
        return tuple(self.points[start:end] for start, end in zip(starts, ends, strict=True) if start < end)


@frozen(eq=False, repr=False)
class RuleSet(Content):
    """A point outside the limits; a run of ``shift`` points on one side of the centre; ``trend`` points on the way.

    A point on the centre line neither adds to a run nor ends it. A point that equals the one before it ends a trend.
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
"""The sets by name, the default first: the length of a shift, and the length of a trend."""


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


FEWEST = 12
"""The fewest points in a stretch that has limits. Limits from fewer points would rest on too little."""
_NEAR = 2.66
"""How many mean moving ranges of single values make three standard deviations."""


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

    If it is not ``judged``, ``why`` says what is missing and there are no signals. That does not mean it is steady.
    """

    kind: str
    series: Series
    lines: tuple[Lines, ...]
    rules: RuleSet
    signals: tuple[Signal, ...]
    why: str = ""

    @property
    def judged(self) -> bool:
        """Whether there are enough points to judge the chart."""
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
        said = []
        for one in self.signals:
            first, last = self.points[one.first].label, self.points[one.last].label
            said.append(f"{first if first == last else f'{first} to {last}'}: {one.words}")
        return f"{'; '.join(said)}. {self.rules.words.capitalize()}."

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
        If the set does not exist, or if a ``p`` chart has points without counts.

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
    make = _run if fewest < FEWEST else _p if chosen == "p" else _xmr
    firsts = accumulate(map(len, stretches), initial=0)
    lines = tuple(make(first, points) for first, points in zip(firsts, stretches, strict=False))
    if fewest < FEWEST:
        found = f"Too few points to judge: {FEWEST} are needed for limits, and there are {fewest}."
        return Chart("run", series, lines, RULE_SETS[rules], (), f"{found} The line is the median.")
    said = tuple(
        signal
        for line, points in zip(lines, stretches, strict=True)
        for signal in signals([one.value for one in points], line.centre, line.limits, RULE_SETS[rules], line.first)
    )
    return Chart(chosen, series, lines, RULE_SETS[rules], said)


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
    """Return the lines with limits cut at 0 and 1, because no measure can be outside."""
    inside = tuple((max(low, 0.0), min(high, 1.0)) for low, high in limits)
    return Lines(first, centre, inside, inside != tuple(limits))


_FEWEST_PERIODS = 2


@frozen(eq=False, repr=False)
class SiteCharts(Content):
    """The charts of a site: ``critical`` components met, as proportions; the ``total`` share, as single values.

    ``notes`` name the periods that have no point, and why. A chart is ``None`` where fewer than two periods have one.
    """

    site: str
    critical: Chart | None
    total: Chart | None
    notes: tuple[str, ...] = ()

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts that exist, at most two."""
        return tuple(one for one in (self.critical, self.total) if one is not None)


def site_charts(
    occasions: Iterable[Occasion], rules: str = "8-6", rebased: Sequence[str] = ()
) -> tuple[SiteCharts, ...]:
    """Return the charts of every site with two or more periods, in the order of the occasions.

    Parameters
    ----------
    occasions
        Planned against delivered by site and period, periods in the order of time.
    rules
        The name of a set of rules for signals.
    rebased
        Periods from which limits are calculated anew. A site without forms in such a period starts at its next period.

    Raises
    ------
    ValueError
        If there is no occasion of one of the periods, or if the set of rules does not exist.
    """
    sites: dict[str, list[Occasion]] = {}
    for one in occasions:
        sites.setdefault(one.site, []).append(one)
    periods = sorted({one.period for some in sites.values() for one in some if one.period})
    unknown = [period for period in rebased if period not in periods]
    if unknown:
        raise ValueError(f"no form is of the period '{unknown[0]}'; periods are {', '.join(periods) or 'not said'}")
    return tuple(
        _charts(site, some, rules, rebased)
        for site, some in sites.items()
        if len([one for one in some if one.period]) >= _FEWEST_PERIODS
    )


def _charts(site: str, some: list[Occasion], rules: str, rebased: Sequence[str]) -> SiteCharts:
    critical, total, notes = [], [], []
    for one in some:
        if not one.period:
            notes.append("Forms that state neither period nor date are in no chart.")
            continue
        met, of = one.score.critical.met, one.score.critical.of
        if of:
            critical.append(Point.counted(one.period, met, of))
        share = one.score.total.share.value if one.score.total is not None else None
        if share is None:
            notes.append(f"{one.period}: no total by the rule for gaps, so it is not in the chart of totals.")
        else:
            total.append(Point(one.period, float(share)))
    name = f"{site}: " if site else ""
    return SiteCharts(
        site,
        _chart(f"{name}critical components met", critical, "p", rules, rebased),
        _chart(f"{name}total share", total, "xmr", rules, rebased),
        tuple(notes),
    )


def _chart(
    title: str, points: list[Point], kind: Literal["p", "xmr"], rules: str, rebased: Sequence[str]
) -> Chart | None:
    if len(points) < _FEWEST_PERIODS:
        return None
    later = [next((point.label for point in points if point.label >= period), None) for period in rebased]
    series = Series(title, tuple(points), tuple(dict.fromkeys(label for label in later if label is not None)))
    return chart(series, kind, rules)


_STEP, _LEFT, _TOP, _HEIGHT, _BELOW, _RIGHT = 56, 56, 52, 220, 76, 116
_LEAST = 6
_LONGEST = 14  # how many characters of a label fit below a point
_KINDS = {"run": "Run chart", "xmr": "Control chart (XmR)", "p": "Control chart (p)"}
STYLE = """\
.fc{font:13px system-ui,sans-serif;fill:currentColor;color:#1b1b1b;background:#fff}
.fc line,.fc path,.fc polyline{fill:none;stroke:currentColor}
.fc .grid{opacity:.18}.fc .centre{stroke-width:1.5}.fc .limit{stroke-dasharray:6 4}.fc .data{stroke-width:2}
.fc .point{fill:currentColor}.fc .signal{fill:#c2410c;stroke:currentColor;stroke-width:1.5}
.fc .title{font-weight:600;font-size:15px}.fc .base{stroke-dasharray:2 3}
@media (prefers-color-scheme:dark){.fc{color:#eee;background:#161616}.fc .signal{fill:#fdba74}}
@media print{.fc{color:#000;background:#fff}}
"""
"""The style sheet inside every picture, which the policy of a page has to let in."""


class _Frame(NamedTuple):
    """Where points stand: places from 0, values from 0 to 1."""

    size: int

    @property
    def width(self) -> int:
        return _LEFT + _STEP * max(self.size, _LEAST) + _RIGHT

    def x(self, at: float) -> float:
        return _LEFT + _STEP * (at + 0.5)

    def y(self, value: float) -> float:
        return round(_TOP + _HEIGHT * (1 - value), 1)


def chart_svg(chart: Chart, name: str = "chart") -> str:
    """Return the chart as an SVG element; ``name`` makes its ids differ from those of others on a page.

    Points of a signal are diamonds and not only of another colour. The description holds what the chart says.

    Examples
    --------
    >>> from fidelity.scoring.drift import chart
    >>> from fidelity.scoring.drift import Point, Series
    >>> chart_svg(chart(Series("Total", (Point("Q1", 0.5), Point("Q2", 0.75)))))[:24]
    '<svg class="fc" xmlns="h'
    """
    frame = _Frame(len(chart.points))
    ids = f'aria-labelledby="{escape(name)}-t {escape(name)}-d"'
    size = f'viewBox="0 0 {frame.width} {_TOP + _HEIGHT + _BELOW}" width="{frame.width}"'
    head = f'<svg class="fc" xmlns="http://www.w3.org/2000/svg" role="img" {ids} {size}>'
    title = f"{_KINDS[chart.kind]}: {chart.series.title}"
    values = "; ".join(f"{point.label}: {_percent(point.value)}" for point in chart.points)
    ends = [*(lines.first for lines in chart.lines[1:]), len(chart.points)]  # one stretch begins where another ends
    return "\n".join(
        (
            head,
            f'<title id="{escape(name)}-t">{escape(title)}</title>',
            f'<desc id="{escape(name)}-d">{escape(f"{chart.words} {values}.")}</desc>',
            f"<style>{STYLE}</style>",
            f'<text class="title" x="{_LEFT}" y="18">{escape(title)}</text>',
            *_axes(frame),
            *(part for lines, end in zip(chart.lines, ends, strict=True) for part in _lines(frame, lines, end)),
            *_data(frame, chart),
            "</svg>",
        )
    )


def _percent(value: float) -> str:
    return f"{value * 100:.0f}%"


def _axes(frame: _Frame) -> Iterator[str]:
    right = frame.width - _RIGHT
    for value in (0, 0.25, 0.5, 0.75, 1):
        y = frame.y(value)
        yield f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{_percent(value)}</text>'


def _lines(frame: _Frame, lines: Lines, end: int) -> Iterator[str]:
    left = frame.x(lines.first - 0.5)
    right = frame.width - _RIGHT if end == frame.size else frame.x(end - 0.5)
    y = frame.y(lines.centre)
    yield f'<line class="centre" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>'
    if lines.first:
        yield f'<line class="base" x1="{left}" x2="{left}" y1="{_TOP}" y2="{_TOP + _HEIGHT}"/>'
        yield f'<text x="{left + 4}" y="{_TOP - 8}">new baseline</text>'
    sides = [("upper limit", [high for _, high in lines.limits]), ("lower limit", [low for low, _ in lines.limits])]
    names = [("mean" if lines.limits else "median", y)]
    for label, values in sides if lines.limits else ():
        steps = " ".join(
            f"{frame.x(at + side)},{frame.y(value)}"
            for at, value in enumerate(values, lines.first)
            for side in (-0.5, 0.5)
        )
        yield f'<polyline class="limit" points="{steps}"/>'
        names.append((label, frame.y(values[-1])))
    if end == frame.size:
        yield from _names(names, right + 6)


def _names(names: list[tuple[str, float]], x: float) -> Iterator[str]:
    """Yield the names of lines at their right ends, from the top down and never on top of each other."""
    free = 0.0
    for label, y in sorted(names, key=lambda one: one[1]):
        at = max(y + 4, free)
        free = at + 15
        yield f'<text x="{x}" y="{at}">{label}</text>'


def _data(frame: _Frame, chart: Chart) -> Iterator[str]:
    marked = {at for signal in chart.signals for at in range(signal.first, signal.last + 1)}
    places = [(frame.x(at), frame.y(point.value)) for at, point in enumerate(chart.points)]
    yield f'<polyline class="data" points="{" ".join(f"{x},{y}" for x, y in places)}"/>'
    for at, ((x, y), point) in enumerate(zip(places, chart.points, strict=True)):
        title = f"<title>{escape(f'{point.label}: {_percent(point.value)}')}</title>"
        if at in marked:
            yield f'<path class="signal" d="M{x} {y - 8}l8 8-8 8-8-8z">{title}</path>'
        else:
            yield f'<circle class="point" cx="{x}" cy="{y}" r="4.5">{title}</circle>'
        label = f'x="{x}" y="{_TOP + _HEIGHT + 16}" transform="rotate(-35 {x} {_TOP + _HEIGHT + 16})"'
        short = point.label if len(point.label) <= _LONGEST else f"{point.label[: _LONGEST - 1]}…"
        yield f'<text {label} text-anchor="end">{escape(short)}</text>'
