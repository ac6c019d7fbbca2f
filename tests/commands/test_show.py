"""``fidelity show`` and ``fidelity new`` on the command line."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from fidelity.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def test_show_prints_the_guide(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "fdac"]) == 0
    assert capsys.readouterr().out.startswith("Family Drug and Alcohol Court (fdac@2026.1)\n")


@pytest.mark.parametrize(
    ("format_", "start"),
    [
        ("markdown", "# Family"),
        ("json", "{"),
        ("text", "Family"),
        ("html", "<!DOCTYPE html>"),
        ("mermaid", "flowchart LR"),
        ("dot", "digraph"),
        ("uvl", "// Family"),
    ],
)
def test_show_has_formats(format_: str, start: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "fdac@2026.1", "--format", format_]) == 0
    assert capsys.readouterr().out.startswith(start)


def test_show_one_element_with_its_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "fdac", "--element", "same-judge", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["essential"][0]["id"] == "same-judge"


def test_one_element_of_a_feature_model_makes_no_sense(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "fdac", "--element", "same-judge", "--format", "uvl"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "--element together with --format uvl, in which one element makes no sense" in said.err


def test_show_an_unknown_element_suggests_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "fdac", "--element", "same-jude"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "'same-jude' (did you mean 'same-judge'?)" in said.err


def test_show_an_unknown_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "fdca"]) == 2
    assert "did you mean 'fdac'" in capsys.readouterr().err


def test_show_writes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "fdac.md"
    assert main(["show", "fdac", "--format", "markdown", "--output", str(path)]) == 0
    assert path.read_text("utf-8").startswith("# Family")
    assert capsys.readouterr().out == ""


def test_a_new_plan_can_be_checked_at_once(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["new", "fdac"]) == 0
    text = capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["check", "-"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "does not mention counts as not decided yet" in " ".join(said.out.split())


def test_a_new_plan_never_overwrites_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.yaml"
    assert main(["new", "fdac", "--output", str(path)]) == 0
    path.write_text("my work", "utf-8")
    assert main(["new", "fdac", "--output", str(path)]) == 2
    assert "--force" in capsys.readouterr().err
    assert path.read_text("utf-8") == "my work"
    assert main(["new", "fdac", "--output", str(path), "--force"]) == 0
    assert path.read_text("utf-8").startswith("## An adaptation plan for ")


def test_a_new_plan_does_not_replace_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.symlink_to(tmp_path / "gone.yaml")
    assert main(["new", "fdac", "--output", str(path)]) == 2
