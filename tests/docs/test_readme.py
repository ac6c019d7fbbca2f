from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.readme import DAY, README, blocks, commands, report, score


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(README.parent)
    for name in ("COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def test_the_report_is_what_the_first_command_prints() -> None:
    shown = blocks("text")[0]
    day = DAY.search(shown)
    assert day is not None
    assert shown == report(day[1]), "write it anew with: python -m tests.docs.readme"


def test_the_first_command_installs_and_then_checks_without_failing() -> None:
    install, _, check = commands()[0].partition(" && ")
    assert install == "python -m pip install -e '.[test]'"
    words = check.removeprefix("fidelity ").split()
    assert Path(words[1]).is_file()
    done = subprocess.run([sys.executable, "-m", "fidelity.cli", *words], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"RED")


def test_the_second_command_runs_the_tests() -> None:
    assert commands()[1] == "python -m pytest"


def test_the_score_begins_as_it_is_shown() -> None:
    assert blocks("text")[1] == score(), "write it anew with: python -m tests.docs.readme"


def test_the_command_that_makes_a_form_makes_one(tmp_path: Path) -> None:
    *words, name = commands()[2].removeprefix("fidelity ").split()
    path = tmp_path / name
    done = subprocess.run([sys.executable, "-m", "fidelity.cli", *words, str(path)], capture_output=True, check=False)
    assert (done.returncode, done.stderr, done.stdout) == (0, b"", b"")
    assert path.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_it_names_no_machine_and_links_only_to_what_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"(^|[\s`(])/\w", text)
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert links
    assert [link for link in links if not (README.parent / link).exists()] == []


def test_it_says_what_it_is_in_five_lines() -> None:
    _, about, *_ = README.read_text(encoding="utf-8").split("\n\n")
    assert len(about.splitlines()) <= 5
