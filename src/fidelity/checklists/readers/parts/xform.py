"""What exports of filled in XForms have in common, whether Kobo or ODK Central makes them."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from fidelity.checklists.raw import Cell
from fidelity.checklists.readers.parts.csv_rows import columns_of, decoded, numbered
from fidelity.checklists.readers.parts.wide import Column, Columns, Row, System, plain
from fidelity.errors import Place
from fidelity.rendering.escaping import xlsform_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.raw import RawForm

__all__ = ["csv_rows", "forms"]

_PATH = re.compile(r"[\w./-]+")
_OWN = frozenset(
    (
        "start", "end", "today", "audit", "key", "submissiondate", "submitterid", "submittername", "attachmentspresent",
        "attachmentsexpected", "status", "reviewstate", "deviceid", "edits", "formversion", "instanceid",
        "instancename",
    )
)  # fmt: skip
"""What the systems add of their own: none of it is an answer, and some of it is about people."""
_TURNED_DOWN = frozenset({"rejected", "hasissues", "not approved", "validation_status_not_approved"})
_STATES = frozenset({"reviewstate", "_validation_status"})
_IDS = ("meta-instanceid", "meta/instanceid", "_uuid", "key", "_id")
_NAMED = frozenset((*_IDS, *_STATES))


def csv_rows(path: str, data: bytes, known: Callable[[list[str]], bool]) -> Iterator[Row]:
    """Yield what is filled in, in the rows of a CSV export below its titles."""
    text = io.StringIO(decoded(path, data), newline="")
    lines = numbered(csv.reader(text, delimiter=columns_of(data, known) or ","), path)
    _, titles = next(lines)
    for number, row in lines:
        yield [
            (title, Cell(cell, Place(path, number, at), f"line {number}, column '{title}'"))
            for at, (title, cell) in enumerate(zip(titles, row, strict=False), 1)
            if cell.strip()
        ]


def forms(rows: Iterator[Row], checklist: Checklist) -> Iterator[RawForm]:
    """Yield a form for every row."""
    columns = Columns(checklist, _SYSTEM)
    for row in rows:
        cells = {plain(title): cell for title, cell in row if title.startswith("_") or title.casefold() in _NAMED}
        form = next((cells[id_] for id_ in _IDS if id_ in cells), None)
        states = [cells[title] for title in _STATES & cells.keys() if plain(cells[title].text) in _TURNED_DOWN]
        said = tuple(_turned_down(form, cell) for cell in states)
        yield columns.form(row, form, said)


def _turned_down(form: Cell | None, state: Cell) -> str:
    which = f"the form '{form.text}'" if form else "a form"
    return f"{state.place}: {which} is marked '{state.text}' in the export; it counts, so take it out if it should not"


def _own(title: str) -> bool:
    return title.startswith(("_", "meta-", "meta/", "formhub/")) or title.casefold() in _OWN


def _find(title: str, known: Mapping[str, Column]) -> Column | None:
    """Return what a column is: by its whole title, or by what stands behind its groups, the longest such end first."""
    if title in known or _own(title):
        return known.get(title)
    signs = "/-" if _PATH.fullmatch(title) else "/"
    ends = [0, *(at + 1 for at, sign in enumerate(title) if sign in signs)]
    return next((known[end] for at in ends if (end := plain(title[at:])) in known), None)


_SYSTEM = System(xlsform_text, xlsform_text, ("{}/{}", "{}/{}"), _own, _find)
