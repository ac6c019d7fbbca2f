"""The picture of a chart: SVG for a page or a file of its own, without scripts, legible in light, dark and print."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.rendering.html import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.scoring.drift import Chart, Lines

_STEP, _LEFT, _TOP, _HEIGHT, _BELOW, _RIGHT = 56, 56, 52, 220, 76, 116
_LEAST = 6
_LONGEST = 14  # signs of a label that fit below a point
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

    Points that belong to a signal are diamonds, not only of another colour. What the chart says is in its description.

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
