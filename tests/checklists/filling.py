"""Fills in forms by machine, as people do in their own programs; shared by the tests of every format."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st
from tests.needed import library

from fidelity.checklists.exchange.words import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy
    from openpyxl.worksheet.worksheet import Worksheet

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.responses import Responses

__all__ = ["DETAILS", "Given", "answers", "fill_docx", "fill_xlsx", "meant", "read_answers"]

DETAILS = {"site": "Northtown", "assessor": "team manager", "period": "2026-Q1", "date": "2026-03-31"}
_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


class Given(NamedTuple):
    """What somebody answers to an item: a code, why, and the codes of what was looked at."""

    code: str
    why: str
    evidence: tuple[str, ...]


def answers(checklist: Checklist) -> SearchStrategy[dict[str, Given]]:
    """Return answers to some of the items."""
    return st.fixed_dictionaries(
        {},
        optional={
            item.name: st.builds(
                Given,
                st.sampled_from([option.code for option in checklist.responses_of(item).options]),
                _WORDS,
                st.lists(st.sampled_from([one.code for one in item.evidence_options]), unique=True)
                .map(sorted)
                .map(tuple)
                if item.look_at
                else st.just(()),
            )
            for item in checklist
        },
    )


def read_answers(read: Responses) -> dict[str, Given]:
    """Return what was read from the only form."""
    (form,) = read.forms
    return {name: Given(one.code, one.why, tuple(sorted(one.evidence))) for name, one in form.answers.items()}


def meant(checklist: Checklist, given: Mapping[str, Given]) -> dict[str, Given]:
    """Return the answers in the order of the form."""
    return {item.name: given[item.name] for item in checklist if item.name in given}


def fill_xlsx(checklist: Checklist, data: bytes, given: Mapping[str, Given], how: str = "shown") -> bytes:
    """Return a workbook with answers filled in, as ``shown`` in the list, as ``label`` or as ``code``."""
    book = library("openpyxl").load_workbook(BytesIO(data))
    sheet: Worksheet = book["Checklist"]
    columns = {cell.value: cell.column or 0 for cell in sheet[4]}
    for row in range(5, sheet.max_row + 1):
        name = str(sheet.cell(row, columns["Item"]).value)
        if name not in given:
            continue
        item, one = checklist[name], given[name]
        option = checklist.responses_of(item).option(one.code)
        assert option is not None
        ways = {"code": option.code, "label": option.label, "shown": shown(option)}
        sheet.cell(row, columns["Answer"]).value = ways[how]
        why = sheet.cell(row, columns["Why"])
        why.value, why.data_type = one.why, "s"
        labels = {one.code: one.label for one in item.evidence_options}
        sheet.cell(row, columns["Looked at"]).value = "; ".join(labels[code] for code in one.evidence)
    for column, value in zip(("B", "C", "D", "F"), DETAILS.values(), strict=True):
        sheet[f"{column}3"].value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def fill_docx(checklist: Checklist, data: bytes, given: Mapping[str, Given]) -> bytes:
    """Return a Word form with answers filled in, as Word does it: the text in the control, no placeholder any more."""
    document = library("docx").Document(BytesIO(data))
    controls = {sdt.find(f"{_W}sdtPr/{_W}tag").get(f"{_W}val"): sdt for sdt in document.element.iter(f"{_W}sdt")}
    for name, one in given.items():
        option = checklist.responses_of(checklist[name]).option(one.code)
        assert option is not None
        _write(controls[f"{name}.rating"], shown(option))
        if one.why:
            _write(controls[f"{name}.why"], one.why)
        for code in one.evidence:
            controls[f"{name}.evid.{code}"].find(f"{_W}sdtPr/{_W14}checkbox/{_W14}checked").set(f"{_W14}val", "1")
    for key, value in DETAILS.items():
        _write(controls[f"form.{key}"], value)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _write(control: object, text: str) -> None:
    looks = control.find(f"{_W}sdtPr")  # type: ignore[attr-defined]  # lxml has no types
    for hint in looks.findall(f"{_W}showingPlcHdr"):
        looks.remove(hint)
    control.find(f"{_W}sdtContent/{_W}r/{_W}t").text = text  # type: ignore[attr-defined]  # the same
