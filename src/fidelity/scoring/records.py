"""A score as flat records: one row a group, for a data frame of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from fidelity.scoring.groups import Tally
    from fidelity.scoring.scoring import Score

__all__ = ["RECORD", "score_records"]

RECORD = (
    "kind", "key", "title", "forms", "items", "total", "applicable", "answered", "na", "nk", "missing",
    "share", "share_lowest", "share_highest", "mean", "mean_lowest", "mean_highest",
    "points", "points_lowest", "points_highest", "status", "base", "rule",
)  # fmt: skip
"""The columns of a score's records, in order; every record has all of them. Figures are floats, unrounded."""


def score_records(score: Score) -> list[dict[str, str | int | float | None]]:
    """Return one record a tally. ``status`` is of items and elements only."""
    return [_record(score, tally) for tally in score.tallies]


def _record(score: Score, tally: Tally) -> dict[str, str | int | float | None]:
    statuses = {"item": score.items, "element": score.elements}.get(tally.kind)
    counted = ("kind", "key", "title", "forms", "items", "total", "applicable", "answered", "na", "nk", "missing")
    figures = {
        f"{name}{end}": _float(getattr(getattr(tally, name), end[1:] or "value"))
        for name in ("share", "mean", "points")
        for end in ("", "_lowest", "_highest")
    }
    return {
        **{name: getattr(tally, name) for name in counted},
        **figures,
        "status": statuses.get(tally.key) if statuses is not None else None,
        "base": score.base,
        "rule": score.rule.name,
    }


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
