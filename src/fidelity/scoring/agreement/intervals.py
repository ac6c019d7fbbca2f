"""What intervals of agreement rest on: drawing the units again and again, and quantiles of Student's t and of F.

It is plain Python: a council's forms need no other library.
"""

from __future__ import annotations

from math import exp, lgamma, log, sqrt
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

ROUNDS, SEED = 1_000, 20_260_101
_FEWEST = 0.9
HOW = f"percentile bootstrap over the units, {ROUNDS:,} rounds, the same draws each time"


def bootstrap(units: Sequence[T], statistic: Callable[[Sequence[T]], float | None]) -> tuple[float, float] | None:
    """Return the bounds between which 95% of the values lie when units are drawn with replacement.

    ``None`` where fewer than nine draws in ten give a value: an interval of the rest would look surer than it is.
    Costs a thousand times the statistic itself.

    Examples
    --------
    >>> low, high = bootstrap([0.0, 1.0] * 20, lambda drawn: sum(drawn) / len(drawn))
    >>> 0.3 < low < 0.5 < high < 0.7
    True
    """
    random = Random(SEED)  # noqa: S311 - nothing secret; the same data give the same interval
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
    for _ in range(200):  # to the last digit: each step halves what is left
        middle = (low + high) / 2
        if _below(exp(middle), above, below) < share:
            low = middle
        else:
            high = middle
    return exp((low + high) / 2)


def _below(value: float, above: float, below: float) -> float:
    """Return the share of an F distribution below a value; from the nearer end, so that no digits are lost."""
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
    """Return a value that one can divide by."""
    return value if abs(value) > _TINY else _TINY
