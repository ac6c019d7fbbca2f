"""What looks like personal data in a text: kinds only, never the text itself.

It is a sieve with holes: names, addresses and stories it cannot know. The forms are those in common use in the United
Kingdom, written from general knowledge: NHS numbers carry a check digit (modulus 11), the others are known by form.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["kinds_in"]

_DAY = (
    r"(?:[0-9]{1,2}[./ -][0-9]{1,2}[./ -](?:19|20)?[0-9][0-9]|(?:19|20)[0-9][0-9]-[0-9][0-9]?-[0-9][0-9]?"
    r"|[0-9]{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:19|20)?[0-9][0-9])"
)
_BORN = r"(?:\bborn\b|\bdob\b|\bd\.o\.b\b|\bd\ o\ b\b|\bd\.\ o\.\ b\b|\bdate\s+of\s+birth\b|\bbirth\s?(?:day|date)\b)"
_COUNTED = r"(?:number|no\b\.?|nr\b\.?|ref(?:erence)?\b\.?|id\b)"
_FILED = rf"\b(?:case|court|family|child|client|file|claim|mosaic|lcs|liquid\s?logic)(?:'s)?\s{{1,3}}{_COUNTED}"

_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b", re.IGNORECASE)
_CALL = re.compile(r"(?<![\w/])(?:(?:\+|00)44[\s()-]*(?:0[\s()-]*)?[1-9]|\(?0[1-9])(?:[\s()-]*[0-9]){8,9}(?![\w/])")
_INSURED = re.compile(
    r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?[0-9][0-9]\s?[0-9][0-9]\s?[0-9][0-9]\s?[A-D]\b", re.IGNORECASE
)
_HEALTH = re.compile(r"(?<![\w/.+-])[0-9]{3}[\s-]?[0-9]{3}[\s-]?[0-9]{4}(?![\w/-])")
_BIRTH = re.compile(rf"{_BORN}[^0-9\n]{{0,30}}{_DAY}|{_DAY}[^\w\n]{{0,5}}{_BORN}", re.IGNORECASE)
_COURT = re.compile(r"\b[A-Z]{2}\s?[0-9][0-9]\s?[A-Z]\s?[0-9]{5}\b")
_FILE = re.compile(rf"{_FILED}\s{{0,3}}(?:is|was)?[\s:.#=-]{{0,9}}[\w/-]{{0,15}}[0-9]{{4}}", re.IGNORECASE)

_WEIGHTS = range(10, 1, -1)


def kinds_in(text: str) -> tuple[str, ...]:
    """Return the kinds of personal data that a text seems to hold, in a fixed order; none of it is kept.

    Cost: linear in the text, but for the few characters around what looks like one.

    Examples
    --------
    >>> kinds_in("Call 0113 496 0000 or write to sam@example.org")
    ('an e-mail address', 'a telephone number')
    >>> kinds_in("Reviews move to every 3 weeks from 2026-08-01")
    ()
    """
    return tuple(kind for kind, found in _KINDS if found(text))


def _has(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.search(text) is not None


def _health(text: str) -> bool:
    return any(_checks(number) for number in _numbers(text))


def _numbers(text: str) -> Iterator[str]:
    for found in _HEALTH.finditer(text):
        yield re.sub(r"[^0-9]", "", found[0])


def _checks(number: str) -> bool:
    """Return whether ten digits end in their check digit; ten times the same digit is nobody's number."""
    if len(set(number)) == 1:
        return False
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:9], strict=True)) % 11
    return rest % 11 == int(number[9])


_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("an e-mail address", _has(_MAIL)),
    ("a telephone number", _has(_CALL)),
    ("an NHS number", _health),
    ("a National Insurance number", _has(_INSURED)),
    ("a date of birth", _has(_BIRTH)),
    ("a case or court number", lambda text: bool(_COURT.search(text) or _FILE.search(text))),
)
