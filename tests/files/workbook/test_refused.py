"""What is no workbook, no plan, or not safe to read: one clear message."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.commands.call import fidelity
from tests.files.workbook.forms import FDAC, Form, faults_of, only

from fidelity.errors import InputError
from fidelity.files.plans import read_plan
from fidelity.files.workbook import sheets
from fidelity.files.workbook import sheets as package

if TYPE_CHECKING:
    from pathlib import Path

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return held.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    """Return a good workbook with one part put in the place of its own, or added."""
    good = zipfile.ZipFile(io.BytesIO(Form().saved()))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in good.namelist():
            archive.writestr(part, data if part == name else good.read(part))
        if name not in good.namelist():
            archive.writestr(name, data)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "text"),
    [
        (b"site: Ashby", "FID101", "this file is no workbook, or a broken one"),
        (b"", "FID101", "this file is no workbook, or a broken one"),
        (b"PK\x03\x04 and nothing more", "FID101", "this file is no workbook, or a broken one"),
        (OLD + b"\0" * 600, "FID101", "this is a workbook of the old kind (.xls)"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "FID101", "this workbook is locked with a password"),
        (zipped(a_dot_txt=b"x"), "FID101", "this is a zip archive, and no workbook"),
        (zipped(content_dot_xml=b"x"), "FID101", "this is an OpenDocument file"),
        (zipped(word__document_dot_xml=b"x"), "FID101", "this is a Word document"),
        (zipped(xl__workbook_dot_bin=b"x"), "FID101", "this is a binary workbook (.xlsb)"),
        (zipped(xl__workbook_dot_xml=b"x"), "FID101", "this workbook is broken"),
        (zipped(xl__workbook_dot_xml=b"0" * 9_000_000), "FID103", "unpacks to more than 200 times its size"),
        (zipped(xl__workbook_dot_xml=b"<!DOCTYPE x>"), "FID103", "declares a document type"),
        (zipped(xl__workbook_dot_xml="<!DOCTYPE x>".encode("utf-16")), "FID103", "declares a document type"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_in_one_message(data: bytes, code: str, text: str) -> None:
    fault = only(faults_of(data))
    assert (fault.code, fault.place) == (code, "")
    assert text in fault.text


def test_a_workbook_past_a_limit_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    good = Form().saved()
    for name, text in (("MAX_UNPACKED", "unpacks to more than 3 bytes"), ("MAX_PARTS", "made of more than 3 files")):
        with monkeypatch.context() as patched:
            patched.setattr(package, name, 3)
            fault = only(faults_of(good))
        assert (fault.code, text in fault.text) == ("FID103", True)
    monkeypatch.setattr(sheets, "MAX_CELLS", 3)
    assert "more than 3 cells" in only(faults_of(good)).text
    monkeypatch.setattr(package, "MAX_BYTES", 3)
    assert "larger than 3 bytes" in only(faults_of(good)).text


def test_a_stray_cell_at_the_far_end_of_a_sheet_costs_nothing() -> None:
    form = Form()
    form.page("Elements")["XFD1048576"] = "x"
    assert form.plan() == Form().plan()


def test_parts_that_claim_to_be_small_and_are_not_are_not_read() -> None:
    data = bytearray(zipped(xl__workbook_dot_xml=b"0" * 500_000))
    size = (500_000).to_bytes(4, "little")
    while size in data:
        data[data.index(size) : data.index(size) + 4] = (9).to_bytes(4, "little")
    fault = only(faults_of(bytes(data)))
    assert (fault.code, fault.place) == ("FID101", "")


def test_a_workbook_that_is_no_plan_is_told_so() -> None:
    book = openpyxl.Workbook()
    assert "no sheet has the columns of one" in only(faults_of(saved(book))).text
    book.create_sheet("Checklist")
    fault = only(faults_of(saved(book)))
    assert (fault.code, "this is a checklist" in fault.text) == ("FID104", True)


def saved(book: openpyxl.Workbook) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_workbook_without_the_page_of_questions_is_no_plan() -> None:
    form = Form()
    del form.book["Plan"]
    fault = only(form.faults())
    assert (fault.code, fault.text.partition(":")[0]) == (
        "FID105",
        "a workbook without the questions about the plan as a whole",
    )


def test_a_broken_sheet_is_told_in_one_message() -> None:
    for broken in (
        b"<worksheet",
        b"",
        b"<a/>",
        b'<worksheet><sheetData><row r="x"><c r="?"/></row></sheetData></worksheet>',
    ):
        with pytest.raises(InputError) as caught:
            read_plan(with_part("xl/worksheets/sheet2.xml", broken), "plan.xlsx")
        assert {fault.code for fault in caught.value.faults} <= {"FID101", "FID105"}


@given(st.data())
def test_whatever_is_damaged_only_our_error_escapes(data: st.DataObject) -> None:
    good = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(good) - 1))
        good[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    try:
        read_plan(bytes(good), "plan.xlsx")
    except InputError as error:
        assert error.faults  # noqa: PT017 - either is fine


GOOD = Form().saved()


def test_the_command_line_says_it_on_standard_error_and_exits_2(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(OLD)
    answer = fidelity("check", path)
    assert answer.status == 2
    assert answer.err.startswith(f"{path}: FID101 this is a workbook of the old kind (.xls); expected")
    assert "Traceback" not in answer.err


def test_without_the_extra_the_message_names_it_and_other_plans_are_still_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    path, other = tmp_path / "a.fidelity.xlsx", tmp_path / "b.fidelity.yaml"
    path.write_bytes(Form().saved())
    other.write_text("plan: b\nmodel: fdac@2026.1\nsite: B\nunmentioned: as-specified\n")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    answer = fidelity("check", tmp_path)
    assert answer.status == 2
    assert "reading a workbook needs the extra 'excel'" in answer.err
    assert "python -m pip install 'openpyxl>=3.1.5' 'xlsxwriter>=3.2'" in answer.err
    assert "GREEN" in answer.out
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    answer = fidelity("new", "fdac", "--format", "xlsx", "--output", tmp_path / "new.xlsx")
    assert (answer.status, answer.err) == (
        2,
        "writing a workbook needs the extra 'excel': python -m pip install 'openpyxl>=3.1.5' 'xlsxwriter>=3.2'\n",
    )
    assert not (tmp_path / "new.xlsx").exists()


def test_a_plan_in_yaml_never_loads_what_workbooks_need(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = tmp_path / "b.yaml"
    path.write_text("plan: b\nmodel: fdac@2026.1\nsite: B\nunmentioned: as-specified\n")
    code = (
        "import sys; from fidelity.cli import main; main(['check', sys.argv[1]]); main(['new', 'fdac']);"
        "print([n for n in sys.modules if n.startswith(('openpyxl', 'xlsxwriter', 'fidelity.workbook'))])"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_a_text_that_no_cell_can_hold_is_refused_when_it_is_written() -> None:
    from attrs import evolve

    from fidelity.files.templates import converted
    from fidelity.plan.plan import Plan

    plan = Plan("a", FDAC.reference, "A", "undecided")
    for site, text in (("x" * 40_000, "a text of 40,000 signs"), ("a\x01b", r"the sign '\x01' in a text")):
        with pytest.raises(InputError) as caught:
            converted(evolve(plan, site=site), "xlsx", FDAC)
        [fault] = caught.value.faults
        assert (fault.code, fault.found) == ("FID103", text)
