"""The page that counts along: critical components first, then how much was answered, then shares.

The rules are those of scoring with nothing filled in. The figures are for whoever fills in the form; nobody who
reads the workbook back trusts them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.bands import BASES
from fidelity.checklists.formats.parts.workbook_items import area
from fidelity.checklists.formats.parts.workbook_names import FIGURES, MET, NONE_NAMED
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from fidelity.checklists.checklist import Checklist, Item
    from fidelity.checklists.formats.parts.workbook import Sheet, Workbook

__all__ = ["SUMMARY_WIDTHS", "write_summary"]

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
"""The titles of the table of sections stand here, counted from zero; that of the components follows."""
_NOTE = "A high share never makes up for a critical component that is missing. Items count by their weights."


def write_summary(book: Workbook, sheet: Sheet, checklist: Checklist) -> None:
    """Write the page."""
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
    """Return the critical components with all their items that have a threshold, as scoring counts them."""
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
    book.text(sheet, 3, 0, _share_title(checklist), "heading")
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


def _share_title(checklist: Checklist) -> str:
    return f"Of what was answered, {BASES[checklist.base].split(':')[0]}"


def _write_sections(book: Workbook, sheet: Sheet, checklist: Checklist, row: int) -> None:
    """Write a line a section."""
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
