"""A plan as a workbook: a page on what to do, a page for each part of a plan, and the words to choose from.

The same model and plan give the same bytes: nothing in the file comes from the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files.workbook.form import LISTS, META, approvals_page, changes_page

if TYPE_CHECKING:
    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan

__all__ = ["NEEDS_MODEL", "plan_file", "plan_template"]

NEEDS_MODEL = True


def plan_template(model: Model) -> bytes:
    """Return a workbook to fill in for a plan. It can be read as it is: everything in it is undecided.

    Raises
    ------
    MissingExtraError
        If the extra ``excel`` is not installed.
    """
    from fidelity.plan.plan import Plan

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
    from fidelity.files.templates.pages import elements, head, hidden, read_me, tables, vocabulary
    from fidelity.files.templates.pages.book import Book

    book = Book(f"Adaptation plan for {model.title} ({model.reference})", plan.place.path or plan.id)
    sheets = {name: book.sheet(name) for name in ("Read me", "Plan", "Elements", "Changes", "Approvals", "Words")}
    lists, meta = book.sheet(LISTS), book.sheet(META)
    rows = elements.rows(model, plan)
    hidden.write_lists(book, lists, model, rows)
    read_me.write(book, sheets["Read me"], model)
    head.write(book, sheets["Plan"], plan)
    elements.write(book, sheets["Elements"], rows, plan)
    tables.write(book, sheets["Changes"], changes_page(tables.pairs(plan)), tables.changes(plan))
    tables.write(book, sheets["Approvals"], approvals_page(tables.pairs(plan)), tables.approvals(plan))
    vocabulary.write(book, sheets["Words"])
    hidden.write_meta(book, meta, model, plan, rows)
    return book.bytes()
