"""The writing of a plan's workbook: its looks and lists, and the pages of elements, changes and approvals."""

from __future__ import annotations

import re
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from fidelity.errors import Fault, InputError, Place
from fidelity.files.faults import UNSAFE
from fidelity.files.workbook import cells
from fidelity.files.workbook.cells import pair, value, word
from fidelity.files.workbook.form import ELEMENTS, IN_ROOM, KEPT, KEPT_OUT, OPEN, PAIRS, approvals_page, changes_page
from fidelity.model.elements import Element, Proscribed, Tier
from fidelity.model.wording import Phrases
from fidelity.plan import fields
from fidelity.rendering.english import capital
from fidelity.rendering.excel import ANSWER, HIGHEST, INK, LINE, MOST, QUIET, ExcelBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.files.workbook.form import FormColumn, FormPage
    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter
    from fidelity.plan.fields import Table
    from fidelity.plan.plan import Change, Plan, Setting
    from fidelity.rendering.excel import Area, Sheet

HEADER_ROW = 1
"""In which row, from zero, the titles of the columns stand; the row above says what the page is for."""

ROWS = 200
"""So many rows of changes and of approvals have their lists from the start."""

_FIRST_DAY = date(1900, 3, 1)  # spreadsheets count the days before that in two ways
_NO_SIGN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|x005F_")
_SIGNS_A_WIDTH = 1.1  # a column of width 10 shows about 11 digits
_LINED: dict[str, object] = {"border": 1, "border_color": LINE}
_OPEN: dict[str, object] = {**_LINED, "bg_color": ANSWER, "locked": False}
_LOOKS: dict[str, dict[str, object]] = {
    "heading": {"bold": True, "font_size": 16, "text_wrap": False},
    "strong": {"bold": True, "font_size": 12, "valign": "bottom"},
    "prose": {},
    "intro": {"italic": True, "text_wrap": False},
    "title": {**_LINED, "bold": True, "font_color": "#FFFFFF", "bg_color": INK, "valign": "vcenter"},
    "fixed": _LINED,
    "fixed_strong": {**_LINED, "bold": True},
    "unused": {**_LINED, "bg_color": QUIET},
    "answer": {**_OPEN, "num_format": "@"},  # as text, so that a spreadsheet leaves it as it was typed
    "day": {**_OPEN, "num_format": "yyyy-mm-dd"},
}


