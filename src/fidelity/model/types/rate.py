"""How often something happens, such as ``2 per week``; the time between stands for it: every other week is a rate."""

from __future__ import annotations

import re

from fidelity.model.amounts import Amount, Misfit, number
from fidelity.model.types import Drawn, Kind, Value, type_of
from fidelity.model.types.duration import EVERY, plain_time, span, turned

_TIMES = {"once": "1", "twice": "2"}
_RATE = re.compile(r"(\S+)(?:\s+times?)?\s+(?:per|an?|each|every)\s+(?:(\S+)\s+)?([a-z]+?)s?")
_EXPECTED = "a rate such as '2 per week' or '4 per fortnight'"


class Rate(Kind):
    """Kept per minute or per month."""

    ordered = families = True
    unit = "per minute"
    drawn = (
        Drawn(("1 per fortnight", "weekly", "1 per 7 days", "4 per fortnight", "twice a week"), family="per minute"),
    )

    def read(self, text: str, unit: str) -> Value:
        """Return how often something happens, per minute or per month.

        Examples
        --------
        >>> TYPE.read("2 per week", "") == TYPE.read("4 per fortnight", "") == TYPE.read("twice a week", "")
        True
        >>> TYPE.read("every other week", "") == TYPE.read("every 14 days", "") == TYPE.read("1 per fortnight", "")
        True
        """
        plain = plain_time(text)
        found = _RATE.fullmatch(plain)
        if plain in EVERY:
            first, every, noun = "1", *EVERY[plain]
        elif found is not None:
            first, every, noun = found.groups()
        elif self.is_turned(text):
            return turned(type_of("duration"), text, unit, _EXPECTED)
        else:
            raise Misfit(f"'{text}'", _EXPECTED)
        times, within = number(_TIMES.get(first, first)), span(every, noun, text, _EXPECTED)
        if times is None or not within.number:
            raise Misfit(f"'{text}'", _EXPECTED)
        from fractions import Fraction  # slow to load, and many models have no rate

        exact = Fraction(times) / Fraction(within.number)
        per = "per minute" if within.unit == "minutes" else "per month"
        return Amount(exact.numerator if exact.denominator == 1 else exact, per)

    def is_turned(self, text: str) -> bool:
        """Return whether a value says the time between, by the word every: '2 weeks' may be a slip for 2 a week."""
        return plain_time(text).startswith("every ")

    def write(self, value: Value, _unit: str | None) -> str:
        """Return a rate as whole times in whole weeks or months."""
        assert isinstance(value, Amount)
        size, noun = (10080, "week") if value.unit == "per minute" else (1, "month")
        times = value.number * size
        within = noun if times.denominator == 1 else f"{times.denominator} {noun}s"
        return f"{times.numerator} per {within}"

    def sample(self, _unit: str) -> str:
        """Return once a week."""
        return "1 per week"


TYPE = Rate()
