"""From the bytes of a workbook to its cells, by sheet: what they hold and where they stand.

A workbook is first looked at from outside: whether it is one, and of a size that people make. No other module of the
room knows openpyxl.
"""

from __future__ import annotations

import warnings
import zlib
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from zipfile import BadZipFile, ZipFile

from fidelity.errors import InputError, Place, how_to_install
from fidelity.files import faults as codes
from fidelity.files.nodes import CellMark, Scalar
from fidelity.files.source import MAX_BYTES
from fidelity.rendering.english import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from fidelity.files.faults import Faults

MAX_UNPACKED = 50_000_000
"""No workbook is read that holds more bytes when unpacked."""

MAX_RATIO = 200
"""How many times its packed size a part may unpack to. Workbooks that people make stay below 50."""

MAX_PARTS = 2_000
"""No workbook is read that is made of more files."""

_OLD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What is raised over a package that is broken, or none."""
_SMALL = 1_000_000  # whatever its ratio, a part of that size does no harm
NOT_WRITTEN_SO = "this workbook is broken, or not as spreadsheet programs write them"
SAVE_AGAIN = "open it in a spreadsheet program and save it again as an Excel workbook (.xlsx)"
_SAVE_AS = "open it in a spreadsheet program and save it as an Excel workbook (.xlsx)"


def most_unpacked(packed: int) -> int:
    """Return how many bytes a part may unpack to, by its size when packed."""
    return max(_SMALL, MAX_RATIO * packed)


def can_grow(part: bytes) -> bool:
    """Return whether a part declares a document type or entities, by which XML can grow without end."""
    signs = [sign.encode(code) for sign in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")]
    return any(sign in part for sign in signs)


def check_package(data: bytes, faults: Faults) -> None:
    """Raise if a file is no workbook (FID101), or one that is not safe to read (FID103)."""
    if len(data) > MAX_BYTES:
        raise _unsafe(f"this file is larger than {MAX_BYTES:,} bytes", faults)
    if data[:4] == _OLD:
        if _ENCRYPTED in data:
            raise _not_one("this workbook is locked with a password", "save it without a password", faults)
        raise _not_one("this is a workbook of the old kind (.xls)", _SAVE_AS, faults)
    try:
        with ZipFile(BytesIO(data)) as package:
            _check_sizes(package.infolist(), faults)
            names = frozenset(package.namelist())
            if "xl/workbook.xml" not in names:
                raise _other(names, faults)
            for part in package.infolist():
                _check_part(package, part, faults)
    except BROKEN as error:
        if isinstance(error, InputError):
            raise
        found = "this file is no workbook, or a broken one"
        raise _not_one(found, _SAVE_AS, faults) from error


def _check_sizes(parts: list[ZipInfo], faults: Faults) -> None:
    if len(parts) > MAX_PARTS:
        raise _unsafe(f"this workbook is made of more than {MAX_PARTS:,} files", faults)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _unsafe(f"this workbook unpacks to more than {MAX_UNPACKED:,} bytes", faults)
    for part in parts:
        if part.file_size > most_unpacked(part.compress_size):
            raise _unsafe(f"a part of this workbook unpacks to more than {MAX_RATIO} times its size", faults)


def _check_part(package: ZipFile, part: ZipInfo, faults: Faults) -> None:
    """Unpack a part once, so that a damaged one is found, and refuse declarations by which XML can grow."""
    held = package.read(part)
    if part.filename.lower().endswith((".xml", ".rels", ".vml")) and can_grow(held):
        raise _unsafe("a part of this workbook declares a document type", faults)


def _other(names: frozenset[str], faults: Faults) -> InputError:
    if "content.xml" in names:
        return _not_one("this is an OpenDocument file (.ods or .odt)", _SAVE_AS, faults)
    if "word/document.xml" in names:
        return _not_one("this is a Word document", "name the workbook in its place", faults)
    if "xl/workbook.bin" in names:
        return _not_one("this is a binary workbook (.xlsb)", _SAVE_AS, faults)
    return _not_one("this is a zip archive, and no workbook", _SAVE_AS, faults)


def _not_one(found: str, way: str, faults: Faults) -> InputError:
    faults.add(codes.UNREADABLE, Place(faults.path), found, "an Excel workbook (.xlsx)", way)
    return faults.error()


def _unsafe(found: str, faults: Faults) -> InputError:
    faults.add(codes.UNSAFE, Place(faults.path), found, "a workbook of a size that people make")
    return faults.error()


# The cells ------------------------------------------------------------------------------------------------------------

Value: TypeAlias = "str | bool | int | float | date | datetime | time | timedelta | Formula | Failed"

MAX_CELLS = 200_000
"""No more cells are read; a plan that people write has some hundreds."""


class Formula(NamedTuple):
    """A formula, of whose result the workbook keeps nothing."""

    text: str


class Failed(NamedTuple):
    """What a spreadsheet shows where a formula went wrong, such as ``#REF!``."""

    text: str


