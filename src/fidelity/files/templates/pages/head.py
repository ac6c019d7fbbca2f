"""The page of questions about the plan as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files.templates.pages.book import HEADER_ROW
from fidelity.files.workbook.cells import word
from fidelity.files.workbook.form import HEAD, PLAN

if TYPE_CHECKING:
    from fidelity.files.templates.pages.book import Book, Sheet
    from fidelity.plan.plan import Plan

__all__ = ["write"]


def write(book: Book, sheet: Sheet, plan: Plan) -> None:
    """Write the page."""
    book.lay_out(sheet, [column.width for column in PLAN.columns], frozen=1)
    book.write(sheet, (0, 0), PLAN.about, book.intro)
    for number, title in enumerate(PLAN.titles):
        book.write(sheet, (HEADER_ROW, number), title, book.title_cell)
    said = {"plan": plan.id, "model": word(plan.model), "site": plan.site, "author": plan.author}
    said |= {"status": plan.status, "claim": plan.claim, "unmentioned": plan.unmentioned}
    for row, question in enumerate(HEAD, HEADER_ROW + 1):
        book.write(sheet, (row, 0), question.title, book.fixed_strong)
        book.write(sheet, (row, 1), said[question.key], book.fixed if question.key == "model" else book.answer)
        book.write(sheet, (row, 2), question.about, book.fixed)
        texts = (question.title, said[question.key], question.about)
        book.fit(sheet, row, texts, [column.width for column in PLAN.columns])
        rule = book.choices(question.key, strict=True)
        book.validate(sheet, (row, 1, row, 1), question.title, question.about, **rule)
        book.book.define_name(f"plan_{question.key}", f"='{PLAN.title}'!$B${row + 1}")
    sheet.protect("", {"format_columns": True, "format_rows": True})
