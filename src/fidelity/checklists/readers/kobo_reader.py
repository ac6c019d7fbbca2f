"""Reads what KoboToolbox exports, as CSV or as a workbook: ``group/name`` or labels, and ``_uuid`` for each form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.readers.parts.csv_rows import columns_of
from fidelity.errors import Fault, InputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.raw import RawForm
    from fidelity.checklists.readers.parts.wide import Row

__all__ = ["read_with", "recognises"]

_MARKS = frozenset({"_uuid", "_submission_time"})


def recognises(path: str, data: bytes) -> bool:  # noqa: ARG001 - the readers' signature
    """Return whether a first row has the columns that Kobo adds to every export."""
    from fidelity.checklists.readers.parts.package import holds

    return bool(columns_of(data, _known)) or bool(holds(data, "xl/", "_submission_time"))


def read_with(path: str, data: bytes, checklist: Checklist) -> Iterator[RawForm]:
    """Yield a form for every row.

    Raises
    ------
    InputError
        FID701, if the file is broken, or no sheet of a workbook has Kobo's columns.
    MissingExtraError
        If it is a workbook, and the extra ``excel`` is not installed.
    """
    from fidelity.checklists.readers.parts.xform import csv_rows, forms

    yield from forms(_sheet_rows(path, data) if data[:2] == b"PK" else csv_rows(path, data, _known), checklist)


def _known(titles: list[str]) -> bool:
    return not _MARKS.isdisjoint(title.strip().casefold() for title in titles)


def _sheet_rows(path: str, data: bytes) -> Iterator[Row]:
    from fidelity.checklists.readers.parts.sheets import read_sheets

    for sheet in read_sheets(path, data):
        titles = {column: cell.text for (row, column), cell in sheet.cells.items() if row == 1}
        if _known(list(titles.values())):
            rows: dict[int, Row] = {}
            for (row, column), cell in sheet.cells.items():
                if row > 1 and column in titles:
                    rows.setdefault(row, []).append((titles[column], cell))
            yield from rows.values()
            return
    ways = ("export it from Kobo again, with one row a form",)
    raise InputError([Fault("FID701", Place(path), "no sheet has the columns that Kobo adds", "an export", ways)])
