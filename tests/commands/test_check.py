from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.commands.call import AMBER, DAY, EXAMPLES, GREEN, HEAD, RED, fidelity, process

from fidelity.rendering.english import is_printable

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """Give a folder with a green, an amber and a red plan in it, and things that are no plans."""
    (tmp_path / "green.fidelity.yaml").write_text(GREEN)
    (tmp_path / "amber.fidelity.yml").write_text(AMBER)
    deeper = tmp_path / "deeper"
    deeper.mkdir()
    (deeper / "red.fidelity.yaml").write_text(RED)
    (deeper / "other.yaml").write_text("not: a plan")
    hidden = tmp_path / ".hidden"
    hidden.mkdir()
    (hidden / "broken.fidelity.yaml").write_text("{")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "fail_on", "status"),
    [
        ("green.fidelity.yaml", "red", 0),
        ("green.fidelity.yaml", "amber", 0),
        ("amber.fidelity.yml", "red", 0),
        ("amber.fidelity.yml", "amber", 1),
        ("amber.fidelity.yml", "never", 0),
        ("deeper/red.fidelity.yaml", "red", 1),
        ("deeper/red.fidelity.yaml", "amber", 1),
        ("deeper/red.fidelity.yaml", "never", 0),
    ],
)
def test_the_status_says_whether_something_is_at_or_above_the_threshold(
    plans: Path, name: str, fail_on: str, status: int
) -> None:
    answer = fidelity("check", plans / name, "--fail-on", fail_on)
    assert answer.status == status
    assert answer.err == ""


def test_red_is_the_threshold_unless_another_is_given(plans: Path) -> None:
    assert fidelity("check", plans / "amber.fidelity.yml").status == 0
    assert fidelity("check", plans / "deeper" / "red.fidelity.yaml").status == 1


def test_a_folder_is_walked_in_order_and_hidden_folders_are_left_out(plans: Path) -> None:
    answer = fidelity("check", plans, "--format", "json")
    paths = [plan["path"] for plan in json.loads(answer.out)["plans"]]
    names = ["amber.fidelity.yml", "green.fidelity.yaml", "deeper/red.fidelity.yaml"]
    assert paths == [str(plans / name) for name in names]
    assert answer.status == 1


def test_a_plan_under_any_name_is_read_if_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(GREEN)
    assert fidelity("check", path).out.startswith("GREEN  ashby is within the model\n")


def test_a_plan_in_json_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.fidelity.json"
    path.write_text(
        json.dumps({"plan": "ashby", "model": "fdac@2026.1", "site": "Ashby", "unmentioned": "as-specified"})
    )
    assert fidelity("check", tmp_path).status == 0


def test_a_plan_is_read_from_standard_input() -> None:
    answer = fidelity("check", "-", stdin=RED.encode())
    assert answer.status == 1
    assert "<stdin>" in answer.out
    assert process("check", "-", stdin=RED.encode()) == answer


def test_a_plan_named_twice_is_checked_once(plans: Path) -> None:
    path = plans / "green.fidelity.yaml"
    assert json.loads(fidelity("check", path, path, "--format", "json").out)["counts"]["plans"] == 1


def test_several_plans_are_reported_one_after_another_with_totals_at_the_end(plans: Path) -> None:
    answer = fidelity("check", plans)
    assert "3 plans: 1 red, 1 amber, 1 green." in answer.out
    assert [line.split()[0] for line in answer.out.splitlines() if " ashby " in line] == ["AMBER", "GREEN", "RED"]


def test_unreadable_plans_do_not_lose_the_others_and_win_the_status(plans: Path) -> None:
    (plans / "broken.fidelity.yaml").write_text("plan: x\n")
    for fail_on in ("red", "amber", "never"):
        answer = fidelity("check", plans, "--fail-on", fail_on)
        assert answer.status == 2
        assert "4 plans: 1 red, 1 amber, 1 green, 1 could not be read." in answer.out
        assert f"NOT READ  {plans / 'broken.fidelity.yaml'}: 3 faults" in answer.out
        assert f"{plans / 'broken.fidelity.yaml'}:1:1: FID105 " in answer.err
    whole = json.loads(fidelity("check", plans, "--format", "json").out)
    assert whole["counts"] == {"plans": 4, "red": 1, "amber": 1, "green": 1, "agreed": 0, "unreadable": 1, "known": 0}
    assert whole["verdict"] == "red"


def test_the_day_decides_which_approvals_count() -> None:
    plan = EXAMPLES / "agreed-variations.fidelity.yaml"
    in_time = json.loads(fidelity("check", plan, "--format", "json", "--on", "2026-08-31").out)
    too_late = json.loads(fidelity("check", plan, "--format", "json", "--on", "2026-09-01").out)
    assert (in_time["on"], in_time["verdict"]) == ("2026-08-31", "green")
    assert (too_late["on"], too_late["verdict"]) == ("2026-09-01", "amber")


