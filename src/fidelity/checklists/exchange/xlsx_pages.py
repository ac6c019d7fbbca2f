"""The working pages of a workbook: the hidden page, the page to fill in, and the summary that counts along.

The hidden page says which checklist the workbook is, and holds the answers that its lists offer. The summary shows the
critical components first, then how much was answered, then the shares, by the rules of scoring without any filling of
gaps. Its figures are for whoever fills in the form; the reader of the workbook does not trust them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.bands import BASES
from fidelity.checklists.exchange.words import condition, details, guidance, shown, source, who
from fidelity.checklists.response_sets import NOT_APPLICABLE, NOT_KNOWN
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.checklists.checklist import Checklist, Item, Section
    from fidelity.checklists.exchange.book import Workbook
    from fidelity.checklists.response_sets import ResponseSet
    from fidelity.rendering.excel import Sheet

META = "_meta"
"""The hidden sheet that says which checklist was filled in."""

FORM = "a fidelity checklist, filled in as a workbook"
"""What that sheet says about the workbook, which tells it from any other workbook."""

ITEM, ANSWER, WHY, EVIDENCE = "Item", "Answer", "Why", "Looked at"
"""Titles of the columns that we read back."""

COUNTED = ("Result", "Points", "Share", "Code")
"""Titles of the columns that hold formulas."""

MET = "Critical components met"
"""The label of the first total."""

NONE_NAMED = "none are named"
"""The text in place of that total if a checklist names no critical components."""

FIGURES = {
    "critical_of": "Critical components that apply",
    "critical_met": MET,
    "answered": "Items answered",
    "not_applicable": "Items not applicable",
    "not_known": "Items not known",
    "not_understood": "Items with an answer that was not understood",
    "not_answered": "Items not answered yet",
}
"""The labels of the totals by the names of their cells."""

TOTALS = frozenset(FIGURES.values())
"""Labels that have a cell with a formula to their right."""

NOT_UNDERSTOOD = "not understood"
"""The text for an answer that the list does not offer. No code can be the same, because codes have no blanks."""

_FIRST = 3  # the lists begin at this column, beside what the workbook says about itself


class Lists(NamedTuple):
    """The names of the ranges for one response set: offered answers, codes, labels, positions, weights, results."""

    answers: str
    codes: str
    labels: str
    numbers: str
    weights: str
    results: str


def write_meta(book: Workbook, checklist: Checklist) -> Mapping[str, Lists]:
    """Write the hidden page, and return the lists by the id of their response set."""
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
    """Write a set: a line of titles, a line for whatever is not an answer, and a line for each answer."""
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
    """Return the labels by code, without those that could mean two answers."""
    codes = {option.code.casefold() for option in one.options}
    count = Counter(option.label.casefold() for option in one.options)
    return {
        option.code: one_line(option.label)
        if count[option.label.casefold()] == 1 and option.label.casefold() not in codes - {option.code.casefold()}
        else shown(option)
        for option in one.options
    }


COLUMNS = (
    (ITEM, 16.0), ("Section", 19.0), ("What to rate", 38.0), ("How to judge it", 56.0), ("Critical", 9.0),
    (ANSWER, 17.0), (WHY, 34.0), (EVIDENCE, 20.0), ("Result", 12.0), ("Points", 8.0), ("Share", 8.0),
    ("Weight", 8.0), ("Component", 20.0), ("Code", 8.0),
)  # fmt: skip
"""The titles of the columns with their widths. The columns from ``Points`` on are hidden: only the totals need them."""

WIDTHS = tuple(width for _, width in COLUMNS)
FIRST_ROW = 4
"""The row of the first item, counted from zero."""

_LETTERS = {title: chr(ord("A") + number) for number, (title, _) in enumerate(COLUMNS)}
_A3 = 8  # the size of the paper: on smaller paper the columns would be hard to read
_SHOWN = 9  # how many columns are printed
_DETAIL_COLUMNS = (1, 2, 3, 5)
_LIST_MOST = 255  # Excel allows no longer list of words outside a sheet


class _Page(NamedTuple):
    """The page to fill in while we write it, with the lists from which raters pick answers."""

    book: Workbook
    sheet: Sheet
    checklist: Checklist
    lists: Mapping[str, Lists]


def area(checklist: Checklist, title: str) -> str:
    """Return the cells of a column in the notation that formulas on other sheets use."""
    letter = _LETTERS[title]
    return f"Checklist!${letter}${FIRST_ROW + 1}:${letter}${FIRST_ROW + max(1, len(checklist))}"


def write_items(book: Workbook, sheet: Sheet, checklist: Checklist, lists: Mapping[str, Lists]) -> None:
    """Write the page to fill in."""
    book.text(sheet, 0, 0, one_line(checklist.title), "title")
    sheet.set_row(0, 26)
    for column, (detail, given) in zip(_DETAIL_COLUMNS, details(checklist), strict=True):
        book.text(sheet, 1, column, detail.label, "label")
        look = "day" if detail.key == "date" else "answer"
        book.text(sheet, 2, column, one_line(given), look)
        book.told(sheet, 2, column, detail.label, detail.hint)
    book.fit(sheet, 2, [one_line(given) for _, given in details(checklist)][:2], [WIDTHS[1], WIDTHS[2]], 22)
    last = FIRST_ROW + max(1, len(checklist)) - 1
    columns = [{"header": title, "header_format": book.look("head")} for title, _ in COLUMNS]
    table = {"name": "Checklist", "columns": columns, "style": None}
    sheet.add_table(FIRST_ROW - 1, 0, last, len(COLUMNS) - 1, table)
    sheet.set_row(FIRST_ROW - 1, 20)
    page = _Page(book, sheet, checklist, lists)
    every = [(section, item) for section in checklist.sections for item in section.items]
    for row, (section, item) in enumerate(every, FIRST_ROW):
        _write_item(page, row, section, item)
    # the colours only repeat what the words say
    for word, colour in (("not met", "#A3142E"), ("not understood", "#A3142E"), ("met", "#1D6433")):
        look = book.book.add_format({"font_color": colour, "bold": True})
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
        sheet.conditional_format(FIRST_ROW, _SHOWN - 1, last, _SHOWN - 1, rule)
    for number in range(_SHOWN, len(COLUMNS)):
        sheet.set_column(number, number, WIDTHS[number], None, {"hidden": True})
    sheet.set_paper(_A3)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.print_area(0, 0, last, _SHOWN - 1)
    allowed = ("format_cells", "format_columns", "format_rows", "sort", "autofilter", "delete_rows")
    sheet.protect("", dict.fromkeys(allowed, True))


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
    """Return the guidance on an item, a thought on each line, with the local notes first."""
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
    """Return the formulas from ``Result`` on, or a text in their place, each with its result in an empty form."""
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


SUMMARY_WIDTHS = (58.0, 18.0, 18.0, 18.0)
_FORMULAS = {
    "critical_of": '{components}-COUNTIF({statuses},"not applicable")',
    "critical_met": 'COUNTIF({statuses},"met")',
    "answered": "SUMPRODUCT(--ISNUMBER({points}))",
    "not_applicable": 'COUNTIF({result},"not applicable")',
    "not_known": 'COUNTIF({result},"not known")',
    "not_understood": 'COUNTIF({result},"not understood")',
    "not_answered": "{items}-answered-not_applicable-not_known-not_understood",
}
_SECTIONS_ROW = 14
"""The row of the titles of the table of sections, counted from zero. The table of the components follows it."""
_NOTE = "A high share never makes up for a critical component that is missing. Items count by their weights."


def write_summary(book: Workbook, sheet: Sheet, checklist: Checklist) -> None:
    """Write the summary."""
    book.text(sheet, 0, 0, "Summary", "title")
    sheet.set_row(0, 28)
    components = _components(checklist)
    below = _SECTIONS_ROW + len(checklist.sections) + 2
    _write_figures(book, sheet, checklist, components, below + 1)
    _write_sections(book, sheet, checklist, _SECTIONS_ROW)
    if components:
        _write_components(book, sheet, checklist, components, below)
        sheet.set_h_pagebreaks([below])
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _components(checklist: Checklist) -> dict[str, list[Item]]:
    """Return the critical components with those of their items that have a threshold, as scoring counts them."""
    critical = dict.fromkeys(item.element for item in checklist if item.critical)
    rated = [item for item in checklist if checklist.responses_of(item).enough is not None]
    items = {id_: [item for item in rated if item.element == id_] for id_ in critical}
    return {id_: some for id_, some in items.items() if some}


def _write_figures(
    book: Workbook, sheet: Sheet, checklist: Checklist, components: dict[str, list[Item]], first: int
) -> None:
    book.text(sheet, 2, 0, MET, "heading")
    if components:
        book.formula(sheet, 2, 1, 'critical_met&" of "&critical_of', f"0 of {len(components)}", "big")
    else:
        book.text(sheet, 2, 1, NONE_NAMED, "big")
    book.text(sheet, 3, 0, f"Of what was answered, {BASES[checklist.base].split(':')[0]}", "heading")
    share, weight = area(checklist, "Share"), area(checklist, "Weight")
    mean = f'IF(answered=0,"",SUMPRODUCT({weight},{share})/SUMPRODUCT({weight},--ISNUMBER({share})))'
    book.formula(sheet, 3, 1, mean, "", "bigshare")
    book.book.define_name(f"share_of_{checklist.base}", "=Summary!$B$4")
    book.text(sheet, 4, 0, _NOTE)
    for row, height in ((2, 24), (3, 24), (4, 34)):
        sheet.set_row(row, height)
    said = {
        "components": len(components),
        "statuses": f"Summary!$B${first + 1}:$B${first + max(1, len(components))}",
        "items": len(checklist),
        "points": area(checklist, "Points"),
        "result": area(checklist, "Result"),
    }
    empty = {"critical_of": len(components), "not_answered": len(checklist)}
    for row, (name, label) in enumerate(FIGURES.items(), 6):
        book.text(sheet, row, 0, label, "strong")
        book.formula(sheet, row, 1, _FORMULAS[name].format_map(said), empty.get(name, 0), "number")
        book.book.define_name(name, f"=Summary!$B${row + 1}")


def _write_sections(book: Workbook, sheet: Sheet, checklist: Checklist, row: int) -> None:
    """Write a line for each section."""
    for column, title in enumerate(("Section", "Answered", "Items", "Share")):
        book.text(sheet, row, column, title, "head")
    sections, points, share, weight = (area(checklist, title) for title in ("Section", "Points", "Share", "Weight"))
    for section in checklist.sections:
        row += 1
        here = f"--({sections}=$A{row + 1})"
        book.text(sheet, row, 0, one_line(section.title), "strong")
        book.formula(sheet, row, 1, f"SUMPRODUCT(--ISNUMBER({points}),{here})", 0, "number")
        sheet.write_number(row, 2, len(section.items), book.look("number"))
        mean = f"SUMPRODUCT({weight},{share},{here})/SUMPRODUCT({weight},--ISNUMBER({share}),{here})"
        book.formula(sheet, row, 3, f'IF(B{row + 1}=0,"",{mean})', "", "share")
        book.fit(sheet, row, [section.title], [SUMMARY_WIDTHS[0]], 18)


def _write_components(
    book: Workbook, sheet: Sheet, checklist: Checklist, components: dict[str, list[Item]], row: int
) -> None:
    for column, title in enumerate(("Critical component", "Result", "Items", "Id")):
        book.text(sheet, row, column, title, "head")
    elements, result = area(checklist, "Component"), area(checklist, "Result")
    for id_, items in components.items():
        row += 1
        count = {
            word: f'COUNTIFS({elements},$D{row + 1},{result},"{word}")' for word in ("met", "not met", "not applicable")
        }
        settled = f"{count['met']}+{count['not applicable']}<{len(items)}"
        status = (
            f'IF({count["not met"]}>0,"not met",IF({settled},"not known",IF({count["met"]}>0,"met","not applicable")))'
        )
        book.text(sheet, row, 0, one_line(items[0].title), "fixed")
        book.formula(sheet, row, 1, status, "not known")
        sheet.write_number(row, 2, len(items), book.look("number"))
        book.text(sheet, row, 3, one_line(id_), "quiet")
        book.fit(sheet, row, [items[0].title], [SUMMARY_WIDTHS[0]], 18)
