"""The pages with a row for each change and for each change that was agreed."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, TypeAlias

from fidelity.files.templates.pages.book import HEADER_ROW, ROWS
from fidelity.files.workbook import cells
from fidelity.files.workbook.form import PAIRS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from fidelity.files.templates.pages.book import Book, Sheet
    from fidelity.files.workbook.form import Column, Page
    from fidelity.plan.plan import Approval, Change, Covered, Plan, Record, Setting

__all__ = ["approvals", "changes", "pairs", "write"]

Said: TypeAlias = "dict[str, list[str | date | None]]"
"""What stands in a row, by the key of the column; several columns of one key are filled in their order."""

_LEGIBLE = 200
"""So much width of columns is legible on one printed page."""


def pairs(plan: Plan) -> int:
    """Return how many settings a row has to have room for."""
    counts = [len(change.settings) for change in plan.changes]
    counts += [len(one.settings) for approval in plan.approvals for one in approval.covers]
    return max([PAIRS, *counts])


def changes(plan: Plan) -> list[Said]:
    """Return the rows of the changes."""
    return [_change(change) for change in plan.changes]


def approvals(plan: Plan) -> list[Said]:
    """Return the rows of the approvals: one for each change that one covers."""
    elements = {change.id: change.element or "" for change in plan.changes}
    return [
        {"approval": [str(number)], **_covered(covered, elements), **_approval(approval)}
        for number, approval in enumerate(plan.approvals, 1)
        for covered in approval.covers
    ]


def _change(change: Change) -> Said:
    said: Said = {
        "id": [_word(change.id)],
        "element": [_word(change.element)],
        "nature": _two(change.natures) if change.natures or change.addition is None else [";"],
        "what": [change.what],
        "function_kept": [change.function_kept],
        "with": [_word(change.substitute)],
        "exception": [_word(change.exception)],
        "proscribed": [_word(change.proscribed)],
        "touches": [_words(change.touches)],
        **_settings(change.settings, change.element or ""),
        **_record(change.record),
    }
    added = change.addition
    if added is not None:
        said |= {"add.id": [_word(added.id)], "add.title": [added.title], "add.statement": [added.statement]}
        said |= {"add.requires": [_words(added.requires)], "add.excludes": [_words(added.excludes)]}
    return said


def _record(record: Record) -> Said:
    return {
        "record.modified": [record.modified],
        "record.when": [record.when],
        "record.planned": [record.planned],
        "record.decided_by": _two(record.decided_by),
        "record.goal": _two(record.goal),
        "record.reasons": _two(record.reasons),
        "record.level": [record.level],
        "record.site_view": [record.site_view],
        "record.effects": [record.effects],
    }


def _covered(covered: Covered, elements: dict[str, str]) -> Said:
    return {
        "change": [_word(covered.change)],
        "nature": _two(covered.natures),
        **_settings(covered.settings, elements.get(covered.change, "")),
        "with": [_word(covered.substitute)],
        "exception": [_word(covered.exception)],
    }


def _approval(approval: Approval) -> Said:
    return {
        "by": [approval.by],
        "role": [approval.role],
        "given": [approval.given],
        "until": [approval.until],
        "reference": [approval.reference],
        "conditions": [approval.conditions],
    }


def _settings(settings: Iterable[Setting], element: str) -> Said:
    found = list(settings)
    return {
        "setting": [cells.pair(element, one.parameter) if element else _bare(one.parameter) for one in found],
        "value": [cells.value(one.value) for one in found],
    }


def _bare(parameter: str) -> str:
    """Return a parameter without its element, which nobody knows: never like one with it."""
    plain = cells.word(parameter)
    return plain if cells.read_pair(plain) is None else f'"{parameter}"'


def _word(text: str | None) -> str | None:
    return None if text is None else cells.word(text)


def _words(texts: tuple[str, ...]) -> str | None:
    return cells.words(texts) if texts else None


def _two(texts: tuple[str, ...]) -> list[str | date | None]:
    """Return the first of some words, and the others together, for two columns."""
    return [_words(texts[:1]), _words(texts[1:])]


def write(book: Book, sheet: Sheet, page: Page, said: list[Said]) -> None:
    """Write a page, with empty rows below those that are filled in."""
    book.lay_out(sheet, [column.width for column in page.columns], large=True, frozen=1)
    book.write(sheet, (0, 0), page.about, book.intro)
    last = HEADER_ROW + max(ROWS, len(said))
    for number, column in enumerate(page.columns):
        book.write(sheet, (HEADER_ROW, number), column.title, book.title_cell)
        looks = book.day if column.kind == "date" else book.answer
        sheet.set_column(number, number, column.width, looks)
        area = (HEADER_ROW + 1, number, last, number)
        book.validate(sheet, area, column.title, column.about, **_rule(book, column))
    for row, values in enumerate(said, HEADER_ROW + 1):
        texts = list(_in_columns(page, values))
        book.fit(sheet, row, texts, [column.width for column in page.columns])
        for number, text in enumerate(texts):
            kind = page.columns[number].kind
            book.write(sheet, (row, number), text, book.day if kind == "date" else book.answer)
    sheet.set_row(0, None, book.intro)
    wide = ceil(sum(column.width for column in page.columns) / _LEGIBLE)
    sheet.fit_to_pages(wide, 0)  # all on one page would be too small to read, so the first column comes on each
    sheet.repeat_columns(0)
    sheet.set_column(len(page.columns), 16_383, 9, book.answer)  # rows can be deleted only if all of one is unlocked
    sheet.print_area(0, 0, HEADER_ROW + max(len(said), 20), len(page.columns) - 1)
    allowed = ("format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
    sheet.protect("", dict.fromkeys(allowed, True))


def _rule(book: Book, column: Column) -> dict[str, object]:
    name = {
        "id": "",
        "approval": "",
        "setting": "settings",
        "touches": "element",
        "add.requires": "element",
        "add.excludes": "element",
    }
    list_ = name.get(column.key, column.key)
    return book.choices(list_, strict=column.kind == "word" and bool(column.takes))


def _in_columns(page: Page, values: Said) -> Iterator[str | date | None]:
    waiting = {key: iter(said) for key, said in values.items()}
    for column in page.columns:
        yield next(waiting.get(column.key, iter(())), None)
