"""The rows of CSV files, whatever sign a program writes between columns."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from fidelity.errors import Fault, InputError, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["columns_of", "decoded", "numbered"]

_SIGNS = ",;\t"
_START = 1_000_000  # bytes in which the first row ends; exports by labels have long ones


def numbered(lines: Iterator[list[str]], path: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, each with the line that it ends in."""
    try:
        for row in lines:
            if any(text.strip() for text in row):
                yield lines.line_num, row  # type: ignore[attr-defined]  # what csv.reader returns has it
    except csv.Error as error:
        raise InputError([Fault("FID701", Place(path), f"this is no CSV: {error}", "rows of cells")]) from error


def decoded(path: str, data: bytes) -> str:
    """Return the text of a file, or raise ``InputError`` with the line that is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found = "this is not UTF-8, so letters with accents would be wrong"
        way = "save it again as 'CSV UTF-8'"
        raise InputError([Fault("FID701", Place(path, line, 1), found, "a file in UTF-8", (way,))]) from error


def columns_of(data: bytes, known: Callable[[list[str]], bool]) -> str:
    """Return the sign between columns by which the first row is ``known``; empty where none makes it so."""
    if data[:2] == b"PK" or data.lstrip()[:1] in {b"{", b"["}:
        return ""
    start = data[:_START].decode("utf-8-sig", "replace")
    for sign in _SIGNS:
        try:
            first = next(csv.reader(io.StringIO(start, newline=""), delimiter=sign), [])
        except csv.Error:
            continue
        if known(first):
            return sign
    return ""
