"""Bands and cut-offs: applied to unrounded figures, with the boundary stated, and refused where the gaps decide."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.content import Content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.scoring.groups import Measure, Tally

__all__ = ["MEASURES", "Band", "Standing", "number", "standing"]

MEASURES = ("points", "mean", "share")
"""What bands can be of: a form's sum, the mean answer, or the share from 0 to 1."""


@frozen(eq=False, repr=False)
class Band(Content):
    """A band of a measure: from ``at_least`` (included) to ``at_most`` (included) or ``below`` (not included).

    ``None`` is an open end. ``note`` says how firmly it is known.
    """

    label: str
    of: str = "points"
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    below: Fraction | None = None
    note: str = ""

    def holds(self, value: Fraction) -> bool:
        """Return whether an unrounded figure is in the band."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )

    @property
    def words(self) -> str:
        """The band with its ends and whether they belong to it."""
        ends = [f"from {number(self.at_least)} (included)"] if self.at_least is not None else []
        ends += [f"to {number(self.at_most)} (included)"] if self.at_most is not None else []
        ends += [f"to {number(self.below)} (not included)"] if self.below is not None else []
        return f"{self.label}: {' '.join(ends) or 'any value'}"


@frozen(eq=False, repr=False)
class Standing(Content):
    """Where a figure stands among bands: the one band, or those that are possible given the gaps.

    ``certain`` says that no gap could change it. ``words`` is a sentence for a report.
    """

    band: Band | None
    possible: tuple[Band, ...]
    words: str

    @property
    def certain(self) -> bool:
        """Whether there is one answer."""
        return self.band is not None


def standing(bands: Iterable[Band], tally: Tally) -> Standing | None:
    """Return where a tally stands among bands of one measure, or ``None`` where there are no bands or figures."""
    known = tuple(bands)
    if not known:
        return None
    measure: Measure = getattr(tally, known[0].of)
    if measure.lowest is None or measure.highest is None:
        return None
    low, high = measure.lowest, measure.highest
    at_ends = [next((band for band in known if band.holds(end)), None) for end in (low, high)]
    between = [band for band in known if band.at_least is not None and low < band.at_least <= high]
    possible = tuple(dict.fromkeys(band for band in (*at_ends, *between) if band is not None))
    first = at_ends[0]
    if len(possible) == 1 and first is not None and None not in at_ends:
        return Standing(first, possible, f"{first.words}; by the unrounded figure")
    if not possible:
        return Standing(None, (), f"no band holds {number(low)}: the bands leave it out")
    labels = " or ".join(f"'{band.label}'" for band in possible)
    if low == high or None in at_ends:
        return Standing(None, possible, f"the bands do not say which of {labels} it is")
    gaps = f"with the gaps it lies between {number(low)} and {number(high)}"
    return Standing(None, possible, f"cannot be told: {gaps}, which is {labels}")


def number(value: Fraction | None, digits: int = 2) -> str:
    """Return a figure for reading; the figure itself is never rounded.

    Examples
    --------
    >>> number(Fraction(5, 2)), number(Fraction(100)), number(None)
    ('2.5', '100', 'none')
    """
    if value is None:
        return "none"
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.{digits}f}".rstrip("0").rstrip(".")
