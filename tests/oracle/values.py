"""What a value is and what a comparison says, read once more from the texts that somebody wrote.

Nothing of ``fidelity.model.amounts`` is used, nor how ``fidelity.model.parameters`` reads and compares: units are
worked out from the calendar and the clock, and a comparison from its words. Only legal texts are read here.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.model.parameters import Constraint, Exemption, Limit, Parameter
    from fidelity.model.types import RawValue

__all__ = ["Reading", "keeps", "meets", "point", "read"]

Reading: TypeAlias = Fraction | str | frozenset[str]
"""A number in the smallest unit of its kind, a word, or the members of a set."""

_CLOCK = {"minute": "minutes", "hour": "hours", "day": "days", "week": "weeks"}
_CALENDAR = {"month": Fraction(1), "quarter": Fraction(12, 4), "year": Fraction(12)}
_ADVERBS = {
    "hourly": "1 hour", "daily": "24 hours", "weekly": "7 days", "fortnightly": "14 days",
    "monthly": "1 month", "quarterly": "3 months", "yearly": "12 months", "annually": "12 months",
}  # fmt: skip
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS = {"once": 1, "twice": 2, "a": 1, "an": 1} | {word: count for count, word in enumerate(_WORDS)}


def number(word: str) -> Fraction:
    """Return the number that a word or digits stand for."""
    return Fraction(_COUNTS.get(word, word.replace(",", "")))


def span(text: str) -> Fraction:
    """Return how many minutes, or months, a length of time has."""
    words = _ADVERBS.get(text, text).removeprefix("every ").split()
    unit = words[-1].removesuffix("s")
    count = number(words[0]) if len(words) > 1 else Fraction(1)
    if unit in _CALENDAR:
        return count * _CALENDAR[unit]
    if unit == "fortnight":
        return 2 * count * span("week")
    return count * Fraction(timedelta(**{_CLOCK[unit]: 1}) // timedelta(minutes=1))


def frequency(text: str) -> Fraction:
    """Return how often something happens in a minute, or in a month."""
    if text in _ADVERBS:
        return 1 / span(text)
    words = [word for word in text.split() if word not in {"time", "times"}]
    return number(words[0]) / span(" ".join(words[2:]))


def share(text: str) -> Fraction:
    """Return a share as a part of one."""
    for sign in ("%", "per cent", "percent"):
        if text.endswith(sign):
            return Fraction(text.removesuffix(sign).strip()) / 100
    return Fraction(text)


def read(parameter: Parameter, raw: RawValue) -> Reading:
    """Return the value that a text (for a set: texts) means for a parameter."""
    if parameter.type == "set":
        return frozenset([raw] if isinstance(raw, str) else raw)
    assert isinstance(raw, str)
    text = raw.strip().lower()
    match parameter.type:
        case "duration":
            return span(text)
        case "rate":
            return frequency(text)
        case "proportion":
            return share(text)
        case "whole-number" | "quantity":
            return number(text.split()[0])
        case "yes-no":
            return {"true": "yes", "false": "no"}.get(text, text)
        case _:
            return raw.strip()


_ORDERS = {"min": ge, "max": le, "over": gt, "under": lt}


def meets(parameter: Parameter, value: Reading, constraints: Iterable[Constraint]) -> bool:
    """Return whether a value meets all of some comparisons."""
    return all(_meets(parameter, value, constraint) for constraint in constraints)


def _meets(parameter: Parameter, value: Reading, constraint: Constraint) -> bool:
    texts = constraint.text.split(", ")
    if isinstance(value, frozenset):
        wanted = frozenset(texts)
        return {"is": value == wanted, "in": value <= wanted, "includes": value >= wanted}[constraint.operator]
    ends = [read(parameter, text) for text in texts]
    if constraint.operator in {"is", "in"}:
        return value in ends
    (end,) = ends
    assert isinstance(value, Fraction)
    assert isinstance(end, Fraction)
    return bool(_ORDERS[constraint.operator](value, end))


def keeps(parameter: Parameter, value: Reading, within: Limit | Exemption) -> bool:
    """Return whether a value stays inside a limit, or inside all limits of an exception."""
    limits = (within,) if hasattr(within, "constraints") else within.limits
    return all(meets(parameter, value, limit.constraints) for limit in limits)


def point(parameter: Parameter) -> Reading | None:
    """Return the standard where it is one value; ``None`` where there is none, or an interval."""
    if [one.operator for one in parameter.standard] != ["is"]:
        return None
    text = parameter.standard[0].text
    return read(parameter, tuple(text.split(", ")) if parameter.type == "set" else text)
