"""A score as CSV: one row a group, figures unrounded, for a spreadsheet or a statistics program."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from fidelity.checklists.exchange.csv_format import shown
from fidelity.scoring.scoring import RECORD, score_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.reports import Layout
    from fidelity.scoring.report import ScoreReport


def render(report: ScoreReport, _: Layout) -> Iterator[str]:
    """Yield the rows with their header; delivery, agreement and charts stand in the other formats."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, RECORD, lineterminator="\r\n")
    writer.writeheader()
    for record in score_records(report.score):
        writer.writerow({key: shown(value) if isinstance(value, str) else value for key, value in record.items()})
    yield out.getvalue()