class Book(ExcelBook):
    """The workbook of a plan: its looks, its lists, and texts that stay texts. ``path`` is only for errors."""

    def __init__(self, title: str, path: str) -> None:
        self.title, self.path = title, path
        super().__init__(self.checked(title), "Adaptation plan", "writing a workbook", _LOOKS)
        self.names: dict[str, str] = {}

    def sheet(self, name: str) -> Sheet:
        """Return a new sheet; those whose names begin with an underscore are hidden."""
        sheet = self.book.add_worksheet(name)
        if name.startswith("_"):
            sheet.hide()
        return sheet

    def write(self, sheet: Sheet, at: tuple[int, int], said: str | date | None, look: str) -> None:
        """Write a text, a date or nothing. Whatever a text begins with, it stays a text."""
        if not said:
            sheet.write_blank(*at, None, self.look(look))
        elif isinstance(said, date) and said >= _FIRST_DAY:
            sheet.write_datetime(*at, datetime(said.year, said.month, said.day), self.look(look))  # noqa: DTZ001 - a workbook has no time zones
        else:
            sheet.write_string(*at, self.checked(str(said)), self.look(look))

    def checked(self, text: str) -> str:
        """Return a text that a cell can hold. Raises ``InputError`` for any other."""
        if len(text) > MOST:
            found = f"a text of {len(text):,} signs"
            raise self._cannot(found, f"at most {MOST:,}, which is what a cell of a workbook holds")
        sign = _NO_SIGN.search(text)
        if sign:
            found = f"the sign {sign[0]!a} in a text"
            raise self._cannot(found, "signs that a cell of a workbook can hold")
        return text

    def _cannot(self, found: str, expected: str) -> InputError:
        return InputError([Fault(UNSAFE, Place(self.path), found, expected, ("keep this plan as YAML",))])

    def explain(self, sheet: Sheet, area: Area, title: str, about: str, **rule: object) -> None:
        """Say what belongs into some cells, on one line; ``rule`` is that of ``choices``."""
        self.validate(sheet, area, " ".join(title.split()), " ".join(about.split()), **rule)

    def choices(self, name: str, *, strict: bool) -> dict[str, object]:
        """Return the rule for cells that take what the list of that name offers; ``strict``: and nothing else."""
        if name not in self.names:
            return {}
        return {
            "validate": "list",
            "source": self.names[name],
            "error_type": "stop" if strict else "warning",
            "error_title": "Not on the list",
            "error_message": "Pick a word from the list."
            if strict
            else "This is not on the list. Keep it all the same?",
        }

    def fit(
        self, sheet: Sheet, row: int, texts: Sequence[str | date | None], widths: Sequence[int], size: int = 15
    ) -> None:
        """Make a row as high as its longest text needs; not every spreadsheet does so by itself."""
        lines = [
            sum(max(1, ceil(len(line) / (width * _SIGNS_A_WIDTH))) for line in str(text).split("\n"))
            for text, width in zip(texts, widths, strict=True)
            if text
        ]
        sheet.set_row(row, min(size * max(lines, default=1) + 2, HIGHEST))

    def table(self, sheet: Sheet, about: str, titles: Sequence[str], widths: Sequence[int], *, large: bool) -> None:
        """Begin a page with a table: what it is for, and the titles of its columns, which stay where they are."""
        self.lay_out(sheet, widths, large=large)
        sheet.freeze_panes(HEADER_ROW + 1, 1)
        sheet.repeat_rows(HEADER_ROW)
        self.write(sheet, (0, 0), about, "intro")
        for number, title in enumerate(titles):
            self.write(sheet, (HEADER_ROW, number), title, "title")


# The page of elements ---------------------------------------------------------------------------------------------

_TIERS = {
    Tier.PRINCIPLE: ("Core principle", "Never negotiable"),
    Tier.ESSENTIAL: ("Essential", "Keep what it is for, and keep close to how it is done"),
    Tier.FLEXIBLE: ("Flexible", "Yours to shape, inside the limits of its settings"),
}
_FOREIGN = "The plan names this, and the model does not have it."


class ElementRow(NamedTuple):
    """One row: a name as the cell writes it, and what stands beside it. ``list_`` is what its answer can be."""

    name: str
    tier: str
    title: str
    about: str
    room: str
    list_: str
    parameter: Parameter | None = None


def element_rows(model: Model, plan: Plan) -> list[ElementRow]:
    """Return the rows for a model, and below them rows for what a plan names and the model does not have."""
    say = Phrases(model)
    found = [row for tier in _TIERS for element in model.tier(tier) for row in _element(element, say)]
    found += [_practice(practice, say) for practice in model.proscribed]
    known = {row.name for row in found}
    return found + [row for row in _foreign(plan) if row.name not in known]


def row_name(element: str) -> str:
    """Return the id of an element as a cell writes it: never like the name of a setting."""
    plain = word(element)
    return plain if "." not in element or plain.startswith('"') else f'"{element}"'


def _element(element: Element, say: Phrases) -> Iterator[ElementRow]:
    tier, room = _TIERS[element.tier]
    optional = ", or to leave out" if element.optional else ""
    tier += " (optional)" if element.optional else ""
    about = [element.statement]
    about += [f"What it is for: {element.function}"] if element.function else []
    about += [f"How it is usually done: {element.form}"] if element.form else []
    rules = [f"{room}{optional} {say.known(element.tier_basis)}"]
    rules += [f"May be replaced by '{one.id}': {say.substitute(one)}" for one in element.substitutes]
    rules += [capital(rule) for rule in map(say.rule, element.adaptation)]
    yield ElementRow(row_name(element.id), tier, element.title, "\n".join(about), "\n".join(rules), "kept")
    for parameter in element.parameters:
        text = say.figure(parameter)
        text = capital(text)
        if parameter.options:
            text += f"\nOne of: {', '.join(parameter.options)}"
        for exemption in parameter.exceptions:
            text += f"\nA change that uses this exception names it: {exemption.id}"
        setting = pair(element.id, parameter.id)
        yield ElementRow(setting, "Setting", parameter.name, f"A setting of: {element.title}", text, "", parameter)


