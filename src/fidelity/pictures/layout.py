"""Where everything in a picture stands, in pixels: boxes in columns, lines between them, what is unlinked below."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.pictures.columns import TIERS, arrange
from fidelity.pictures.lettering import lines_of
from fidelity.pictures.placing import middles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fidelity.pictures.columns import Columns, Place
    from fidelity.pictures.drawn import Box, Drawn, Line
    from fidelity.pictures.marks import Mark

__all__ = ["CAPTION", "LEADING", "PAD", "SMALL_LEADING", "TITLE", "WIDTH", "Band", "Layout", "Placed", "Way", "lay_out"]

TITLE, CAPTION, LEADING, PAD = 13.0, 11.0, 17.0, 9.0
WIDTH = 190.0
SMALL_LEADING = 15.0
_BETWEEN = 74.0
_GAP, _PASSING = 11.0, 6.0
_HEAD = 34.0
_FEWEST = 4  # a picture is wide enough for its legend


class Placed(NamedTuple):
    """A box with its left upper corner, its height, and its texts broken into lines."""

    box: Box
    x: float
    y: float
    height: float
    title: tuple[str, ...]
    caption: tuple[str, ...]
    mark: Mark | None


class Way(NamedTuple):
    """A line with the points that it runs through, from its source to its target."""

    line: Line
    points: tuple[tuple[float, float], ...]
    bent: bool = False


class Band(NamedTuple):
    """A part of the picture with a heading."""

    title: str
    tier: str
    x: float
    y: float
    width: float
    height: float


class Layout(NamedTuple):
    """Everything with its place. ``width`` and ``height`` are what the picture takes."""

    boxes: tuple[Placed, ...]
    ways: tuple[Way, ...]
    bands: tuple[Band, ...]
    width: float
    height: float


_HEADINGS = {
    "principle": "Core principles",
    "essential": "Essential elements",
    "flexible": "Flexible elements",
    "proscribed": "What the model rules out",
}


def lay_out(picture: Drawn, marks: Mapping[str, Mark], top: float) -> Layout:
    """Return where everything stands, ``top`` being left free above it."""
    columns = arrange(picture)
    sized = {id_: _sized(box, marks.get(id_)) for id_, box in picture.boxes.items()}
    sizes = {place: sized[place].height if isinstance(place, str) else _PASSING for place in columns.column_of}
    at = {place: top + _HEAD + middle for place, middle in middles(columns, sizes, _GAP).items()}
    boxes = {
        id_: one._replace(x=_x(columns.column_of[id_]), y=at[id_] - one.height / 2)
        for id_, one in sized.items()
        if id_ in at
    }
    foot = max((placed.y + placed.height for placed in boxes.values()), default=top - PAD) + PAD
    width = max(len(columns.columns), _FEWEST) * (WIDTH + _BETWEEN) - _BETWEEN + 2 * PAD
    bands = list(_column_bands(columns, top, foot))
    ways = tuple(_ways(picture.lines, columns, boxes, at))
    for tier in (*TIERS, "proscribed"):
        rest = [one for id_, one in sized.items() if one.box.tier == tier and id_ not in at]
        if rest:
            top = foot + (2 * PAD if bands else 0)
            grid = _grid(rest, top + _HEAD, width)
            foot = max(placed.y + placed.height for placed in grid) + PAD
            bands.append(Band(_lonely(tier, columns), tier, 0.0, top, width, foot - top))
            boxes.update((placed.box.id, placed) for placed in grid)
    return Layout(tuple(boxes.values()), ways, tuple(bands), width, foot)


def _lonely(tier: str, columns: Columns) -> str:
    """Return the heading over boxes that no line leads to or from."""
    if tier == "proscribed" or not columns.columns:
        return _HEADINGS[tier]
    return f"{_HEADINGS[tier]} that are linked to none of the others"


def _sized(box: Box, mark: Mark | None) -> Placed:
    room = WIDTH - 2 * PAD
    title = lines_of(box.title, TITLE, room)
    caption = lines_of(box.caption, CAPTION, room) if box.caption else ()
    small = len(caption) + (mark is not None)
    height = len(title) * LEADING + small * SMALL_LEADING + 1.4 * PAD
    return Placed(box, 0.0, 0.0, height, title, caption, mark)


def _x(column: int) -> float:
    return PAD + column * (WIDTH + _BETWEEN)


def _column_bands(columns: Columns, top: float, foot: float) -> Iterator[Band]:
    for tier in TIERS:
        count = columns.tiers.count(tier)
        if count:
            left = _x(columns.tiers.index(tier)) - PAD
            width = count * (WIDTH + _BETWEEN) - _BETWEEN + 2 * PAD
            yield Band(_HEADINGS[tier], tier, left, top, width, foot - top)


def _grid(rest: Sequence[Placed], top: float, width: float) -> list[Placed]:
    """Return boxes in rows across the picture, each row as tall as its tallest box."""
    across = max(int((width - 2 * PAD + _GAP) // (WIDTH + _GAP)), 1)
    found: list[Placed] = []
    for start in range(0, len(rest), across):
        row = rest[start : start + across]
        found += [one._replace(x=PAD + index * (WIDTH + _GAP), y=top) for index, one in enumerate(row)]
        top += max(one.height for one in row) + _GAP
    return found


def _ways(
    lines: Sequence[Line], columns: Columns, boxes: Mapping[str, Placed], at: Mapping[Place, float]
) -> Iterator[Way]:
    ports = _ports(columns, boxes, at)
    for number, (line, route) in enumerate(zip(lines, columns.routes, strict=True)):
        left, right = str(route[0]), str(route[-1])
        bent = columns.column_of[left] == columns.column_of[right]
        start = (boxes[left].x + WIDTH, ports[number, "left"])
        end = (boxes[right].x + (WIDTH if bent else 0.0), ports[number, "right"])
        points = [start]
        for place in route[1:-1]:
            x = _x(columns.column_of[place])
            points += [(x, at[place]), (x + WIDTH, at[place])]
        points.append(end)
        forward = line.source == left
        yield Way(line, tuple(points if forward else reversed(points)), bent)


def _ports(columns: Columns, boxes: Mapping[str, Placed], at: Mapping[Place, float]) -> dict[tuple[int, str], float]:
    """Return how far down each line leaves its left end and reaches its right one: side by side, in order."""
    sides: dict[tuple[str, str], list[tuple[float, int, str]]] = {}
    for number, route in enumerate(columns.routes):
        left, right = str(route[0]), str(route[-1])
        bent = columns.column_of[left] == columns.column_of[right]
        sides.setdefault((left, "right side"), []).append((at[route[1]], number, "left"))
        sides.setdefault((right, "right side" if bent else "left side"), []).append((at[route[-2]], number, "right"))
    ports = {}
    for (id_, _), ends in sides.items():
        box = boxes[id_]
        for index, (_, number, end) in enumerate(sorted(ends)):
            ports[number, end] = box.y + box.height * (index + 1) / (len(ends) + 1)
    return ports
