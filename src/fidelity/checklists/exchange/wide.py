"""Exports of other systems, with a row for each form and a column for each field: which column is which field.

We know a column by the name or the label of its field, inside any groups, and an answer by its code or label. A
remark names each column that is no field of the checklist once, with its first value. A CSV file can have any of the
usual signs between columns.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.exchange.words import DETAILS, FIXED_LABELS, evidence_label, labels, ticks, why_label
from fidelity.checklists.names import TOTALS
from fidelity.checklists.responses import Cell, RawForm, refused
from fidelity.errors import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fidelity.checklists.checklist import Checklist

_YES, _NO = frozenset({"1", "true", "checked", "yes"}), frozenset({"", "0", "false", "unchecked", "no"})
Row = list[tuple[str, Cell]]
"""The cells of a form, each with the title of its column."""


def plain(text: str) -> str:
    """Return a title or a value in the form in which we compare it: in lower case, with single blanks."""
    return " ".join(text.casefold().split())


class Column(NamedTuple):
    """The field that a column holds, by its name, and the code of a tick if the column is one of several ticks."""

    name: str
    tick: str = ""


class System(NamedTuple):
    """How a system exports: labels of fields and of choices, columns of single ticks, and what the system adds."""

    titled: Callable[[str], str]
    shown: Callable[[str], str]
    tick_names: tuple[str, str]
    own: Callable[[str], bool]
    find: Callable[[str, Mapping[str, Column]], Column | None]
    target: str = ""


class Columns:
    """Finds the field for each column of an export of a checklist."""

    def __init__(self, checklist: Checklist, system: System) -> None:
        self._system = system
        self._known = dict(_columns(checklist, system))
        self._items = {item.name: item for item in checklist}
        self._evidence = {item.evid: ticks(item) for item in checklist}
        self._answers = {
            item.name: {plain(system.shown(one.label)): one.code for one in checklist.responses_of(item).options}
            for item in checklist
        }
        self._labels = {
            item.name: {plain(one.label) for one in checklist.responses_of(item).options} for item in checklist
        }
        self._named: set[str] = set()
        self._found: dict[str, Column | None] = {}

    def column(self, title: str) -> Column | None:
        """Return the field that a column holds, or ``None`` if it is no field of the checklist."""
        if title not in self._found:
            self._found[title] = self._system.find(title, self._known)
        return self._found[title]

    def form(self, row: Row, form: Cell | None, remarks: tuple[str, ...] = ()) -> RawForm:
        """Return the form in a row. ``form`` is its id, if the system gives it one."""
        header: dict[str, Cell] = {} if form is None else {"form": form}
        values: list[tuple[str, Cell]] = []
        ticked: dict[tuple[str, str], Cell] = {}  # each tick once, although many exports repeat it
        for title, cell in row:
            column = self.column(title)
            if column is None:
                values += self._unknown(title, cell)
            elif column.name in self._items:
                values.append((column.name, self._answer(column.name, cell)))
            elif column.name in self._evidence:
                for tick in self._ticked(column, cell):
                    ticked.setdefault((column.name, tick.text), tick)
            elif column.name in _HEADER:
                header[column.name] = cell
            elif column.name not in TOTALS:
                values.append((column.name, cell))
        place = row[0][1].place if row else Place("")
        values += [(name, cell) for (name, _), cell in ticked.items()]
        return RawForm(header, tuple(values), place, self._system.target, remarks)

    def _unknown(self, title: str, cell: Cell) -> Iterator[tuple[str, Cell]]:
        if title not in self._named and not self._system.own(title):
            self._named.add(title)
            yield title, cell

    def _answer(self, name: str, cell: Cell) -> Cell:
        """Return an answer by its code if the system writes its label in another way than we do."""
        text = plain(cell.text)
        code = None if text in self._labels[name] else self._answers[name].get(text)
        return cell if code is None else cell._replace(text=code)

    def _ticked(self, column: Column, cell: Cell) -> Iterator[Cell]:
        text, options = plain(cell.text), self._evidence[column.name]
        if column.tick:
            if text in _YES:
                yield cell._replace(text=options[column.tick].code)
            elif text not in _NO:
                yield cell
            return
        words = {plain(code): one.code for code, one in options.items()}
        words |= {plain(self._system.shown(one.label)): one.code for one in options.values()}
        ways = _ways(text.replace(",", " ").split(), words)
        if len(ways) == 1:
            yield from (cell._replace(text=code) for code in ways[0])
        else:  # with two ways to split it, keep it as one text: nobody may guess which is meant
            yield cell._replace(text=text.replace(" ", "_")) if ways else cell


_HEADER = frozenset(("checklist", "hash", "model", "version", *(detail.key for detail in DETAILS)))


def _columns(checklist: Checklist, system: System) -> Iterator[tuple[str, Column]]:
    for name in (*_HEADER, *TOTALS):
        yield name, Column(name)
    for name, label in FIXED_LABELS.items():
        yield plain(label), Column(name)
    for detail in DETAILS:
        yield plain(system.titled(detail.label)), Column(detail.key)
    shown = labels(checklist)
    raw, labelled = system.tick_names
    for item in checklist:
        yield from ((title, Column(item.name)) for title in (item.name, plain(system.titled(shown[item.name]))))
        yield from ((title, Column(item.why)) for title in (item.why, plain(system.titled(why_label(item)))))
        label = system.titled(evidence_label(item))
        yield from ((title, Column(item.evid)) for title in (item.evid, plain(label)))
        for code, option in ticks(item).items():
            tick = Column(item.evid, code)
            yield raw.format(item.evid, code), tick
            yield plain(labelled.format(label, system.shown(option.label))), tick


def _ways(words: list[str], known: Mapping[str, str]) -> list[list[str]]:
    """Return the codes of options written one after the other, for at most two of the ways to read them."""
    if len(words) > sum(len(label.split()) for label in known):
        return []  # longer than all options together: a text, or a file made to keep us busy
    ways: list[list[list[str]]] = [[[]], *([] for _ in words)]  # ways to read the first words, by their number
    for end in range(1, len(words) + 1):
        for start in range(end):
            code = known.get(" ".join(words[start:end]))
            if code is not None:
                ways[end] += [[*way, code] for way in ways[start]]
        del ways[end][2:]  # two ways are enough to know that it is ambiguous; without the cap they double
    return ways[-1]


_SIGNS = ",;\t"
_START = 1_000_000  # the first row ends within so many bytes; exports by labels have long rows


def numbered(lines: Iterator[list[str]], path: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, each with the number of its last line."""
    try:
        for row in lines:
            if any(text.strip() for text in row):
                yield lines.line_num, row  # type: ignore[attr-defined]  # a reader of the csv module has it
    except csv.Error as error:
        raise refused(path, f"this is no CSV: {error}", "rows of cells") from error


