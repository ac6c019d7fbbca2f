"""The checklist as a REDCap data dictionary: upload it into a new project, because it replaces all instruments."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from fidelity.checklists.formats.parts.redcap_rows import HEADERS, rows

if TYPE_CHECKING:
    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.formats import Options

__all__ = ["render"]


def render(checklist: Checklist, options: Options) -> str:  # noqa: ARG001 - the formats' signature
    """Return the dictionary as CSV; lines end in CR LF, as RFC 4180 says.

    Raises
    ------
    InputError
        FID107, if a text of the model would be a formula in a spreadsheet, or a code cannot be one in REDCap.
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADERS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows(checklist))
    return out.getvalue()
