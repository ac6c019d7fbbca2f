"""Parts of zip packages, and the cells of workbooks as texts. We check the size of a part before we unpack it."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from fidelity.checklists.responses import Cell, refused
from fidelity.errors import InputError, MissingExtraError, Place
from fidelity.files.faults import Faults
from fidelity.files.workbook.sheets import (
    BROKEN,
    MAX_CELLS,
    MAX_PARTS,
    MAX_UNPACKED,
    NOT_WRITTEN_SO,
    SAVE_AGAIN,
    can_grow,
    cells_of,
    check_package,
    most_unpacked,
    opened,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from openpyxl.worksheet.worksheet import Worksheet


def holds(data: bytes, start: str, text: str) -> bool | None:
    """Return whether a part whose name begins with ``start`` holds a text; ``None`` if the package cannot be opened."""
    if data[:2] != b"PK":
        return False
    try:
        with ZipFile(BytesIO(data)) as package:
            names = [name for name in package.namelist() if name.startswith(start)]
            return any(text.encode() in _read(package, name, "") for name in names)
    except (*BROKEN, InputError):
        return None


def names_in(data: bytes) -> tuple[str, ...]:
    """Return the names of the parts of a package, and no names for anything else."""
    if data[:2] != b"PK":
        return ()
    try:
        with ZipFile(BytesIO(data)) as package:
            return tuple(package.namelist())
    except BROKEN:
        return ()


def check_sum(path: str, data: bytes, ending: str) -> None:
    """Raise FID701 if the parts with an ending unpack to more than people make in all, however small each part is.

    The caller has read the names in the package, so that we know that it opens.
    """
    with ZipFile(BytesIO(data)) as package:
        parts = [part for part in package.infolist() if part.filename.lower().endswith(ending)]
    packed = sum(part.compress_size for part in parts)
    if sum(part.file_size for part in parts) > min(MAX_UNPACKED, most_unpacked(packed)):
        raise _unsafe(path, "this file unpacks to far more than its size")


def part_of(path: str, data: bytes, name: str) -> bytes | None:
    """Return a part of a package; ``None`` if it has none of that name.

    Raises
    ------
    InputError
        FID701 if the package is broken, or if a part is far larger than people make or declares XML entities.
    """
    try:
        with ZipFile(BytesIO(data)) as package:
            return _read(package, name, path) if name in package.namelist() else None
    except BROKEN as error:
        if isinstance(error, InputError):
            raise
        raise _unsafe(path, "this file is broken: it cannot be unpacked") from error


def _read(package: ZipFile, name: str, path: str) -> bytes:
    info = package.getinfo(name)
    too_many = len(package.infolist()) > MAX_PARTS
    if too_many or info.file_size > min(MAX_UNPACKED, most_unpacked(info.compress_size)):
        raise _unsafe(path, "this file unpacks to far more than its size")
    with package.open(info) as stream:
        part = stream.read(info.file_size + 1)
    if can_grow(part):
        raise _unsafe(path, "this file declares a document type, by which it could grow without end")
    return part


def _unsafe(path: str, found: str) -> InputError:
    way = "open it in the program that it was filled in with, and save it again"
    return refused(path, found, "a form as people fill it in", way)


_PER_FORM = 40  # how many times the cells of a plan a workbook may have, because it can hold several forms


class ReadSheet(NamedTuple):
    """A sheet: its name, and the cells that are not empty by row and column, counted from one.

    A formula is its own text and begins with ``=``. We do not read the result that the file keeps for it.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]

    def rows(self, *, after: int) -> list[int]:
        """Return the rows below a row that are not empty."""
        return sorted({row for row, _ in self.cells if row > after})

    def beside(self, labels: Collection[str]) -> Iterator[Cell]:
        """Yield the cells to the right of the cells that hold one of some labels."""
        for (row, column), cell in self.cells.items():
            beside = self.cells.get((row, column + 1))
            if cell.text in labels and beside is not None:
                yield beside


def read_sheets(path: str, data: bytes) -> list[ReadSheet]:
    """Return the sheets of a workbook, in order.

    Raises
    ------
    InputError
        If it is broken, locked with a password, not a workbook, or far larger than people make workbooks.
    MissingExtraError
        If the extra ``excel`` is not installed.
    """
    check_package(data, Faults(path))
    try:
        book = opened(data)
    except ImportError as error:
        raise MissingExtraError("reading a workbook (xlsx)", "excel") from error
    except Exception as error:  # openpyxl raises errors of many kinds for broken files
        raise refused(path, NOT_WRITTEN_SO, "a completed form", SAVE_AGAIN) from error
    if sum(len(cells_of(sheet)) for sheet in book.worksheets) > _PER_FORM * MAX_CELLS:
        raise refused(path, "this workbook has far more cells than forms have", "a completed form", SAVE_AGAIN)
    return [ReadSheet(sheet.title, MappingProxyType(dict(_cells(path, sheet)))) for sheet in book.worksheets]


def _cells(path: str, sheet: Worksheet) -> Iterator[tuple[tuple[int, int], Cell]]:
    for (row, column), cell in cells_of(sheet):
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
    return str(getattr(value, "text", value))  # a formula over many cells is an object that holds its text
