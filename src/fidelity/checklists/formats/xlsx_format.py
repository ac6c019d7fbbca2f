"""The checklist as a workbook: a page to read, a page to fill in, totals that work themselves out, and who it is for.

The sheets are protected without a password, so that nothing is lost by accident; the pale yellow cells are open.
The same checklist gives the same bytes: nothing in the file comes from the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.formats.parts.words import START, about, made, meanings
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.formats import Options
    from fidelity.checklists.formats.parts.workbook import Sheet, Workbook

__all__ = ["render"]

_WIDTHS = (38.0, 30.0, 60.0)
_STEPS = (
    "On the page Checklist, fill in the row below Site, Rated by, Period and Date: a role or a code, never a name.",
    "Then go down the list. Pick an answer in each pale yellow cell of the column Answer.",
    "Beside it say why, without names of children or families, and what you looked at: the cell says what there is.",
    "The page Summary counts along. It is for you; whoever scores the workbook works everything out again.",
    "You may sort and filter, hide columns, and leave out rows. Leave the titles of the columns as they are.",
    "When you are done, save it. 'fidelity score' reads it, with the model (and plan) or scale that it was made from.",
)


def render(checklist: Checklist, options: Options) -> bytes:  # noqa: ARG001 - the formats' signature
    """Return the workbook.

    Raises
    ------
    MissingExtraError
        If the extra ``excel`` is not installed.
    InputError
        FID103 if a text is longer than a cell can be.
    """
    from fidelity.checklists.formats.parts.workbook import Workbook
    from fidelity.checklists.formats.parts.workbook_items import WIDTHS, write_items
    from fidelity.checklists.formats.parts.workbook_meta import write_meta
    from fidelity.checklists.formats.parts.workbook_summary import SUMMARY_WIDTHS, write_summary

    book = Workbook(one_line(checklist.title))
    read_me = book.sheet("Read me", _WIDTHS)
    items, summary = book.sheet("Checklist", WIDTHS), book.sheet("Summary", SUMMARY_WIDTHS)
    lists = write_meta(book, checklist)
    _write_read_me(book, read_me, checklist)
    write_items(book, items, checklist, lists)
    write_summary(book, summary, checklist)
    return book.bytes()


def _write_read_me(book: Workbook, sheet: Sheet, checklist: Checklist) -> None:
    book.text(sheet, 0, 0, one_line(checklist.title), "title")
    sheet.set_row(0, 28)
    row = 1
    for text, look in _paragraphs(checklist):
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, "", book.look(look))
        book.text(sheet, row, 0, text, look)
        book.fit(sheet, row, [text], [sum(_WIDTHS)], 26 if look == "heading" else 17)
        row += 1
    for cells, look in _tables(checklist):
        for column, text in enumerate(cells):
            if text:
                book.text(sheet, row, column, text, "strong" if look == "fixed" and not column else look)
        book.fit(sheet, row, cells if look != "heading" else ("", "", ""), _WIDTHS, 26 if look == "heading" else 17)
        row += 1
    sheet.protect()
    sheet.activate()


def _paragraphs(checklist: Checklist) -> Iterator[tuple[str, str]]:
    """Yield what to do, in order: texts with their looks."""
    yield about(checklist), "prose"
    yield made(checklist), "prose"
    yield START, "prose"
    yield "How to fill it in", "heading"
    for number, step in enumerate(_STEPS, 1):
        yield f"{number}. {step}", "prose"
    if checklist.variations:
        yield "Agreed variations", "heading"
        for variation in checklist.variations:
            yield one_line(variation.words), "prose"


def _tables(checklist: Checklist) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Yield the rows of the tables of answers, and of what is not asked about, with their looks."""
    for one in checklist.response_sets:
        yield (f"Answers: {one.id}", "", ""), "heading"
        rows = tuple(meanings(one))
        yield ("Answer", "Counts", "What it means" if any(row[2] for row in rows) else ""), "head"
        for cells in rows:
            yield cells, "fixed"
    if checklist.left_out:
        yield ("Not asked about", "", ""), "heading"
        yield ("What", "Kind", "Why not"), "head"
        for out in checklist.left_out:
            yield (one_line(out.title), out.tier, one_line(out.why)), "fixed"