def _practice(practice: Proscribed, say: Phrases) -> ElementRow:
    room = f"Must stay out {say.known(practice.basis)}"
    return ElementRow(row_name(practice.id), "Ruled out", practice.title, practice.statement, room, "kept_out")


def _foreign(plan: Plan) -> Iterator[ElementRow]:
    """Yield rows for every element and setting that a plan names; each once."""
    chosen = [choice.element for choice in plan.choices if not choice.settings]
    names = [row_name(one) for one in (*plan.as_specified, *plan.undecided, *chosen)]
    names += [pair(choice.element, one.parameter) for choice in plan.choices for one in choice.settings]
    for one in dict.fromkeys(names):
        yield ElementRow(one, "Not in the model", one, _FOREIGN, "", "kept")


def answers(plan: Plan, ruled_out: set[str]) -> dict[str, str]:
    """Return what stands in the answer cells, by the names of the rows."""
    found = {row_name(one): KEPT_OUT if row_name(one) in ruled_out else KEPT for one in plan.as_specified}
    found |= {row_name(one): OPEN for one in plan.undecided}
    found |= {row_name(choice.element): IN_ROOM for choice in plan.choices if not choice.settings}
    return found | {
        pair(choice.element, setting.parameter): value(setting.value)
        for choice in plan.choices
        for setting in choice.settings
    }


def write_elements(book: Book, sheet: Sheet, found: list[ElementRow], plan: Plan) -> None:
    """Write the page."""
    widths = [column.width for column in ELEMENTS.columns]
    book.table(sheet, ELEMENTS.about, ELEMENTS.titles, widths, large=True)
    said = answers(plan, {row.name for row in found if row.list_ == "kept_out"})
    for number, row in enumerate(found, HEADER_ROW + 1):
        looks = "fixed" if row.parameter else "fixed_strong"
        for column, text in enumerate(row[:5]):
            book.write(sheet, (number, column), text, looks if column in {0, 2} else "fixed")
        _answer_cells(book, sheet, number, row, said.get(row.name))
        book.fit(sheet, number, (*row[:5], None, said.get(row.name)), widths)
    last = HEADER_ROW + len(found)
    sheet.autofilter(HEADER_ROW, 0, last, len(ELEMENTS.columns) - 1)
    book.book.define_name("elements_answers", f"='{ELEMENTS.title}'!$F${HEADER_ROW + 2}:$G${last + 1}")
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})


def _answer_cells(book: Book, sheet: Sheet, number: int, row: ElementRow, said: str | None) -> None:
    """Write the two cells to fill in; one of them is unused, except in rows that the model does not have."""
    both = row.list_ == "kept" and row.tier == "Not in the model"
    valued = row.parameter is not None or (both and said not in {None, KEPT, OPEN, IN_ROOM})
    own, other = (6, 5) if valued else (5, 6)
    book.write(sheet, (number, own), said, "answer")
    book.write(sheet, (number, other), None, "unused")
    area = (number, own, number, own)
    if row.parameter is None:
        book.explain(sheet, area, row.title, row.room, **book.choices(row.list_, strict=True))
        return
    rule = book.choices(f"options_{row.name}", strict=row.parameter.kind.closed)
    book.explain(sheet, area, row.title, row.room, **rule)


Said: TypeAlias = "dict[str, list[str | date | None]]"
"""What stands in a row, by the key of the column; several columns of one key are filled in their order."""

