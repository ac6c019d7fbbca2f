"""Cohen's kappa, plain and weighted: agreement beyond what the two raters' own habits would give by chance."""

from __future__ import annotations

from itertools import combinations
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from fidelity.scoring.agreement.statistic import Statistic, undefined
from fidelity.scoring.agreement.weights import weight_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.scoring.agreement.ratings import Ratings
    from fidelity.scoring.agreement.weights import Weighting

__all__ = ["cohen_kappa"]

_NORMAL = "normal approximation (Fleiss, Cohen and Everitt 1969), cut at -1 and 1"
_LABELS = {"identity": "Cohen's kappa", "linear": "Weighted kappa, linear", "quadratic": "Weighted kappa, quadratic"}
_NAMES = {"identity": "cohen-kappa", "linear": "kappa-linear", "quadratic": "kappa-quadratic"}
_SAME = "both raters put every unit into one and the same category, so chance alone would agree fully"


class _Kappa(NamedTuple):
    value: float
    error: float


def cohen_kappa(ratings: Ratings, weighting: Weighting = "identity") -> Statistic:
    """Return Cohen's kappa of two raters, or the mean over all pairs where there are more.

    Weights are by the distance on the scale as a whole, also where nobody used some of it. For three raters and more,
    the mean has no interval, and Gwet's AC or Krippendorff's alpha use all ratings at once.

    Examples
    --------
    >>> from fidelity.scoring.agreement.ratings import Ratings
    >>> said = {"a": dict(zip("wxyz", "0011")), "b": dict(zip("wxyz", "0111"))}
    >>> cohen_kappa(Ratings.of(said, "01")).value
    0.5
    """
    name, label = _NAMES[weighting], _LABELS[weighting]
    weights = weight_matrix(len(ratings.categories), weighting)
    kind = "weights of agreement by distance on the scale" if weighting == "linear" else "by its square"
    kind = "no weights" if weighting == "identity" else kind
    definition = f"(observed - expected) / (1 - expected), expected from each rater's own shares; {kind}"
    both = [pairs for one, other in combinations(range(len(ratings.raters)), 2) if (pairs := ratings.pairs(one, other))]
    units = sum(sum(row) > 1 for row in ratings.counts())
    if not both:
        return undefined(name, label, definition, 0, "no unit was rated by two raters")
    found = [_kappa(pairs, weights) for pairs in both]
    known = [one for one in found if one is not None]
    if len(ratings.raters) > 2:  # noqa: PLR2004 - kappa is about two
        definition += f"; the mean over {len(known)} of {len(found)} pairs of raters"
    if not known:
        return undefined(name, label, definition, units, _SAME)
    value = sum(one.value for one in known) / len(known)
    if len(ratings.raters) > 2:  # noqa: PLR2004
        return Statistic(name, label, definition, value, units)
    reach = NormalDist().inv_cdf(0.975) * known[0].error
    return Statistic(name, label, definition, value, units, max(value - reach, -1.0), min(value + reach, 1.0), _NORMAL)


def _kappa(pairs: Sequence[tuple[int, int]], weights: Sequence[Sequence[float]]) -> _Kappa | None:
    size, n = len(weights), len(pairs)
    table = [[0.0] * size for _ in range(size)]
    for one, other in pairs:
        table[one][other] += 1 / n
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    places = range(size)
    observed = sum(weights[i][j] * table[i][j] for i in places for j in places)
    expected = sum(weights[i][j] * rows[i] * columns[j] for i in places for j in places)
    if expected >= 1 - 1e-12:
        return None
    value = (observed - expected) / (1 - expected)
    by_row = [sum(weights[i][j] * columns[j] for j in places) for i in places]
    by_column = [sum(weights[i][j] * rows[i] for i in places) for j in places]
    spread = sum(
        table[i][j] * (weights[i][j] - (by_row[i] + by_column[j]) * (1 - value)) ** 2 for i in places for j in places
    )
    variance = (spread - (value - expected * (1 - value)) ** 2) / (n * (1 - expected) ** 2)
    return _Kappa(value, sqrt(max(variance, 0.0)))
