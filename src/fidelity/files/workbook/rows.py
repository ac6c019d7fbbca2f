"""From the cells of one row to nodes: texts and dates, names, lists, values, and the settings with their values.

What cannot be known from a cell is recorded and left out.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.nodes import Broken, Mapping, Scalar, Sequence
from fidelity.files.workbook import cells
from fidelity.files.workbook.cells import read_word
from fidelity.files.workbook.sheets import Failed, Formula
from fidelity.model.types import TYPES, type_of
from fidelity.plan.frame import meant

if TYPE_CHECKING:
    from collections.abc import Collection

    from fidelity.files.faults import Faults
    from fidelity.files.nodes import CellMark, Node
    from fidelity.files.workbook.sheets import Held
    from fidelity.files.workbook.tables import Facts, Line

_NUMBER = re.compile(r"\d+")


def word_node(held: Held, faults: Faults, takes: Collection[str] = ()) -> Scalar:
    """Return a cell with one name as a node; a word of the vocabulary is known in any spelling of its blanks."""
    node = text_node(held, faults)
    return node if isinstance(node, Broken) else node._replace(text=_meant(cells.read_word(node.text), takes))


def _meant(text: str, takes: Collection[str]) -> str:
    plain = "-".join(text.lower().replace("_", "-").split())
    return next((word for word in (text, plain, *meant(text, takes)[:2:2]) if word in takes), text)


def _words_node(held: list[Held], faults: Faults, takes: Collection[str]) -> Sequence:
    items: list[Node] = []
    for one in held:
        node = text_node(one, faults)
        if isinstance(node, Broken):
            items.append(node)
        elif meant(node.text, takes):  # a published label, which may hold the sign that parts entries
            items.append(node._replace(text=_meant(node.text, takes)))
        else:
            items += [node._replace(text=_meant(entry, takes)) for entry in cells.read_list(node.text)]
    return Sequence(items, None, held[0].mark)


def mapping_of(line: Line, keys: Collection[str], faults: Faults, under: str = "") -> Mapping:
    """Return some columns of a row as a mapping; it knows the places of empty cells, too.

    ``under`` is what the keys of the columns have in front: ``record.`` for those of a record.
    """
    values: dict[str, Node] = {}
    marks: dict[str, CellMark] = {}
    for column in line.table.page.columns:
        name = column.key.removeprefix(under)
        if name in marks or name not in keys or not column.key.startswith(under):
            continue
        marks[name] = line.mark(column.key)
        held = line.all(column.key)
        if not held:
            continue
        if column.kind == "words":
            values[name] = _words_node(held, faults, column.takes)
        elif column.kind == "word":
            values[name] = word_node(held[0], faults, column.takes)
        else:
            values[name] = (date_node if column.kind == "date" else text_node)(held[0], faults)
    return Mapping(values, dict(marks), None, next(iter(marks.values())))


def value_node(held: Held, faults: Faults, type_: str = "", unit: str = "") -> Node:
    """Return a cell with a value as a node: a text, or a list of texts."""
    text = text_of(held, faults, unit=unit, yes_no=type_ not in TYPES or type_of(type_).says_yes)
    if text is None:
        return Broken("", None, held.mark)
    raw = cells.read_value(text)
    if isinstance(raw, str):
        return Scalar(raw, "'", held.mark)
    return Sequence([Scalar(one, "'", held.mark) for one in raw], None, held.mark)


def settings_node(line: Line, element: str, facts: Facts, faults: Faults) -> Mapping | None:
    """Return the settings of a row with their values; ``None`` where there are none."""
    values: dict[str, Node] = {}
    marks: dict[str, CellMark] = {}
    for number, (setting, value) in _pairs(line).items():
        if setting is None or value is None:
            held = setting or value
            assert held is not None
            missing, there = ("Setting", "Value") if setting is None else ("Value", "Setting")
            found = f"'{there} {number}' without '{missing} {number}'"
            faults.add(codes.MISSING_KEY, held.at, found, "both, or neither")
            continue
        name = _parameter(setting, element, faults)
        if name is None:
            continue
        if name in values:
            found = f"{quoted(name)} stands in this row a second time"
            faults.add(codes.DUPLICATE, setting.at, found, "each setting once in a row")
            continue
        key = (element, name)
        values[name] = value_node(value, faults, facts.types.get(key, ""), facts.units.get(key, ""))
        marks[name] = setting.mark
    return Mapping(values, dict(marks), None, next(iter(marks.values()))) if values else None


def _pairs(line: Line) -> dict[str, tuple[Held | None, Held | None]]:
    found: dict[str, tuple[Held | None, Held | None]] = {}
    for column, held in line.cells:
        if column.kind in {"setting", "value"}:
            number = _NUMBER.findall(column.title)[0]
            setting, value = found.get(number, (None, None))
            found[number] = (held, value) if column.kind == "setting" else (setting, held)
    return found


def _parameter(held: Held, element: str, faults: Faults) -> str | None:
    """Return the parameter that a cell names, with or without its element in front."""
    node = text_node(held, faults)
    if isinstance(node, Broken):
        return None
    both = cells.read_pair(node.text)
    if both is None:
        return cells.read_word(node.text)
    if element and both[0] != element:
        found = f"{quoted(node.text)}, which is a setting of {quoted(both[0])}"
        faults.add(codes.WRONG_VALUE, held.at, found, f"a setting of {quoted(element)}, the element of this row")
        return None
    return both[1]


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
