"""A checklist as a workbook: a page to read, a page to fill in, and totals that calculate themselves.

The sheets are protected without a password, so that nobody loses anything by accident; the pale yellow cells are open.
The same checklist gives the same bytes, because nothing in the file comes from the clock. When a workbook comes back,
we ignore its totals and calculate them again from the answers. A remark says if somebody typed over a total.
"""

from __future__ import annotations

import re
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.exchange import Options, Reader
from fidelity.checklists.exchange.words import DETAILS, START, about, made, meanings
from fidelity.checklists.exchange.xlsx_pages import ANSWER, COUNTED, EVIDENCE, FORM, ITEM, META, NONE_NAMED, TOTALS, WHY
from fidelity.checklists.names import EVIDENCE as EVIDENCE_ENDING
from fidelity.checklists.names import WHY as WHY_ENDING
from fidelity.checklists.responses import Cell, RawForm, refused
from fidelity.errors import Place
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.exchange.book import Workbook
    from fidelity.checklists.exchange.packages import ReadSheet
    from fidelity.rendering.excel import Sheet

_WIDTHS = (38.0, 30.0, 60.0)
_STEPS = (
    "On the page Checklist, fill in the row below Site, Rated by, Period and Date: a role or a code, never a name.",
    "Then go down the list. Pick an answer in each pale yellow cell of the column Answer.",
    "Beside it say why, without names of children or families, and what you looked at: the cell says what there is.",
    "The page Summary counts along. It is for you; whoever scores the workbook works everything out again.",
    "You may sort and filter, hide columns, and leave out rows. Leave the titles of the columns as they are.",
    "When you are done, save it. 'fidelity score' reads it, with the model (and plan) or scale that it was made from.",
)


def render(checklist: Checklist, options: Options) -> bytes:  # noqa: ARG001 - the formats' signature
    """Return the workbook.

    Raises
    ------
    MissingExtraError
        If the extra ``excel`` is not installed.
    InputError
        FID103 if a text is too long for a cell.
    """
    from fidelity.checklists.exchange.book import Workbook
    from fidelity.checklists.exchange.xlsx_pages import SUMMARY_WIDTHS, WIDTHS, write_items, write_meta, write_summary

    book = Workbook(one_line(checklist.title))
    read_me = book.sheet("Read me", _WIDTHS)
    items, summary = book.sheet("Checklist", WIDTHS), book.sheet("Summary", SUMMARY_WIDTHS)
    lists = write_meta(book, checklist)
    _write_read_me(book, read_me, checklist)
    write_items(book, items, checklist, lists)
    write_summary(book, summary, checklist)
    return book.bytes()


def _write_read_me(book: Workbook, sheet: Sheet, checklist: Checklist) -> None:
    book.text(sheet, 0, 0, one_line(checklist.title), "title")
    sheet.set_row(0, 28)
    row = 1
    for text, look in _paragraphs(checklist):
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, "", book.look(look))
        book.text(sheet, row, 0, text, look)
        book.fit(sheet, row, [text], [sum(_WIDTHS)], 26 if look == "heading" else 17)
        row += 1
    for cells, look in _tables(checklist):
        for column, text in enumerate(cells):
            if text:
                book.text(sheet, row, column, text, "strong" if look == "fixed" and not column else look)
        book.fit(sheet, row, cells if look != "heading" else ("", "", ""), _WIDTHS, 26 if look == "heading" else 17)
        row += 1
    sheet.protect()
    sheet.activate()


def _paragraphs(checklist: Checklist) -> Iterator[tuple[str, str]]:
    """Yield the instructions in order, each text with its look."""
    yield about(checklist), "prose"
    yield made(checklist), "prose"
    yield START, "prose"
    yield "How to fill it in", "heading"
    for number, step in enumerate(_STEPS, 1):
        yield f"{number}. {step}", "prose"
    if checklist.variations:
        yield "Agreed variations", "heading"
        for variation in checklist.variations:
            yield one_line(variation.words), "prose"


