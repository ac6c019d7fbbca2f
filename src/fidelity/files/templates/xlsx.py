"""A plan as a workbook: a page on what to do, a page for each part of a plan, and the words to choose from.

The same model and plan give the same bytes: nothing in the file comes from the clock.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.files.workbook import cells
from fidelity.files.workbook.form import (
    CHANGES,
    FORM,
    HEAD,
    KEPT,
    KEPT_OUT,
    LISTS,
    META,
    OPEN,
    PLAN,
)
from fidelity.files.workbook.writing import (
    HEADER_ROW,
    ROWS,
    Book,
    element_rows,
    row_name,
    write_approvals,
    write_changes,
    write_elements,
)
from fidelity.plan.frame import NATURES
from fidelity.plan.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.files.workbook.writing import ElementRow
    from fidelity.model.model import Model
    from fidelity.rendering.excel import Sheet

NEEDS_MODEL = True


def plan_template(model: Model) -> bytes:
    """Return a workbook to fill in for a plan. It can be read as it is: everything in it is undecided.

    Raises
    ------
    MissingExtraError
        If the extra ``excel`` is not installed.
    """
    plan = Plan("our-plan", model.reference, "Our site", "undecided", author="site-lead")
    return _workbook(plan, model)


def plan_file(plan: Plan, model: Model | None) -> bytes:
    """Return a workbook that holds a plan.

    Raises
    ------
    InputError
        FID103 if a text of the plan is too long for a cell, or holds signs that no cell can.
    MissingExtraError
        If the extra ``excel`` is not installed.
    """
    assert model is not None
    return _workbook(plan, model)


def _workbook(plan: Plan, model: Model) -> bytes:
    book = Book(f"Adaptation plan for {model.title} ({model.reference})", plan.place.path or plan.id)
    sheets = {name: book.sheet(name) for name in ("Read me", "Plan", "Elements", "Changes", "Approvals", "Words")}
    lists, meta = book.sheet(LISTS), book.sheet(META)
    rows = element_rows(model, plan)
    _write_lists(book, lists, model, rows)
    _write_read_me(book, sheets["Read me"], model)
    _write_head(book, sheets["Plan"], plan)
    write_elements(book, sheets["Elements"], rows, plan)
    write_changes(book, sheets["Changes"], plan)
    write_approvals(book, sheets["Approvals"], plan)
    _write_words(book, sheets["Words"])
    _write_meta(book, meta, model, plan, rows)
    return book.bytes()


def _write_head(book: Book, sheet: Sheet, plan: Plan) -> None:
    """Write the page."""
    widths = [column.width for column in PLAN.columns]
    book.table(sheet, PLAN.about, PLAN.titles, widths, large=False)
    said = {"plan": plan.id, "model": cells.word(plan.model), "site": plan.site, "author": plan.author}
    said |= {"status": plan.status, "claim": plan.claim, "unmentioned": plan.unmentioned}
    for row, question in enumerate(HEAD, HEADER_ROW + 1):
        book.write(sheet, (row, 0), question.title, "fixed_strong")
        book.write(sheet, (row, 1), said[question.key], "fixed" if question.key == "model" else "answer")
        book.write(sheet, (row, 2), question.about, "fixed")
        texts = (question.title, said[question.key], question.about)
        book.fit(sheet, row, texts, widths)
        rule = book.choices(question.key, strict=True)
        book.explain(sheet, (row, 1, row, 1), question.title, question.about, **rule)
        book.book.define_name(f"plan_{question.key}", f"='{PLAN.title}'!$B${row + 1}")
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_lists(book: Book, sheet: Sheet, model: Model, rows: list[ElementRow]) -> None:
    """Write every list in a column of its own, and give it a name."""
    from xlsxwriter.utility import xl_col_to_name  # an extra

    number = 0
    for name, entries in _lists(model, rows):
        if not entries:
            continue
        book.write(sheet, (0, number), name, "fixed_strong")
        for row, entry in enumerate(entries, 1):
            book.write(sheet, (row, number), entry, "fixed")
        column = xl_col_to_name(number)
        defined = f"list_{number + 1}_{re.sub('[^A-Za-z0-9]', '_', name)}"[:200]
        book.book.define_name(defined, f"={LISTS}!${column}$2:${column}${len(entries) + 1}")
        book.names[name] = f"={defined}"
        number += 1
    names = f"='{CHANGES.title}'!$A${HEADER_ROW + 2}:$A${HEADER_ROW + ROWS + 1}"
    book.book.define_name("changes_names", names)
    book.names["change"] = "=changes_names"  # what somebody has typed there is offered for approvals
    sheet.protect()


def _lists(model: Model, rows: list[ElementRow]) -> Iterator[tuple[str, list[str]]]:
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


def _write_meta(book: Book, sheet: Sheet, model: Model, plan: Plan, rows: list[ElementRow]) -> None:
    """Write what the workbook is for, how values of each setting are read, and in which order the plan had them."""
    said = [("form", FORM, ""), ("model", model.reference, ""), ("title", model.title, "")]
    said += [("setting", row.name, row.parameter.type) for row in rows if row.parameter]
    said += [("unit", row.name, row.parameter.unit) for row in rows if row.parameter and row.parameter.unit]
    said += [("order", entry, "") for entry in _order(plan, rows)]
    for row, texts in enumerate(said):
        for column, text in enumerate(texts):
            book.write(sheet, (row, column), text, "fixed")
    sheet.protect()


def _order(plan: Plan, rows: list[ElementRow]) -> list[str]:
    """Return the names of rows in the order of the plan; nothing where the page has them in that order."""
    parts = [[row_name(one) for one in plan.as_specified], [row_name(one) for one in plan.undecided], []]
    for choice in plan.choices:
        parts[2] += [cells.pair(choice.element, one.parameter) for one in choice.settings] or [row_name(choice.element)]
    place = {row.name: number for number, row in enumerate(rows)}
    if all(part == sorted(part, key=place.__getitem__) for part in parts):
        return []
    return [entry for part in parts for entry in part]


_WIDTHS = (24, 38, 60)
_INTRO = (
    "The words for changes: FRAME (Wiltsey Stirman, Baumann and Miller 2019). The published label of a nature may be "
    "written in place of its word."
)


def _write_words(book: Book, sheet: Sheet) -> None:
    """Write the page."""
    titles = ("Column", "Word", "Published label, or what the column is for")
    book.table(sheet, _INTRO, titles, _WIDTHS, large=False)
    row = HEADER_ROW + 1
    seen: set[str] = set()
    for column in CHANGES.columns:
        if not column.takes or column.key in seen:
            continue
        seen.add(column.key)
        for one in column.takes:
            about = NATURES[one] if column.key == "nature" else column.about.partition(".")[0] + "."
            texts = (column.title, one, about)
            book.fit(sheet, row, texts, _WIDTHS)
            for number, text in enumerate(texts):
                book.write(sheet, (row, number), text, "fixed")
            row += 1
    sheet.autofilter(HEADER_ROW, 0, row - 1, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})


_WIDTH = 104
_STEPS = """\
# What this is for

