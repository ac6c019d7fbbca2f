"""A workbook that is being written: how its cells look, how its pages print, and what is said beside a cell."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from fidelity.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeAlias

    Sheet: TypeAlias = Any
    """A sheet that is being written; XlsxWriter has no types."""
    Look: TypeAlias = Any
    """How a cell looks; the same."""
    Area: TypeAlias = tuple[int, int, int, int]
    """The first and the last row and column of some cells: ``(row, column, row, column)``, from zero."""

INK, LINE, ANSWER, QUIET = "#1F2A44", "#8A93A6", "#FFF8DC", "#F2F4F8"
"""The colours of texts, of lines, of cells to fill in, and of cells that stay empty."""
MOST, HIGHEST = 32_767, 409
"""The most characters in a cell, and the greatest height of a row, that Excel allows."""
_TITLE_MOST, _MESSAGE_MOST = 32, 255  # Excel's limits for what it shows beside a cell
_OPTIONS = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False) | {"in_memory": True}
_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no time zones; a fixed day, so that files repeat
_BASE: dict[str, object] = {
    "font_name": "Calibri",
    "font_size": 11,
    "valign": "top",
    "text_wrap": True,
    "font_color": INK,
}


class ExcelBook:
    """A workbook with its looks by name; the same calls give the same bytes.

    Parameters
    ----------
    title, subject
        What the properties of the file say.
    needs
        What needs the extra ``excel``, for the error.
    looks
        The looks by name, each with only what differs from plain prose.

    Raises
    ------
    MissingExtraError
        If the extra ``excel`` is not installed.
    """

    def __init__(self, title: str, subject: str, needs: str, looks: Mapping[str, dict[str, object]]) -> None:
        try:
            from xlsxwriter import Workbook
        except ImportError as error:
            raise MissingExtraError(needs, "excel") from error
        self._buffer = BytesIO()
        self.book: Any = Workbook(self._buffer, _OPTIONS)
        self.book.set_properties({"title": title, "subject": subject, "created": _DAY})
        self.look = cache(lambda name: self.book.add_format(_BASE | looks[name]))  # each look stands in the file once

    def bytes(self) -> bytes:
        """Return the finished file."""
        self.book.close()
        return self._buffer.getvalue()

    def lay_out(self, sheet: Sheet, widths: Sequence[float], *, large: bool = False) -> None:
        """Set up a page for reading and printing: widths, landscape, one page wide."""
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(8 if large else 9)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&RPage &P of &N")

    def validate(self, sheet: Sheet, area: Area, title: str, message: str, **rule: object) -> None:
        """Say what belongs in some cells while one of them is selected; ``rule`` can offer a list of words."""
        said = {"input_title": _cut(title, _TITLE_MOST), "input_message": _cut(message, _MESSAGE_MOST)}
        shown = {key: text for key, text in said.items() if text}
        sheet.data_validation(*area, {"validate": "any", **rule, **shown, "ignore_blank": True})


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
