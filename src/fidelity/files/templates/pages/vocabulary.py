"""The page that explains the words to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files.templates.pages.book import HEADER_ROW
from fidelity.files.workbook.form import CHANGES
from fidelity.plan.frame import NATURES

if TYPE_CHECKING:
    from fidelity.files.templates.pages.book import Book, Sheet

__all__ = ["write"]

_WIDTHS = (24, 38, 60)
_INTRO = (
    "The words for changes: FRAME (Wiltsey Stirman, Baumann and Miller 2019). The published label of a nature may be "
    "written in place of its word."
)


def write(book: Book, sheet: Sheet) -> None:
    """Write the page."""
    book.lay_out(sheet, _WIDTHS, frozen=1)
    book.write(sheet, (0, 0), _INTRO, book.intro)
    for number, title in enumerate(("Column", "Word", "Published label, or what the column is for")):
        book.write(sheet, (HEADER_ROW, number), title, book.title_cell)
    row = HEADER_ROW + 1
    seen: set[str] = set()
    for column in CHANGES.columns:
        if not column.takes or column.key in seen:
            continue
        seen.add(column.key)
        for one in column.takes:
            about = NATURES[one] if column.key == "nature" else column.about.partition(".")[0] + "."
            texts = (column.title, one, about)
            book.fit(sheet, row, texts, _WIDTHS)
            for number, text in enumerate(texts):
                book.write(sheet, (row, number), text, book.fixed)
            row += 1
    sheet.autofilter(HEADER_ROW, 0, row - 1, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
