"""How far raters agree on single answers: percent agreement, kappa, Gwet's AC, and Krippendorff's alpha.

Percent agreement is simple, and high by itself where nearly everybody says the same. Cohen's kappa takes off what the
two raters' own habits would give by chance. Gwet's AC does that too, and does not fall when nearly everybody says the
same. Krippendorff's alpha is one minus observed over expected disagreement, for any number of raters, with gaps.

Intervals rest on drawing the units again and again, and on quantiles of Student's t and of F.
"""

from __future__ import annotations

from itertools import combinations
from math import exp, fsum, lgamma, log, sqrt
from random import Random
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypeVar, cast

from attrs import frozen

from fidelity.content import Content
from fidelity.scoring.agreement_ratings import Statistic, undefined, weight_matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fidelity.scoring.agreement_ratings import Ratings, Weighting


Number = TypeVar("Number", int, float)


def _sum(numbers: Iterable[Number]) -> Number:
    """Return a sum that is the same in every version of Python: from 3.12 on the built-in one rounds otherwise."""
    rows = list(numbers)
    if any(isinstance(one, float) for one in rows):
        exact: object = fsum(rows)
        return cast("Number", exact)
    return sum(rows)


_NAME, _LABEL = "percent-agreement", "Percent agreement"
_DEFINITION = "of the pairs of raters of a unit, the share that chose the same category; the mean over all units"


def percent_agreement(ratings: Ratings) -> Statistic:
    """Return how often two raters of one unit chose the same category, 0 to 1.

    Examples
    --------
    >>> from fidelity.scoring.agreement_ratings import Ratings
    >>> ratings = Ratings.of({"a": {"x": "0", "y": "1"}, "b": {"x": "0", "y": "0"}}, ["0", "1"])
    >>> percent_agreement(ratings).value
    0.5
    """
    shares = [
        _sum(count * (count - 1) for count in row) / (_sum(row) * (_sum(row) - 1))
        for row in ratings.counts()
        if _sum(row) > 1
    ]
    if not shares:
        return undefined(_NAME, _LABEL, _DEFINITION, 0, "no unit was rated by two raters")
    low, high = bootstrap(shares, _mean) or (None, None)
    return Statistic(_NAME, _LABEL, _DEFINITION, _mean(shares), len(shares), low, high, HOW)


def _mean(values: Sequence[float]) -> float:
    return _sum(values) / len(values)


_KAPPA_HOW = "normal approximation (Fleiss, Cohen and Everitt 1969), cut at -1 and 1"
_KAPPA_LABELS = {
    "identity": "Cohen's kappa",
    "linear": "Weighted kappa, linear",
    "quadratic": "Weighted kappa, quadratic",
}
_KAPPAS = {"identity": "cohen-kappa", "linear": "kappa-linear", "quadratic": "kappa-quadratic"}
_SAME = "both raters put every unit into one and the same category, so chance alone would agree fully"


class _Kappa(NamedTuple):
    value: float
    error: float


def cohen_kappa(ratings: Ratings, weighting: Weighting = "identity") -> Statistic:
    """Return Cohen's kappa of two raters, or the mean over all pairs where there are more.

    Weights go by the distance on the whole scale, even if nobody used a part of it. With three or more raters the mean
    has no interval; Gwet's AC and Krippendorff's alpha use all ratings at once.

    Examples
    --------
    >>> from fidelity.scoring.agreement_ratings import Ratings
    >>> said = {"a": dict(zip("wxyz", "0011")), "b": dict(zip("wxyz", "0111"))}
    >>> cohen_kappa(Ratings.of(said, "01")).value
    0.5
    """
    name, label = _KAPPAS[weighting], _KAPPA_LABELS[weighting]
    weights = weight_matrix(len(ratings.categories), weighting)
    kind = "weights of agreement by distance on the scale" if weighting == "linear" else "by its square"
    kind = "no weights" if weighting == "identity" else kind
    definition = f"(observed - expected) / (1 - expected), expected from each rater's own shares; {kind}"
    both = [pairs for one, other in combinations(range(len(ratings.raters)), 2) if (pairs := ratings.pairs(one, other))]
    units = _sum(_sum(row) > 1 for row in ratings.counts())
    if not both:
        return undefined(name, label, definition, 0, "no unit was rated by two raters")
    found = [_kappa(pairs, weights) for pairs in both]
    known = [one for one in found if one is not None]
    if len(ratings.raters) > 2:  # noqa: PLR2004 - kappa compares two raters
        definition += f"; the mean over {len(known)} of {len(found)} pairs of raters"
    if not known:
        return undefined(name, label, definition, units, _SAME)
    value = _sum(one.value for one in known) / len(known)
    if len(ratings.raters) > 2:  # noqa: PLR2004 - kappa compares two raters
        return Statistic(name, label, definition, value, units)
    reach = NormalDist().inv_cdf(0.975) * known[0].error
    return Statistic(
        name, label, definition, value, units, max(value - reach, -1.0), min(value + reach, 1.0), _KAPPA_HOW
    )


