"""Where everything in a picture is, in pixels: boxes in columns with lines between them, and unlinked boxes below."""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from fidelity.pictures.boxes import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fidelity.pictures.boxes import Box, Connector, Picture
    from fidelity.pictures.marks import Mark

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

    line: Connector
    points: tuple[tuple[float, float], ...]
    bent: bool = False


class Panel(NamedTuple):
    """A part of the picture with a heading."""

    title: str
    tier: str
    x: float
    y: float
    width: float
    height: float


class Arrangement(NamedTuple):
    """Everything with its place. ``width`` and ``height`` are the size of the picture."""

    boxes: tuple[Placed, ...]
    ways: tuple[Way, ...]
    panels: tuple[Panel, ...]
    width: float
    height: float


_HEADINGS = {
    "principle": "Core principles",
    "essential": "Essential elements",
    "flexible": "Flexible elements",
    "proscribed": "What the model rules out",
}


def lay_out(picture: Picture, marks: Mapping[str, Mark], top: float) -> Arrangement:
    """Return where everything is. ``top`` is how much is left free above it."""
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
    panels = []
    for tier in filter(columns.tiers.count, TIERS):
        wide = columns.tiers.count(tier) * (WIDTH + _BETWEEN) - _BETWEEN + 2 * PAD
        left = _x(columns.tiers.index(tier)) - PAD
        panels.append(Panel(_HEADINGS[tier], tier, left, top, wide, foot - top))
    ways = tuple(_ways(picture.lines, columns, boxes, at))
    for tier in (*TIERS, "proscribed"):
        rest = [one for id_, one in sized.items() if one.box.tier == tier and id_ not in at]
        if rest:
            top = foot + (2 * PAD if panels else 0)
            grid = _grid(rest, top + _HEAD, width)
            foot = max(placed.y + placed.height for placed in grid) + PAD
            alone = "" if tier == "proscribed" or not columns.columns else " that are linked to none of the others"
            panels.append(Panel(f"{_HEADINGS[tier]}{alone}", tier, 0.0, top, width, foot - top))
            boxes.update((placed.box.id, placed) for placed in grid)
    return Arrangement(tuple(boxes.values()), ways, tuple(panels), width, foot)


def _sized(box: Box, mark: Mark | None) -> Placed:
    room = WIDTH - 2 * PAD
    title = lines_of(box.title, TITLE, room)
    caption = lines_of(box.caption, CAPTION, room) if box.caption else ()
    small = len(caption) + (mark is not None)
    height = len(title) * LEADING + small * SMALL_LEADING + 1.4 * PAD
    return Placed(box, 0.0, 0.0, height, title, caption, mark)


def _x(column: int) -> float:
    return PAD + column * (WIDTH + _BETWEEN)