class Held(NamedTuple):
    """What a cell holds, whether it is shown as a percentage, and where it stands."""

    value: Value
    percent: bool
    mark: CellMark

    @property
    def at(self) -> Scalar:
        """The cell as something that a fault can be about."""
        return Scalar("", None, self.mark)


class Sheet(NamedTuple):
    """A sheet: its cells that are not empty, by row and column from zero, and its areas of merged cells."""

    name: str
    cells: dict[tuple[int, int], Held]
    merged: tuple[tuple[int, int, int, int], ...]

    def row(self, number: int) -> Iterator[tuple[int, Held]]:
        """Yield the cells of a row with their columns."""
        return ((column, held) for (row, column), held in self.cells.items() if row == number)


def read_sheets(data: bytes, faults: Faults) -> list[Sheet]:
    """Return the sheets of a workbook, in its order. Raises FID101 if it is broken."""
    try:
        book = opened(data)
        results = _results(data, book)
    except ImportError as error:
        way = f"install it: {how_to_install('excel')}"
        faults.add(
            codes.UNREADABLE, Place(faults.path), "reading a workbook needs the extra 'excel'", "it installed", way
        )
        raise faults.error() from error
    except Exception as error:  # openpyxl raises whatever a broken file makes it stumble over
        faults.add(codes.UNREADABLE, Place(faults.path), NOT_WRITTEN_SO, "an Excel workbook (.xlsx)", SAVE_AGAIN)
        raise faults.error() from error
    faults.sheets = tuple(map(visible, book.sheetnames))
    if sum(len(cells_of(sheet)) for sheet in book.worksheets) > MAX_CELLS:
        faults.add(codes.UNSAFE, Place(faults.path), f"this workbook has more than {MAX_CELLS:,} cells", "a plan")
        raise faults.error()
    return [_sheet(sheet, results) for sheet in book.worksheets]


def opened(data: bytes, *, results: bool = False) -> Workbook:
    """Return a workbook as openpyxl reads it, with formulas or with their ``results``.

    Raises ``ImportError`` where openpyxl is missing, and whatever a broken file makes it stumble over.
    """
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns about looks that it would not write again
        return openpyxl.load_workbook(BytesIO(data), data_only=results)


def cells_of(sheet: Worksheet) -> list[tuple[tuple[int, int], Cell | MergedCell]]:
    """Return the cells that a sheet has, by row and column from one."""
    # openpyxl's own ways to walk a sheet fill up every gap: one stray cell at its far end would make millions.
    return sorted(sheet._cells.items())  # noqa: SLF001 - there is no other way to the cells that are there


def _results(data: bytes, book: Workbook) -> Workbook | None:
    """Return the workbook with the results of formulas, if it has any formulas."""
    formulas = any(cell.data_type == "f" for sheet in book.worksheets for _, cell in cells_of(sheet))
    return opened(data, results=True) if formulas else None


def _sheet(sheet: Worksheet, results: Workbook | None) -> Sheet:
    name = visible(sheet.title)
    cells: dict[tuple[int, int], Held] = {}
    for (row, column), cell in cells_of(sheet):
        result = results[sheet.title].cell(row, column).value if results and cell.data_type == "f" else None
        value = _value(cell, result)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        percent = "%" in str(cell.number_format)
        cells[row - 1, column - 1] = Held(value, percent, CellMark(row - 1, column - 1, name))
    areas = sheet.merged_cells.ranges
    merged = sorted((a.min_row - 1, a.min_col - 1, a.max_row - 1, a.max_col - 1) for a in areas)
    return Sheet(name, cells, tuple(merged))


def _value(cell: Cell | MergedCell, result: object) -> Value | None:
    """Return what a cell holds; ``result`` is that of its formula, if it has one and the workbook keeps it."""
    held: object = cell.value if cell.data_type != "f" or result is None else result
    if cell.data_type == "f" and result is None:
        return Formula(str(getattr(held, "text", held)))
    if cell.data_type == "e" or (cell.data_type == "f" and isinstance(held, str) and held.startswith("#")):
        return Failed(str(held))
    return held if held is None or isinstance(held, str | bool | int | float | date | time | timedelta) else str(held)
