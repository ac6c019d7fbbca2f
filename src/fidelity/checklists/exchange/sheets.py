"""The cells of a workbook as texts, by sheet. The only place of the checklists that knows openpyxl."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.exchange.xlsx_pages import TOTALS
from fidelity.checklists.responses import Cell
from fidelity.errors import Fault, InputError, MissingExtraError, Place
from fidelity.files.faults import Faults
from fidelity.files.workbook.sheets import MAX_CELLS, check_package

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["ReadSheet", "read_sheets"]

_PER_FORM = 40  # a workbook of several forms has more cells than a plan


class ReadSheet(NamedTuple):
    """A sheet: its name, and its cells that are not empty by row and column, counted from one.

    A formula is its own text, beginning with ``=``: what somebody once worked it out to is not read.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]

    def rows(self, *, after: int) -> list[int]:
        """Return the rows below a row that hold anything."""
        return sorted({row for row, _ in self.cells if row > after})

    def beside_labels(self) -> Iterator[Cell]:
        """Yield the cells to the right of the labels of totals."""
        for (row, column), cell in self.cells.items():
            beside = self.cells.get((row, column + 1))
            if cell.text in TOTALS and beside is not None:
                yield beside


def read_sheets(path: str, data: bytes) -> list[ReadSheet]:
    """Return the sheets of a workbook in its order.

    Raises
    ------
    InputError
        If it is broken, locked with a password, of another kind, or far larger than people make workbooks.
    MissingExtraError
        If the extra ``excel`` is not installed.
    """
    check_package(data, Faults(path))
    book = _opened(path, data)
    if sum(len(sheet._cells) for sheet in book.worksheets) > _PER_FORM * MAX_CELLS:  # noqa: SLF001 - see _cells
        raise _broken(path, "this workbook has far more cells than forms have")
    return [ReadSheet(sheet.title, MappingProxyType(dict(_cells(path, sheet)))) for sheet in book.worksheets]


def _opened(path: str, data: bytes) -> Workbook:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtraError("reading a workbook (xlsx)", "excel") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about looks that it would not write again
            return openpyxl.load_workbook(BytesIO(data))
    except Exception as error:  # openpyxl raises whatever a broken file makes it stumble over
        raise _broken(path, "this workbook is broken, or not as spreadsheet programs write them") from error


def _cells(path: str, sheet: Worksheet) -> Iterator[tuple[tuple[int, int], Cell]]:
    # openpyxl's own ways to walk a sheet fill up every gap: one stray cell at its far end would make millions.
    for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001 - there is no other way to them
        text = _text(cell.value)
        if text.strip():
            place = Place(path, row, column, sheet.title)
            yield (row, column), Cell(text, place, place.where)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return str(getattr(value, "text", value))  # a formula over many cells keeps its text in it


def _broken(path: str, found: str) -> InputError:
    ways = ("open it in a spreadsheet program and save it again as an Excel workbook (.xlsx)",)
    return InputError([Fault("FID701", Place(path), found, "a completed form", ways)])
