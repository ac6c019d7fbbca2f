"""Intraclass correlation and mean difference, for totals that several raters gave to the same sites."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Literal, NamedTuple

from fidelity.scoring.agreement.intervals import HOW, bootstrap, f_quantile
from fidelity.scoring.agreement.ratings import Statistic, undefined

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["icc", "mean_absolute_difference"]

_HOW = "from F distributions (McGraw and Wong 1996)"
_NAMES = {"agreement": "icc-a1", "consistency": "icc-c1"}
_LABELS = {"agreement": "ICC, absolute agreement", "consistency": "ICC, consistency"}
_DEFINITIONS = {
    "agreement": "two-way, single rater, absolute agreement: ICC(A,1), also called ICC(2,1); "
    "a rater who is always higher lowers it",
    "consistency": "two-way, single rater, consistency: ICC(C,1), also called ICC(3,1); "
    "a rater who is always higher does not lower it",
}
_SIDE = 0.975


class _Squares(NamedTuple):
    rows: float
    columns: float
    rest: float


def icc(totals: Sequence[Sequence[float]], kind: Literal["agreement", "consistency"] = "agreement") -> Statistic:
    """Return the intraclass correlation of totals: one row a site (or form), one column a rater, without gaps.

    Raises
    ------
    ValueError
        If the rows differ in length.

    Examples
    --------
    >>> round(icc([[9, 2], [6, 1], [8, 4], [7, 1]], "consistency").value, 4)
    0.5455
    """
    name, label, definition = _NAMES[kind], _LABELS[kind], _DEFINITIONS[kind]
    n, k = len(totals), len(totals[0]) if totals else 0
    if any(len(row) != k for row in totals):
        raise ValueError("every site has a total from every rater")
    if n < 2 or k < 2:  # noqa: PLR2004 - a correlation takes two of each
        return undefined(name, label, definition, n, "it takes two sites and two raters at least")
    squares = _squares(totals)
    value = _value(squares, n, k, kind)
    if value is None:
        return undefined(name, label, definition, n, "all totals are the same, so nothing varies")
    if squares.rest <= _nothing(totals):
        return Statistic(name, label, definition, value, n)
    bounds = _agreement_bounds(squares, value, n, k) if kind == "agreement" else _consistency_bounds(squares, n, k)
    return Statistic(name, label, definition, value, n, *bounds, _HOW)


def mean_absolute_difference(totals: Sequence[Sequence[float]]) -> Statistic:
    """Return how far apart two raters' totals are on average; beside a high ICC, it shows a rater who is always higher.

    Examples
    --------
    >>> mean_absolute_difference([[1.0, 2.0], [3.0, 3.0]]).value
    0.5
    """
    name, label = "mean-absolute-difference", "Mean absolute difference"
    definition = "the difference of two raters' totals without its sign; the mean over pairs of raters, then over sites"
    rows = [row for row in totals if len(row) > 1]
    if not rows:
        return undefined(name, label, definition, 0, "it takes two raters at least")
    each = [sum(abs(a - b) for a, b in combinations(row, 2)) / (len(row) * (len(row) - 1) / 2) for row in rows]
    low, high = bootstrap(each, lambda drawn: sum(drawn) / len(drawn)) or (None, None)
    return Statistic(name, label, definition, sum(each) / len(each), len(each), low, high, HOW)


def _squares(totals: Sequence[Sequence[float]]) -> _Squares:
    n, k = len(totals), len(totals[0])
    mean = sum(map(sum, totals)) / (n * k)
    rows = [sum(row) / k for row in totals]
    columns = [sum(column) / n for column in zip(*totals, strict=True)]
    between = k * sum((row - mean) ** 2 for row in rows)
    raters = n * sum((column - mean) ** 2 for column in columns)
    rest = sum(
        (one - rows[i] - columns[j] + mean) ** 2 for i, row in enumerate(totals) for j, one in enumerate(row)
    )  # not by taking the others away from the whole: that would lose digits
    return _Squares(between / (n - 1), raters / (k - 1), rest / ((n - 1) * (k - 1)))


def _nothing(totals: Sequence[Sequence[float]]) -> float:
    """Return what is no more than the rounding of floats."""
    return 1e-24 * max(1.0, *(abs(one) for row in totals for one in row)) ** 2


def _value(squares: _Squares, n: int, k: int, kind: str) -> float | None:
    below = squares.rows + (k - 1) * squares.rest
    if kind == "agreement":
        below += k * (squares.columns - squares.rest) / n
    return (squares.rows - squares.rest) / below if below > 1e-24 else None  # noqa: PLR2004 - a float's nothing


def _consistency_bounds(squares: _Squares, n: int, k: int) -> tuple[float, float]:
    ratio, rest = squares.rows / squares.rest, (n - 1) * (k - 1)
    low = ratio / f_quantile(_SIDE, n - 1, rest)
    high = ratio * f_quantile(_SIDE, rest, n - 1)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _agreement_bounds(squares: _Squares, value: float, n: int, k: int) -> tuple[float, float]:
    rows, columns, rest = squares
    ratio = columns / rest
    part = n * (1 + (k - 1) * value) - k * value
    degrees = (k - 1) * (n - 1) * (k * value * ratio + part) ** 2 / ((n - 1) * (k * value * ratio) ** 2 + part**2)
    up, down = f_quantile(_SIDE, n - 1, degrees), f_quantile(_SIDE, degrees, n - 1)
    noise = k * columns + (k * n - k - n) * rest
    low = n * (rows - up * rest) / (up * noise + n * rows)
    high = n * (down * rows - rest) / (noise + n * down * rows)
    return low, high
