"""A share from 0 to 1, written as ``0.8``, ``80%`` or ``80 per cent``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.model.amounts import Amount, Misfit, decimal, number
from fidelity.model.types import Drawn, Kind, Value

if TYPE_CHECKING:
    from fractions import Fraction

_WHOLE = 100  # in per cent, as every share is kept


class Proportion(Kind):
    """Kept in per cent."""

    ordered = True
    unit = "percent"
    drawn = (Drawn(("0.5", "80%", "0.8", "1", "100%")),)

    def read(self, text: str, _unit: str) -> Value:
        """Return a share from 0 to 1, in per cent.

        Examples
        --------
        >>> TYPE.read("0.8", "") == TYPE.read("80%", "")
        True
        """
        found = re.fullmatch(r"(\S+?)\s*(%|per ?cent)?", text.strip().lower())
        written = found[1] if found else ""
        if found and not found[2]:
            whole, _, part = written.partition(".")
            part = part.ljust(2, "0")
            written = f"{whole}{part[:2]}.{part[2:] or 0}"
        share = number(written.removesuffix(".0"))
        if share is None or share > _WHOLE:
            raise Misfit(f"'{text}'", "a share from 0 to 1, such as '0.8' or '80%'")
        return Amount(share, "percent")

    def write(self, value: Value, _unit: str | None) -> str:
        """Return a share in per cent."""
        assert isinstance(value, Amount)
        return f"{decimal(value.number)}%"

    def sample(self, _unit: str) -> str:
        """Return a half."""
        return "50%"

    def spread(self, points: set[int | Fraction], unit: str) -> set[int | Fraction]:
        """Return some shares and one on either side of each, none of them larger than the whole."""
        return {one for one in super().spread(points, unit) if one <= _WHOLE} | {_WHOLE}


TYPE = Proportion()
