"""Gwet's AC1 and AC2: agreement beyond chance that does not fall when nearly everybody says the same."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from fidelity.scoring.agreement.distributions import t_quantile
from fidelity.scoring.agreement.statistic import Statistic, undefined
from fidelity.scoring.agreement.weights import weight_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.scoring.agreement.ratings import Ratings
    from fidelity.scoring.agreement.weights import Weighting

__all__ = ["gwet_ac"]

_NAMES = {"identity": "gwet-ac1", "linear": "gwet-ac2-linear", "quadratic": "gwet-ac2-quadratic"}
_LABELS = {"identity": "Gwet's AC1", "linear": "Gwet's AC2, linear", "quadratic": "Gwet's AC2, quadratic"}
_HOW = "Gwet's variance over the units with Student's t, cut at -1 and 1"


def gwet_ac(ratings: Ratings, weighting: Weighting = "identity") -> Statistic:
    """Return Gwet's AC1, or AC2 with linear or quadratic weights, of two raters or more; gaps are allowed.

    Examples
    --------
    >>> from fidelity.scoring.agreement.ratings import Ratings
    >>> said = {"a": dict(zip("wxyz", "0111")), "b": dict(zip("wxyz", "1111"))}
    >>> round(gwet_ac(Ratings.of(said, "01")).value, 4)
    0.68
    """
    name, label = _NAMES[weighting], _LABELS[weighting]
    definition = (
        "(observed - expected) / (1 - expected), expected from how often each category is used by all raters together "
        f"(Gwet 2008, 2014); weights: {weighting}"
    )
    counts = ratings.counts()
    units = sum(sum(row) > 1 for row in counts)
    if not units:
        return undefined(name, label, definition, 0, "no unit was rated by two raters")
    value, error = _ac(counts, weight_matrix(len(ratings.categories), weighting), units)
    if error is None:
        return Statistic(name, label, definition, value, units)
    reach = t_quantile(0.975, len(counts) - 1) * error
    return Statistic(name, label, definition, value, units, max(value - reach, -1.0), min(value + reach, 1.0), _HOW)


def _ac(counts: Sequence[Sequence[int]], weights: Sequence[Sequence[float]], units: int) -> tuple[float, float | None]:
    n, size = len(counts), len(weights)
    places = range(size)
    share = [sum(row[k] / sum(row) for row in counts) / n for k in places]
    factor = sum(map(sum, weights)) / (size * (size - 1))
    expected = factor * sum(one * (1 - one) for one in share)
    agreed = [_agreed(row, weights) for row in counts]
    observed = sum(one for one in agreed if one is not None) / units
    value = (observed - expected) / (1 - expected)
    if n == 1:
        return value, None
    total = 0.0
    for row, one in zip(counts, agreed, strict=True):
        near = 0.0 if one is None else (n / units) * (one - expected) / (1 - expected)
        habit = factor * sum(row[k] * (1 - share[k]) for k in places) / sum(row)
        total += (near - 2 * (1 - value) * (habit - expected) / (1 - expected) - value) ** 2
    return value, sqrt(total / (n * (n - 1)))


def _agreed(row: Sequence[int], weights: Sequence[Sequence[float]]) -> float | None:
    """Return the weighted share of a unit's pairs of raters that agree; ``None`` with fewer than two raters."""
    raters = sum(row)
    if raters < 2:  # noqa: PLR2004 - it takes two
        return None
    near = [sum(weight * count for weight, count in zip(line, row, strict=True)) for line in weights]
    return sum(count * (close - 1) for count, close in zip(row, near, strict=True)) / (raters * (raters - 1))