_LEGIBLE = 200
"""So much width of columns is legible on one printed page."""


def write_changes(book: Book, sheet: Sheet, plan: Plan) -> None:
    """Write the page with a row for each change."""
    _write_rows(book, sheet, changes_page(_pairs(plan)), [_change(change) for change in plan.changes])


def write_approvals(book: Book, sheet: Sheet, plan: Plan) -> None:
    """Write the page with a row for each change that an approval covers."""
    elements = {change.id: change.element or "" for change in plan.changes}
    rows: list[Said] = [
        {
            "approval": [str(number)],
            **_cells(covered, fields.COVERED),
            **_settings(covered.settings, elements.get(covered.change, "")),
            **_cells(approval, fields.APPROVAL),
        }
        for number, approval in enumerate(plan.approvals, 1)
        for covered in approval.covers
    ]
    _write_rows(book, sheet, approvals_page(_pairs(plan)), rows)


def _pairs(plan: Plan) -> int:
    """Return how many settings a row has to have room for."""
    counts = [len(change.settings) for change in plan.changes]
    counts += [len(one.settings) for approval in plan.approvals for one in approval.covers]
    return max([PAIRS, *counts])


def _change(change: Change) -> Said:
    said = _cells(change, fields.CHANGE) | _settings(change.settings, change.element or "")
    said |= _cells(change.record, fields.FRAME, "record.")
    if change.addition is not None:
        said |= _cells(change.addition, fields.ADDITION, "add.")
        said["nature"] = _two(change.natures) if change.natures else [";"]
    return said


def _cells(one: object, table: Table, under: str = "") -> Said:
    """Return what stands in the cells of a table's keys."""
    said: Said = {}
    for field in table.fields:
        held, key = getattr(one, field.attribute), under + field.key
        if field.kind in {"name", "id"}:
            said[key] = [_word(held)]
        elif field.kind in {"words", "natures"}:
            said[key] = _two(held)
        elif field.kind == "names":
            said[key] = [_words(held)]
        elif field.kind in {"text", "word", "date"}:
            said[key] = [held]
    return said


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


def _write_rows(book: Book, sheet: Sheet, page: FormPage, said: list[Said]) -> None:
    """Write a page, with empty rows below those that are filled in."""
    widths = [column.width for column in page.columns]
    book.table(sheet, page.about, (), widths, large=True)
    last = HEADER_ROW + max(ROWS, len(said))
    for number, column in enumerate(page.columns):
        book.write(sheet, (HEADER_ROW, number), column.title, "title")
        looks = "day" if column.kind == "date" else "answer"
        sheet.set_column(number, number, column.width, book.look(looks))
        area = (HEADER_ROW + 1, number, last, number)
        book.explain(sheet, area, column.title, column.about, **_rule(book, column))
    for row, values in enumerate(said, HEADER_ROW + 1):
        texts = list(_in_columns(page, values))
        book.fit(sheet, row, texts, widths)
        for number, text in enumerate(texts):
            kind = page.columns[number].kind
            book.write(sheet, (row, number), text, "day" if kind == "date" else "answer")
    sheet.set_row(0, None, book.look("intro"))
    wide = ceil(sum(column.width for column in page.columns) / _LEGIBLE)
    sheet.fit_to_pages(wide, 0)  # all on one page would be too small to read, so the first column comes on each
    sheet.repeat_columns(0)
    sheet.set_column(
        len(page.columns), 16_383, 9, book.look("answer")
    )  # rows can be deleted only if all of one is unlocked
    sheet.print_area(0, 0, HEADER_ROW + max(len(said), 20), len(page.columns) - 1)
    allowed = ("format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
    sheet.protect("", dict.fromkeys(allowed, True))


def _rule(book: Book, column: FormColumn) -> dict[str, object]:
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


def _in_columns(page: FormPage, values: Said) -> Iterator[str | date | None]:
    waiting = {key: iter(said) for key, said in values.items()}
    for column in page.columns:
        yield next(waiting.get(column.key, iter(())), None)