def decoded(path: str, data: bytes) -> str:
    """Return the text of a file, or raise ``InputError`` that names the line that is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found = "this is not UTF-8, so letters with accents would be wrong"
        way = "save it again as 'CSV UTF-8'"
        raise refused(Place(path, line, 1), found, "a file in UTF-8", way) from error


def columns_of(data: bytes, known: Callable[[list[str]], bool]) -> str:
    """Return the sign between columns with which the first row is ``known``; empty if there is none."""
    if data[:2] == b"PK" or data.lstrip()[:1] in {b"{", b"["}:
        return ""
    start = data[:_START].decode("utf-8-sig", "replace")
    for sign in _SIGNS:
        try:
            first = next(csv.reader(io.StringIO(start, newline=""), delimiter=sign), [])
        except csv.Error:
            continue
        if known(first):
            return sign
    return ""


def csv_rows(path: str, data: bytes, known: Callable[[list[str]], bool]) -> Iterator[Row]:
    """Yield the cells that are filled in, row by row, below the titles of a CSV export."""
    text = io.StringIO(decoded(path, data), newline="")
    lines = numbered(csv.reader(text, delimiter=columns_of(data, known) or ","), path)
    _, titles = next(lines)
    for number, row in lines:
        yield [
            (title, Cell(cell, Place(path, number, at), f"line {number}, column '{title}'"))
            for at, (title, cell) in enumerate(zip(titles, row, strict=False), 1)
            if cell.strip()
        ]