def _tables(checklist: Checklist) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the rows of the table of answers and of the table of what is left out, each with its look."""
    for one in checklist.response_sets:
        yield (f"Answers: {one.id}", "", ""), "heading"
        head, rows = meanings(one)
        yield (*head, "")[:3], "head"
        yield from (((*cells, "")[:3], "fixed") for cells in rows)
    if checklist.left_out:
        yield ("Not asked about", "", ""), "heading"
        yield ("What", "Kind", "Why not"), "head"
        for out in checklist.left_out:
            yield (one_line(out.title), out.tier, one_line(out.why)), "fixed"


_SAYS = ("checklist", "hash", "model", "version")
_COLUMNS = {title.casefold(): title for title in (ITEM, ANSWER, WHY, EVIDENCE, *COUNTED)}


class _Table(NamedTuple):
    """A sheet with items: the row of its titles, and the columns by their titles."""

    sheet: ReadSheet
    row: int
    columns: Mapping[str, int]


def _recognises(path: str, data: bytes) -> bool:
    """Return whether these are the bytes of a workbook that says it is a checklist, or of one that we cannot open."""
    from fidelity.checklists.exchange.packages import holds

    if path.lower().endswith((".xlsx", ".xlsm", ".xls")) and data[:4] in {b"\xd0\xcf\x11\xe0", b""}:
        return True  # locked, old or empty: the reader that opens it says what is wrong
    found = [holds(data, part, FORM) for part in ("xl/sharedStrings.xml", "xl/worksheets/")]
    return any(found) or (None in found and path.lower().endswith((".xlsx", ".xlsm")))


def _read(path: str, data: bytes, checklist: Checklist) -> Iterator[RawForm]:
    """Yield a form for every sheet that has the columns of one."""
    from fidelity.checklists.exchange.packages import read_sheets

    sheets = read_sheets(path, data)
    says = _says(sheets)
    tables = list(_found_tables(sheets))
    if not tables:
        found = f"no sheet of this workbook has the columns '{ITEM}' and '{ANSWER}'"
        way = f"put the titles back above the columns: {ITEM}, {ANSWER}, {WHY}, {EVIDENCE}"
        raise refused(path, found, "the sheet that was filled in", way)
    remarks = tuple(_typed_over(path, sheets, tables))
    for number, table in enumerate(tables):
        header = {**says, **dict(_details(table))}
        place = Place(path, table.row, 1, table.sheet.name)
        yield RawForm(header, tuple(_values(table, checklist)), place, remarks=remarks if not number else ())


def _says(sheets: list[ReadSheet]) -> Mapping[str, Cell]:
    """Return what the hidden page says about the workbook. Somebody may have renamed the page."""
    for sheet in sorted(sheets, key=lambda one: one.name != META):
        if any(cell.text == FORM for cell in sheet.cells.values()):
            pairs = {cell.text: sheet.cells.get((row, column + 1)) for (row, column), cell in sheet.cells.items()}
            return MappingProxyType({key: cell for key in _SAYS if (cell := pairs.get(key)) is not None})
    return MappingProxyType({})


def _found_tables(sheets: list[ReadSheet]) -> Iterator[_Table]:
    for sheet in sheets:
        rows: dict[int, dict[str, int]] = {}
        for (row, column), cell in sheet.cells.items():
            title = _COLUMNS.get(" ".join(cell.text.casefold().split()))
            if title is not None:
                rows.setdefault(row, {}).setdefault(title, column)
        head = next((row for row in sorted(rows) if {ITEM, ANSWER} <= rows[row].keys()), None)
        if head is not None:
            yield _Table(sheet, head, MappingProxyType(rows[head]))


def _details(table: _Table) -> Iterator[tuple[str, Cell]]:
    """Yield the details that were filled in below the labels above the table."""
    labels = {detail.label.casefold(): detail.key for detail in DETAILS}
    for (row, column), cell in table.sheet.cells.items():
        key = labels.get(cell.text.strip().casefold())
        below = table.sheet.cells.get((row + 1, column))
        if key is not None and row + 1 < table.row and below is not None:
            yield key, below._replace(text=_day(below.text)) if key == "date" else below


def _day(text: str) -> str:
    """Return a date that people write, as digits with the year first; return any other text as it is."""
    from fidelity.files.faults import Faults
    from fidelity.files.nodes import CellMark
    from fidelity.files.workbook.rows import date_node
    from fidelity.files.workbook.sheets import Held

    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return date_node(Held(text, percent=False, mark=CellMark(0, 0, "")), Faults("")).text or text


def _values(table: _Table, checklist: Checklist) -> Iterator[tuple[str, Cell]]:
    for row in table.sheet.rows(after=table.row):
        cells = {title: table.sheet.cells.get((row, column)) for title, column in table.columns.items()}
        item = cells[ITEM]
        name = "" if item is None else item.text.strip()
        item = None if item is None else item._replace(where=f"column '{ITEM}'")
        for title, ending in ((ANSWER, ""), (WHY, WHY_ENDING)):
            cell = cells.get(title)
            if cell is not None:
                yield name + ending, cell._replace(where=f"column '{title}'", named=item)
        ticked = cells.get(EVIDENCE)
        if ticked is not None:
            for part in _parts(ticked.text, checklist, name):
                yield name + EVIDENCE_ENDING, ticked._replace(text=part, where=f"column '{EVIDENCE}'", named=item)


def _parts(text: str, checklist: Checklist, name: str) -> list[str]:
    """Return what was looked at, one by one. A comma divides a text only if the whole text is not an option."""
    item = checklist.by_name.get(name)
    options = () if item is None else item.evidence_options
    known = {word.casefold(): option.code for option in options for word in (option.code, option.label)}
    parts: list[str] = []
    for part in [text] if text.strip().casefold() in known else re.split(r"[;|\n]", text):
        plain = " ".join(part.casefold().split())
        pieces = [part] if plain in known else part.split(",")
        words = (" ".join(piece.casefold().split()) for piece in pieces)
        parts += [known.get(word, word) for word in words if word]
    return parts


def _typed_over(path: str, sheets: list[ReadSheet], tables: list[_Table]) -> Iterator[str]:
    """Yield a remark on totals that are no longer formulas. We calculate the totals again in any case."""
    counted = [
        table.sheet.cells.get((row, table.columns[title]))
        for table in tables
        for title in COUNTED
        for row in (table.sheet.rows(after=table.row) if title in table.columns else ())
    ]
    counted += [cell for sheet in sheets for cell in sheet.beside(TOTALS) if cell.text != NONE_NAMED]
    found = [cell for cell in counted if cell is not None and not cell.text.startswith("=")]
    if found:
        first = f"{found[0].where} says '{found[0].text[:40]}'"
        yield f"{path}: {len(found)} totals were typed over ({first}); all totals are worked out from the answers"


READERS = {"xlsx": Reader(_recognises, _read)}
"""The workbook comes back. We read it by its hidden page and the titles of its columns, so that they can move."""
