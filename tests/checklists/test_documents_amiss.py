"""Workbooks and Word forms that people, programs or nobody of good will have changed: noticed, never guessed at."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING

import pytest
from tests.checklists.filling import Given, fill_docx, fill_xlsx
from tests.needed import library

import fidelity
from fidelity.checklists.reading import read_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook

    from fidelity.checklists.responses import Responses

CHECKLIST = fidelity.checklist("fdac", rater="independent observer")
WHOLE = fidelity.checklist("fdac")
FIRST = next(iter(CHECKLIST))


@cache
def empty(format_: str) -> bytes:
    """Return the empty form."""
    data = CHECKLIST.render(format_)
    assert isinstance(data, bytes)
    return data


def changed(change: Callable[[Workbook], object]) -> Responses:
    """Return what is read from a workbook in which somebody changed something."""
    book = library("openpyxl").load_workbook(io.BytesIO(empty("xlsx")))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return read_data(WHOLE, "form.xlsx", out.getvalue())


def test_rows_and_columns_may_be_inserted_and_moved_and_sheets_renamed() -> None:
    def change(book: Workbook) -> None:
        sheet = book["Checklist"]
        sheet["F5"] = "2 fully"
        sheet["B3"] = "Northtown"
        last = [cell.value for cell in sheet[sheet.max_row]]
        sheet.insert_rows(2, 3)
        sheet.insert_cols(3, 2)
        sheet.delete_rows(sheet.max_row)
        sheet.title, book["_meta"].title = "Unser Bogen", "notes"
        assert last[0] is not None

    read = changed(change)
    (form,) = read.forms
    assert {name: answer.code for name, answer in form.answers.items()} == {FIRST.name: "2"}
    assert (form.site, form.checklist) == ("Northtown", WHOLE.hash)
    assert read.not_understood == ()


def test_rows_may_stand_in_another_order() -> None:
    def change(book: Workbook) -> None:
        sheet = book["Checklist"]
        sheet["F5"] = "fully"
        for cell, other in zip(sheet[5], sheet[7], strict=True):
            cell.value, other.value = other.value, cell.value

    assert {name: one.code for name, one in changed(change).forms[0].answers.items()} == {FIRST.name: "2"}


def test_an_answer_that_is_none_is_listed_with_its_cell() -> None:
    def change(book: Workbook) -> None:
        book["Checklist"]["F5"] = "mostly"

    (amiss,) = changed(change).not_understood
    assert (amiss.code, amiss.item, amiss.place.sheet, amiss.place.cell) == ("FID704", FIRST.name, "Checklist", "F5")
    assert str(amiss).startswith("form.xlsx: sheet 'Checklist', cell F5: FID704 'mostly' is no answer")


def test_a_formula_is_no_answer_and_in_a_comment_it_is_its_own_text() -> None:
    def change(book: Workbook) -> None:
        sheet = book["Checklist"]
        sheet["F5"], sheet["F6"], sheet["G6"] = "=1+1", "fully", '=HYPERLINK("https://example.org")'

    read = changed(change)
    assert [(amiss.code, amiss.value) for amiss in read.not_understood] == [("FID704", "=1+1")]
    (answer,) = read.forms[0].answers.values()
    assert answer.why == '=HYPERLINK("https://example.org")'


def test_totals_that_were_typed_over_are_noticed_and_not_trusted() -> None:
    def change(book: Workbook) -> None:
        book["Checklist"]["F5"] = "0 not in place"
        book["Checklist"]["I5"] = "met"
        book["Summary"]["B8"] = 41

    read = changed(change)
    assert read.forms[0].answers[FIRST.name].code == "0"
    (remark,) = read.remarks
    assert remark.startswith("form.xlsx: 2 totals were typed over (sheet 'Checklist', cell I5 says 'met');")


@pytest.mark.parametrize(
    "written",
    ["2026-03-31", "31.03.2026", "31/03/2026", "31 March 2026", datetime(2026, 3, 31), date(2026, 3, 31)],  # noqa: DTZ001
)
def test_dates_are_read_as_people_and_programs_write_them(written: str | date) -> None:
    def change(book: Workbook) -> None:
        book["Checklist"]["F3"] = written

    assert changed(change).forms[0].day == date(2026, 3, 31)


def test_a_date_that_could_be_two_days_is_not_guessed() -> None:
    def change(book: Workbook) -> None:
        book["Checklist"]["F3"] = "03/04/2026"

    read = changed(change)
    assert read.forms[0].day is None
    assert [(amiss.code, amiss.item, amiss.value) for amiss in read.not_understood] == [
        ("FID707", "date", "03/04/2026")
    ]


def test_what_was_looked_at_may_be_parted_in_several_ways_and_what_is_unknown_is_listed() -> None:
    item = next(item for item in CHECKLIST if len(item.look_at) > 1)
    row = [one.name for one in CHECKLIST].index(item.name) + 5
    for between in ("; ", ", ", "\n", " | "):

        def change(book: Workbook, between: str = between) -> None:
            book["Checklist"][f"F{row}"] = "fully"
            book["Checklist"][f"H{row}"] = between.join([*item.look_at, "a hunch"])

        read = changed(change)
        assert read.forms[0].answers[item.name].evidence == tuple(one.code for one in item.evidence_options)
        assert {amiss.code for amiss in read.not_understood} == {"FID707"}


def test_a_copied_sheet_is_a_second_form() -> None:
    def change(book: Workbook) -> None:
        for name, rater in ((("Checklist"), "judge"), ("Second", "manager")):
            if name == "Second":
                book.copy_worksheet(book["Checklist"]).title = name
            book[name]["C3"], book[name]["F5"] = rater, "fully"

    assert [form.rater for form in changed(change).forms] == ["judge", "manager"]


def test_a_workbook_without_its_columns_says_which_ones_it_needs() -> None:
    def change(book: Workbook) -> None:
        book["Checklist"]["F4"] = "Antwort"

    with pytest.raises(fidelity.InputError, match="no sheet of this workbook has the columns 'Item' and 'Answer'"):
        changed(change)


def test_an_answer_in_a_row_without_a_name_is_listed() -> None:
    def change(book: Workbook) -> None:
        book["Checklist"]["A5"] = None
        book["Checklist"]["F5"] = "fully"

    assert [amiss.code for amiss in changed(change).not_understood] == ["FID705"]


def test_times_truth_values_and_numbers_in_cells_are_what_they_look_like() -> None:
    def change(book: Workbook) -> None:
        sheet = book["Checklist"]
        moments: list[time | datetime | bool | float] = [time(9, 30), datetime(2026, 3, 31, 9, 30), True, 1.5]  # noqa: DTZ001
        for row, why in enumerate(moments, 5):
            sheet[f"F{row}"], sheet[f"G{row}"] = 2, why

    said = [answer.why for answer in changed(change).forms[0].answers.values()]
    assert said == ["09:30:00", "2026-03-31T09:30:00", "TRUE", "1.5"]


def test_a_label_without_anything_below_it_is_no_detail() -> None:
    def change(book: Workbook) -> None:
        book["Checklist"]["G3"] = "Site"

    assert changed(change).forms[0].site == ""


def test_a_workbook_whose_sheets_are_no_sheets_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(empty("xlsx"))) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, b"<sheet>" if name.endswith("sheet2.xml") else before.read(name))
    with pytest.raises(fidelity.InputError, match="this workbook is broken"):
        read_data(WHOLE, "form.xlsx", out.getvalue())


def test_a_workbook_with_far_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity.checklists.exchange.packages.MAX_CELLS", 1)
    with pytest.raises(fidelity.InputError, match="far more cells than forms have"):
        read_data(WHOLE, "form.xlsx", empty("xlsx"))


# Broken and hostile files ---------------------------------------------------------------------------


def package(**parts: bytes) -> bytes:
    """Return a zip of some parts; ``__`` in a name stands for a slash, and ``_x`` for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name.replace("__", "/").replace("_x", ".x"), part)
    return out.getvalue()


