"""How far down each place of a column stands: as near to its neighbours as the places above and below allow."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fidelity.pictures.columns import Columns, Place

__all__ = ["middles", "nearest"]

_ROUNDS = 12
_PASSING = 4.0
"""How much more a line that passes a column pulls than a box does: lines are straight before boxes are central."""


def middles(columns: Columns, sizes: Mapping[Place, float], gap: float) -> dict[Place, float]:
    """Return how far down the middle of every place is; nothing stands above 0, and none nearer than ``gap``.

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
    beside = _beside(columns)
    order = list(columns.columns)
    for number in range(_ROUNDS):
        for column in order if number % 2 == 0 else reversed(order):
            at.update(zip(column, _moved(column, at, beside, sizes, gap), strict=True))
    top = min((at[place] - sizes[place] / 2 for place in at), default=0.0)
    return {place: middle - top for place, middle in at.items()}


def _beside(columns: Columns) -> dict[Place, list[Place]]:
    beside: dict[Place, list[Place]] = {}
    for route in columns.routes:
        for one, other in itertools.pairwise(route):
            if columns.column_of[one] != columns.column_of[other]:
                beside.setdefault(one, []).append(other)
                beside.setdefault(other, []).append(one)
    return beside


def _moved(
    column: Sequence[Place],
    at: Mapping[Place, float],
    beside: Mapping[Place, Sequence[Place]],
    sizes: Mapping[Place, float],
    gap: float,
) -> list[float]:
    wanted = [
        sum(at[other] for other in beside[place]) / len(beside[place]) if place in beside else at[place]
        for place in column
    ]
    weights = [_PASSING if isinstance(place, tuple) else 1.0 for place in column]
    apart = [(sizes[one] + sizes[other]) / 2 + gap for one, other in itertools.pairwise(column)]
    return nearest(wanted, weights, apart)


def nearest(wanted: Sequence[float], weights: Sequence[float], apart: Sequence[float]) -> list[float]:
    """Return the numbers nearest to what is wanted (by weighted squares) that keep their order and distances.

    ``apart`` has the least distance of each to the next. Exact, by pooling neighbours that want to pass one another
    (Ayer and others 1955). Cost: linear.

    Examples
    --------
    >>> nearest([0, 1, 10], [1, 1, 1], [3, 3])
    [-1.0, 2.0, 10.0]
    """
    offsets = [0.0]
    for distance in apart:
        offsets.append(offsets[-1] + distance)
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for want, weight, offset in zip(wanted, weights, offsets, strict=False):
        mean, total, count = want - offset, weight, 1
        while pools and pools[-1][0] >= mean:
            before, others, many = pools.pop()
            mean = (mean * total + before * others) / (total + others)
            total, count = total + others, count + many
        pools.append((mean, total, count))
    means = [mean for mean, _, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=False)]