You want to run the model at your place, and some things will be different there. This workbook is where you
write down what you keep, what you choose and what you change. A check then tells you, with reasons, what is
within the model, what has to be settled and with whom, and what would break it. It is a start for
improvement, not an audit.

A plan holds no personal data: places and roles, never names of people.

# 1. Page Plan

Give your plan a name, and say which site it is for. Leave 'What is not mentioned' at undecided while you are
filling in the rest.

# 2. Page Elements

Go down the list. For each element pick 'as specified' if you do it as the model has it, or 'not decided' if
you have not settled it yet. Under an element stand its settings: write your value where you choose one. The
column beside it says how much room there is. What you do differently stays empty here.

# 3. Page Changes

One row for each thing that you do differently. Pick the element, say what kind of change it is (the page
Words explains the words) and what is different. For an essential element also say how you keep what it is
for.

For something of your own that the model does not have, leave Element empty and fill in Own element, Its title
and What it is. For something that the model rules out, fill in Ruled-out practice.

# 4. Page Approvals

If a change was agreed, repeat it here exactly as it was agreed, with who agreed, when and until when.

# 5. Check it

Save the workbook and run:  fidelity check FILE  with the name of your file in place of FILE. Every message
names the page and the cell. You can check as often as you like, from the first minute on.

# Good to know

Cells with a pale yellow ground, in columns called Your answer or Your value and in the rows of Changes and
Approvals, are yours. The rest is protected, without a password, so that nothing is lost by accident.

Several entries in one cell: put each on a line of its own, or a semicolon between them.

You may add rows, hide or sort them, move columns and rename pages. Columns and pages of your own are not
read. Leave the titles of the columns as they are.
"""
"""Headings behind a hash, and paragraphs."""


def _write_read_me(book: Book, sheet: Sheet, model: Model) -> None:
    """Write the page."""
    book.lay_out(sheet, [_WIDTH])
    book.write(sheet, (0, 0), book.title, "heading")
    sheet.set_row(0, 28)
    book.write(sheet, (1, 0), model.summary, "prose")
    book.fit(sheet, 1, [model.summary], [_WIDTH])
    for row, paragraph in enumerate(_STEPS.split("\n\n"), 3):
        text = " ".join(paragraph.split())
        heading = text.startswith("# ")
        book.write(sheet, (row, 0), text.removeprefix("# "), "strong" if heading else "prose")
        book.fit(sheet, row, [text], [_WIDTH], 24 if heading else 16)
    sheet.protect()
    sheet.activate()
