"""``fidelity checklist`` and ``fidelity score``: made, filled in, read back, judged."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from tests.commands.call import EXAMPLES, fidelity

from fidelity.commands.output import OutputError, write_output

if TYPE_CHECKING:
    from pathlib import Path

PLAN = EXAMPLES / "agreed-variations.fidelity.yaml"


def filled(tmp_path: Path, name: str = "form.csv", plan: Path | None = None, **codes: str) -> Path:
    """Make a form on the command line, fill it in, and return its path."""
    words: list[str | Path] = ["--plan", plan] if plan else []
    text = fidelity("checklist", "fdac", *words, "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    for row in rows:
        best = "1" if row["item"].startswith("no_ordinary") else "2"
        writer.writerow({**row, "site": "Ashby", "period": "2026-Q1", "code": codes.get(row["item"], best)})
    path = tmp_path / name
    path.write_text(out.getvalue(), "utf-8", newline="")
    return path


def test_a_checklist_goes_to_a_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "form.md"
    answer = fidelity("checklist", "fdac", "--plan", PLAN, "--output", path)
    assert (answer.status, answer.out) == (0, "")
    text = path.read_text("utf-8")
    assert text.startswith("# Family Drug and Alcohol Court: fidelity checklist\n")
    assert "Here: Time between reviews is 3 weeks (usually 2 weeks)." in text
    assert "A parent mentor for every parent who wants one (essential): the plan leaves it out, as agreed" in text


def test_a_language_that_is_not_there_yet_is_said_for_models_and_scales() -> None:
    scale = EXAMPLES / "scales" / "dacts.yaml"
    for what in ("fdac", scale):
        answer = fidelity("checklist", what, "--lang", "cy")
        assert (answer.status, answer.out) == (2, "")
        assert "--lang: FID107 the language 'cy'; expected one of: en. Leave --lang out" in answer.err
        assert "all models so far are in English" in answer.err


def test_an_agreed_variation_and_a_local_addition_show_in_two_formats(tmp_path: Path) -> None:
    plan = tmp_path / "plan.fidelity.yaml"
    westerby = (EXAMPLES / "within-the-model.fidelity.yaml").read_text("utf-8")
    addition = westerby[westerby.index("  - id: money-advice") : westerby.index("  - id: no-pre-birth")]
    text = PLAN.read_text("utf-8").replace("approvals:\n", addition + "approvals:\n", 1)
    plan.write_text(text, "utf-8")
    markdown = fidelity("checklist", "fdac", "--plan", plan).out
    document = json.loads(fidelity("checklist", "fdac", "--plan", plan, "--format", "json").out)
    items = {item["name"]: item for section in document["sections"] for item in section["items"]}
    for word in ("local_money_advice", "Agreed variation: In July and August reviews are three weeks apart."):
        assert word in markdown
    assert items["local_money_advice"]["kind"] == "addition"
    assert {"kind": "local-value", "text": "Here: Time between reviews is 3 weeks (usually 2 weeks)."} in items[
        "review_gap"
    ]["notes"]
    assert "mentor_offered" not in items


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "csv", "--variant", "wide"], "expected one of: form, excel, codebook"),
        (["--variant", "form"], "expected no --variant with this format"),
        (["--lang", "cy"], "the language 'cy'; expected one of: en"),
        (["--rater", "judge"], "no item is rated by 'judge'"),
        (["--on", "tomorrow"], "'tomorrow' is not a date"),
        (["--plan", "nowhere.yaml"], "there is no such file"),
    ],
)
def test_what_cannot_be_made_is_said_in_one_message(words: list[str], said: str) -> None:
    answer = fidelity("checklist", "fdac", *words)
    assert (answer.status, answer.out) == (2, "")
    assert said in answer.err


def test_a_published_scale_gives_a_form_too_and_takes_no_plan() -> None:
    path = EXAMPLES / "scales" / "ips-25.yaml"
    answer = fidelity("checklist", path, "--format", "csv")
    assert answer.status == 0
    assert "ips-25-2008" in answer.out
    assert answer.out.count("\n") == 26
    refused = fidelity("checklist", path, "--plan", PLAN)
    assert (refused.status, refused.out) == (2, "")
    assert "no --plan with a scale" in refused.err


def test_bytes_are_not_written_to_a_terminal() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    with pytest.raises(OutputError, match="this format is no text"):
        write_output(b"\x00", None, Terminal())


def test_bytes_go_to_a_pipe_as_they_are() -> None:
    out = io.TextIOWrapper(io.BytesIO())
    write_output(b"\xff\x00", None, out)
    assert isinstance(out.buffer, io.BytesIO)
    assert out.buffer.getvalue() == b"\xff\x00"


def test_a_form_that_is_all_as_it_should_be_exits_0(tmp_path: Path) -> None:
    answer = fidelity("score", filled(tmp_path), "--model", "fdac")
    assert (answer.status, answer.err) == (0, "")
    assert "Critical components met: 41 of 41." in answer.out
    assert "Ashby, 2026-Q1: planned green, delivered green" in answer.out


def test_a_breach_in_delivery_exits_1_and_names_what_follows(tmp_path: Path) -> None:
    path = filled(tmp_path, judge_same="0")
    answer = fidelity("score", path, "--model", "fdac")
    assert answer.status == 1
    assert "FID201 red 'The same judge throughout' is not in place as delivered" in " ".join(answer.out.split())
    assert "because of 'The same judge throughout'" in " ".join(answer.out.split())
    assert fidelity("score", path, "--model", "fdac", "--fail-on", "never").status == 0


def test_an_open_question_exits_0_unless_asked_otherwise(tmp_path: Path) -> None:
    path = filled(tmp_path, judge_same="nk")
    assert fidelity("score", path, "--model", "fdac").status == 0
    assert fidelity("score", path, "--model", "fdac", "--fail-on", "amber").status == 1


def test_a_form_made_from_a_plan_is_scored_with_that_plan_only(tmp_path: Path) -> None:
    path = filled(tmp_path, plan=PLAN)
    assert fidelity("score", path, "--model", "fdac", "--plan", PLAN).status == 0
    answer = fidelity("score", path, "--model", "fdac")
    assert (answer.status, answer.out) == (2, "")
    assert "FID703 these answers are for the checklist" in answer.err
    assert answer.err.count("FID703") == 1


def test_what_is_not_understood_is_named_and_the_rest_is_scored(tmp_path: Path) -> None:
    answer = fidelity("score", filled(tmp_path, judge_same="mostly"), "--model", "fdac", "--format", "json")
    assert "FID704 'mostly' is no answer to 'judge_same'" in answer.err
    document = json.loads(answer.out)
    assert [(one["code"], one["item"]) for one in document["not_understood"]] == [("FID704", "judge_same")]
    assert document["critical"]["unknown"] == ["same-judge"]
    assert document["elements"]["same-judge"] == "not known"


def test_several_raters_files_are_scored_together(tmp_path: Path) -> None:
    paths = [filled(tmp_path, f"{at}.csv", judge_same=code) for at, code in enumerate(("2", "2", "0"))]
    answer = fidelity("score", *paths, "--model", "fdac", "--format", "csv")
    rows = {(row["kind"], row["key"]): row for row in csv.DictReader(io.StringIO(answer.out))}
    assert rows["item", "judge_same"]["status"] == "met"
    assert rows["item", "judge_same"]["answered"] == "3"
    assert float(rows["item", "judge_same"]["share"]) == pytest.approx(2 / 3)


@pytest.mark.parametrize("words", [[], ["--model", "fdac", "--scale", "x.yaml"]])
def test_it_has_to_be_said_what_was_filled_in(tmp_path: Path, words: list[str]) -> None:
    answer = fidelity("score", filled(tmp_path), *words)
    assert answer.status == 2
    assert "either --model model" in answer.err.lower()


def test_a_file_without_forms_is_not_scored_as_nothing(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_text("item,code\n", "utf-8")
    answer = fidelity("score", path, "--model", "fdac")
    assert answer.status == 2
    assert "FID708 no form in this file" in answer.err
    assert fidelity("score", tmp_path / "none.csv", "--model", "fdac").status == 2
