"""Krippendorff's alpha: one minus observed over expected disagreement, for any number of raters, with gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from fidelity.scoring.agreement.bootstrap import HOW, bootstrap
from fidelity.scoring.agreement.statistic import Statistic, undefined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.scoring.agreement.ratings import Ratings

__all__ = ["Level", "krippendorff_alpha"]

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
    >>> from fidelity.scoring.agreement.ratings import Ratings
    >>> said = {"a": dict(zip("wxyz", "0011")), "b": dict(zip("wxyz", "0111"))}
    >>> round(krippendorff_alpha(Ratings.of(said, "01")).value, 4)
    0.5333
    """
    name, label = f"krippendorff-alpha-{level}", f"Krippendorff's alpha, {level}"
    definition = f"1 - observed disagreement / expected disagreement; {_DISTANCES[level]}"
    rows = [row for row in ratings.counts() if sum(row) > 1]
    if not rows:
        return undefined(name, label, definition, 0, "no unit was rated by two raters")
    value = _alpha(rows, level)
    if value is None:
        return undefined(name, label, definition, len(rows), "every rating is the same category, so nothing varies")
    low, high = bootstrap(rows, lambda drawn: _alpha(drawn, level)) or (None, None)
    return Statistic(name, label, definition, value, len(rows), low, high, HOW if low is not None else None)


def _alpha(rows: Sequence[Sequence[int]], level: Level) -> float | None:
    totals: list[int] = [sum(column) for column in zip(*rows, strict=True)]
    used = [at for at, total in enumerate(totals) if total]
    if len(used) < 2:  # noqa: PLR2004 - nothing varies
        return None
    far = {(c, k): _distance(c, k, totals, level) for c in used for k in used if c < k}
    observed: float = sum(sum(row[c] * row[k] * gap for (c, k), gap in far.items()) / (sum(row) - 1) for row in rows)
    expected: float = sum(totals[c] * totals[k] * gap for (c, k), gap in far.items())
    return 1 - (sum(totals) - 1) * observed / expected


def _distance(c: int, k: int, totals: Sequence[int], level: Level) -> float:
    if level == "nominal":
        return 1.0
    if level == "interval":
        return float((c - k) ** 2)
    return float(sum(totals[c : k + 1]) - (totals[c] + totals[k]) / 2) ** 2
