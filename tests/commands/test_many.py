"""What continuous integration asks of a call: patterns, several reports, nothing to check, progress, summaries."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from tests.commands.call import AMBER, GREEN, RED, fidelity

from fidelity.cli import main
from fidelity.commands.output import with_progress

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    deeper = tmp_path / "sites" / "deeper"
    deeper.mkdir(parents=True)
    (tmp_path / "sites" / "green.fidelity.yaml").write_text(GREEN, "utf-8")
    (tmp_path / "sites" / "amber.fidelity.yaml").write_text(AMBER.replace("plan: ashby", "plan: amber"), "utf-8")
    (deeper / "red.fidelity.yaml").write_text(RED.replace("plan: ashby", "plan: red"), "utf-8")
    return tmp_path


def checked(*words: str) -> list[str]:
    return [plan["path"] for plan in json.loads(fidelity("check", *words, "--format", "json").out)["plans"]]


def test_a_pattern_names_files_in_order_and_two_stars_go_down() -> None:
    assert checked("sites/*.yaml") == ["sites/amber.fidelity.yaml", "sites/green.fidelity.yaml"]
    assert checked("sites/**/*.yaml") == [
        "sites/amber.fidelity.yaml",
        "sites/deeper/red.fidelity.yaml",
        "sites/green.fidelity.yaml",
    ]


def test_a_pattern_that_matches_a_folder_takes_the_plans_in_it() -> None:
    assert checked("sites/deep*") == ["sites/deeper/red.fidelity.yaml"]


def test_no_plan_is_checked_twice_however_often_it_is_named() -> None:
    assert checked("sites", "sites/green.fidelity.yaml", "./sites/**/*.yaml") == [
        "sites/amber.fidelity.yaml",
        "sites/green.fidelity.yaml",
        "sites/deeper/red.fidelity.yaml",
    ]


@pytest.mark.parametrize(
    ("word", "found"), [("nothing/*.yaml", "no file matches this pattern"), ("empty", "no plans in this folder")]
)
def test_nothing_to_check_is_no_success_unless_it_is_permitted(plans: Path, word: str, found: str) -> None:
    (plans / "empty").mkdir()
    answer = fidelity("check", word)
    assert answer.status == 2
    assert f"{word}: FID101 {found}" in answer.err
    assert "--allow-empty" in answer.err
    assert fidelity("check", word, "--allow-empty").status == 0


def test_a_path_that_does_not_exist_is_never_nothing() -> None:
    assert fidelity("check", "typo.yaml", "--allow-empty").status == 2


def test_exit_zero_reports_and_passes_but_not_what_could_not_be_read(plans: Path) -> None:
    assert fidelity("check", "sites", "--exit-zero").status == 0
    (plans / "sites" / "broken.fidelity.yaml").write_text("{", "utf-8")
    assert fidelity("check", "sites", "--exit-zero").status == 2


def test_one_run_writes_several_reports(plans: Path) -> None:
    words = "check sites --format sarif --output a.sarif --output b.xml --format junit --format json"
    answer = fidelity(*words.split())
    assert json.loads((plans / "a.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert (plans / "b.xml").read_text("utf-8").startswith("<?xml")
    assert json.loads(answer.out)["counts"]["plans"] == 3


def test_two_reports_never_go_to_one_place(plans: Path) -> None:
    for words in (("--format", "json", "--format", "text"), ("--output", "x", "--output", "x")):
        answer = fidelity("check", "sites", *words)
        assert answer.status == 2
        assert "two reports would go there" in answer.err
    assert not (plans / "x").exists()


def test_an_output_alone_is_the_text_report(plans: Path) -> None:
    fidelity("check", "sites/green.fidelity.yaml", "--output", "report.txt")
    assert (plans / "report.txt").read_text("utf-8").startswith("GREEN  ashby")


def test_github_gets_a_summary_and_outputs_where_it_asks(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(plans / "summary.md"))
    monkeypatch.setenv("GITHUB_OUTPUT", str(plans / "outputs"))
    (plans / "summary.md").write_text("# Before\n", "utf-8")
    fidelity("check", "sites", "--format", "github")
    summary = (plans / "summary.md").read_text("utf-8")
    assert summary.startswith("# Before\n## Fidelity of adaptation plans\n")
    outputs = dict(line.split("=") for line in (plans / "outputs").read_text("utf-8").splitlines())
    assert outputs == {
        "verdict": "red",
        "plans": "3",
        "red": "1",
        "amber": "1",
        "green": "1",
        "agreed": "0",
        "unreadable": "0",
        "known": "0",
    }


def test_other_formats_leave_github_alone(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(plans / "summary.md"))
    fidelity("check", "sites")
    assert not (plans / "summary.md").exists()


def test_a_summary_that_cannot_be_written_is_a_clear_message(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(plans))
    answer = fidelity("check", "sites", "--format", "github")
    assert answer.status == 2
    assert "cannot be written" in answer.err


def test_a_summary_stays_below_what_github_takes(monkeypatch: pytest.MonkeyPatch, plans: Path) -> None:
    monkeypatch.setattr("fidelity.commands.check._MOST_BYTES", 300)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(plans / "summary.md"))
    fidelity("check", "sites", "--format", "github")
    summary = (plans / "summary.md").read_text("utf-8")
    assert summary.endswith("\n\nThe rest is in the log: a summary holds no more.\n")
    assert len(summary) < 400


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_run_says_on_a_terminal_how_far_it_is_and_cleans_up() -> None:
    screen, now = Terminal(), iter(range(100))
    assert list(with_progress("abc", 3, screen, lambda: float(next(now)))) == ["a", "b", "c"]
    assert screen.getvalue().startswith("\r2 of 3 plans checked, about 1 s to go")
    assert screen.getvalue().endswith("\r")
    screen = Terminal()
    assert list(with_progress("abc", None, screen, lambda: float(next(now)))) == ["a", "b", "c"]
    assert "2 plans checked" in screen.getvalue()


def test_a_short_run_and_a_pipe_hear_nothing_of_progress() -> None:
    screen, pipe = Terminal(), io.StringIO()
    assert list(with_progress("abc", 3, screen)) == ["a", "b", "c"]
    assert list(with_progress("abc", 3, pipe)) == ["a", "b", "c"]
    pipe.close()
    assert list(with_progress("abc", 3, pipe)) == ["a", "b", "c"]
    assert screen.getvalue() == ""


BROKEN = {
    "check": ("check", "sites"),
    "lint": ("lint", "sites/broken.fidelity.yaml"),
    "diff": ("diff", "fdac", "fdac", "--plan", "sites/broken.fidelity.yaml"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_on_a_terminal_a_fault_is_told_once(plans: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (plans / "sites" / "broken.fidelity.yaml").write_text("plan: broken-plan\nmodel: fdac@2026.1\nsite: A\n", "utf-8")
    apart = fidelity(*BROKEN[name])
    told = apart.err.splitlines()
    assert (apart.status, len(told)) == (2, 1)
    screen = Terminal()  # it shows both streams
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setattr("sys.stderr", screen)
    assert main(BROKEN[name]) == 2
    assert told[0] not in screen.getvalue().splitlines()
    (fault,) = (re.sub(r"^\S+: FID1\d\d ", "", line) for line in told)
    assert " ".join(fault.split()) in " ".join(screen.getvalue().split())  # all of it: what to do as well
    assert re.search(r"FID1\d\d", screen.getvalue())[0] in told[0]  # type: ignore[index] # it is there
