"""The named rules by which a form may be scored: its bands, how gaps count, and what a percentage is of.

We found no general rule for missing items in the scale manuals that we could read. The rules that we found contradict
each other (MI-1 to MI-5 in the project's digest of methods), so the user sees the rule and can set it.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.content import Content

if TYPE_CHECKING:
    from collections.abc import Mapping


MEASURES = ("points", "mean", "share")
"""What bands can divide: a form's sum, the mean answer, or the share from 0 to 1."""


@frozen(eq=False, repr=False)
class Band(Content):
    """A band of a measure: from ``at_least`` (included) to ``at_most`` (included) or ``below`` (not included).

    ``None`` is an open end. ``note`` says how firmly the band is known.
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


def number(value: Fraction | None, digits: int = 2) -> str:
    """Return a figure as text for a reader; the figure itself is never rounded.

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


@frozen(eq=False, repr=False)
class MissingRule(Content):
    """How a score treats items that were not answered, or were answered with "not known".

    ``needed`` is the share of applicable items that must be answered before there is a score at all. With ``fills`` a
    gap takes the mean of the answers, and with ``lowest`` it takes the lowest answer of its item. "Not applicable"
    never counts as a gap.
    """

    name: str
    words: str
    needed: Fraction = Fraction(0)
    fills: bool = False
    lowest: bool = False


_RULES = (
    MissingRule("none", "nothing is filled in: means are of what was answered, and totals need every item"),
    MissingRule("80-percent", "with 80% of items answered, gaps take the mean of these", Fraction(4, 5), fills=True),
    MissingRule("half", "with half of items answered, gaps take the mean of these", Fraction(1, 2), fills=True),
    MissingRule("lowest", "a gap counts as the lowest answer of its item", lowest=True),
)
RULES: Mapping[str, MissingRule] = MappingProxyType({rule.name: rule for rule in _RULES})
"""The rules for gaps, by name. The default is ``none``: we impute nothing unless somebody asks for it."""

BASES: Mapping[str, str] = MappingProxyType(
    {
        "range": "share of the possible range: 0% is the lowest answer to every item",
        "maximum": "share of the maximum: the lowest answers are not 0% where a scale starts above 0",
    }
)
"""The bases of a percentage. The two differ for scales that start at 1 (MI-6)."""

TOGETHER: Mapping[str, str] = MappingProxyType(
    {
        "majority": "an item is in place if more than half of its ratings say so",
        "every": "an item is in place only if every rating says so",
    }
)
"""How several ratings of one item count together."""


def named(name: str, known: Mapping[str, object], noun: str) -> str:
    """Return the name if it is known. Raise ``ValueError`` with all known names if it is not."""
    if name not in known:
        raise ValueError(f"{noun} is one of {', '.join(known)}; not '{name}'")
    return name
