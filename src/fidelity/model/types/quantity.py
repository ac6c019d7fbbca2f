"""A number of something that the model names, such as ``12 families``."""

from __future__ import annotations

from fidelity.model.amounts import Amount, Misfit, decimal, number, singular
from fidelity.model.types import Drawn, Kind, Value


class Quantity(Kind):
    """Read by the unit of its parameter: no unit converts into another."""

    ordered = counts = families = True
    drawn = (Drawn(("10 families", "12 families", "20 families", "20 family"), unit="families", family="family"),)

    def read(self, text: str, unit: str) -> Value:
        """Return a number of a parameter's own unit."""
        expected = f"a number of {unit}, such as '12 {unit}'"
        count, _, rest = text.strip().partition(" ")
        amount = number(count.lower())
        if amount is None or not rest.strip():
            raise Misfit(f"'{text}'", expected)
        if singular(rest) != singular(unit):
            raise Misfit(f"'{text}', which is in {rest.strip()}", f"a number of {unit}", units=True)
        return Amount(amount, singular(unit))

    def write(self, value: Value, unit: str | None) -> str:
        """Return a number with the unit of its parameter."""
        assert isinstance(value, Amount)
        return f"{decimal(value.number)} {unit}"

    def sample(self, unit: str) -> str:
        """Return one of the unit."""
        return f"1 {unit}".rstrip()


TYPE = Quantity()