def _kappa(pairs: Sequence[tuple[int, int]], weights: Sequence[Sequence[float]]) -> _Kappa | None:
    size, n = len(weights), len(pairs)
    table = [[0.0] * size for _ in range(size)]
    for one, other in pairs:
        table[one][other] += 1 / n
    rows = [_sum(row) for row in table]
    columns = [_sum(column) for column in zip(*table, strict=True)]
    places = range(size)
    observed = _sum(weights[i][j] * table[i][j] for i in places for j in places)
    expected = _sum(weights[i][j] * rows[i] * columns[j] for i in places for j in places)
    if expected >= 1 - 1e-12:
        return None
    value = (observed - expected) / (1 - expected)
    by_row = [_sum(weights[i][j] * columns[j] for j in places) for i in places]
    by_column = [_sum(weights[i][j] * rows[i] for i in places) for j in places]
    spread = _sum(
        table[i][j] * (weights[i][j] - (by_row[i] + by_column[j]) * (1 - value)) ** 2 for i in places for j in places
    )
    variance = (spread - (value - expected * (1 - value)) ** 2) / (n * (1 - expected) ** 2)
    return _Kappa(value, sqrt(max(variance, 0.0)))


_GWETS = {"identity": "gwet-ac1", "linear": "gwet-ac2-linear", "quadratic": "gwet-ac2-quadratic"}
_GWET_LABELS = {"identity": "Gwet's AC1", "linear": "Gwet's AC2, linear", "quadratic": "Gwet's AC2, quadratic"}
_GWET_HOW = "Gwet's variance over the units with Student's t, cut at -1 and 1"


def gwet_ac(ratings: Ratings, weighting: Weighting = "identity") -> Statistic:
    """Return Gwet's AC1, or AC2 with linear or quadratic weights, of two or more raters; gaps are allowed.

    Examples
    --------
    >>> from fidelity.scoring.agreement_ratings import Ratings
    >>> said = {"a": dict(zip("wxyz", "0111")), "b": dict(zip("wxyz", "1111"))}
    >>> round(gwet_ac(Ratings.of(said, "01")).value, 4)
    0.68
    """
    name, label = _GWETS[weighting], _GWET_LABELS[weighting]
    definition = (
        "(observed - expected) / (1 - expected), expected from how often each category is used by all raters together "
        f"(Gwet 2008, 2014); weights: {weighting}"
    )
    counts = ratings.counts()
    units = _sum(_sum(row) > 1 for row in counts)
    if not units:
        return undefined(name, label, definition, 0, "no unit was rated by two raters")
    value, error = _ac(counts, weight_matrix(len(ratings.categories), weighting), units)
    if error is None:
        return Statistic(name, label, definition, value, units)
    reach = t_quantile(0.975, len(counts) - 1) * error
    return Statistic(
        name, label, definition, value, units, max(value - reach, -1.0), min(value + reach, 1.0), _GWET_HOW
    )


def _ac(counts: Sequence[Sequence[int]], weights: Sequence[Sequence[float]], units: int) -> tuple[float, float | None]:
    n, size = len(counts), len(weights)
    places = range(size)
    share = [_sum(row[k] / _sum(row) for row in counts) / n for k in places]
    factor = _sum(map(_sum, weights)) / (size * (size - 1))
    expected = factor * _sum(one * (1 - one) for one in share)
    agreed = [_agreed(row, weights) for row in counts]
    observed = _sum(one for one in agreed if one is not None) / units
    value = (observed - expected) / (1 - expected)
    if n == 1:
        return value, None
    total = 0.0
    for row, one in zip(counts, agreed, strict=True):
        near = 0.0 if one is None else (n / units) * (one - expected) / (1 - expected)
        habit = factor * _sum(row[k] * (1 - share[k]) for k in places) / _sum(row)
        total += (near - 2 * (1 - value) * (habit - expected) / (1 - expected) - value) ** 2
    return value, sqrt(total / (n * (n - 1)))


def _agreed(row: Sequence[int], weights: Sequence[Sequence[float]]) -> float | None:
    """Return the weighted share of a unit's pairs of raters that agree; ``None`` with fewer than two raters."""
    raters = _sum(row)
    if raters < 2:  # noqa: PLR2004 - it takes two
        return None
    near = [_sum(weight * count for weight, count in zip(line, row, strict=True)) for line in weights]
    return _sum(count * (close - 1) for count, close in zip(row, near, strict=True)) / (raters * (raters - 1))


