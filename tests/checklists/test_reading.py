"""Completed forms read back: the same answers, and nothing guessed."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times

import fidelity
from fidelity.checklists.reading import read_data

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CHECKLIST = fidelity.checklist("fdac")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        item.name: st.tuples(
            st.sampled_from(CHECKLIST.responses_of(item).options),
            WORDS,
            st.lists(st.sampled_from([option.code for option in item.evidence_options]), unique=True),
        )
        for item in CHECKLIST
    },
)


def filled_csv(given_: Mapping[str, str], **header: str) -> bytes:
    """Return the empty CSV with some cells of the column 'code' filled in."""
    text = CHECKLIST.render("csv")
    assert isinstance(text, str)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, "code": given_.get(row["item"], ""), **header})
    return out.getvalue().encode()


@times(0.8)
@given(answers=ANSWERS, labels=st.booleans())
def test_csv_gives_back_what_was_filled_in(answers: dict[str, tuple[object, str, list[str]]], *, labels: bool) -> None:
    text = CHECKLIST.render("csv")
    assert isinstance(text, str)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    for row in rows:
        if row["item"] in answers:
            option, why, ticked = answers[row["item"]]
            row["code"] = getattr(option, "label" if labels else "code").upper()
            row["why"], row["evidence"] = why, ";".join(ticked)
        writer.writerow(row)
    read = read_data(CHECKLIST, "form.csv", out.getvalue().encode())
    assert read.not_understood == ()
    (form,) = read.forms
    got = {name: (answer.code, answer.why, list(answer.evidence)) for name, answer in form.answers.items()}
    assert got == {name: (getattr(option, "code"), why, ticked) for name, (option, why, ticked) in answers.items()}  # noqa: B009


@times(0.8)
@given(ANSWERS)
def test_json_gives_back_what_was_filled_in(answers: dict[str, tuple[object, str, list[str]]]) -> None:
    text = CHECKLIST.render("json")
    assert isinstance(text, str)
    document = json.loads(text)
    document["forms"][0]["answers"] |= {
        name: {"code": getattr(option, "code"), "why": why, "evidence": ticked}  # noqa: B009
        for name, (option, why, ticked) in answers.items()
    }
    read = read_data(CHECKLIST, "form.json", json.dumps(document).encode())
    assert read.not_understood == ()
    got = {name: (one.code, one.why, list(one.evidence)) for name, one in read.forms[0].answers.items()}
    assert got == {name: (getattr(option, "code"), why, ticked) for name, (option, why, ticked) in answers.items()}  # noqa: B009


@pytest.mark.parametrize("written", ["2", " 2 ", "2.0", "fully", "FULLY", "2 fully", "2 - Fully", "2: fully"])
def test_an_answer_may_be_a_code_or_a_label_in_any_case(written: str) -> None:
    read = read_data(CHECKLIST, "form.csv", filled_csv({"court_solves": written}))
    assert read.forms[0].answers["court_solves"].code == "2"
    assert read.not_understood == ()


@pytest.mark.parametrize("written", ["3", "2.5", "full", "yes", "-1", "=1+1"])
def test_an_answer_that_is_none_is_listed_with_its_place_and_counts_as_not_answered(written: str) -> None:
    read = read_data(CHECKLIST, "form.csv", filled_csv({"court_solves": written}))
    assert "court_solves" not in read.forms[0].answers
    (amiss,) = read.not_understood
    assert (amiss.code, amiss.item, amiss.value) == ("FID704", "court_solves", written)
    assert str(amiss).startswith("form.csv:2:11: FID704 ")
    assert "answers are 0 (not in place), 1 (partly), 2 (fully)" in amiss.message


def test_not_applicable_and_not_known_are_two_answers() -> None:
    read = read_data(
        CHECKLIST, "form.csv", filled_csv({"court_solves": "not applicable", "court_next_steps": "Not Known"})
    )
    assert [answer.code for answer in read.forms[0].answers.values()] == ["na", "nk"]


@pytest.mark.parametrize(
    ("header", "code", "said"),
    [
        ({"model": "barnahus"}, "FID702", "for the model 'barnahus'"),
        ({"version": "2025.1"}, "FID702", "for the version '2025.1'"),
        ({"hash": "0123456789ab"}, "FID703", "for the checklist '0123456789ab'"),
    ],
)
def test_answers_to_something_else_are_refused_with_a_reason(header: dict[str, str], code: str, said: str) -> None:
    with pytest.raises(fidelity.InputError, match=said) as caught:
        read_data(CHECKLIST, "form.csv", filled_csv({"court_solves": "2"}, **header))
    assert [fault.code for fault in caught.value.faults] == [code]
    assert caught.value.faults[0].place.line == 2


def test_answers_that_do_not_say_what_they_answer_are_taken_on_trust_and_it_is_said() -> None:
    read = read_data(CHECKLIST, "form.csv", b"item,code\ncourt_solves,2\n")
    assert read.forms[0].answers["court_solves"].code == "2"
    assert "taken on trust" in read.remarks[0]


def test_an_item_answered_twice_and_differently_counts_neither_way() -> None:
    read = read_data(CHECKLIST, "form.csv", b"item,code\ncourt_solves,2\ncourt_solves,1\n")
    assert "court_solves" not in read.forms[0].answers
    twice = next(one for one in read.not_understood if one.code == "FID706")
    assert twice.where == "line 3, column 'code'"
    assert "'2' and '1'; neither counts" in twice.why


def test_a_name_that_is_no_item_is_listed() -> None:
    read = read_data(CHECKLIST, "form.csv", b"item,code\nparent_sang,2\n")
    (amiss,) = read.not_understood
    assert (amiss.code, amiss.where) == ("FID705", "line 2, column 'item'")
    assert amiss.why == "'parent_sang' is no item of this checklist (did you mean 'parents_speak'?)"


def test_a_wrong_name_in_a_workbook_is_told_once_at_its_own_cell_and_each_wrong_answer_at_its_own() -> None:
    data = CHECKLIST.render("xlsx")
    assert isinstance(data, bytes)
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Checklist"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Item")
    column = {str(cell.value): cell.column_letter for cell in head if cell.value}
    first = int(head[0].row or 0) + 1
    wrong = []
    for row, said in ((first, "2"), (first + 1, "perhaps"), (first + 2, "9"), (first + 3, True)):
        sheet[f"{column['Answer']}{row}"].value = said
        wrong.append(f"{column['Answer']}{row}")
    sheet[f"{column['Item']}{first}"].value = "nobody"
    sheet[f"{column['Why']}{first}"].value = "Because."
    sheet[f"{column['Looked at']}{first}"].value = "records; observation"
    wrong[0] = f"{column['Item']}{first}"
    held = io.BytesIO()
    book.save(held)
    read = read_data(CHECKLIST, "form.xlsx", held.getvalue())
    assert [one.place.cell for one in read.not_understood] == wrong


def test_files_that_share_form_ids_are_kept_apart_and_a_file_named_twice_counts_once(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.csv", "two.csv")]
    for path in paths:
        path.write_text("form,item,code\nf1,court_solves,2\n", "utf-8")
    read = fidelity.read_responses(CHECKLIST, *paths, paths[0])
    assert [form.id for form in read.forms] == ["f1 (one.csv)", "f1 (two.csv)"]
    assert [(one.code, one.form) for one in read.not_understood] == [("FID706", "f1")]
    assert any("is named twice" in remark for remark in read.remarks)


def test_exports_of_one_name_in_the_folders_of_two_sites_are_kept_apart(tmp_path: Path) -> None:
    paths = [tmp_path / site / "export.csv" for site in ("Ashby", "M\u00f4n & co")]
    for path in paths:
        path.parent.mkdir()
        path.write_text("form,item,code\n1,court_solves,2\n", "utf-8")
    read = fidelity.read_responses(CHECKLIST, *paths)
    assert [form.id for form in read.forms] == [f"1 ({path})" for path in paths]
    assert set(fidelity.score(CHECKLIST, read).by("form")) == {form.id for form in read.forms}


def test_every_file_that_cannot_be_read_is_named_in_one_run(tmp_path: Path) -> None:
    with pytest.raises(fidelity.InputError) as caught:
        fidelity.read_responses(CHECKLIST, tmp_path / "none.csv", tmp_path)
    assert [fault.code for fault in caught.value.faults] == ["FID101", "FID101"]


def test_two_raters_under_one_form_id_are_kept_apart_and_named() -> None:
    rows = b"form,assessor,item,code\nf1,judge,court_solves,2\nf1,manager,court_solves,1\n"
    read = read_data(CHECKLIST, "form.csv", rows)
    assert [form.id for form in read.forms] == ["f1 (judge)", "f1 (manager)"]
    assert {one.code for one in read.not_understood} == {"FID706"}


def test_a_form_that_looks_like_a_copy_counts_and_is_named() -> None:
    rows = b"form,date,item,code\na,2026-01-05,court_solves,2\nb,2026-01-05,court_solves,2\n"
    read = read_data(CHECKLIST, "form.csv", rows)
    assert len(read.forms) == 2
    assert any("'b' has the same details and answers as 'a'" in remark for remark in read.remarks)


def test_sites_that_differ_in_capitals_only_are_counted_apart_and_named(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    sites = ("Ashby", "ASHBY", "Barton", "Ashby ")
    rows = "".join(f"f{n},{site},2026-Q1,court_solves,2\n" for n, site in enumerate(sites))
    path.write_text("form,site,period,item,code\n" + rows, "utf-8")
    read = fidelity.read_responses(CHECKLIST, path)
    (said,) = (remark for remark in read.remarks if "counted as" in remark)
    assert said == "'Ashby' and 'ASHBY' are counted as 2 sites; if they are one, write it in one way"
    assert set(fidelity.score(CHECKLIST, read).by("site")) == {"Ashby", "ASHBY", "Barton"}


def workbook() -> bytes:
    """Return the beginnings of a workbook that says nothing of a checklist."""
    out = io.BytesIO()
    with ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


def test_many_forms_that_look_like_copies_of_one_are_named_in_one_remark() -> None:
    rows = "".join(f"f{n},2026-01-05,court_solves,2\n" for n in range(200))
    read = read_data(CHECKLIST, "form.csv", f"form,date,item,code\n{rows}".encode())
    (said,) = (remark for remark in read.remarks if "same details" in remark)
    assert said.startswith("199 forms have the same details and answers as 'f0' ('f1', 'f2', 'f3', ...)")
    assert len(read.forms) == 200


def test_forms_that_nobody_filled_in_count_as_gaps_and_are_named(tmp_path: Path) -> None:
    rows = "form,item,code\na,court_solves,2\n"
    for ids, said in (
        ("b", "the form 'b' holds no answer that is understood; it counts, as gaps only"),
        ("bcdef", "5 forms hold no answer that is understood ('b', 'c', 'd', ...); they count, as gaps only"),
        ("", None),
    ):
        path = tmp_path / "form.csv"
        path.write_text(rows + "".join(f"{id_},court_solves,\n" for id_ in ids), "utf-8")
        read = fidelity.read_responses(CHECKLIST, path)
        assert [remark for remark in read.remarks if "no answer" in remark] == ([said] if said else [])
        assert fidelity.score(CHECKLIST, read).by("item")["court_solves"].missing == len(ids)


@pytest.mark.parametrize(
    ("data", "said", "way"),
    [
        (b"", "this file is empty", "fill in a form"),
        (b" \r\n\t", "this file is empty", "fill in a form"),
        ("item,code\n".encode("utf-16"), "this text is in UTF-16", "CSV UTF-8"),
        (b"%PDF-1.7 ...", "this is a PDF, from which no answers can be read", "type the answers"),
        (b"<!DOCTYPE html><html>", "this is a page for the browser", "type the answers"),
        (b"plan: ours\nmodel: fdac@2026.1\n", "this is a plan, and no completed form", "with --plan"),
        (b'"Variable / Field Name",Form Name\n', "this is a data dictionary of REDCap", "name the export"),
        (workbook(), "this workbook is no completed form", "of an XLSForm, name the export"),
        (b"a,b\n1,2\n", "this is no completed form that can be read", "fill in a form"),
    ],
)
def test_what_is_no_form_is_named_for_what_it_is_with_a_way_out(data: bytes, said: str, way: str) -> None:
    with pytest.raises(fidelity.InputError) as caught:
        read_data(CHECKLIST, "form", data)
    (fault,) = caught.value.faults
    assert fault.code == "FID701"
    assert said in fault.message
    assert way in " ".join(fault.ways_out)


@pytest.mark.parametrize("start", [b'{"forms": [{"site": ', b'{"resourceType": "QuestionnaireResponse", "a": '])
def test_a_number_of_thousands_of_digits_is_refused(start: bytes) -> None:
    with pytest.raises(fidelity.InputError, match="this is no JSON that can be read"):
        read_data(CHECKLIST, "form.json", start + b"1" * 5000 + b"}]}")


def test_a_date_that_is_none_is_listed_and_the_rest_is_kept() -> None:
    read = read_data(CHECKLIST, "form.csv", b"date,item,code\n31/02/26,court_solves,2\n")
    assert read.forms[0].day is None
    assert read.forms[0].answers["court_solves"].code == "2"
    assert [one.code for one in read.not_understood] == ["FID707"]


@times(4)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.binary(max_size=200).map(lambda data: b"item,code\n" + data),
        st.text(max_size=200).map(lambda text: f"form,item,code,date\n{text}".encode("utf-8", "replace")),
        st.text(max_size=200).map(lambda text: ('{"forms": [{"answers": ' + text + "}]}").encode("utf-8", "replace")),
    )
)
def test_whatever_a_file_holds_it_is_read_or_refused_with_a_reason(data: bytes) -> None:
    codes: set[str] = set()
    forms: tuple[fidelity.Form, ...] = ()
    try:
        forms = read_data(CHECKLIST, "form", data).forms
    except fidelity.InputError as error:
        codes = {fault.code for fault in error.faults}
    assert bool(forms) != bool(codes)
    assert codes <= {"FID701", "FID708"}


def test_a_form_of_which_a_cell_is_far_too_long_is_refused() -> None:
    with pytest.raises(fidelity.InputError, match="this is no CSV"):
        read_data(CHECKLIST, "form.csv", b"item,code\ncourt_solves," + b"x" * 200_000)


@pytest.mark.parametrize(
    "data", [b"", b"plan: a\n", b"a,b\n1,2\n", b"\xff\xfe\x00", b'{"forms": 3}', b'{"forms": [', b'{"a": 1}']
)
def test_what_is_no_completed_form_is_refused(data: bytes) -> None:
    with pytest.raises(fidelity.InputError) as caught:
        read_data(CHECKLIST, "form", data)
    assert {fault.code for fault in caught.value.faults} == {"FID701"}


def test_a_form_in_another_encoding_is_refused_with_the_line() -> None:
    with pytest.raises(fidelity.InputError, match=r"form\.csv:3:1: FID701 this is not UTF-8"):
        read_data(CHECKLIST, "form.csv", b"item,code,why\ncourt_solves,2,\ncourt_next_steps,2,caf\xe9\n")


def test_semicolons_of_a_spreadsheet_are_read() -> None:
    read = read_data(CHECKLIST, "form.csv", b"\xef\xbb\xbfitem;code\ncourt_solves;partly\n")
    assert read.forms[0].answers["court_solves"].code == "1"
