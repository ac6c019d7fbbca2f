"""The register as a table for a spreadsheet: one row a variation. No text in it can become a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.comparing.register import COLUMNS
from fidelity.rendering.escaping import csv_cell
from fidelity.rendering.workflow import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.reports import Layout
    from fidelity.reports.register import Due


def render(due: Due, _: Layout) -> Iterator[str]:
    """Yield the register as CSV. The last column says what runs out."""
    from csv import writer
    from io import StringIO

    register = due.register
    soon = {id(one) for one in register.running_out(due.within)}
    table = StringIO()
    rows = writer(table, lineterminator="\r\n")
    rows.writerow((*COLUMNS, "runs_out"))
    for one, record in zip(register.variations, register.to_records(), strict=True):
        cells = [_cell(record[name]) for name in COLUMNS]
        rows.writerow((*cells, "yes" if id(one) in soon else "no"))
    yield table.getvalue()


def _cell(value: str | int | None) -> str | int:
    return value if isinstance(value, int) else line(csv_cell(value or ""))