BOMB = b" " * 60_000_000


@pytest.mark.parametrize("path", ["form.xlsx", "form.docx"])
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04 and then nothing", id="cut off"),
        pytest.param(package(xl__workbook_xml=b"", xl__sharedStrings_xml=BOMB, word__document_xml=BOMB), id="bomb"),
        pytest.param(package(word__document_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><w:document/>'), id="entities"),
        pytest.param(package(word__document_xml=b"<w:document"), id="half a document"),
        pytest.param(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), id="locked"),
        pytest.param(package(other=b"text"), id="some other archive"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_message(path: str, data: bytes) -> None:
    with pytest.raises(fidelity.InputError) as caught:
        read_data(WHOLE, path, data)
    (fault,) = caught.value.faults
    assert fault.code in {"FID101", "FID103", "FID701"}
    assert fault.place.path == path


def test_a_word_form_to_print_cannot_be_read_back_and_says_so() -> None:
    printed = CHECKLIST.render("docx", "print")
    assert isinstance(printed, bytes)
    with pytest.raises(fidelity.InputError, match="holds none of the fields of a checklist"):
        read_data(WHOLE, "form.docx", printed)


def test_a_control_without_its_place_in_the_checklist_is_listed() -> None:
    filled = fill_docx(CHECKLIST, empty("docx"), {FIRST.name: Given("2", "", ())})
    moved = _with_document(filled, lambda part: part.replace(f"{FIRST.name}.rating".encode(), b"else_where.rating"))
    read = read_data(WHOLE, "form.docx", moved)
    assert [(one.code, one.value, one.where) for one in read.not_understood] == [
        ("FID705", "2", "field 'else_where.rating'")
    ]


def test_a_word_form_that_lost_its_first_line_is_known_by_its_properties() -> None:
    lost = _with_document(empty("docx"), lambda part: part.replace(b'"form.', b'"lost.'))
    with pytest.raises(fidelity.InputError, match="document property 'identifier'"):
        read_data(fidelity.checklist("coram-i"), "form.docx", lost)


def test_a_date_that_was_picked_in_word_is_read() -> None:
    picked = _with_document(
        fill_docx(CHECKLIST, empty("docx"), {}),
        lambda part: part.replace(b"<w:date>", b'<w:date w:fullDate="2026-05-01T00:00:00Z">'),
    )
    assert str(read_data(WHOLE, "form.docx", picked).forms[0].day) == "2026-05-01"


def _with_document(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, change(part) if name == "word/document.xml" else part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("module", "format_", "extra", "packages"),
    [
        ("xlsxwriter", "xlsx", "excel", ("openpyxl", "xlsxwriter")),
        ("docx", "docx", "word", ("python-docx",)),
        ("typst", "pdf", "pdf", ("typst",)),
    ],
)
def test_a_missing_library_is_named_by_its_extra_with_a_call_that_brings_it(
    module: str, format_: str, extra: str, packages: tuple[str, ...]
) -> None:
    code = f"import sys; sys.modules['{module}'] = None; from fidelity.cli import main; sys.exit(main())"
    words = ["checklist", "fdac", "--format", format_, "--output", "-"]
    run = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert f"needs the extra '{extra}': python -m pip install '" in run.stderr
    assert all(f"'{name}>=" in run.stderr.lower() for name in packages)
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("module", "format_", "extra"),
    [("xlsxwriter", "xlsx", "excel"), ("docx", "docx", "word"), ("typst", "pdf", "pdf")],
)
def test_in_python_a_missing_library_is_an_error_that_names_its_extra(
    module: str, format_: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(fidelity.FidelityError, match=f"needs the extra '{extra}': "):
        CHECKLIST.render(format_)


def test_reading_a_workbook_without_its_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(fidelity.FidelityError, match="needs the extra 'excel': "):
        read_data(WHOLE, "form.xlsx", empty("xlsx"))


def test_a_filled_workbook_is_scored_from_its_answers() -> None:
    given = {item.name: Given(CHECKLIST.responses_of(item).options[0].code, "", ()) for item in CHECKLIST}
    read = read_data(WHOLE, "form.xlsx", fill_xlsx(CHECKLIST, empty("xlsx"), given))
    total = fidelity.score(CHECKLIST, read).total
    assert total is not None
    assert total.answered == len(CHECKLIST)
    assert total.share.value == 0
