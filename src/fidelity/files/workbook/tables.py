"""Finds the pages of a plan in a workbook by their header rows, their rows by the columns, and what it says itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.errors import Place
from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.nodes import CellMark, Scalar
from fidelity.files.workbook.cells import read_pair
from fidelity.files.workbook.form import FORM, LISTS, META, PAGES, PLAN, column_named, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.files.workbook.form import FormColumn, FormPage, WorkbookFaults
    from fidelity.files.workbook.sheets import Held, Sheet

_HEADER_WITHIN = 40
"""How many rows from the top may hold the titles of the columns."""


class Line(NamedTuple):
    """One row of a table: its filled cells with their columns, in order, and the columns that it could have."""

    cells: tuple[tuple[FormColumn, Held], ...]
    table: SheetTable
    number: int

    def one(self, key: str) -> Held | None:
        """Return the first filled cell under a key."""
        return next((held for column, held in self.cells if column.key == key), None)

    def all(self, key: str) -> list[Held]:
        """Return the filled cells under a key, in the order of their columns."""
        return [held for column, held in self.cells if column.key == key]

    def mark(self, key: str) -> CellMark:
        """Return where the cell under a key stands, filled or not; the first of the row if there is no such column."""
        columns = self.table.columns
        number = next((number for number, column in columns.items() if column.key == key), min(columns))
        return CellMark(self.number, number, self.table.sheet.name)


class SheetTable(NamedTuple):
    """A page of a plan, on the sheet where it was found: the row of its titles, and its columns by their number."""

    page: FormPage
    sheet: Sheet
    header: int
    columns: dict[int, FormColumn]

    def lines(self) -> Iterator[Line]:
        """Yield the rows below the titles that hold anything in columns of the page."""
        rows: dict[int, list[tuple[FormColumn, Held]]] = {}
        for (row, number), held in self.sheet.cells.items():
            if row > self.header and number in self.columns:
                rows.setdefault(row, []).append((self.columns[number], held))
        return (Line(tuple(cells), self, row) for row, cells in sorted(rows.items()))


def find_tables(sheets: list[Sheet], faults: WorkbookFaults) -> dict[str, SheetTable]:
    """Return the pages by their titles. Raises FID104 if it is no plan; a page that is not there is a fault."""
    found: dict[str, SheetTable] = {}
    for sheet in sheets:
        table = None if sheet.name in (META, LISTS) else _table(sheet)
        if table is None:
            continue
        first = found.setdefault(table.page.title, table)
        if first is not table and any(True for _ in table.lines()):
            said = f"{table.page.noun} stand on the sheet '{first.sheet.name}' already"
            faults.add(codes.DUPLICATE, _at(sheet, table.header, 0), said, "each page once", "delete one of the sheets")
    if not found:
        raise _no_plan(sheets, faults)
    for page in PAGES:
        if page.title not in found:
            said = f"a workbook without {page.noun}: no sheet has the columns of the page '{page.title}'"
            titles = ", ".join(title for title in page.titles if name_of(title) in page.marks)
            ways = (
                f"put the titles back above the columns ({titles} and so on)",
                "or copy the page from a new workbook",
            )
            faults.add(codes.MISSING_KEY, Place(faults.path), said, "every page of the form", *ways)
    for table in found.values():
        if table.page is not PLAN:
            faults.titles |= {(table.sheet.name, -1, number): one.title for number, one in table.columns.items()}
        _check_columns(table, faults)
        _check_merged(table, faults)
    return found


def _table(sheet: Sheet) -> SheetTable | None:
    """Return the page that a sheet holds: that of which it has the most titles in one row."""
    titles: dict[int, dict[int, str]] = {}
    for (row, number), held in sheet.cells.items():
        if row < _HEADER_WITHIN and isinstance(held.value, str):
            titles.setdefault(row, {})[number] = held.value
    best: tuple[int, SheetTable] | None = None
    for row, texts in sorted(titles.items()):
        names = {name_of(text) for text in texts.values()}
        for page in PAGES:
            if page.marks <= names:
                columns = {n: known for n, text in texts.items() if (known := column_named(page, text)) is not None}
                if best is None or len(columns) > best[0]:
                    best = len(columns), SheetTable(page, sheet, row, columns)
    return None if best is None else best[1]


def _no_plan(sheets: list[Sheet], faults: WorkbookFaults) -> Exception:
    said = {held.value for sheet in sheets if sheet.name == META for held in sheet.cells.values()}
    checklist = any(name_of(sheet.name) == "checklist" for sheet in sheets) and FORM not in said
    found = "this is a checklist" if checklist else "no sheet has the columns of one"
    way = "make a workbook for a plan with: fidelity new MODEL --format xlsx"
    faults.add(codes.WRONG_KIND, Place(faults.path), f"not an adaptation plan: {found}", "an adaptation plan", way)
    return faults.error()


def _check_columns(table: SheetTable, faults: WorkbookFaults) -> None:
    """Record columns that stand twice, and unknown ones with something in them where a known one is missing."""
    seen: dict[str, int] = {}
    for number, column in sorted(table.columns.items()):
        first = seen.setdefault(name_of(column.title), number)
        if first != number:
            said = f"the column {quoted(column.title)} stands here a second time"
            faults.add(codes.DUPLICATE, _at(table.sheet, table.header, number), said, "each column once")
    missing = [column.title for column in table.page.columns if name_of(column.title) not in seen]
    if not missing:
        return
    filled = {number for (row, number) in table.sheet.cells if row > table.header}
    for number, held in table.sheet.row(table.header):
        if number not in table.columns and number in filled:
            title = str(held.value)
            said = f"unknown column {quoted(title)}{faults.suggestion(title, missing)}"
            expected = f"columns of {table.page.noun}; missing are: {', '.join(missing[:5])}"
            faults.add(codes.UNKNOWN_KEY, held.at, said, expected, "put the title back", "or delete your own column")


def _check_merged(table: SheetTable, faults: WorkbookFaults) -> None:
    """Record merged cells that hide what belongs into other rows or columns of the page."""
    for top, left, bottom, right in table.sheet.merged:
        known = [number for number in table.columns if left <= number <= right]
        if bottom > table.header and known and (bottom > top or len(known) > 1) and (top, left) in table.sheet.cells:
            said = f"merged cells, as far as {Place('', bottom + 1, right + 1, 'x').cell}"
            faults.add(
                codes.WRONG_VALUE, _at(table.sheet, top, left), said, "one cell for each answer", "split the cells"
            )


def _at(sheet: Sheet, row: int, column: int) -> Scalar:
    return Scalar("", None, CellMark(row, column, sheet.name))


class Facts(NamedTuple):
    """What the form is for. Everything may be empty: a workbook can be read without its hidden page.

    ``types`` and ``units`` are those of settings, by element and parameter; ``order`` holds names of rows of the page
    of elements, in the order in which the plan had them, where that is not the order of the rows.
    """

    model: str
    types: dict[tuple[str, str], str]
    units: dict[tuple[str, str], str]
    order: dict[str, int]


def facts_of(sheets: list[Sheet]) -> Facts:
    """Return what the hidden page says, as far as it is there."""
    facts = Facts("", {}, {}, {})
    meta = next((sheet for sheet in sheets if sheet.name == META), None)
    rows: dict[int, dict[int, str]] = {}
    for (row, column), held in meta.cells.items() if meta else ():
        rows.setdefault(row, {})[column] = str(held.value)
    for texts in rows.values():
        about, name, said = (texts.get(column, "") for column in range(3))
        setting = read_pair(name)
        if about == "model":
            facts = facts._replace(model=name)
        elif about == "order":
            facts.order.setdefault(name, len(facts.order))
        elif about in {"setting", "unit"} and setting is not None:
            (facts.types if about == "setting" else facts.units)[setting] = said
    return facts
