"""Whatever comes in: a message with its place, exit 2, no traceback, nothing half-written."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from tests.commands.call import EXAMPLES, GREEN, HEAD, RED, Answer, fidelity, process

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHANGE = "changes:\n  - id: a\n    element: parent-mentor\n    nature: tailoring\n    what: x\n    function_kept: y\n"

BAD: dict[str, tuple[bytes | str, str, str]] = {
    "an empty file": ("", "FID104", ""),
    "only a comment": ("# nothing\n", "FID104", ""),
    "not YAML": ("plan: [a\n", "FID102", ""),
    "a tab": (f"{HEAD}choices:\n\tvenue: x\n", "FID102", ":7:1:"),
    "not a plan": ("- a\n- b\n", "FID104", ""),
    "a model": ((EXAMPLES.parents[1] / "models" / "fdac.yaml").read_bytes(), "FID104", ""),
    "no unmentioned": (HEAD.replace("unmentioned: as-specified\n", ""), "FID105", "'unmentioned: undecided'"),
    "no site": (HEAD.replace("site: Ashby\n", ""), "FID105", "site"),
    "a misspelt key": (HEAD.replace("site:", "sites:"), "FID106", "did you mean 'site'"),
    "an unknown model": (HEAD.replace("fdac@2026.1", "fdax@2026.1"), "FID113", "did you mean 'fdac'"),
    "an unknown version": (HEAD.replace("2026.1", "1999.1"), "FID113", "2026.1"),
    "no version": (HEAD.replace("@2026.1", ""), "FID107", ""),
    "an unknown element": (f"{HEAD}as_specified: [parent-mentr]\n", "FID109", "Did you mean 'parent-mentor'?"),
    "an unknown parameter": (f"{HEAD}choices:\n  review-hearing: {{intervall: 2 weeks}}\n", "FID109", "interval"),
    "an unknown option": (f"{HEAD}choices:\n  review-room: {{room: a tent}}\n", "FID110", "a tent"),
    "an unknown nature": (CHANGE.join((HEAD, "")).replace("tailoring", "tayloring"), "FID107", "tailoring"),
    "another unit": (f"{HEAD}choices:\n  review-hearing: {{interval: 2 months}}\n", "FID111", "2 months"),
    "duplicate keys": (f"{HEAD}site: Ashby\n", "FID108", ":6:1:"),
    "duplicate ids": (HEAD + CHANGE + CHANGE.removeprefix("changes:\n"), "FID108", "'a'"),
    "a change without an element": (HEAD + CHANGE.replace("    element: parent-mentor\n", ""), "FID105", "element"),
    "said twice": (f"{HEAD}as_specified: [parent-mentor]\nundecided: [parent-mentor]\n", "FID112", ":7:13:"),
    "an alias bomb": (
        "a: &a [x,x]\n"
        + "".join(f"{c}: &{c} [*{p},*{p}]\n" for p, c in zip("abcdefghijkl", "bcdefghijklm", strict=True)),
        "FID103",
        "",
    ),
    "3,000 nested brackets": ("plan: " + "[" * 3_000 + "]" * 3_000, "FID103", ""),
    "a binary file": (bytes(range(256)) * 20, "FID101", ""),
    "invalid UTF-8": (HEAD.encode() + b"# \xff\xfe\n", "FID101", ""),
    "zeros": (b"\x00" * 100, "FID101", ""),
}


def assert_refused(answer: Answer, place: str, code: str, part: str) -> None:
    assert answer.status == 2
    assert "Traceback" not in answer.out + answer.err
    assert any(line.startswith(place) and code in line for line in answer.err.splitlines()), answer.err
    assert part in answer.err, answer.err


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_with_its_place(what: str, tmp_path: Path) -> None:
    content, code, part = BAD[what]
    path = tmp_path / "plan.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    report = tmp_path / "report.json"
    answer = fidelity("check", path, "--format", "json", "--output", report)
    assert_refused(answer, str(path), code, part)
    [plan] = json.loads(report.read_text("utf-8"))["plans"]
    assert plan["verdict"] is None
    assert code in {finding["code"] for finding in plan["findings"]}
    assert f"[{code}]" in fidelity("check", path).out


@pytest.mark.parametrize(
    "what", ["an empty file", "not YAML", "an alias bomb", "3,000 nested brackets", "a binary file"]
)
def test_a_bad_file_on_standard_input_is_refused_by_a_process_too(what: str) -> None:
    content, code, part = BAD[what]
    answer = process("check", "-", stdin=content if isinstance(content, bytes) else content.encode())
    assert_refused(answer, "<stdin>", code, part)


@pytest.mark.slow
def test_a_file_of_50_mb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(HEAD.encode() + b"# " + b"x" * 50_000_000)
    assert_refused(fidelity("check", path), str(path), "FID103", "")


def test_a_file_that_has_vanished_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gone.fidelity.yaml"
    path.symlink_to(tmp_path / "nowhere")
    assert_refused(fidelity("check", tmp_path), str(path), "FID101", "no such file")
    assert_refused(fidelity("check", tmp_path / "never-there.yaml"), str(tmp_path / "never-there.yaml"), "FID101", "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(GREEN)
    path.chmod(0)
    assert_refused(fidelity("check", path), str(path), "FID101", "")


def test_a_folder_without_plans_is_nothing_to_check(tmp_path: Path) -> None:
    (tmp_path / "notes.yaml").write_text("a: b")
    assert_refused(fidelity("check", tmp_path), str(tmp_path), "FID101", "no plans in this folder")


def test_a_folder_that_cannot_be_walked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> object:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(os, "scandir", fail)
    assert_refused(fidelity("check", tmp_path), str(tmp_path), "FID101", "Permission denied")


def test_nothing_on_standard_input_is_refused() -> None:
    assert_refused(fidelity("check", "-"), "<stdin>", "FID104", "")


def test_every_fault_of_a_file_is_told_in_one_run(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("plan: x\nmodle: y\nsite: [a]\nunmentioned: maybe\n")
    lines = fidelity("check", path).err.splitlines()
    assert [line.split(":")[1] for line in lines] == ["2", "2", "3", "4"]
    assert all("FID10" in line for line in lines)


@pytest.mark.parametrize("model", ["nope", "fdac@1999.1", "./nowhere.yaml"])
def test_a_model_that_is_not_there_is_refused(model: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(GREEN)
    answer = fidelity("check", path, "--model", model)
    assert answer.status == 2
    assert answer.out == ""
    assert "FID1" in answer.err
    assert "Traceback" not in answer.err


def test_a_model_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(GREEN)
    model = tmp_path / "other.yaml"
    text = (EXAMPLES.parents[1] / "models" / "fdac.yaml").read_text("utf-8")
    model.write_text(text.replace("model: fdac\n", "model: other\n", 1), encoding="utf-8")
    assert_refused(fidelity("check", path, "--model", model), f"{path}:2:", "FID113", "fdac@2026.1")


def in_a_folder_that_is_not_there(folder: Path) -> Path:
    return folder / "not" / "there.txt"


def over_a_folder(folder: Path) -> Path:
    return folder


def under_a_file(folder: Path) -> Path:
    (folder / "file").write_text("here")
    return folder / "file" / "report.txt"


def over_the_plan(folder: Path) -> Path:
    return folder / "plan.yaml"


@pytest.mark.parametrize("where", [in_a_folder_that_is_not_there, over_a_folder, under_a_file, over_the_plan])
def test_a_place_that_cannot_be_written_is_refused_and_left_as_it_was(
    where: Callable[[Path], Path], tmp_path: Path
) -> None:
    (tmp_path / "plan.yaml").write_text(GREEN)
    path = where(tmp_path)
    before = sorted(str(one) for one in tmp_path.rglob("*"))
    answer = fidelity("check", tmp_path / "plan.yaml", "--output", path)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(f"{path}: this file cannot be written: ")
    assert sorted(str(one) for one in tmp_path.rglob("*")) == before
    assert (tmp_path / "plan.yaml").read_text() == GREEN


def test_a_full_disk_leaves_the_old_report_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan.yaml").write_text(RED)
    report = tmp_path / "report.txt"
    report.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    answer = fidelity("check", tmp_path / "plan.yaml", "--output", report)
    assert answer.status == 2
    assert "No space left on device" in answer.err
    assert report.read_text() == "old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["plan.yaml", "report.txt"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ((), "usage: fidelity COMMAND"),
        (("chekc", "x"), "did you mean 'check'"),
        (("--format", "json", "check"), "the command comes first"),
        (("output",), "there is no command 'output'"),
        (("check",), "no plans were named"),
        (("check", "x", "--fail-on", "blue"), "red"),
        (("check", "x", "--format", "jsn"), "json"),
        (("check", "x", "--formt", "json"), "did you mean '--format'"),
        (("check", "x", "--bind", "hearsay"), "restated"),
        (("check", "x", "--on", "tomorrow"), "'tomorrow' is not a date"),
        (("check", "x", "--on", "2026-02-30"), "'2026-02-30' is not a date"),
        (("explain", "FID999"), "there is no code 'FID999'"),
        (("explain", "essential-element-remove"), "did you mean essential-element-removed"),
        (("models", "extra"), "unrecognized arguments: extra"),
    ],
)
def test_a_bad_call_is_refused_with_what_would_do(words: tuple[str, ...], part: str) -> None:
    answer = fidelity(*words)
    assert (answer.status, answer.out) == (2, "")
    assert part in answer.err
    assert "Traceback" not in answer.err