def test_without_a_day_it_is_today(plans: Path) -> None:
    from datetime import date

    before = date.today()  # noqa: DTZ011 - the day where the reader is
    on = json.loads(fidelity("check", plans / "green.fidelity.yaml", "--format", "json").out)["on"]
    assert before.isoformat() <= on <= date.today().isoformat()  # noqa: DTZ011


def test_the_bind_line_is_drawn_where_it_is_asked_for() -> None:
    plan = EXAMPLES / "needs-the-owner.fidelity.yaml"
    usual = fidelity("check", plan, *DAY, "--format", "json")
    strict = fidelity("check", plan, *DAY, "--format", "json", "--bind", "inferred")
    assert (json.loads(usual.out)["bind"], json.loads(strict.out)["bind"]) == ("restated", "inferred")
    assert "--bind inferred" in fidelity("check", plan, "--bind", "inferred").out


def test_another_version_of_the_pinned_model_can_judge() -> None:
    plan = EXAMPLES / "within-the-model.fidelity.yaml"
    assert fidelity("check", plan, "--model", "fdac").status == 0
    assert fidelity("check", plan, "--model", EXAMPLES.parents[1] / "models" / "fdac.yaml").status == 0


def test_a_report_goes_whole_to_a_file(plans: Path) -> None:
    path = plans / "report.json"
    answer = fidelity("check", plans, "--format", "json", "--output", path)
    assert (answer.status, answer.out) == (1, "")
    assert json.loads(path.read_text("utf-8"))["verdict"] == "red"
    assert {one.name for one in plans.iterdir()} >= {"report.json"}
    assert not list(plans.glob(".report*"))


def test_a_file_is_never_coloured_unless_asked_and_is_always_as_wide_as_usual(
    plans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = plans / "report.txt"
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "61")
    fidelity("check", plans, "--output", path)
    assert "\x1b" not in path.read_text("utf-8")
    assert "=" * 80 in path.read_text("utf-8")
    fidelity("check", plans, "--output", path, "--color", "always")
    assert "\x1b[1;31mRED" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("environ", "words", "coloured"),
    [
        ({}, (), False),
        ({"FORCE_COLOR": "1"}, (), True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, (), False),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ({"NO_COLOR": "1"}, ("--colour", "always"), True),
    ],
)
def test_colour_is_for_terminals_and_for_those_who_ask(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], words: tuple[str, ...], *, coloured: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    answer = fidelity("check", "-", *words, stdin=GREEN.encode())
    assert answer.out.startswith("\x1b[1;32mGREEN") is coloured


def test_what_a_plan_says_cannot_command_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    text = RED.replace("There are no mentors.", '"No\\e[2J mentors\\a \\u202Ebecause\\r\\x9b31m"')
    path.write_text(text.replace("site: Ashby", 'site: "A\\eshby"'))
    answer = fidelity("check", path, "--verbose")
    assert answer.status == 1
    assert all(is_printable(sign) or sign == "\n" for sign in answer.out)
    machine = fidelity("check", path, "--format", "json")
    assert all(is_printable(sign) or sign == "\n" for sign in machine.out)
    assert json.loads(machine.out)["plans"][0]["site"] == "A\x1bshby"


def test_text_of_any_language_is_written_as_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(RED.replace("site: Ashby", "site: Łódź, 東京"), encoding="utf-8")
    for words in ((), ("--format", "json")):
        answer = process("check", path, *words, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
        assert answer.status == 1
        assert "Łódź, 東京" in answer.out


def test_a_long_report_is_cut_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    changes = "".join(
        f"  - add: {{id: local-{n}, title: Local {n}, statement: Something local.}}\n"
        f"    id: local-{n}\n    touches: [parent-mentor]\n    what: Something local.\n"
        for n in range(60)
    )
    path.write_text(f"{HEAD}changes:\n{changes}")
    answer = fidelity("check", path)
    assert "60 to settle" in answer.out.splitlines()[0]
    assert "... and 52 more; --verbose shows all." in answer.out
    assert len(answer.out.splitlines()) < 80
    assert len(fidelity("check", path, "--verbose").out.splitlines()) > 300


def test_every_example_gives_the_verdict_that_its_first_line_says() -> None:
    found = sorted(EXAMPLES.glob("*.fidelity.yaml"))
    assert len(found) >= 5
    for path in found:
        said = path.read_text("utf-8").splitlines()[0].removeprefix("# Verdict: ")
        text = fidelity("check", path, *DAY)
        machine = fidelity("check", path, *DAY, "--format", "json")
        assert text.out.startswith(f"{said.upper()}  "), path.name
        assert json.loads(machine.out)["verdict"] == said, path.name
        assert text.status == machine.status == int(said == "red")


def test_a_new_plan_can_be_checked_at_once_and_is_all_open() -> None:
    new = fidelity("new", "fdac")
    answer = fidelity("check", "-", stdin=new.out.encode())
    assert (new.status, answer.status, answer.err) == (0, 0, "")
    assert answer.out.startswith("AMBER  ")
    assert "What the plan does not mention counts as not decided yet." in answer.out
