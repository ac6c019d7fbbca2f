"""Reads long CSV: one row an answer, with columns ``item`` and ``code`` and whatever else the form's own CSV has."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from fidelity.checklists.names import EVIDENCE, WHY
from fidelity.checklists.raw import HEADER_KEYS, Cell, RawForm
from fidelity.checklists.readers.parts.csv_rows import decoded, numbered
from fidelity.errors import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read", "recognises"]

_ALIASES = {"assessor_role": "assessor", "rater": "assessor", "checklist_id": "checklist", "answer": "code"}
_KEPT = ("item", "code", "why", "evidence", *HEADER_KEYS)


def recognises(path: str, data: bytes) -> bool:  # noqa: ARG001 - the readers' signature
    """Return whether the first line names the columns ``item`` and ``code``."""
    first = data[:4096].decode("utf-8-sig", "replace").splitlines()
    return bool(first) and {"item", "code"} <= {_name(name) for name in _split(first[0])}


def read(path: str, data: bytes) -> Iterator[RawForm]:
    """Yield the rows of each form together, in the order in which the forms begin."""
    lines = csv.reader(io.StringIO(decoded(path, data), newline=""), delimiter=_delimiter(data))
    columns = [_name(name) for name in next(lines)]
    together: dict[tuple[str, ...], tuple[dict[str, Cell], list[tuple[str, Cell]], Place]] = {}
    kept = [(at, name) for at, name in enumerate(columns) if name in _KEPT]
    heads = [at for at, name in kept if name in HEADER_KEYS]
    for number, row in numbered(lines, path):
        key = tuple([row[at] if at < len(row) else "" for at in heads])
        known = together.get(key)
        cells = {
            name: Cell(row[at], Place(path, number, at + 1), f"line {number}, column '{name}'")
            for at, name in kept
            if at < len(row) and row[at] and (known is None or at not in heads)
        }
        if known is None:
            header = {name: cell for name, cell in cells.items() if name in HEADER_KEYS}
            known = together[key] = (header, [], Place(path, number, columns.index("code") + 1))
        known[1].extend(_values(cells))
    for header, values, place in together.values():
        yield RawForm(header, tuple(values), place)


def _values(cells: dict[str, Cell]) -> Iterator[tuple[str, Cell]]:
    item = cells["item"].text.strip() if "item" in cells else ""
    for column, ending in (("code", ""), ("why", WHY), ("evidence", EVIDENCE)):
        if column in cells and (item or cells[column].text.strip()):
            yield item + ending, cells[column]


def _delimiter(data: bytes) -> str:
    """Return the sign between columns: Excel writes semicolons where the comma is for decimals."""
    first = data[:4096].splitlines()[0]
    return max(",;\t", key=lambda sign: first.count(sign.encode()))


def _split(line: str) -> list[str]:
    return line.replace(";", ",").replace("\t", ",").replace('"', "").split(",")


def _name(text: str) -> str:
    plain = text.strip().lower().replace(" ", "_")
    return _ALIASES.get(plain, plain)
