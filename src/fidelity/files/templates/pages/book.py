"""A workbook that is being written: its looks, its lists, and text that never becomes a formula."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

from fidelity.errors import Fault, InputError, MissingExtraError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeAlias

    Sheet: TypeAlias = Any
    """A sheet that is being written; XlsxWriter has no types."""
    Looks: TypeAlias = Any
    """How a cell looks; the same."""

__all__ = ["HEADER_ROW", "ROWS", "Book"]

HEADER_ROW = 1
"""In which row, from zero, the titles of the columns stand; the row above says what the page is for."""

ROWS = 200
"""So many rows of changes and of approvals have their lists from the start."""

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no time zones; a fixed day, so that files repeat
_FIRST_DAY = date(1900, 3, 1)  # spreadsheets count the days before that in two ways
_MOST = 32_767
_NO_SIGN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|x005F_")
_OPTIONS = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False) | {"in_memory": True}
_SIGNS_A_WIDTH, _HIGHEST = 1.1, 409  # a column of width 10 shows about so many digits; no row is higher
_TITLE_MOST, _MESSAGE_MOST = 32, 255  # of what is shown beside a cell
_INK, _LINE, _ANSWER, _QUIET = "#1F2A44", "#8A93A6", "#FFF8DC", "#F2F4F8"


class Book:
    """A workbook, and how its cells look. ``path`` is only for errors."""

    def __init__(self, title: str, path: str) -> None:
        try:
            from xlsxwriter import Workbook
        except ImportError as error:
            raise MissingExtraError("writing a workbook", "excel") from error
        self.title, self.path = title, path
        self._buffer = io.BytesIO()
        self.book: Any = Workbook(self._buffer, _OPTIONS)
        self.book.set_properties({"title": self.checked(title), "subject": "Adaptation plan", "created": _MADE})
        self.names: dict[str, str] = {}

    def bytes(self) -> bytes:
        """Return the finished file."""
        self.book.close()
        return self._buffer.getvalue()

    def sheet(self, name: str) -> Sheet:
        """Return a new sheet; those whose names begin with an underscore are hidden."""
        sheet = self.book.add_worksheet(name)
        if name.startswith("_"):
            sheet.hide()
        return sheet

    def _format(self, **looks: object) -> Looks:
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top", "text_wrap": True, "font_color": _INK}
        return self.book.add_format(base | looks)

    @cached_property
    def heading(self) -> Looks:
        """A heading on a page."""
        return self._format(bold=True, font_size=16, text_wrap=False)

    @cached_property
    def strong(self) -> Looks:
        """A smaller heading."""
        return self._format(bold=True, font_size=12, valign="bottom")

    @cached_property
    def prose(self) -> Looks:
        """Text to read."""
        return self._format()

    @cached_property
    def intro(self) -> Looks:
        """What a page is for, on one line above its table."""
        return self._format(italic=True, text_wrap=False)

    @cached_property
    def title_cell(self) -> Looks:
        """The title of a column."""
        return self._format(
            bold=True, font_color="#FFFFFF", bg_color=_INK, border=1, border_color=_LINE, valign="vcenter"
        )

    @cached_property
    def fixed(self) -> Looks:
        """A cell that is not to be changed."""
        return self._format(border=1, border_color=_LINE)

    @cached_property
    def fixed_strong(self) -> Looks:
        """A cell that is not to be changed, of a row that begins something."""
        return self._format(border=1, border_color=_LINE, bold=True)

    @cached_property
    def unused(self) -> Looks:
        """A cell in which nothing belongs."""
        return self._format(border=1, border_color=_LINE, bg_color=_QUIET)

    @cached_property
    def answer(self) -> Looks:
        """A cell to fill in; as text, so that a spreadsheet leaves it as it was typed."""
        return self._format(border=1, border_color=_LINE, bg_color=_ANSWER, locked=False, num_format="@")

    @cached_property
    def day(self) -> Looks:
        """A cell to fill in with a date."""
        return self._format(border=1, border_color=_LINE, bg_color=_ANSWER, locked=False, num_format="yyyy-mm-dd")

    def write(self, sheet: Sheet, at: tuple[int, int], said: str | date | None, looks: Looks) -> None:
        """Write a text, a date or nothing. Whatever a text begins with, it stays a text."""
        if not said:
            sheet.write_blank(*at, None, looks)
        elif isinstance(said, date) and said >= _FIRST_DAY:
            sheet.write_datetime(*at, datetime(said.year, said.month, said.day), looks)  # noqa: DTZ001 - the same
        else:
            sheet.write_string(*at, self.checked(str(said)), looks)

    def checked(self, text: str) -> str:
        """Return a text that a cell can hold. Raises ``InputError`` for any other."""
        if len(text) > _MOST:
            found = f"a text of {len(text):,} signs"
            raise self._cannot(found, f"at most {_MOST:,}, which is what a cell of a workbook holds")
        sign = _NO_SIGN.search(text)
        if sign:
            found = f"the sign {sign[0]!a} in a text"
            raise self._cannot(found, "signs that a cell of a workbook can hold")
        return text

    def _cannot(self, found: str, expected: str) -> InputError:
        return InputError([Fault("FID103", Place(self.path), found, expected, ("keep this plan as YAML",))])

    def validate(self, sheet: Sheet, area: tuple[int, int, int, int], title: str, about: str, **rule: object) -> None:
        """Offer a list of words, or only say what belongs into some cells while one of them is selected."""
        what: Mapping[str, object] = {"validate": "any", **rule}
        told = {"input_title": _cut(title, _TITLE_MOST), "input_message": _cut(about, _MESSAGE_MOST)}
        shown = {key: said for key, said in told.items() if said}
        sheet.data_validation(*area, {**what, **shown, "ignore_blank": True})

    def choices(self, name: str, *, strict: bool) -> dict[str, object]:
        """Return the rule for cells that take what the list of that name offers; ``strict``: and nothing else."""
        if name not in self.names:
            return {}
        error = "Pick a word from the list." if strict else "This is not on the list. Keep it all the same?"
        kind = "stop" if strict else "warning"
        title = "Not on the list"
        return {
            "validate": "list",
            "source": self.names[name],
            "error_type": kind,
            "error_title": title,
            "error_message": error,
        }

    def fit(
        self, sheet: Sheet, row: int, texts: Sequence[str | date | None], widths: Sequence[int], size: int = 15
    ) -> None:
        """Make a row as high as its longest text needs; not every spreadsheet does so by itself."""
        lines = [
            sum(max(1, ceil(len(line) / (width * _SIGNS_A_WIDTH))) for line in str(text).split("\n"))
            for text, width in zip(texts, widths, strict=True)
            if text
        ]
        sheet.set_row(row, min(size * max(lines, default=1) + 2, _HIGHEST))

    def lay_out(self, sheet: Sheet, widths: Sequence[int], *, large: bool = False, frozen: int = 0) -> None:
        """Set up a page for reading and printing: widths, fixed header, landscape, one page wide."""
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(8 if large else 9)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&RPage &P of &N")
        if frozen:
            sheet.freeze_panes(HEADER_ROW + 1, frozen)
            sheet.repeat_rows(HEADER_ROW)


def _cut(text: str, most: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"
