"""Percent agreement: simple, and high by itself where nearly everybody says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.scoring.agreement.bootstrap import HOW, bootstrap
from fidelity.scoring.agreement.statistic import Statistic, undefined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.scoring.agreement.ratings import Ratings

__all__ = ["percent_agreement"]

_NAME, _LABEL = "percent-agreement", "Percent agreement"
_DEFINITION = "of the pairs of raters of a unit, the share that chose the same category; the mean over all units"


def percent_agreement(ratings: Ratings) -> Statistic:
    """Return how often two raters of one unit chose the same category, 0 to 1.

    Examples
    --------
    >>> from fidelity.scoring.agreement.ratings import Ratings
    >>> ratings = Ratings.of({"a": {"x": "0", "y": "1"}, "b": {"x": "0", "y": "0"}}, ["0", "1"])
    >>> percent_agreement(ratings).value
    0.5
    """
    shares = [
        sum(count * (count - 1) for count in row) / (sum(row) * (sum(row) - 1))
        for row in ratings.counts()
        if sum(row) > 1
    ]
    if not shares:
        return undefined(_NAME, _LABEL, _DEFINITION, 0, "no unit was rated by two raters")
    low, high = bootstrap(shares, _mean) or (None, None)
    return Statistic(_NAME, _LABEL, _DEFINITION, _mean(shares), len(shares), low, high, HOW)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
