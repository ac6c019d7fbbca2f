"""What the hidden page of a workbook says about the form: its model, its settings, and the order of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.files.workbook.cells import read_pair
from fidelity.files.workbook.form import META

if TYPE_CHECKING:
    from fidelity.files.workbook.sheets import Sheet

__all__ = ["Facts", "facts_of"]


class Facts(NamedTuple):
    """What the form is for. Everything may be empty: a workbook can be read without its hidden page.

    ``types`` and ``units`` are those of settings, by element and parameter; ``order`` holds names of rows of the page
    of elements, in the order in which the plan had them, where that is not the order of the rows.
    """

    model: str
    types: dict[tuple[str, str], str]
    units: dict[tuple[str, str], str]
    order: dict[str, int]


def facts_of(sheets: list[Sheet]) -> Facts:
    """Return what the hidden page says, as far as it is there."""
    facts = Facts("", {}, {}, {})
    meta = next((sheet for sheet in sheets if sheet.name == META), None)
    rows: dict[int, dict[int, str]] = {}
    for (row, column), held in meta.cells.items() if meta else ():
        rows.setdefault(row, {})[column] = str(held.value)
    for texts in rows.values():
        about, name, said = (texts.get(column, "") for column in range(3))
        setting = read_pair(name)
        if about == "model":
            facts = facts._replace(model=name)
        elif about == "order":
            facts.order.setdefault(name, len(facts.order))
        elif about in {"setting", "unit"} and setting is not None:
            (facts.types if about == "setting" else facts.units)[setting] = said
    return facts
