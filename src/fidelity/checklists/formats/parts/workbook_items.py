"""The page that is filled in: a row an item, with its answers to choose from and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.formats.parts.words import DETAILS, condition, guidance, source, who
from fidelity.checklists.formats.parts.workbook_names import ANSWER, EVIDENCE, ITEM, WHY
from fidelity.checklists.response_sets import NOT_APPLICABLE, NOT_KNOWN
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.checklists.checklist import Checklist, Item, Section
    from fidelity.checklists.formats.parts.workbook import Sheet, Workbook
    from fidelity.checklists.formats.parts.workbook_meta import Lists

__all__ = ["COLUMNS", "FIRST_ROW", "WIDTHS", "area", "write_items"]

COLUMNS = (
    (ITEM, 16.0), ("Section", 19.0), ("What to rate", 38.0), ("How to judge it", 56.0), ("Critical", 9.0),
    (ANSWER, 17.0), (WHY, 34.0), (EVIDENCE, 20.0), ("Result", 12.0), ("Points", 8.0), ("Share", 8.0),
    ("Weight", 8.0), ("Component", 20.0), ("Code", 8.0),
)  # fmt: skip
"""The titles of the columns with their widths. Those from ``Points`` on are hidden: they are there for the totals."""

WIDTHS = tuple(width for _, width in COLUMNS)
FIRST_ROW = 4
"""The row of the first item, counted from zero."""

_LETTERS = {title: chr(ord("A") + number) for number, (title, _) in enumerate(COLUMNS)}
_A3 = 8  # on a smaller page so many columns would be hard to read
_SHOWN = 9  # so many columns are printed
_DETAIL_COLUMNS = (1, 2, 3, 5)
_LIST_MOST = 255  # so long a list of words can be that is not on a sheet


class _Page(NamedTuple):
    """What is being written, where, and from which lists answers are picked."""

    book: Workbook
    sheet: Sheet
    checklist: Checklist
    lists: Mapping[str, Lists]


def area(checklist: Checklist, title: str) -> str:
    """Return the cells of a column, as formulas on other sheets name them."""
    letter = _LETTERS[title]
    return f"Checklist!${letter}${FIRST_ROW + 1}:${letter}${FIRST_ROW + max(1, len(checklist))}"


def write_items(book: Workbook, sheet: Sheet, checklist: Checklist, lists: Mapping[str, Lists]) -> None:
    """Write the page."""
    book.text(sheet, 0, 0, one_line(checklist.title), "title")
    sheet.set_row(0, 26)
    _write_details(book, sheet, checklist)
    last = FIRST_ROW + max(1, len(checklist)) - 1
    columns = [{"header": title, "header_format": book.look("head")} for title, _ in COLUMNS]
    table = {"name": "Checklist", "columns": columns, "style": None}
    sheet.add_table(FIRST_ROW - 1, 0, last, len(COLUMNS) - 1, table)
    sheet.set_row(FIRST_ROW - 1, 20)
    page = _Page(book, sheet, checklist, lists)
    every = [(section, item) for section in checklist.sections for item in section.items]
    for row, (section, item) in enumerate(every, FIRST_ROW):
        _write_item(page, row, section, item)
    _mark_results(book, sheet, last)
    for number in range(_SHOWN, len(COLUMNS)):
        sheet.set_column(number, number, WIDTHS[number], None, {"hidden": True})
    sheet.set_paper(_A3)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.print_area(0, 0, last, _SHOWN - 1)
    allowed = ("format_cells", "format_columns", "format_rows", "sort", "autofilter", "delete_rows")
    sheet.protect("", dict.fromkeys(allowed, True))


def _write_details(book: Workbook, sheet: Sheet, checklist: Checklist) -> None:
    given = {"site": checklist.site or "", "assessor": checklist.rater or ""}
    for column, detail in zip(_DETAIL_COLUMNS, DETAILS, strict=True):
        book.text(sheet, 1, column, detail.label, "label")
        look = "day" if detail.key == "date" else "answer"
        book.text(sheet, 2, column, one_line(given.get(detail.key, "")), look)
        book.told(sheet, 2, column, detail.label, detail.hint)
    book.fit(sheet, 2, [one_line(text) for text in given.values()], [WIDTHS[1], WIDTHS[2]], 22)


def _write_item(page: _Page, row: int, section: Section, item: Item) -> None:
    book, sheet, checklist = page.book, page.sheet, page.checklist
    lists = page.lists[item.responses]
    how = _how(checklist, item)
    texts = (item.name, one_line(section.title), one_line(item.text), how, "critical" if item.critical else "")
    for column, (text, look) in enumerate(zip(texts, ("quiet", "fixed", "strong", "fixed", "fixed"), strict=True)):
        book.text(sheet, row, column, text, look)
    for column in range(len(texts), len(texts) + 3):
        book.text(sheet, row, column, "", "answer")
    options = checklist.responses_of(item).options
    anchors = {**checklist.responses_of(item).anchors, **item.anchors}
    means = "; ".join(f"{option.code}: {one_line(anchors.get(option.code, option.label))}" for option in options)
    rule = {"validate": "list", "source": f"={lists.answers}", "error_type": "stop"}
    amiss = {"error_title": "Not an answer", "error_message": "Pick an answer from the list, or leave it empty."}
    book.told(sheet, row, 5, "Answer", f"Pick one. {means}", **rule, **amiss)
    book.told(sheet, row, 6, "Why", "What you saw that led to this answer. No names of children or families.")
    _offer_evidence(book, sheet, row, item)
    for column, (formula, value, look) in enumerate(_formulas(checklist, item, row + 1, lists), len(texts) + 3):
        if formula:
            book.formula(sheet, row, column, formula, value, look)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, book.look(look))
        else:
            book.text(sheet, row, column, str(value), look)
    book.fit(sheet, row, texts[:4], WIDTHS[:4], 34)


def _how(checklist: Checklist, item: Item) -> str:
    """Return what to go by, a thought a line: what is special here first."""
    lines = [one_line(note.text) for note in item.notes]
    lines += [condition(checklist, item), *guidance(item)]
    lines += [f"Look at: {one_line(', '.join(item.look_at))}"] if item.look_at else []
    lines += [f"Who rates, and how often: {who(item)}"] if who(item) else []
    lines += [f"Source: {source(item)}"] if item.sources else []
    return "\n".join(filter(None, lines))


def _offer_evidence(book: Workbook, sheet: Sheet, row: int, item: Item) -> None:
    labels = [one_line(option.label) for option in item.evidence_options]
    if not labels:
        return
    several = ["; ".join(labels)] if len(labels) > 1 else []
    message = f"Write what you looked at, with a semicolon between: {'; '.join(labels)}"
    whole = [*labels, *several]
    fits = len(",".join(whole)) <= _LIST_MOST and not any(sign in label for label in whole for sign in ',"')
    rule = {"validate": "list", "source": whole, "show_error": False} if fits else {}
    book.told(sheet, row, 7, EVIDENCE, message, **rule)


def _formulas(checklist: Checklist, item: Item, row: int, lists: Lists) -> tuple[tuple[str, str | int, str], ...]:
    """Return the formulas from ``Result`` on (or none, and what stands there), with what they come to when empty."""
    given, points, code = (f"{_LETTERS[title]}{row}" for title in (ANSWER, "Points", "Code"))
    responses = checklist.responses_of(item)
    enough = responses.enough
    met = '"rated"' if enough is None else f'IF({points}>={float(enough)!r},"met","not met")'
    words = {NOT_APPLICABLE: "not applicable", NOT_KNOWN: "not known"}
    unscored = "".join(f'IF({code}="{key}","{said}",' for key, said in words.items())
    result = f'IF({code}="","",IF(ISNUMBER({points}),{met},{unscored}"not understood"))))'
    low = responses.lowest if checklist.base == "range" else 0
    span = responses.highest - low
    flat = "1" if checklist.base == "range" else "0"
    share = f"({points}-{float(low)!r})/{float(span)!r}" if span else flat
    same = "+".join(f"({one}=TRIM({given}))" for one in (lists.answers, lists.codes, lists.labels))
    position = f"SUMPRODUCT(MAX((({same})>0)*{lists.numbers}))"
    return (
        (result, "", "found"),
        (f'IFERROR(INDEX({lists.weights},MATCH({code},{lists.codes},0)),"")', "", "number"),
        (f'IF(ISNUMBER({points}),{share},"")', "", "share"),
        ("", item.weight, "number"),
        ("", one_line(item.element), "quiet"),
        (f'IF(TRIM({given})="","",INDEX({lists.results},{position}+1))', "", "found"),
    )


def _mark_results(book: Workbook, sheet: Sheet, last: int) -> None:
    """Colour what the word says already."""
    for word, colour in (("not met", "#A3142E"), ("not understood", "#A3142E"), ("met", "#1D6433")):
        look = book.book.add_format({"font_color": colour, "bold": True})
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
        sheet.conditional_format(FIRST_ROW, _SHOWN - 1, last, _SHOWN - 1, rule)
