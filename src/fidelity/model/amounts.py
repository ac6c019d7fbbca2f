"""Exact amounts: whole numbers, proportions, durations, rates and quantities, and their units.

Minutes, hours, days and weeks convert into each other exactly, and so do months and years. Across the two
families nothing converts, because a month has no fixed number of days.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["Amount", "Misfit", "duration", "proportion", "quantity", "rate", "whole_number"]


class Misfit(Exception):
    """A text that is not such a value. ``expected`` says what would have been one."""

    def __init__(self, found: str, expected: str, *, units: bool = False) -> None:
        self.found, self.expected, self.units = found, expected, units
        super().__init__(found, expected)


class Amount(NamedTuple):
    """An exact number of a canonical unit: ``minutes``, ``months``, ``per minute``, a noun, or ``""``."""

    number: int | Fraction
    unit: str = ""


_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080, "fortnight": 20160}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_EVERY = {
    "hourly": ("1", "hour"), "daily": ("1", "day"), "weekly": ("1", "week"), "fortnightly": ("2", "week"),
    "monthly": ("1", "month"), "quarterly": ("3", "month"), "yearly": ("1", "year"), "annually": ("1", "year"),
}  # fmt: skip
_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBERS = {word: str(number) for number, word in enumerate(_WORDS)} | {"a": "1", "an": "1"}
_TIMES = {"once": "1", "twice": "2"}
DIGITS = 30
"""How many digits a number may have: more is a slip, or somebody's joke."""
_SPAN = re.compile(r"(?:every\s+)?(?:(\S+)\s+)?([a-z]+?)s?")
_RATE = re.compile(r"(\S+)(?:\s+times?)?\s+(?:per|an?|each|every)\s+(?:(\S+)\s+)?([a-z]+?)s?")
_DURATIONS = "a length of time such as '2 weeks', 'fortnightly' or '90 minutes'"
_RATES = "a rate such as '2 per week' or '4 per fortnight'"


def number(text: str) -> int | Fraction | None:
    """Return the exact number that a text writes, in digits or as a word up to twelve, or ``None``."""
    plain = _NUMBERS.get(text, text).replace(",", "")
    if plain.isascii() and plain.isdigit():
        return int(plain) if len(plain) <= DIGITS else None
    if not re.fullmatch(r"\d{1,30}\.\d{1,30}", plain, re.ASCII):
        return None
    from fractions import Fraction  # only numbers with a decimal point need it

    exact = Fraction(plain)
    return exact.numerator if exact.denominator == 1 else exact


def _ratio(above: int | Fraction, below: int | Fraction) -> int | Fraction:
    from fractions import Fraction

    exact = Fraction(above) / Fraction(below)
    return exact.numerator if exact.denominator == 1 else exact


def _span(count: str | None, unit: str, text: str, expected: str) -> Amount:
    factor = _MINUTES.get(unit) or _MONTHS.get(unit)
    amount = number(count or "1")
    if factor is None or amount is None:
        raise Misfit(f"'{text}'", expected)
    return Amount(amount * factor, "minutes" if unit in _MINUTES else "months")


def duration(text: str) -> Amount:
    """Return a length of time in minutes or in months.

    Examples
    --------
    >>> duration("fortnightly") == duration("every 2 weeks") == duration("14 days")
    True
    >>> duration("2 years")
    Amount(number=24, unit='months')
    """
    plain = text.strip().lower()
    count, unit = _EVERY.get(plain, (None, ""))
    if not unit:
        found = _SPAN.fullmatch(plain)
        if found is None:
            raise Misfit(f"'{text}'", _DURATIONS)
        count, unit = found.groups()
    return _span(count, unit, text, _DURATIONS)


def rate(text: str) -> Amount:
    """Return how often something happens, per minute or per month.

    Examples
    --------
    >>> rate("2 per week") == rate("4 per fortnight") == rate("twice a week")
    True
    """
    plain = text.strip().lower()
    if plain in _EVERY:
        count, unit = _EVERY[plain]
        times: int | Fraction | None = 1
        every: str | None = count
    else:
        found = _RATE.fullmatch(plain)
        if found is None:
            raise Misfit(f"'{text}'", _RATES)
        first, every, unit = found.groups()
        times = number(_TIMES.get(first, first))
    span = _span(every, unit, text, _RATES)
    if times is None or not span.number:
        raise Misfit(f"'{text}'", _RATES)
    return Amount(_ratio(times, span.number), "per minute" if span.unit == "minutes" else "per month")


def whole_number(text: str) -> Amount:
    """Return a whole number from zero up."""
    found = number(text.strip().lower())
    if not isinstance(found, int):
        raise Misfit(f"'{text}'", "a whole number such as '3'")
    return Amount(found)


def proportion(text: str) -> Amount:
    """Return a share from 0 to 1, written as ``0.8``, ``80%`` or ``80 per cent``, in per cent.

    Examples
    --------
    >>> proportion("0.8") == proportion("80%")
    True
    """
    expected = "a share from 0 to 1, such as '0.8' or '80%'"
    found = re.fullmatch(r"(\S+?)\s*(%|per ?cent)?", text.strip().lower())
    written = found[1] if found else ""
    if found and not found[2]:
        whole, _, part = written.partition(".")
        part = part.ljust(2, "0")
        written = f"{whole}{part[:2]}.{part[2:] or 0}"
    share = number(written.removesuffix(".0"))
    if share is None or share > 100:  # noqa: PLR2004 - per cent
        raise Misfit(f"'{text}'", expected)
    return Amount(share, "percent")


def singular(unit: str) -> str:
    """Return a unit's singular as far as comparing units needs it (``families`` and ``family`` meet)."""
    plain = " ".join(unit.lower().split())
    if plain.endswith("ies"):
        return plain[:-3] + "y"
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain


def quantity(text: str, unit: str) -> Amount:
    """Return a number of a parameter's own unit, such as ``12 families``."""
    expected = f"a number of {unit}, such as '12 {unit}'"
    count, _, rest = text.strip().partition(" ")
    amount = number(count.lower())
    if amount is None or not rest.strip():
        raise Misfit(f"'{text}'", expected)
    if singular(rest) != singular(unit):
        raise Misfit(f"'{text}', which is in {rest.strip()}", f"a number of {unit}", units=True)
    return Amount(amount, singular(unit))
