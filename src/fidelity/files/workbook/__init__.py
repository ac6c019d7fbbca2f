"""From a workbook to the tree that a plan in YAML gives: the same nodes, each with its sheet and cell.

What reads plans goes on from there, and so knows nothing of workbooks. openpyxl is loaded only here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files.workbook.form import WorkbookFaults

if TYPE_CHECKING:
    from fidelity.files.nodes import Node

__all__ = ["WorkbookFaults", "parse_workbook"]


def parse_workbook(data: bytes, faults: WorkbookFaults) -> Node:
    """Return the tree of the plan in a workbook; faults that leave a tree standing are recorded, others raised."""
    from fidelity.files.workbook.pages import plan_tree
    from fidelity.files.workbook.sheets import check_package, read_sheets

    check_package(data, faults)
    return plan_tree(read_sheets(data, faults), faults)
