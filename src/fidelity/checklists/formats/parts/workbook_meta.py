"""The hidden page: which checklist the workbook is, and the answers that its lists offer."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.formats.parts.words import shown
from fidelity.checklists.formats.parts.workbook_names import FORM, META
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.formats.parts.workbook import Sheet, Workbook
    from fidelity.checklists.response_sets import ResponseSet

__all__ = ["NOT_UNDERSTOOD", "Lists", "write_meta"]

NOT_UNDERSTOOD = "not understood"
"""What stands for an answer that is none of those offered. No code can be this, because codes have no blanks."""

_FIRST = 3  # the lists stand from this column on, beside what the workbook says of itself


class Lists(NamedTuple):
    """The names of the ranges for one response set: what is offered, codes, labels, positions, weights, results."""

    answers: str
    codes: str
    labels: str
    numbers: str
    weights: str
    results: str


def write_meta(book: Workbook, checklist: Checklist) -> Mapping[str, Lists]:
    """Write the page; return the lists by the id of their response set."""
    sheet = book.sheet(META)
    for row, (key, value) in enumerate({"form": FORM, **checklist.metadata}.items()):
        book.text(sheet, row, 0, key, "strong")
        book.text(sheet, row, 1, one_line(value), "fixed")
    lists: dict[str, Lists] = {}
    row = 0
    for one in checklist.response_sets:
        lists[one.id] = _write_set(book, sheet, one, row, len(lists) + 1)
        row += len(one.options) + 3
    sheet.protect()
    sheet.hide()
    return lists


def _write_set(book: Workbook, sheet: Sheet, one: ResponseSet, row: int, number: int) -> Lists:
    """Write a set: a line of titles, a line for what is none of the answers, and a line an answer."""
    plain_id = one.id if re.fullmatch("[a-z]{1,30}", one.id) else str(number)
    names = Lists(*(f"{field}_{plain_id}" for field in Lists._fields))
    for column, title in enumerate(Lists._fields[:5], _FIRST):
        book.text(sheet, row, column, title, "strong")
    book.text(sheet, row + 1, _FIRST + 1, NOT_UNDERSTOOD, "fixed")
    labels = _labels(one)
    for position, option in enumerate(one.options, 1):
        texts = (shown(option), option.code, labels[option.code])
        for column, text in enumerate(texts, _FIRST):
            book.text(sheet, row + 1 + position, column, text, "fixed")
        sheet.write_number(row + 1 + position, _FIRST + 3, position, book.look("fixed"))
        if option.weight is None:
            book.text(sheet, row + 1 + position, _FIRST + 4, "not scored", "fixed")
        else:
            sheet.write_number(row + 1 + position, _FIRST + 4, float(option.weight), book.look("fixed"))
    first, last = row + 3, row + 2 + len(one.options)
    for column, name in enumerate(names[:5], _FIRST):
        letter = chr(ord("A") + column)
        book.book.define_name(name, f"={META}!${letter}${first}:${letter}${last}")
    letter = chr(ord("A") + _FIRST + 1)
    book.book.define_name(names.results, f"={META}!${letter}${first - 1}:${letter}${last}")
    return names


def _labels(one: ResponseSet) -> dict[str, str]:
    """Return the label by which each answer can be told, by code; one that could mean two is no way to say either."""
    codes = {option.code.casefold() for option in one.options}
    count = Counter(option.label.casefold() for option in one.options)
    return {
        option.code: one_line(option.label)
        if count[option.label.casefold()] == 1 and option.label.casefold() not in codes - {option.code.casefold()}
        else shown(option)
        for option in one.options
    }