Level: TypeAlias = Literal["nominal", "ordinal", "interval"]

_DISTANCES = {
    "nominal": "any two different categories are equally far apart",
    "ordinal": "categories are as far apart as there are ratings between them, half of those at both ends counted "
    "(Krippendorff's ordinal difference, squared)",
    "interval": "categories stand at equal distances, squared",
}


def krippendorff_alpha(ratings: Ratings, level: Level = "nominal") -> Statistic:
    """Return Krippendorff's alpha of two raters or more; units with one rating are left out.

    Examples
    --------
    >>> from fidelity.scoring.agreement_ratings import Ratings
    >>> said = {"a": dict(zip("wxyz", "0011")), "b": dict(zip("wxyz", "0111"))}
    >>> round(krippendorff_alpha(Ratings.of(said, "01")).value, 4)
    0.5333
    """
    name, label = f"krippendorff-alpha-{level}", f"Krippendorff's alpha, {level}"
    definition = f"1 - observed disagreement / expected disagreement; {_DISTANCES[level]}"
    rows = [row for row in ratings.counts() if _sum(row) > 1]
    if not rows:
        return undefined(name, label, definition, 0, "no unit was rated by two raters")
    value = _alpha(rows, level)
    if value is None:
        return undefined(name, label, definition, len(rows), "every rating is the same category, so nothing varies")
    low, high = bootstrap(rows, lambda drawn: _alpha(drawn, level)) or (None, None)
    return Statistic(name, label, definition, value, len(rows), low, high, HOW if low is not None else None)


def _alpha(rows: Sequence[Sequence[int]], level: Level) -> float | None:
    totals: list[int] = [_sum(column) for column in zip(*rows, strict=True)]
    used = [at for at, total in enumerate(totals) if total]
    if len(used) < 2:  # noqa: PLR2004 - nothing varies
        return None
    far = {(c, k): _distance(c, k, totals, level) for c in used for k in used if c < k}
    observed: float = _sum(_sum(row[c] * row[k] * gap for (c, k), gap in far.items()) / (_sum(row) - 1) for row in rows)
    expected: float = _sum(totals[c] * totals[k] * gap for (c, k), gap in far.items())
    return 1 - (_sum(totals) - 1) * observed / expected


def _distance(c: int, k: int, totals: Sequence[int], level: Level) -> float:
    if level == "nominal":
        return 1.0
    if level == "interval":
        return float((c - k) ** 2)
    return float(_sum(totals[c : k + 1]) - (totals[c] + totals[k]) / 2) ** 2


_PARADOX = (
    "Nearly all ratings are of one category. Kappa and alpha are low then even where raters agree; read them beside "
    "percent agreement and AC1."
)
_MOST = 0.85


