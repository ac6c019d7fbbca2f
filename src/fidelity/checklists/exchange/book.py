"""A workbook while we write it: how its cells look, and texts that stay texts whatever they begin with."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from fidelity.checklists.responses import refused
from fidelity.files.faults import UNSAFE
from fidelity.rendering.excel import ANSWER, HIGHEST, INK, LINE, MOST, QUIET, ExcelBook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.rendering.excel import Sheet

_SIGNS_A_WIDTH = 1.08  # about how many signs a column shows for each unit of its width
_SOFT = "#50565F"
_LINED: dict[str, object] = {"border": 1, "border_color": LINE, "align": "left", "indent": 1}  # text clear of the line
_OPEN: dict[str, object] = {**_LINED, "bg_color": ANSWER, "locked": False}
_FOUND: dict[str, object] = {**_LINED, "bg_color": QUIET}
_BIG: dict[str, object] = {
    "bold": True, "font_size": 16, "text_wrap": False, "bg_color": QUIET, "align": "left", "indent": 1,
}  # fmt: skip
_LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16, "text_wrap": False},
    "heading": {"bold": True, "font_size": 12, "valign": "bottom"},
    "prose": {},
    "label": {"bold": True, "text_wrap": False, "valign": "bottom"},
    "head": {**_LINED, "bold": True, "font_color": "#FFFFFF", "bg_color": INK},
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


class Workbook(ExcelBook):
    """The workbook of a checklist."""

    def __init__(self, title: str) -> None:
        super().__init__(title, "Fidelity checklist", "a checklist as a workbook (xlsx)", _LOOKS)

    def sheet(self, name: str, widths: Sequence[float] = ()) -> Sheet:
        """Return a new sheet, one page wide and in landscape when it is printed."""
        sheet = self.book.add_worksheet(name)
        self.lay_out(sheet, widths)
        return sheet

    def text(self, sheet: Sheet, row: int, column: int, said: str, look: str = "prose") -> None:
        """Write a text, whatever it begins with, or an empty cell that looks like its neighbours."""
        if len(said) > MOST:
            expected = f"at most {MOST:,}, which is what a cell of a workbook holds"
            way = "choose another format, such as docx or html"
            raise refused("--format", f"a text of {len(said):,} signs", expected, way, code=UNSAFE)
        if said:
            sheet.write_string(row, column, said, self.look(look))
        else:
            sheet.write_blank(row, column, None, self.look(look))

    def formula(self, sheet: Sheet, row: int, column: int, formula: str, value: object, look: str = "found") -> None:
        """Write a formula with its result, for programs that do not calculate formulas."""
        sheet.write_formula(row, column, f"={formula}", self.look(look), value)

    def told(self, sheet: Sheet, row: int, column: int, title: str, message: str, **rule: object) -> None:
        """Say what belongs in a cell while it is selected; ``rule`` can make it a list to choose from."""
        self.validate(sheet, (row, column, row, column), title, message, **rule)

    def fit(self, sheet: Sheet, row: int, texts: Sequence[str], widths: Sequence[float], least: float = 17) -> None:
        """Make a row as high as its longest text needs, because not every spreadsheet does so by itself."""
        lines = (
            sum(max(1, ceil(len(line) / ((width - 2) * _SIGNS_A_WIDTH))) for line in text.split("\n"))
            for text, width in zip(texts, widths, strict=True)
        )
        sheet.set_row(row, min(max(15 * max(lines) + 4, least), HIGHEST))
