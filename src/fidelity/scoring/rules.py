"""The rules of scoring, as named data: what is done about gaps, what a percentage is of, how raters count together.

No general rule for missing items was found in any scale manual that could be read, and those that were found
contradict each other (MI-1 to MI-5 in the project's digest of methods), so the rule is a visible setting.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.content import Content

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BASES", "RULES", "TOGETHER", "MissingRule", "named"]


@frozen(eq=False, repr=False)
class MissingRule(Content):
    """What is done about items that were not answered, or answered with "not known".

    ``needed`` is the share of applicable items that have to be answered for there to be a score at all.
    With ``fills`` a gap takes the mean of what was answered, with ``lowest`` the lowest answer of its item.
    Not applicable never counts as a gap.
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
"""The rules for gaps, by name. ``none`` is the default: nothing is imputed unless somebody asks for it."""

BASES: Mapping[str, str] = MappingProxyType(
    {
        "range": "share of the possible range: 0% is the lowest answer to every item",
        "maximum": "share of the maximum: the lowest answers are not 0% where a scale starts above 0",
    }
)
"""What a percentage can be of. The two differ for scales that start at 1 (MI-6)."""

TOGETHER: Mapping[str, str] = MappingProxyType(
    {
        "majority": "an item is in place if more than half of its ratings say so",
        "every": "an item is in place only if every rating says so",
    }
)
"""How several ratings of one item count together."""


def named(name: str, known: Mapping[str, object], noun: str) -> str:
    """Return a name that is known. Raises ``ValueError`` with all that are for another."""
    if name not in known:
        raise ValueError(f"{noun} is one of {', '.join(known)}; not '{name}'")
    return name
