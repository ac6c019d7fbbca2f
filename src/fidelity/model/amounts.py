"""Exact amounts: a number and its canonical unit; and how numbers and units are read and written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction


class Misfit(Exception):
    """A text cannot be read as a value of its type. ``expected`` says what could be."""

    def __init__(self, found: str, expected: str, *, units: bool = False) -> None:
        self.found, self.expected, self.units = found, expected, units
        super().__init__(found, expected)


class Amount(NamedTuple):
    """An exact number of a canonical unit: ``minutes``, ``months``, ``per minute``, a noun, or ``""``."""

    number: int | Fraction
    unit: str = ""


SPANS = {"minutes": {10080: "week", 1440: "day", 60: "hour"}, "months": {12: "year"}}
"""The larger units in which a duration is told, by how many of the unit each one is, the largest first."""
_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBERS = {word: str(number) for number, word in enumerate(_WORDS)} | {"a": "1", "an": "1"}
DIGITS = 30
"""The most digits that a number may have: a longer one is a slip or a joke."""


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


def decimal(number: int | Fraction) -> str:
    """Return a number in digits, with a decimal point where it needs one."""
    if number.denominator == 1:
        return str(number.numerator)
    from decimal import Decimal

    return format(Decimal(number.numerator) / Decimal(number.denominator), "f")


def singular(unit: str) -> str:
    """Return a unit's singular as far as comparing units needs it (``families`` and ``family`` meet)."""
    plain = " ".join(unit.lower().split())
    if plain.endswith("ies"):
        return plain[:-3] + "y"
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain
