"""From a new workbook to an answer, as a practice lead would do it: at the command line and in a spreadsheet."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.commands.call import EXAMPLES, fidelity
from tests.files.workbook.forms import Form
from tests.needed import library, program

from fidelity import check as fidelity_check
from fidelity import load_plan
from fidelity.checking.rules.words import TITLES
from fidelity.files.workbook.form import APPROVALS, CHANGES, HEAD

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Return a workbook that was made on the command line, and then filled in: one change breaches the model."""
    path = tmp_path / "ashby.fidelity.xlsx"
    assert fidelity("new", "fdac", "--format", "xlsx", "--output", path).status == 0
    form = Form(data=path.read_bytes()).answer("Site", "Ashby").answer("What is not mentioned", "as-specified")
    form.choose("review-hearing.remote", 0.2)
    form.change(5, Change="no-judge", Element="same-judge", Nature="removing", What_is_different="Judges change.")
    form.change(6, Setting_1="review-hearing.interval", Value_1="4 weeks")
    path.write_bytes(form.saved())
    return path


def test_a_breach_is_found_in_its_cell(filled: Path) -> None:
    answer = fidelity("check", filled)
    assert answer.status == 1
    assert answer.out.startswith("RED")
    text = " ".join(answer.out.split())
    assert "sheet 'Changes', cell A5, change no-judge [FID201]" in text


@pytest.mark.parametrize(
    ("format_", "said"),
    [
        ("text", "sheet 'Changes', cell A5"),
        ("markdown", "**FID201, sheet 'Changes', cell A5:**"),
        ("github", "line=5,col=1,title=FID201 essential-element-removed::Sheet 'Changes', cell A5: "),
        ("gitlab", '"description": "Sheet \'Changes\', cell A5: '),
        ("sarif", '"text": "Sheet \'Changes\', cell A5: '),
        ("junit", "sheet 'Changes', cell A5"),
        ("json", '"sheet": "Changes"'),
        ("html", "<dd>Sheet 'Changes', cell A5, change no-judge"),
    ],
)
def test_every_report_names_sheet_and_cell(filled: Path, format_: str, said: str) -> None:
    answer = fidelity("check", filled, "--format", format_)
    assert said in answer.out.replace("&#39;", "'").replace("&#x27;", "'"), answer.out


def test_the_json_keeps_its_contract_and_adds_to_it(filled: Path) -> None:
    plan = json.loads(fidelity("check", filled, "--format", "json").out)["plans"][0]
    [finding] = [one for one in plan["findings"] if one["code"] == "FID201"]
    path = str(filled)
    assert finding["location"] == {"path": path, "line": 5, "column": 1, "sheet": "Changes", "cell": "A5"}
    assert set(finding["model_location"]) == {"path", "line", "column"}


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"])
def test_every_report_names_the_cell_of_what_cannot_be_read(filled: Path, format_: str) -> None:
    form = Form(data=filled.read_bytes()).change(5, Nature="remving")
    filled.write_bytes(form.saved())
    answer = fidelity("check", filled, "--format", format_)
    assert answer.status == 2
    assert f"{filled}: sheet 'Changes', cell C5: FID107 'remving' (did you mean 'removing'?)" in answer.err
    said = answer.out.replace("&#39;", "'").replace("&#x27;", "'")
    assert "heet 'Changes', cell C5" in said or '"cell": "C5"' in said


def test_the_json_of_a_workbook_fits_its_schema_and_says_both_sheet_and_cell(filled: Path) -> None:
    printed = json.loads(fidelity("check", filled, "--format", "json").out)
    judge = library("jsonschema").Draft7Validator(json.loads(fidelity("schema", "result").out))
    assert [error.message for error in judge.iter_errors(printed)] == []
    place = printed["plans"][0]["findings"][0]["location"]
    assert (place["sheet"], place["cell"]) == ("Changes", "A5")
    for key in ("sheet", "cell"):  # one without the other tells nobody where to look
        halved = {**place}
        del halved[key]
        printed["plans"][0]["findings"][0]["location"] = halved
        assert list(judge.iter_errors(printed))


def test_the_records_of_a_workbook_name_sheet_and_cell(filled: Path) -> None:
    [record] = [one for one in fidelity_check(load_plan(filled)).to_records() if one["code"] == "FID201"]
    assert (record["sheet"], record["cell"], record["line"]) == ("Changes", "A5", "5")


def test_no_finding_sends_whoever_filled_in_a_workbook_to_the_keys_of_a_file(tmp_path: Path) -> None:
    form = Form().answer("Site", "Ashby").answer("Author", None)
    form.change(3, Change="no-judge", Element="same-judge", Nature="removing", What_is_different="Judges change.")
    form.change(4, Change="c2", Nature="tailoring", What_is_different="Ring 0113 496 0000.")
    form.change(5, Change="c3", Element="trained-judge", Nature="substituting", What_is_different="Others.")
    path = tmp_path / "a.xlsx"
    path.write_bytes(form.saved())
    found = fidelity_check(load_plan(path)).findings
    ways = {finding.code: finding.ways_out for finding in found if not finding.ways_out[0].startswith("withdraw")}
    assert ways["FID209"][0].startswith("answer 'as specified' on the page Elements for what the site keeps")
    assert ways["FID502"] == ("fill in 'Author' on the page Plan, such as site-lead: a role, never a person's name",)
    assert ways["FID206"][0].startswith("say in the column 'How its function is kept' how the function is kept")
    gone = {finding.element: finding.ways_out[1] for finding in found if finding.code == "FID201"}
    assert gone["same-judge"].endswith("and say in the column 'How its function is kept' how")
    assert gone["trained-judge"].startswith("say in the column 'How its function is kept' how the new form keeps")
    [hit] = [finding.message for finding in found if finding.code == "FID506"]
    assert hit.startswith("There seems to be a telephone number under 'What is different' of the change c2.")
    said = " ".join(text for finding in found for text in (finding.message, *finding.ways_out))
    assert not re.search(r"function_kept|as_specified|'what'|author:", said)


def test_findings_call_the_columns_of_a_workbook_by_their_titles() -> None:
    columns = [column for page in (CHANGES, APPROVALS) for column in page.columns] + list(HEAD)
    keys = {"id of the addition": "add.id", "title": "add.title", "statement": "add.statement"}
    keys["effects"] = "record.effects"
    for key, title in TITLES.items():
        assert title in {column.title for column in columns if column.key == keys.get(key, key)}


def test_a_folder_of_plans_may_hold_workbooks(filled: Path) -> None:
    (filled.parent / "~$ashby.fidelity.xlsx").write_bytes(b"a spreadsheet has it open")
    answer = fidelity("check", filled.parent, "--format", "json")
    assert json.loads(answer.out)["counts"]["plans"] == 1


def test_a_workbook_may_come_from_standard_input(filled: Path) -> None:
    answer = fidelity("check", "-", stdin=filled.read_bytes())
    assert (answer.status, answer.out[:3]) == (1, "RED")


def test_a_workbook_and_its_yaml_are_one_plan(filled: Path) -> None:
    yaml, again = filled.with_name("ashby.yaml"), filled.with_name("again.xlsx")
    assert fidelity("convert", filled, "--output", yaml).status == 0
    assert fidelity("convert", yaml, "--format", "xlsx", "--output", again).status == 0
    assert load_plan(filled) == load_plan(yaml) == load_plan(again)
    assert fidelity("convert", again).out == yaml.read_text()


def test_nobodys_work_is_overwritten(filled: Path) -> None:
    before = filled.read_bytes()
    for words in (("new", "fdac"), ("convert", EXAMPLES / "ten-changes.fidelity.yaml")):
        answer = fidelity(*words, "--format", "xlsx", "--output", filled)
        assert (answer.status, "--force overwrites it" in answer.err) == (2, True)
    assert filled.read_bytes() == before
    assert (
        fidelity(
            "convert", EXAMPLES / "ten-changes.fidelity.yaml", "--format", "xlsx", "--output", filled, "--force"
        ).status
        == 0
    )
    assert load_plan(filled) == load_plan(EXAMPLES / "ten-changes.fidelity.yaml")


def test_a_plan_for_a_model_of_ones_own_is_converted_with_that_model(tmp_path: Path) -> None:
    from tests.files.samples import MODEL, PLAN

    model, plan, book = tmp_path / "m.yaml", tmp_path / "p.yaml", tmp_path / "p.xlsx"
    model.write_text(MODEL)
    plan.write_text(PLAN)
    answer = fidelity("convert", plan, "--format", "xlsx", "--output", book)
    assert (answer.status, "FID113" in answer.err, book.exists()) == (2, True, False)
    assert fidelity("convert", plan, "--format", "xlsx", "--model", model, "--output", book).status == 0
    assert load_plan(book) == load_plan(plan)


def test_a_workbook_goes_to_a_pipe_and_not_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from fidelity.commands.output import OutputError, write_output

    held = io.TextIOWrapper(io.BytesIO())
    write_output(b"PK\x03\x04\xff", None, held)
    assert isinstance(held.buffer, io.BytesIO)
    assert held.buffer.getvalue() == b"PK\x03\x04\xff"
    monkeypatch.setattr(held, "isatty", lambda: True)
    with pytest.raises(OutputError, match="is no text; name a file with --output"):
        write_output(b"PK\x03\x04\xff", "-", held)


def saved_by_libreoffice(path: Path, folder: Path) -> Path:
    """Return what LibreOffice makes of a workbook when it opens and saves it."""
    folder.mkdir()
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program("soffice"), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / path.name


@pytest.mark.slow
def test_libreoffice_opens_and_saves_the_form_and_nothing_changes(filled: Path, tmp_path: Path) -> None:
    empty, full = tmp_path / "empty.xlsx", tmp_path / "full.xlsx"
    fidelity("new", "fdac", "--format", "xlsx", "--output", empty)
    agreed = EXAMPLES / "agreed-variations.fidelity.yaml"
    fidelity("convert", agreed, "--format", "xlsx", "--output", full)
    typed = tmp_path / "typed.xlsx"
    shutil.copy(filled, typed)
    for number, path in enumerate((empty, full, typed)):
        again = saved_by_libreoffice(path, tmp_path / f"saved-{number}")
        assert load_plan(again) == load_plan(path)
    assert load_plan(full) == load_plan(agreed)
    assert Form(data=(tmp_path / "saved-0" / "empty.xlsx").read_bytes()).page("Elements").protection.sheet
