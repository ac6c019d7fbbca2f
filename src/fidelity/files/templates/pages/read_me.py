"""The first page: what to do, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fidelity.files.templates.pages.book import Book, Sheet
    from fidelity.model.model import Model

__all__ = ["write"]

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


def write(book: Book, sheet: Sheet, model: Model) -> None:
    """Write the page."""
    book.lay_out(sheet, [_WIDTH])
    book.write(sheet, (0, 0), book.title, book.heading)
    sheet.set_row(0, 28)
    book.write(sheet, (1, 0), model.summary, book.prose)
    book.fit(sheet, 1, [model.summary], [_WIDTH])
    for row, paragraph in enumerate(_STEPS.split("\n\n"), 3):
        text = " ".join(paragraph.split())
        heading = text.startswith("# ")
        book.write(sheet, (row, 0), text.removeprefix("# "), book.strong if heading else book.prose)
        book.fit(sheet, row, [text], [_WIDTH], 24 if heading else 16)
    sheet.protect()
    sheet.activate()
