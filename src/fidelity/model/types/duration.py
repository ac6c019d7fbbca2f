"""A length of time, such as ``2 weeks``.

Minutes, hours, days and weeks convert into each other exactly, and so do months and years. Across the two
families nothing converts, because a month has no fixed number of days. How often something happens stands for the time
between: twice a week is an interval of 84 hours.
"""

from __future__ import annotations

import re

from fidelity.model.amounts import SPANS, Amount, Misfit, decimal, number
from fidelity.model.types import Drawn, Kind, Value, type_of

_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080, "fortnight": 20160}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
EVERY = {
    "hourly": ("1", "hour"), "daily": ("1", "day"), "weekly": ("1", "week"), "fortnightly": ("2", "week"),
    "monthly": ("1", "month"), "quarterly": ("3", "month"), "yearly": ("1", "year"), "annually": ("1", "year"),
}  # fmt: skip
"""Words for a length of time that comes round, each with how many of which unit it is."""
_OTHER = re.compile(r"\b(every)\s+(?:other|second)\s+")
_TURNED = {"minutes": "per minute", "months": "per month", "per minute": "minutes", "per month": "months"}
_SPAN = re.compile(r"(?:every\s+)?(?:(\S+)\s+)?([a-z]+?)s?")
_EXPECTED = "a length of time such as '2 weeks', 'fortnightly' or '90 minutes'"


def span(count: str | None, unit: str, text: str, expected: str) -> Amount:
    """Return a length of time in minutes or in months, by how many of which unit it is."""
    factor = _MINUTES.get(unit) or _MONTHS.get(unit)
    amount = number(count or "1")
    if factor is None or amount is None:
        raise Misfit(f"'{text}'", expected)
    return Amount(amount * factor, "minutes" if unit in _MINUTES else "months")


def plain_time(text: str) -> str:
    """Return a text about time as it is compared: every other week is every 2 weeks."""
    return _OTHER.sub(r"\1 2 ", text.strip().lower())


def turned(other: Kind, text: str, unit: str, expected: str) -> Amount:
    """Return the time between where a text says how often, or the other way round, where that is exact.

    ``other`` is the type whose way of saying it may be. Three times a month is no exact interval: a third of a month
    cannot be written.
    """
    try:
        value = None if other.is_turned(text) else other.read(text, unit)
    except Misfit:
        value = None
    if isinstance(value, Amount) and value.number:
        from fractions import Fraction  # slow to load, and few values are said the other way round

        exact, unit = 1 / Fraction(value.number), _TURNED[value.unit]
        if unit not in SPANS or Fraction(decimal(exact)) == exact:
            return Amount(exact.numerator if exact.denominator == 1 else exact, unit)
    raise Misfit(f"'{text}'", expected)


class Duration(Kind):
    """Kept in minutes or in months."""

    ordered = families = True
    unit = "minutes"
    drawn = (
        Drawn(("1 week", "fortnightly", "14 days", "1 fortnight", "4 weeks", "672 hours"), family="minutes"),
        Drawn(("1 month", "quarterly", "1 quarter", "4 months", "1 year", "12 months"), family="months"),
    )

    def read(self, text: str, unit: str) -> Value:
        """Return a length of time in minutes or in months.

        Examples
        --------
        >>> TYPE.read("fortnightly", "") == TYPE.read("every 2 weeks", "") == TYPE.read("14 days", "")
        True
        >>> TYPE.read("2 years", "")
        Amount(number=24, unit='months')
        >>> TYPE.read("once a fortnight", "") == TYPE.read("every other week", "") == TYPE.read("2 weeks", "")
        True
        """
        plain = plain_time(text)
        if plain in EVERY:
            return span(*EVERY[plain], text, _EXPECTED)
        found = _SPAN.fullmatch(plain)
        if found is not None:
            return span(found[1], found[2], text, _EXPECTED)
        return turned(type_of("rate"), text, unit, _EXPECTED)

    def is_turned(self, text: str) -> bool:
        """Return whether a value says how often something happens, and not the time between."""
        plain = plain_time(text)
        return plain not in EVERY and _SPAN.fullmatch(plain) is None

    def write(self, value: Value, _unit: str | None) -> str:
        """Return a length of time in the largest unit of which it is a whole number."""
        assert isinstance(value, Amount)
        for size, noun in SPANS.get(value.unit, {}).items():
            if value.number and value.number % size == 0:
                return f"{value.number // size} {noun}{'s' * (value.number != size)}"
        return f"{decimal(value.number)} {value.unit}"

    def sample(self, _unit: str) -> str:
        """Return a fortnight."""
        return "2 weeks"


TYPE = Duration()
