"""How a workbook says what it is, for whoever writes one and for whoever reads it back."""

from __future__ import annotations

__all__ = ["ANSWER", "COUNTED", "EVIDENCE", "FIGURES", "FORM", "ITEM", "MET", "META", "NONE_NAMED", "TOTALS", "WHY"]

META = "_meta"
"""The hidden sheet that says which checklist was filled in."""

FORM = "a fidelity checklist, filled in as a workbook"
"""What that sheet says the workbook is: by this it is told from any other."""

ITEM, ANSWER, WHY, EVIDENCE = "Item", "Answer", "Why", "Looked at"
"""Titles of the columns that are read back."""

COUNTED = ("Result", "Points", "Share", "Code")
"""Titles of the columns that hold formulas."""

MET = "Critical components met"
"""The label of the first total."""

NONE_NAMED = "none are named"
"""What stands for that total where a checklist names no critical components."""

FIGURES = {
    "critical_of": "Critical components that apply",
    "critical_met": MET,
    "answered": "Items answered",
    "not_applicable": "Items not applicable",
    "not_known": "Items not known",
    "not_understood": "Items with an answer that was not understood",
    "not_answered": "Items not answered yet",
}
"""The labels of the totals by the names of their cells."""

TOTALS = frozenset(FIGURES.values())
"""Labels of cells that hold formulas, to their right."""
