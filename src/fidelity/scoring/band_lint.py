"""Holes and overlaps in the bands of a scale: figures that no band holds, and figures that two bands hold."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from fidelity.scoring.bands import number
from fidelity.soundness.issue import Issue, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checklists.scales import Scale
    from fidelity.scoring.bands import Band

__all__ = ["scale_issues"]

HOLE, OVERLAP = "FID710", "FID711"
_NOUNS = {"points": "points", "mean": "a mean of", "share": "a share of"}


def scale_issues(scale: Scale) -> tuple[Issue, ...]:
    """Return what is amiss with the bands of a scale, exactly: by intervals between all their ends.

    Whole-number points can only come to whole numbers, so bands such as 74 to 99 and 100 to 114 leave no hole.
    """
    if not scale.bands:
        return ()
    return tuple(_issues(scale))


def _issues(scale: Scale) -> Iterator[Issue]:
    for words, holding in _spans(scale):
        if not holding:
            ways: tuple[str, ...] = (
                "move an end so that the bands meet",
                "say with 'below' that a band ends where the next begins",
            )
            message = f"No band holds {words}."
            yield Issue(HOLE, "bands-with-a-hole", Level.FAULT, scale.id, message, ways, scale.place)
        elif len(holding) > 1:
            labels = " and ".join(f"'{band.label}'" for band in holding)
            ways = ("let one of them end where the other begins, with 'below'",)
            message = f"{labels} both hold {words}."
            yield Issue(OVERLAP, "bands-that-overlap", Level.FAULT, scale.id, message, ways, scale.place)


def _spans(scale: Scale) -> Iterator[tuple[str, tuple[Band, ...]]]:
    """Yield the stretches of what is possible that are held by other bands than their neighbours, in words."""
    low, high = scale.range
    ends = {end for band in scale.bands for end in (band.at_least, band.at_most, band.below) if end is not None}
    inside = sorted({low, high, *(end for end in ends if low < end < high)})
    noun = _NOUNS[scale.bands[0].of]
    whole = scale.bands[0].of == "points" and all(
        option.weight is None or option.weight.denominator == 1 for option in scale.answers
    )
    if whole:
        yield from _whole_spans(scale, int(low), int(high), noun)
        return
    for at, end in enumerate(inside):
        yield f"{noun} {number(end, 4)}", _holding(scale, end)
        if at + 1 < len(inside):
            between = (end + inside[at + 1]) / 2
            yield f"{noun} between {number(end, 4)} and {number(inside[at + 1], 4)}", _holding(scale, between)


def _whole_spans(scale: Scale, low: int, high: int, noun: str) -> Iterator[tuple[str, tuple[Band, ...]]]:
    """Yield runs of whole numbers that the same bands hold."""
    rows = [(value, _holding(scale, Fraction(value))) for value in range(low, high + 1)]
    starts = [0, *(at for at in range(1, len(rows)) if rows[at - 1][1] != rows[at][1]), len(rows)]
    for start, end in pairwise(starts):
        first, last = rows[start][0], rows[end - 1][0]
        words = f"{first} {noun}" if first == last else f"{first} to {last} {noun}"
        yield words, rows[start][1]


def _holding(scale: Scale, value: Fraction) -> tuple[Band, ...]:
    return tuple(band for band in scale.bands if band.holds(value))
