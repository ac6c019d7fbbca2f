"""Which column a box stands in, and in what order: principles left, then essential, then flexible elements.

Inside a tier, what is needed stands to the right of what needs it. A line that passes a column takes a place in
it, so that it runs between the boxes and not across them. The order in each column is improved by sweeps, in which
every box goes to the mean place of its neighbours (Sugiyama, Tagawa and Toda 1981); in the best order that is found,
neighbours are swapped as long as that takes crossings away.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fidelity.pictures.drawn import Drawn, Line

__all__ = ["TIERS", "Columns", "arrange", "crossings"]

TIERS: tuple[str, ...] = ("principle", "essential", "flexible")
_MOST = 3
"""In how many columns one tier is laid out; a line between two boxes of its last column bends around."""
_SWEEPS = 24
_LARGE = 2_000
"""Above so many places, sweeps are few: such a picture is for a program to search, and not for a reader."""


class Columns(NamedTuple):
    """The order in each column. A place is the id of a box, or ``(line, column)`` where a line passes.

    ``tiers`` has the tier of each column. ``routes`` has, for each line, the places that it runs through, from its
    left end to its right one; a line with both ends in one column has just these.
    """

    columns: tuple[tuple[Place, ...], ...]
    tiers: tuple[str, ...]
    routes: tuple[tuple[Place, ...], ...]
    column_of: dict[Place, int]


Place = str | tuple[int, int]


def arrange(picture: Drawn) -> Columns:
    """Return the columns of the boxes that a line leads to or from. Cost: about linear in boxes and lines' lengths."""
    linked = {end for line in picture.lines for end in (line.source, line.target)}
    column_of, tiers = _columns(picture, linked)
    places: dict[Place, int] = {}
    places.update(column_of.items())
    routes = [_route(number, line, column_of) for number, line in enumerate(picture.lines)]
    for route in routes:
        places.update((place, place[1]) for place in route if isinstance(place, tuple))
    order = _sorted(_first_order(places, routes, len(tiers)), routes, places)
    return Columns(tuple(map(tuple, order)), tuple(tiers), tuple(routes), places)


def _columns(picture: Drawn, linked: set[str]) -> tuple[dict[str, int], list[str]]:
    found: dict[str, int] = {}
    tiers: list[str] = []
    for tier in TIERS:
        ids = [box.id for box in picture.boxes.values() if box.tier == tier and box.id in linked]
        depths = _depths(ids, picture.lines)
        found.update((id_, len(tiers) + min(depth, _MOST - 1)) for id_, depth in depths.items())
        tiers += [tier] * min(max(depths.values(), default=-1) + 1, _MOST)
    return found, tiers


def _depths(ids: Sequence[str], lines: Iterable[Line]) -> dict[str, int]:
    """Return the length of the longest way to each box inside its tier; a circle is cut where it is closed."""
    inside = set(ids)
    ahead: dict[str, list[str]] = {id_: [] for id_ in ids}
    for line in lines:
        if line.source in inside and line.target in inside and line.source != line.target:
            ahead[line.source].append(line.target)
    depths = dict.fromkeys(ids, 0)
    for id_, kept in reversed(_finished(ids, ahead)):
        for target in kept:
            depths[target] = max(depths[target], depths[id_] + 1)
    return depths


def _finished(ids: Sequence[str], ahead: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Return each box with what it leads to, in the order in which a search is done with them, circles cut."""
    done: list[tuple[str, list[str]]] = []
    state: dict[str, bool] = {}  # False while a box is on the way, True once it is done with
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


def _route(number: int, line: Line, column_of: dict[str, int]) -> tuple[Place, ...]:
    left, right = sorted((line.source, line.target), key=lambda id_: column_of[id_])
    between = range(column_of[left] + 1, column_of[right])
    return (left, *((number, column) for column in between), right)


def _first_order(places: dict[Place, int], routes: Sequence[tuple[Place, ...]], count: int) -> list[list[Place]]:
    """Return the columns as a walk along the lines meets them, so that what belongs together starts together."""
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
    before: dict[Place, list[Place]] = {}
    after: dict[Place, list[Place]] = {}
    for route in routes:
        for left, right in itertools.pairwise(route):
            if column_of[left] != column_of[right]:
                before.setdefault(right, []).append(left)
                after.setdefault(left, []).append(right)
    best, fewest = order, crossings(order, after)
    for sweep in range(_SWEEPS if len(column_of) < _LARGE else 4):
        forward = sweep % 2 == 0
        order = _swept(order, before if forward else after, forward=forward)
        found = crossings(order, after)
        if found < fewest:
            best, fewest = order, found
    if len(column_of) < _LARGE:
        best = [list(column) for column in best]
        _swapped(best, before, after)
    return best


def _swapped(order: list[list[Place]], before: dict[Place, list[Place]], after: dict[Place, list[Place]]) -> None:
    """Swap neighbours in a column, in place, as long as that takes crossings away."""
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
        wanted = {
            place: sum(at[other] for other in beside[place]) / len(beside[place]) if place in beside else at[place]
            for place in column
        }
        column.sort(key=wanted.__getitem__)
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
