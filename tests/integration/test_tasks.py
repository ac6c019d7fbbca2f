"""One place says how each step of development runs: CI, the hooks before a commit and the pages all name that place."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.needed import program

ROOT = Path(__file__).parents[2]
PAGES = ("CONTRIBUTING.md", "README.md", "docs/developers/architecture.md", "docs/developers/recipes.md")


def tasks(*words: str) -> subprocess.CompletedProcess[str]:
    call = [program("bash"), str(ROOT / "tasks"), *words]
    return subprocess.run(call, capture_output=True, text=True, check=False, timeout=60)


def steps() -> set[str]:
    return set(re.findall(r"^  ([a-z]+) ", tasks().stdout, re.MULTILINE))


def test_without_a_step_all_are_listed_with_what_they_do() -> None:
    listed = tasks()
    assert listed.returncode == 0
    assert len(steps()) > 10
    assert steps() == set(re.findall(r"^([a-z]+)\(\) \{ # ", (ROOT / "tasks").read_text("utf-8"), re.MULTILINE))


def test_an_unknown_step_runs_nothing_and_is_an_error() -> None:
    refused = tasks("format", "formt")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "there is no step 'formt'" in refused.stderr


def test_a_step_says_by_its_status_whether_it_holds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ruff = tmp_path / "dev" / "bin" / "ruff"
    ruff.parent.mkdir(parents=True)
    monkeypatch.setenv("FIDELITY_WORK", str(tmp_path))
    for status in (0, 1):
        ruff.write_text(f"#!/bin/sh\nexit {status}\n", "utf-8")
        ruff.chmod(0o755)
        assert tasks("format").returncode == status


def test_ci_runs_steps_that_exist_and_does_nothing_of_its_own() -> None:
    text = (ROOT / ".ci" / "run").read_text("utf-8")
    called = re.findall(r"^\s*(?:if )?(?:step|soft) ([a-z]+)", text, re.MULTILINE)
    assert called[0] == "install"
    assert set(called) <= steps()
    assert {"tests", "format", "lint", "types", "documentation", "packages", "wheel", "oldest"} <= set(called)


@pytest.mark.parametrize("page", PAGES)
def test_pages_name_only_steps_that_exist(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = {word for words in re.findall(r"\bbash tasks ((?:[a-z]+ ?)+)", text) for word in words.split()}
    assert named <= steps()


def test_the_hooks_before_a_commit_are_what_pre_commit_reads_and_stay_in_this_repository() -> None:
    path = ROOT / ".pre-commit-config.yaml"
    call = [program("pre-commit"), "validate-config", str(path)]
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    settings: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    assert [repository["repo"] for repository in settings["repos"]] == ["local"]
    hooks = {hook["id"] for repository in settings["repos"] for hook in repository["hooks"]}
    assert hooks <= steps()
