"""Faults of a workbook: the words of YAML are not those of whoever fills in a form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.files.faults import Faults
from fidelity.files.workbook.form import CHANGES

if TYPE_CHECKING:
    from fidelity.files.faults import Positioned

__all__ = ["WorkbookFaults"]

_YAML = re.compile(r"'\w+:|(?:^| )\[|\{")  # a way out that says how to write something in YAML
_ABOUT_KEY = re.compile(r"'\w+'(?= has no (?:value|meaning))")
_KEY = re.compile(r"'(\w+)'(?= only )|(?<= beside )'(\w+)'")
_TITLES = {column.key: column.title for column in reversed(CHANGES.columns)} | {"set": "Setting 1"}


class WorkbookFaults(Faults):
    """Faults as ``Faults`` collects them, with the titles of columns and questions in place of the keys of YAML.

    ``titles`` are those titles by sheet and column, or for a question by sheet and row: ``(sheet, row, column)`` with
    ``-1`` for what does not matter.
    """

    __slots__ = ("titles",)

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.titles: dict[tuple[str, int, int], str] = {}

    def add(self, code: str, at: Positioned, found: str, expected: str = "", *ways: str) -> None:
        """Record one fault."""
        place = self.place(at)
        sheet, row, column = place.sheet, place.line - 1, place.column - 1
        title = self.titles.get((sheet, row, -1)) or self.titles.get((sheet, -1, column))
        if title:
            found = _ABOUT_KEY.sub(f"'{title}'", found)
            expected = _KEY.sub(_titled, expected)
        super().add(code, at, found, expected, *(way for way in ways if not _YAML.search(way)))


def _titled(found: re.Match[str]) -> str:
    key = found[1] or found[2]
    return f"'{_TITLES.get(key, key)}'"
