"""The two hidden pages: what the drop-downs offer, and what the workbook is a form for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.files.templates.pages.book import HEADER_ROW, ROWS
from fidelity.files.workbook import cells
from fidelity.files.workbook.form import CHANGES, FORM, HEAD, KEPT, KEPT_OUT, LISTS, OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.files.templates.pages.book import Book, Sheet
    from fidelity.files.templates.pages.elements import Row
    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan

__all__ = ["write_lists", "write_meta"]


def write_lists(book: Book, sheet: Sheet, model: Model, rows: list[Row]) -> None:
    """Write every list in a column of its own, and give it a name."""
    from xlsxwriter.utility import xl_col_to_name  # an extra

    number = 0
    for name, entries in _lists(model, rows):
        if not entries:
            continue
        book.write(sheet, (0, number), name, book.fixed_strong)
        for row, entry in enumerate(entries, 1):
            book.write(sheet, (row, number), entry, book.fixed)
        column = xl_col_to_name(number)
        defined = f"list_{number + 1}_{re.sub('[^A-Za-z0-9]', '_', name)}"[:200]
        book.book.define_name(defined, f"={LISTS}!${column}$2:${column}${len(entries) + 1}")
        book.names[name] = f"={defined}"
        number += 1
    names = f"='{CHANGES.title}'!$A${HEADER_ROW + 2}:$A${HEADER_ROW + ROWS + 1}"
    book.book.define_name("changes_names", names)
    book.names["change"] = "=changes_names"  # what somebody has typed there is offered for approvals
    sheet.protect()


def _lists(model: Model, rows: list[Row]) -> Iterator[tuple[str, list[str]]]:
    yield "kept", [KEPT, OPEN]
    yield "kept_out", [KEPT_OUT, OPEN]
    for column in (*HEAD, *CHANGES.columns):
        if column.takes:
            yield column.key, list(column.takes)
    yield "element", [cells.word(element.id) for element in model.elements]
    yield "proscribed", [cells.word(practice.id) for practice in model.proscribed]
    yield "settings", [row.name for row in rows if row.parameter]
    yield "with", sorted({cells.word(one.id) for element in model.elements for one in element.substitutes})
    parameters = [parameter for element in model.elements for parameter in element.parameters]
    yield "exception", sorted({cells.word(one.id) for parameter in parameters for one in parameter.exceptions})
    yield "role", sorted({role for roles in model.authority.values() for role in roles})
    for row in rows:
        if row.parameter is not None:
            offered = row.parameter.kind.offered(row.parameter.options)
            yield f"options_{row.name}", [cells.value(option) for option in offered]


def write_meta(book: Book, sheet: Sheet, model: Model, plan: Plan, rows: list[Row]) -> None:
    """Write what the workbook is for, how values of each setting are read, and in which order the plan had them."""
    said = [("form", FORM, ""), ("model", model.reference, ""), ("title", model.title, "")]
    said += [("setting", row.name, row.parameter.type) for row in rows if row.parameter]
    said += [("unit", row.name, row.parameter.unit) for row in rows if row.parameter and row.parameter.unit]
    said += [("order", entry, "") for entry in _order(plan, rows)]
    for row, texts in enumerate(said):
        for column, text in enumerate(texts):
            book.write(sheet, (row, column), text, book.fixed)
    sheet.protect()


def _order(plan: Plan, rows: list[Row]) -> list[str]:
    """Return the names of rows in the order of the plan; nothing where the page has them in that order."""
    from fidelity.files.templates.pages.elements import name

    parts = [[name(one) for one in plan.as_specified], [name(one) for one in plan.undecided], []]
    for choice in plan.choices:
        parts[2] += [cells.pair(choice.element, one.parameter) for one in choice.settings] or [name(choice.element)]
    place = {row.name: number for number, row in enumerate(rows)}
    if all(part == sorted(part, key=place.__getitem__) for part in parts):
        return []
    return [entry for part in parts for entry in part]
