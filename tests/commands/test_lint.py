"""``fidelity lint`` on the command line: text, JSON, exit codes, files, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.commands.call import ROOT, fidelity
from tests.soundness.house import PARENT, ROOM_SIZE, cabin_text, override, write_house

from fidelity.files.plans import read_plan
from fidelity.soundness.rules.rule import all_rules

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = {rule.code: rule for rule in all_rules()}
SOUND = SAMPLES["FID601"].passes
FAULTY = SAMPLES["FID603"].fails
ADVISED = SAMPLES["FID602"].fails
NOTED = SAMPLES["FID614"].fails
WIDENED = override("room", ROOM_SIZE.format("standard: 2, limits: [{max: 6, basis: [C-1]}]"))


def in_file(folder: Path, text: str, name: str = "model.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


# What it says --------------------------------------------------------------------------------------------


def test_a_sound_model_has_nothing_amiss(tmp_path: Path) -> None:
    assert fidelity("lint", in_file(tmp_path, SOUND)) == (0, "SOUND  Example model (example@1): nothing amiss\n", "")


def test_each_issue_has_its_code_its_level_its_ways_out_and_its_place(tmp_path: Path) -> None:
    path = in_file(tmp_path, ADVISED)
    answer = fidelity("lint", path)
    assert answer.out == (
        "SOUND  Example model (example@1): 1 piece of advice\n"
        "\n"
        "  FID602 advice  'Leaflet' is called essential, but it serves no principle and\n"
        "                 nothing needs it.\n"
        "    ways out  either name it under 'realised_by' of the principle that it\n"
        "              serves, or name it under 'requires' of what depends on it, or list\n"
        "              it as flexible.\n"
        f"    where     {path}:25:5\n"
    )


def test_several_models_are_told_one_after_the_other(tmp_path: Path) -> None:
    first = in_file(tmp_path, FAULTY)
    second = in_file(tmp_path, NOTED.replace("model: example", "model: other"), "other.yaml")
    answer = fidelity("lint", first, second, "fdac")
    heads = [line for line in answer.out.splitlines() if line.startswith(("SOUND", "FAULTY"))]
    assert heads == [
        "FAULTY  Example model (example@1): 1 fault",
        "SOUND  Example model (other@1): 1 note",
        "SOUND  Family Drug and Alcohol Court (fdac@2026.1): 1 note",
    ]
    assert answer.status == 1


def test_titles_of_a_model_cannot_forge_anything_on_the_terminal(tmp_path: Path) -> None:
    forged = 'title: "Leaflet\\e[2J\\nSOUND  other"\n'
    answer = fidelity("lint", in_file(tmp_path, ADVISED.replace("title: Leaflet\n", forged)))
    assert "\x1b" not in answer.out
    assert "\nSOUND  other" not in answer.out
    assert "'Leaflet?[2J SOUND other' is called essential" in answer.out


def test_the_json_says_the_same_for_machines(tmp_path: Path) -> None:
    path = in_file(tmp_path, FAULTY)
    answer = fidelity("lint", path, "--format", "json")
    assert (answer.status, answer.err) == (1, "")
    assert json.loads(answer.out) == {
        "schema_version": 1,
        "models": [
            {
                "model": {"id": "example", "version": "1", "title": "Example model"},
                "path": str(path),
                "sound": False,
                "counts": {"fault": 1, "advice": 0, "note": 0},
                "issues": [
                    {
                        "code": "FID603",
                        "name": "cannot-hold-together",
                        "level": "fault",
                        "subject": "review",
                        "message": "No plan can keep all that has to be kept: what is asked of 'Review', 'Visit' does "
                        "not go together.",
                        "ways_out": [
                            "either loosen one of the links between them",
                            "or make one of them flexible and optional",
                        ],
                        "location": {"path": str(path), "line": 19, "column": 5},
                        "plan": None,
                    }
                ],
                "claim": None,
            }
        ],
    }


def test_the_json_of_a_variant_has_its_claim_what_differs_and_the_plan_that_shows_it(tmp_path: Path) -> None:
    write_house(tmp_path)
    path = in_file(tmp_path, cabin_text(WIDENED), "cabin.yaml")
    (model,) = json.loads(fidelity("lint", path, "--format", "json").out)["models"]
    claim, (issue,) = model["claim"], model["issues"]
    assert claim["claim"] == "implements"
    assert claim["parent"] == {"id": "house", "version": "1", "title": "The House"}
    assert claim["holds"] is False
    assert claim["differences"] == [
        {
            "kind": "loosens",
            "subject": "room",
            "text": "It allows more for 'size' of 'A room' (at most 6; before: at most 4), such as 5, 6.",
            "reason": "Cabins stand in woods.",
        }
    ]
    (counterexample,) = claim["counterexamples"]
    assert (counterexample["subject"], counterexample["allowed"]) == ("room", "A plan in which 'A room' has size: 5.")
    assert counterexample["breach"].startswith("The plan says 5 for 'size'")
    assert issue["plan"] == counterexample["plan"]
    assert read_plan(issue["plan"].encode(), "shown").choices[0].element == "room"


def test_where_there_is_no_place_there_is_no_location(tmp_path: Path) -> None:
    (model,) = json.loads(fidelity("lint", in_file(tmp_path, NOTED), "--format", "json").out)["models"]
    assert model["issues"][0]["subject"] is None
    assert model["issues"][0]["location"]["line"] == 10


# Exit codes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault", "advice", "never"),
    [(SOUND, 0, 0, 0), (NOTED, 0, 0, 0), (ADVISED, 0, 1, 0), (FAULTY, 1, 1, 0)],
    ids=["sound", "note", "advice", "fault"],
)
def test_the_status_is_1_from_the_level_on_that_was_asked_for(
    text: str, fault: int, advice: int, never: int, tmp_path: Path
) -> None:
    path = in_file(tmp_path, text)
    assert fidelity("lint", path).status == fault
    for level, status in (("fault", fault), ("advice", advice), ("never", never)):
        assert fidelity("lint", path, "--fail-on", level).status == status
        assert fidelity("lint", "fdac", path, "--fail-on", level).status == status


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ((), "the following arguments are required: MODEL"),
        (("fdac", "--fail-on", "red"), "'fault', 'advice', 'never'"),
        (("fdac", "--format", "yaml"), "'json', 'text'"),
    ],
)
def test_a_wrong_call_is_refused_with_what_would_do(words: tuple[str, ...], part: str) -> None:
    answer = fidelity("lint", *words)
    assert (answer.status, answer.out) == (2, "")
    assert part.replace("'", "") in answer.err.replace("'", "")


# Files ---------------------------------------------------------------------------------------------------


def test_the_report_is_written_to_a_file_whole(tmp_path: Path) -> None:
    path, report = in_file(tmp_path, FAULTY), tmp_path / "report.json"
    said = fidelity("lint", path, "--format", "json")
    assert fidelity("lint", path, "--format", "json", "--output", report) == (1, "", "")
    assert report.read_text("utf-8") == said.out


def test_a_report_is_never_written_over_a_model_that_is_looked_at(tmp_path: Path) -> None:
    path = in_file(tmp_path, FAULTY)
    answer = fidelity("lint", "fdac", path, "--output", path)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(f"{path}: this file cannot be written: this call reads it")
    assert path.read_text("utf-8") == FAULTY


def test_a_report_can_be_written_over_an_old_one(tmp_path: Path) -> None:
    path, report = in_file(tmp_path, SOUND), tmp_path / "report.txt"
    report.write_text("old", "utf-8")
    assert fidelity("lint", path, "--output", report).status == 0
    assert report.read_text("utf-8").startswith("SOUND")


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    answer = fidelity("lint", in_file(tmp_path, SOUND), "--output", tmp_path / "no" / "report.txt")
    assert (answer.status, answer.out) == (2, "")
    assert "this file cannot be written" in answer.err


# What it refuses -----------------------------------------------------------------------------------------


def test_a_model_that_cannot_be_read_is_told_and_the_others_are_reported(tmp_path: Path) -> None:
    bad = in_file(tmp_path, SOUND.replace("title: Review\n", "titel: Review\n"), "bad.yaml")
    good = in_file(tmp_path, FAULTY)
    answer = fidelity("lint", bad, good)
    assert answer.status == 2
    assert answer.err.startswith(f"{bad}:20:5: FID106 unknown key 'titel' (did you mean 'title'?)")
    assert answer.out.startswith(f"NOT READ  {bad}: 1 fault\n\n  FID106  unknown key 'titel'")
    assert f"    where     {bad}:20:5\n\nFAULTY  Example model" in answer.out


def test_a_model_that_cannot_be_read_is_in_the_json_too(tmp_path: Path) -> None:
    bad = in_file(tmp_path, SOUND.replace("title: Review\n", "titel: Review\n"), "bad.yaml")
    report = tmp_path / "report.json"
    assert fidelity("lint", bad, "fdac", "nowhere", "--format", "json", "--output", report).status == 2
    unread, fdac, nowhere = json.loads(report.read_text("utf-8"))["models"]
    assert (unread["model"], unread["path"], unread["sound"], unread["claim"]) == (None, str(bad), None, None)
    (issue,) = unread["issues"]
    assert (issue["code"], issue["name"], issue["level"]) == ("FID106", "unknown-key", None)
    assert issue["location"] == {"path": str(bad), "line": 20, "column": 5}
    assert issue["message"].startswith("unknown key 'titel'")
    assert fdac["sound"] is True
    assert (nowhere["path"], nowhere["issues"][0]["code"]) == ("nowhere", "FID113")
    assert nowhere["issues"][0]["location"] is None


def test_two_different_models_of_one_id_and_version_are_refused(tmp_path: Path) -> None:
    first, second = in_file(tmp_path, SOUND), in_file(tmp_path, FAULTY, "other.yaml")
    answer = fidelity("lint", first, second)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == (
        f"{second}:1:1: FID108 example@1 is the name of another model too, in {first}; expected each id and version "
        "once. Give one of them another id. Give one of them another version.\n"
    )


def test_one_model_twice_or_in_two_versions_is_no_clash(tmp_path: Path) -> None:
    first = in_file(tmp_path, SOUND)
    second = in_file(tmp_path, SOUND.replace('version: "1"', 'version: "2"'), "later.yaml")
    assert fidelity("lint", first, second, first).status == 0


def test_a_variant_and_its_parent_can_be_looked_at_together(tmp_path: Path) -> None:
    house, cabin = write_house(tmp_path), in_file(tmp_path, cabin_text(), "cabin.yaml")
    assert fidelity("lint", house, cabin).status == 0
    clash = in_file(tmp_path, PARENT.replace("Children are welcome.", "All are welcome."), "house2.yaml")
    assert "house@1 is the name of another model too" in fidelity("lint", house, cabin, clash).err


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pysat.solvers", None)
    report = tmp_path / "report.txt"
    answer = fidelity("lint", "fdac", "--output", report)
    assert answer == (
        2,
        "",
        "the analysis of a model needs the extra 'lint': python -m pip install 'python-sat>=1.8.dev13'\n",
    )
    assert not report.exists()
    explained = fidelity("explain", "FID607")
    assert explained.status == 0
    assert "A model that has it" in explained.out


def test_looking_at_a_call_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom fidelity.cli import main\nmain(['lint', '--help'])\n"
        "print(*sorted({'pysat', 'networkx', 'json', 'yaml'} & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("usage: fidelity lint ")
    assert done.stderr.split() == []