@frozen(eq=False, repr=False)
class Agreement(Content):
    """How far some raters agree: the raters, the number of units, the statistics, and what to keep in mind."""

    raters: tuple[str, ...]
    units: int
    statistics: tuple[Statistic, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Agreement of {len(self.raters)} raters on {self.units} units>"

    def to_records(self) -> list[dict[str, str | float | int | None]]:
        """Return a row for each statistic."""
        return [one.to_record() for one in self.statistics]


def agreement(ratings: Ratings) -> Agreement:
    """Return every statistic that fits. Those for ordered categories need three or more categories.

    Source: two raters rate independently, and their agreement is published (RU-16 of the method's rules).

    Examples
    --------
    >>> from fidelity.scoring.agreement_ratings import Ratings
    >>> said = {"a": dict(zip("wxyz", "0011")), "b": dict(zip("wxyz", "0111"))}
    >>> [one.name for one in agreement(Ratings.of(said, "01")).statistics]
    ['percent-agreement', 'cohen-kappa', 'gwet-ac1', 'krippendorff-alpha-nominal']
    """
    found = [percent_agreement(ratings), cohen_kappa(ratings), gwet_ac(ratings), krippendorff_alpha(ratings)]
    if len(ratings.categories) > 2:  # noqa: PLR2004 - two categories have no order to speak of
        for weighting in ("linear", "quadratic"):
            found += [cohen_kappa(ratings, weighting), gwet_ac(ratings, weighting)]
        found += [krippendorff_alpha(ratings, "ordinal"), krippendorff_alpha(ratings, "interval")]
    columns = [_sum(column) for column in zip(*ratings.counts(), strict=True)]
    notes = (_PARADOX,) if columns and max(columns) >= _MOST * _sum(columns) else ()
    return Agreement(ratings.raters, found[0].units, tuple(found), notes)


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
    if n < 2 or k < 2:  # noqa: PLR2004 - a correlation needs two of each
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
    each = [_sum(abs(a - b) for a, b in combinations(row, 2)) / (len(row) * (len(row) - 1) / 2) for row in rows]
    low, high = bootstrap(each, lambda drawn: _sum(drawn) / len(drawn)) or (None, None)
    return Statistic(name, label, definition, _sum(each) / len(each), len(each), low, high, HOW)


def _squares(totals: Sequence[Sequence[float]]) -> _Squares:
    n, k = len(totals), len(totals[0])
    mean = _sum(map(_sum, totals)) / (n * k)
    rows = [_sum(row) / k for row in totals]
    columns = [_sum(column) / n for column in zip(*totals, strict=True)]
    between = k * _sum((row - mean) ** 2 for row in rows)
    raters = n * _sum((column - mean) ** 2 for column in columns)
    rest = _sum(
        (one - rows[i] - columns[j] + mean) ** 2 for i, row in enumerate(totals) for j, one in enumerate(row)
    )  # summed directly: subtracting the others from the whole would lose digits
    return _Squares(between / (n - 1), raters / (k - 1), rest / ((n - 1) * (k - 1)))


def _nothing(totals: Sequence[Sequence[float]]) -> float:
    """Return the bound below which a difference is only the rounding of floats."""
    return 1e-24 * max(1.0, *(abs(one) for row in totals for one in row)) ** 2


def _value(squares: _Squares, n: int, k: int, kind: str) -> float | None:
    below = squares.rows + (k - 1) * squares.rest
    if kind == "agreement":
        below += k * (squares.columns - squares.rest) / n
    return (squares.rows - squares.rest) / below if below > 1e-24 else None  # noqa: PLR2004 - zero but for rounding


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


T = TypeVar("T")

ROUNDS, SEED = 1_000, 20_260_101
_FEWEST = 0.9
HOW = f"percentile bootstrap over the units, {ROUNDS:,} rounds, the same draws each time"


def bootstrap(units: Sequence[T], statistic: Callable[[Sequence[T]], float | None]) -> tuple[float, float] | None:
    """Return the bounds between which 95% of the values lie when units are drawn with replacement.

    The result is ``None`` if fewer than nine draws in ten give a value, because an interval of the rest would look more
    certain than it is. Cost: a thousand times the statistic.

    Examples
    --------
    >>> low, high = bootstrap([0.0, 1.0] * 20, lambda drawn: sum(drawn) / len(drawn))
    >>> 0.3 < low < 0.5 < high < 0.7
    True
    """
    random = Random(SEED)  # noqa: S311 - not for secrets; a fixed seed makes the same data give the same interval
    values = []
    for _ in range(ROUNDS):
        value = statistic(random.choices(units, k=len(units)))
        if value is not None:
            values.append(value)
    if len(values) < _FEWEST * ROUNDS:
        return None
    values.sort()
    return _quantile(values, 0.025), _quantile(values, 0.975)


def _quantile(values: Sequence[float], share: float) -> float:
    at = share * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (at - low) * (values[high] - values[low])


_STEPS = 500
_TINY = 1e-300
_FAR = 600.0  # the logarithm of the largest quantile that is looked for


def t_quantile(share: float, degrees: float) -> float:
    """Return the value that a share (0.5 to 1) of Student's t lies below.

    Examples
    --------
    >>> round(t_quantile(0.975, 10), 4)
    2.2281
    """
    return sqrt(f_quantile(2 * share - 1, 1, degrees))


def f_quantile(share: float, above: float, below: float) -> float:
    """Return the value that a share (0 to 1) of an F distribution lies below; ``above`` and ``below`` are its degrees.

    Examples
    --------
    >>> round(f_quantile(0.95, 3, 12), 4)
    3.4903
    """
    low, high = -_FAR, _FAR
    for _ in range(200):  # each step halves the interval, so that 200 steps reach the last digit of a float
        middle = (low + high) / 2
        if _below(exp(middle), above, below) < share:
            low = middle
        else:
            high = middle
    return exp((low + high) / 2)


def _below(value: float, above: float, below: float) -> float:
    """Return the share of an F distribution below a value. We start at the nearer end, so that we lose no digits."""
    whole = above * value + below
    if above * value < below:
        return _beta(above * value / whole, above / 2, below / 2)
    return 1 - _beta(below / whole, below / 2, above / 2)


def _beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / _kept(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _STEPS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _kept(1 + term * d)
            c = _kept(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < 1e-15:  # noqa: PLR2004 - as near as a float comes
            break
    return value


def _kept(value: float) -> float:
    """Return the value, or a tiny one in place of zero, so that we can divide by it."""
    return value if abs(value) > _TINY else _TINY
