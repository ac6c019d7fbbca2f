"""The checklist as an XLSForm, for KoboToolbox, ODK, SurveyCTO and Enketo: three sheets of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.formats.parts.workbook import Workbook
from fidelity.checklists.formats.parts.xlsform_rows import COLUMNS, sheets

if TYPE_CHECKING:
    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.formats import Options

__all__ = ["render"]

_WIDE = 40


def render(checklist: Checklist, options: Options) -> bytes:  # noqa: ARG001 - the formats' signature
    """Return the workbook; the same checklist gives the same bytes.

    Raises
    ------
    MissingExtraError
        If the extra ``excel`` is not installed.
    InputError
        FID103, if a formula is longer than a cell can be, which takes some hundreds of items.
    """
    book = Workbook(checklist.title)
    for name, rows in sheets(checklist).items():
        columns = COLUMNS[name]
        sheet = book.sheet(name, [_WIDE if "::" in column else _WIDE / 2 for column in columns])
        for at, column in enumerate(columns):
            book.text(sheet, 0, at, column, "label")
        for number, row in enumerate(rows, 1):
            for at, column in enumerate(columns):
                if row.get(column):
                    book.text(sheet, number, at, row[column])
    return book.bytes()
