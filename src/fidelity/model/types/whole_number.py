"""A whole number from zero up, such as ``3``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.amounts import Amount, Misfit, number
from fidelity.model.types import Drawn, Kind, Value

if TYPE_CHECKING:
    from fractions import Fraction


class WholeNumber(Kind):
    """In digits, or as a word up to twelve."""

    ordered = True
    drawn = (Drawn(("1", "2", "3", "five", "5")),)

    def read(self, text: str, _unit: str) -> Value:
        """Return a whole number from zero up."""
        found = number(text.strip().lower())
        if not isinstance(found, int):
            raise Misfit(f"'{text}'", "a whole number such as '3'")
        return Amount(found)

    def sample(self, _unit: str) -> str:
        """Return one."""
        return "1"

    def spread(self, points: set[int | Fraction], _unit: str) -> set[int | Fraction]:
        """Return some numbers, zero, and their neighbours: between two of those there is nothing."""
        near = {point + step for point in points for step in (-1, 0, 1)} | {0}
        return {one for one in near if one >= 0}


TYPE = WholeNumber()
