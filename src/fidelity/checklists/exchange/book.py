"""A workbook that is being written: how its cells look, and texts that stay texts whatever they begin with."""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from fidelity.errors import Fault, InputError, MissingExtraError, Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

    Sheet: TypeAlias = Any
    """A sheet that is being written; XlsxWriter has no types."""
    Look: TypeAlias = Any
    """How a cell looks; the same."""

__all__ = ["Workbook"]

_OPTIONS = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False) | {"in_memory": True}
_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no time zones; a fixed day, so that files repeat
_MOST = 32_767  # signs in a cell
_SIGNS_A_WIDTH, _HIGHEST = 1.08, 409  # a column of width 10 shows about so many signs; no row is higher
_TITLE_MOST, _MESSAGE_MOST = 32, 255  # of what is shown beside a cell
_INK, _LINE, _ANSWER, _QUIET, _SOFT = "#1F2A44", "#8A93A6", "#FFF8DC", "#F2F4F8", "#50565F"
_LINED: dict[str, object] = {"border": 1, "border_color": _LINE, "align": "left", "indent": 1}  # away from the lines
_OPEN: dict[str, object] = {**_LINED, "bg_color": _ANSWER, "locked": False}
_FOUND: dict[str, object] = {**_LINED, "bg_color": _QUIET}
_BIG: dict[str, object] = {
    "bold": True, "font_size": 16, "text_wrap": False, "bg_color": _QUIET, "align": "left", "indent": 1,
}  # fmt: skip
_LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16, "text_wrap": False},
    "heading": {"bold": True, "font_size": 12, "valign": "bottom"},
    "prose": {},
    "label": {"bold": True, "text_wrap": False, "valign": "bottom"},
    "head": {**_LINED, "bold": True, "font_color": "#FFFFFF", "bg_color": _INK},
    "fixed": _LINED,
    "strong": {**_LINED, "bold": True},
    "quiet": {**_LINED, "font_color": _SOFT, "font_size": 9},
    "found": _FOUND,
    "share": {**_FOUND, "num_format": "0.0%"},
    "number": _FOUND,
    "big": _BIG,
    "bigshare": {**_BIG, "num_format": "0.0%"},
    "answer": {**_OPEN, "num_format": "@"},
    "day": {**_OPEN, "num_format": "yyyy-mm-dd"},
}


class Workbook:
    """A workbook with its looks by name; the same calls give the same bytes."""

    def __init__(self, title: str) -> None:
        try:
            from xlsxwriter import Workbook as Writer
        except ImportError as error:
            raise MissingExtraError("a checklist as a workbook (xlsx)", "excel") from error
        self._buffer = BytesIO()
        self.book: Any = Writer(self._buffer, _OPTIONS)
        self.book.set_properties({"title": title, "subject": "Fidelity checklist", "created": _DAY})
        self.look = cache(partial(_look, self.book))

    def bytes(self) -> bytes:
        """Return the finished file."""
        self.book.close()
        return self._buffer.getvalue()

    def sheet(self, name: str, widths: Sequence[float] = ()) -> Sheet:
        """Return a new sheet, one page wide and in landscape when it is printed."""
        sheet = self.book.add_worksheet(name)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&RPage &P of &N")
        return sheet

    def text(self, sheet: Sheet, row: int, column: int, said: str, look: str = "prose") -> None:
        """Write a text, whatever it begins with, or an empty cell that looks like its neighbours."""
        if len(said) > _MOST:
            expected = f"at most {_MOST:,}, which is what a cell of a workbook holds"
            ways = ("choose another format, such as docx or html",)
            raise InputError([Fault("FID103", Place("--format"), f"a text of {len(said):,} signs", expected, ways)])
        if said:
            sheet.write_string(row, column, said, self.look(look))
        else:
            sheet.write_blank(row, column, None, self.look(look))

    def formula(self, sheet: Sheet, row: int, column: int, formula: str, value: object, look: str = "found") -> None:
        """Write a formula with what it comes to, for programs that do not work it out themselves."""
        sheet.write_formula(row, column, f"={formula}", self.look(look), value)

    def told(self, sheet: Sheet, row: int, column: int, title: str, message: str, **rule: object) -> None:
        """Say what belongs into a cell while it is selected; ``rule`` can make it a list to choose from."""
        shown = {"input_title": _cut(title, _TITLE_MOST), "input_message": _cut(message, _MESSAGE_MOST)}
        sheet.data_validation(row, column, row, column, {"validate": "any", **rule, **shown, "ignore_blank": True})

    def fit(self, sheet: Sheet, row: int, texts: Sequence[str], widths: Sequence[float], least: float = 17) -> None:
        """Make a row as high as its longest text needs; not every spreadsheet does so by itself."""
        lines = (
            sum(max(1, ceil(len(line) / ((width - 2) * _SIGNS_A_WIDTH))) for line in text.split("\n"))
            for text, width in zip(texts, widths, strict=True)
        )
        sheet.set_row(row, min(max(15 * max(lines) + 4, least), _HIGHEST))


def _look(book: Any, name: str) -> Look:  # noqa: ANN401 - XlsxWriter has no types
    base = {"font_name": "Calibri", "font_size": 11, "valign": "top", "text_wrap": True, "font_color": _INK}
    return book.add_format(base | _LOOKS[name])


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
