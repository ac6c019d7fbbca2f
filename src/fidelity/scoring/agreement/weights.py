"""How far two places on a scale count as agreement: not at all, by their distance, or by its square."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = ["Weighting", "weight_matrix"]

Weighting: TypeAlias = Literal["identity", "linear", "quadratic"]


def weight_matrix(size: int, weighting: Weighting) -> list[list[float]]:
    """Return the weights of agreement, 0 to 1, for a scale of ``size`` places at equal distances.

    Examples
    --------
    >>> weight_matrix(3, "linear")[0]
    [1.0, 0.5, 0.0]
    >>> weight_matrix(3, "quadratic")[0]
    [1.0, 0.75, 0.0]
    """
    far = size - 1
    power = {"linear": 1, "quadratic": 2}.get(weighting)
    if power is None:
        return [[float(row == column) for column in range(size)] for row in range(size)]
    return [[1 - (abs(row - column) / far) ** power for column in range(size)] for row in range(size)]
