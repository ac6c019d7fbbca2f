"""From what a cell holds to the text that somebody meant; what cannot be known is recorded and left out."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.nodes import Broken, Scalar
from fidelity.files.workbook.cells import read_word
from fidelity.files.workbook.sheets import Failed, Formula

if TYPE_CHECKING:
    from fidelity.files.faults import Faults
    from fidelity.files.workbook.sheets import Held

__all__ = ["date_node", "text_node", "text_of"]

_QUOTED = "'"  # a text from a cell is never taken for "no value"
_DAY = "a date such as 2026-05-01"
_AS_TEXT = "type it with an apostrophe in front, so that the spreadsheet leaves it as it is"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_FIGURES = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[./ -](\d{1,2})[./ -](\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]+([a-z]{3,9})\.?,?[ -]+(\d{4})", re.ASCII)


def text_of(held: Held, faults: Faults, *, unit: str = "", yes_no: bool = False) -> str | None:
    """Return the text that a cell stands for, or ``None``, with a fault, where it stands for none.

    A bare number gets the ``unit`` of the setting that it is for; ``yes_no``: true and false are answers.
    """
    value = held.value
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return ("yes" if value else "no") if yes_no else str(value).upper()
    if isinstance(value, int | float):
        text = f"{_number(value * 100 if held.percent else value)}{'%' if held.percent else ''}"
        return f"{text} {unit}" if unit and not held.percent else text
    if isinstance(value, Formula):
        found = f"the formula {quoted(value.text)}, whose result the workbook does not keep"
        faults.add(codes.WRONG_VALUE, held.at, found, "a text", "type the result in its place")
    elif isinstance(value, Failed):
        found = f"{quoted(value.text)}, which is what a spreadsheet shows where a formula has failed"
        faults.add(codes.WRONG_VALUE, held.at, found, "a text", "type what is meant in its place")
    else:
        faults.add(codes.WRONG_VALUE, held.at, f"{_kind(value)} ({_iso(value)})", "a text", _AS_TEXT)
    return None


def _number(value: float) -> str:
    """Return a number as people write it: not as 0.30000000000000004, and not as 1e-05."""
    text = f"{value:.15g}"
    if "e" in text:
        text = f"{value:.15f}".rstrip("0").rstrip(".")
    return text


def _kind(value: date | time | timedelta) -> str:
    return "a date" if isinstance(value, date) else "a time of day"


def _iso(value: date | time | timedelta) -> str:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def text_node(held: Held, faults: Faults) -> Scalar:
    """Return a cell as a node with its text; broken where it has none."""
    text = text_of(held, faults)
    return Broken("", None, held.mark) if text is None else Scalar(text, _QUOTED, held.mark)


def date_node(held: Held, faults: Faults) -> Scalar:
    """Return a cell as a node with a date as plans write it; a text that could mean two days is recorded."""
    value = held.value
    if isinstance(value, date):
        return Scalar(_iso(value)[:10], _QUOTED, held.mark)
    if isinstance(value, int | float) and not isinstance(value, bool):
        found = f"the number {_number(value)}"
        way = "format the cell as a date, or type the date as a text such as 2026-05-01"
        faults.add(codes.WRONG_VALUE, held.at, found, _DAY, way)
        return Broken("", None, held.mark)
    node = text_node(held, faults)
    if isinstance(node, Broken):
        return node
    day = _written(read_word(node.text).lower())
    if isinstance(day, date):
        return node._replace(text=day.isoformat())
    if day is not None:
        found = f"{quoted(node.text)}, which can mean two days"
        faults.add(codes.WRONG_VALUE, held.at, found, _DAY, "write year, month and day: YYYY-MM-DD")
        return Broken("", None, held.mark)
    return node


def _written(text: str) -> date | str | None:
    """Return the day that a text means, the text itself if it can mean two, or ``None`` if it means none."""
    try:
        found = _YEAR_FIRST.fullmatch(text)
        if found:
            return date(*map(int, found.groups()))
        found = _IN_WORDS.fullmatch(text)
        if found and found[2][:3] in _MONTHS:
            return date(int(found[3]), _MONTHS.index(found[2][:3]) + 1, int(found[1]))
        found = _FIGURES.fullmatch(text)
        if found is None:
            return None
        day, month, year = map(int, found.groups())
        if day != month and max(day, month) <= len(_MONTHS):
            return text
        return date(year, min(day, month), max(day, month))
    except ValueError:
        return None