def _grid(rest: Sequence[Placed], top: float, width: float) -> list[Placed]:
    """Return boxes in rows across the picture; each row is as tall as its tallest box."""
    across = max(int((width - 2 * PAD + _GAP) // (WIDTH + _GAP)), 1)
    found: list[Placed] = []
    for start in range(0, len(rest), across):
        row = rest[start : start + across]
        found += [one._replace(x=PAD + index * (WIDTH + _GAP), y=top) for index, one in enumerate(row)]
        top += max(one.height for one in row) + _GAP
    return found


def _ways(
    lines: Sequence[Connector], columns: ColumnOrder, boxes: Mapping[str, Placed], at: Mapping[Place, float]
) -> Iterator[Way]:
    ports = _ports(columns, boxes, at)
    for number, (line, route) in enumerate(zip(lines, columns.routes, strict=True)):
        left, right = str(route[0]), str(route[-1])
        bent = columns.column_of[left] == columns.column_of[right]
        start = (boxes[left].x + WIDTH, ports[number, "left"])
        end = (boxes[right].x + (WIDTH if bent else 0.0), ports[number, "right"])
        passed = ((_x(columns.column_of[place]) + side, at[place]) for place in route[1:-1] for side in (0.0, WIDTH))
        points = (start, *passed, end)
        yield Way(line, points if line.source == left else points[::-1], bent)


def _ports(
    columns: ColumnOrder, boxes: Mapping[str, Placed], at: Mapping[Place, float]
) -> dict[tuple[int, str], float]:
    """Return how far down each line leaves its left end and reaches its right end: side by side, in order."""
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


_ROUNDS = 12
"""How often all columns are moved, to and fro: few pictures move at all after six rounds."""
_STRAIGHT = 4.0
"""How much more a line that passes a column pulls than a box does: lines are straight before boxes are central."""


def middles(columns: ColumnOrder, sizes: Mapping[Place, float], gap: float) -> dict[Place, float]:
    """Return how far down the middle of every place is; nothing is above 0, and no two are nearer than ``gap``.

    Parameters
    ----------
    columns
        The order in each column.
    sizes
        How tall each place is.
    gap
        What is left free between two places of a column.
    """
    at: dict[Place, float] = {}
    for column in columns.columns:
        down = 0.0
        for place in column:
            at[place] = down + sizes[place] / 2
            down += sizes[place] + gap
    beside: dict[Place, list[Place]] = {}
    for one, other in itertools.chain.from_iterable(map(itertools.pairwise, columns.routes)):
        if columns.column_of[one] != columns.column_of[other]:
            beside.setdefault(one, []).append(other)
            beside.setdefault(other, []).append(one)
    order = list(columns.columns)
    still = 0
    for number in range(_ROUNDS):
        before = dict(at)
        for column in order if number % 2 == 0 else reversed(order):
            at.update(zip(column, _moved(column, at, beside, sizes, gap), strict=True))
        still = still + 1 if at == before else 0
        if still > 1:  # neither direction moves anything any more
            break
    top = min((at[place] - sizes[place] / 2 for place in at), default=0.0)
    return {place: middle - top for place, middle in at.items()}


def _moved(
    column: Sequence[Place],
    at: Mapping[Place, float],
    beside: Mapping[Place, Sequence[Place]],
    sizes: Mapping[Place, float],
    gap: float,
) -> list[float]:
    """Return how far down the places of a column go, each as near to its neighbours as the others let it."""
    targets = [_mean(place, at, beside) for place in column]
    weights = [_STRAIGHT if isinstance(place, tuple) else 1.0 for place in column]
    apart = [(sizes[one] + sizes[other]) / 2 + gap for one, other in itertools.pairwise(column)]
    return nearest(targets, weights, apart)


def _mean(place: Place, at: Mapping[Place, float], beside: Mapping[Place, Sequence[Place]]) -> float:
    """Return the mean of where the neighbours of a place are; where it is itself if it has none."""
    near = beside.get(place)
    return fsum(at[other] for other in near) / len(near) if near else at[place]  # sum rounds by version


def nearest(targets: Sequence[float], weights: Sequence[float], apart: Sequence[float]) -> list[float]:
    """Return the numbers nearest to some targets (by weighted squares) that keep their order and distances.

    ``apart`` has the least distance from each to the next. The answer is exact, by pooling neighbours whose targets
    would let them pass one another (Ayer and others 1955). Cost: linear.

    Examples
    --------
    >>> nearest([0, 1, 10], [1, 1, 1], [3, 3])
    [-1.0, 2.0, 10.0]
    """
    offsets = [0.0]
    for distance in apart:
        offsets.append(offsets[-1] + distance)
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for target, weight, offset in zip(targets, weights, offsets, strict=False):
        mean, total, count = target - offset, weight, 1
        while pools and pools[-1][0] >= mean:
            before, others, many = pools.pop()
            mean = (mean * total + before * others) / (total + others)
            total, count = total + others, count + many
        pools.append((mean, total, count))
    means = [mean for mean, _, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=False)]


TIERS: tuple[str, ...] = ("principle", "essential", "flexible")
_MOST_COLUMNS = 3
"""How many columns one tier can have; a line between two boxes of its last column bends around."""
_SWEEPS, _FEW_SWEEPS = 24, 4
_LARGE = 2_000
"""From this many places on, sweeps are few: such a picture is for a program to search, and not for a reader."""


class ColumnOrder(NamedTuple):
    """The order in each column. A place is the id of a box, or ``(line, column)`` where a line passes.

    Attributes
    ----------
    columns, tiers
        The places of each column from the top, and its tier.
    routes
        For each line, the places that it runs through from left to right; a line with both ends in one column has
        only these two.
    column_of
        The column of each place.
    """

    columns: tuple[tuple[Place, ...], ...]
    tiers: tuple[str, ...]
    routes: tuple[tuple[Place, ...], ...]
    column_of: dict[Place, int]


Place = str | tuple[int, int]


def arrange(picture: Picture) -> ColumnOrder:
    """Return the columns of the boxes that have a line. Cost: about linear in boxes and in the lengths of lines."""
    column_of, tiers = _columns(picture)
    places: dict[Place, int] = {}
    places.update(column_of.items())  # a copy of the dictionary would have the wrong type of keys
    routes: list[tuple[Place, ...]] = []
    for number, line in enumerate(picture.lines):
        left, right = sorted((line.source, line.target), key=column_of.__getitem__)
        passed = [(number, column) for column in range(column_of[left] + 1, column_of[right])]
        places.update((place, place[1]) for place in passed)
        routes.append((left, *passed, right))
    order = _sorted(_first_order(places, routes, len(tiers)), routes, places)
    return ColumnOrder(tuple(map(tuple, order)), tuple(tiers), tuple(routes), places)


def _columns(picture: Picture) -> tuple[dict[str, int], list[str]]:
    """Return the column of each box that has a line, and the tier of each column."""
    linked = {end for line in picture.lines for end in (line.source, line.target)}
    found: dict[str, int] = {}
    tiers: list[str] = []
    for tier in TIERS:
        ids = [box.id for box in picture.boxes.values() if box.tier == tier and box.id in linked]
        depths = _depths(ids, picture.lines)
        found.update((id_, len(tiers) + min(depth, _MOST_COLUMNS - 1)) for id_, depth in depths.items())
        tiers += [tier] * min(max(depths.values(), default=-1) + 1, _MOST_COLUMNS)
    return found, tiers


def _depths(ids: Sequence[str], lines: Iterable[Connector]) -> dict[str, int]:
    """Return the length of the longest way to each box inside its tier; a circle is cut where it is closed."""
    ahead: dict[str, list[str]] = {id_: [] for id_ in ids}
    for line in lines:
        if line.source in ahead and line.target in ahead and line.source != line.target:
            ahead[line.source].append(line.target)
    depths = dict.fromkeys(ids, 0)
    for id_, kept in reversed(_finished(ids, ahead)):
        for target in kept:
            depths[target] = max(depths[target], depths[id_] + 1)
    return depths


def _finished(ids: Sequence[str], ahead: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Return each box with what it leads to, in the order in which a search in depth leaves them, circles cut."""
    done: list[tuple[str, list[str]]] = []
    state: dict[str, bool] = {}  # False while the search is below a box, True once it has left it
    for start in ids:
        stack = [start] if start not in state else []
        while stack:
            id_ = stack[-1]
            if state.get(id_) is None:
                state[id_] = False
                stack += [target for target in ahead[id_] if target not in state]
                continue
            stack.pop()
            if not state[id_]:
                state[id_] = True
                done.append((id_, [target for target in ahead[id_] if state.get(target)]))
    return done


def _first_order(places: dict[Place, int], routes: Sequence[tuple[Place, ...]], count: int) -> list[list[Place]]:
    """Return the columns in the order of a walk along the lines, so that boxes which belong together start together."""
    ahead: dict[Place, list[Place]] = {}
    for route in routes:
        for left, right in itertools.pairwise(route):
            ahead.setdefault(left, []).append(right)
    order: list[list[Place]] = [[] for _ in range(count)]
    seen: set[Place] = set()
    for start in sorted(places, key=lambda place: places[place]):
        stack = [start]
        while stack:
            place = stack.pop()
            if place not in seen:
                seen.add(place)
                order[places[place]].append(place)
                stack += reversed(ahead.get(place, []))
    return order


def _sorted(
    order: list[list[Place]], routes: Sequence[tuple[Place, ...]], column_of: dict[Place, int]
) -> list[list[Place]]:
    """Return the columns in the order with the fewest crossings that sweeping to and fro finds."""
    before: dict[Place, list[Place]] = {}
    after: dict[Place, list[Place]] = {}
    for route in routes:
        for left, right in itertools.pairwise(route):
            if column_of[left] != column_of[right]:
                before.setdefault(right, []).append(left)
                after.setdefault(left, []).append(right)
    best, fewest = order, crossings(order, after)
    still = 0
    for sweep in range(_SWEEPS if len(column_of) < _LARGE else _FEW_SWEEPS):
        if fewest == 0 or still > 1:  # nothing can be better, or neither direction moves anything
            break
        forward = sweep % 2 == 0
        swept = _swept(order, before if forward else after, forward=forward)
        still = still + 1 if swept == order else 0
        order = swept
        found = fewest if still else crossings(order, after)
        if found < fewest:
            best, fewest = order, found
    if fewest and len(column_of) < _LARGE:
        best = [list(column) for column in best]
        _swapped(best, before, after)
    return best


def _swapped(order: list[list[Place]], before: dict[Place, list[Place]], after: dict[Place, list[Place]]) -> None:
    """Swap neighbours in a column, in place, as long as there are fewer crossings after it."""
    at = {place: index for column in order for index, place in enumerate(column)}
    better = True
    while better:
        better = False
        for column in order:
            for index in range(len(column) - 1):
                one, other = column[index : index + 2]
                kept = sum(_crossed(beside.get(one, ()), beside.get(other, ()), at) for beside in (before, after))
                turned = sum(_crossed(beside.get(other, ()), beside.get(one, ()), at) for beside in (before, after))
                if turned < kept:
                    column[index : index + 2] = other, one
                    at[one], at[other] = index + 1, index
                    better = True


def _crossed(upper: Sequence[Place], lower: Sequence[Place], at: dict[Place, int]) -> int:
    """Return how often the lines of a place cross those of the next one down, on one side."""
    return sum(at[one] > at[other] for one in upper for other in lower)


def _swept(order: list[list[Place]], beside: dict[Place, list[Place]], *, forward: bool) -> list[list[Place]]:
    result = [list(column) for column in order]
    at = {place: float(index) for column in result for index, place in enumerate(column)}
    for column in result if forward else reversed(result):
        targets = {place: _mean(place, at, beside) for place in column}
        column.sort(key=targets.__getitem__)
        at.update((place, float(index)) for index, place in enumerate(column))
    return result


def crossings(order: Sequence[Sequence[Place]], after: dict[Place, list[Place]]) -> int:
    """Return how often lines cross between neighbouring columns."""
    at = {place: index for column in order for index, place in enumerate(column)}
    total = 0
    for column in order:
        passed: list[int] = []
        for place in column:
            ends = sorted(at[other] for other in after.get(place, ()))
            total += sum(len(passed) - bisect_right(passed, end) for end in ends)
            for end in ends:
                insort(passed, end)
    return total
