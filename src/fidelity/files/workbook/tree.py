"""The pages of a workbook as the tree of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files.workbook.approvals import approvals_node
from fidelity.files.workbook.changes import changes_node
from fidelity.files.workbook.elements import elements_nodes
from fidelity.files.workbook.facts import facts_of
from fidelity.files.workbook.form import APPROVALS, CHANGES, ELEMENTS, PLAN
from fidelity.files.workbook.head import head_node
from fidelity.files.workbook.tables import find_tables

if TYPE_CHECKING:
    from fidelity.files.nodes import Node, Sequence
    from fidelity.files.workbook.faults import WorkbookFaults
    from fidelity.files.workbook.sheets import Sheet

__all__ = ["plan_tree"]


def plan_tree(sheets: list[Sheet], faults: WorkbookFaults) -> Node:
    """Return the tree of the plan on some sheets. Pages that are missing are recorded, and the others read."""
    facts = facts_of(sheets)
    tables = find_tables(sheets, faults)
    if PLAN.title not in tables:
        raise faults.error()
    tree = head_node(tables[PLAN.title], facts, faults)
    nodes: dict[str, Node | None] = {}
    if ELEMENTS.title in tables:
        nodes |= elements_nodes(tables[ELEMENTS.title], facts, faults)
    changes: Sequence | None = None
    if CHANGES.title in tables:
        changes = nodes["changes"] = changes_node(tables[CHANGES.title], facts, faults)
    if APPROVALS.title in tables:
        nodes["approvals"] = approvals_node(tables[APPROVALS.title], changes, facts, faults)
    for key, node in nodes.items():
        if node is not None:
            tree.values[key] = node
            tree.marks[key] = node.mark
    return tree
