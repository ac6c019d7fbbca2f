"""A shell completes commands, options and names with what ``fidelity completion`` prints."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from tests.commands.call import fidelity
from tests.needed import library, program

from fidelity.cli import _commands
from fidelity.commands.completion import SHELLS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def script(tmp_path: Path) -> Path:
    library("shtab")
    path = tmp_path / "fidelity.bash"
    answer = fidelity("completion", "bash", "--output", path)
    assert (answer.status, answer.out, answer.err) == (0, "", "")
    return path


def completed(script: Path, *words: str) -> set[str]:
    """Return what bash offers for the last of some words."""
    ask = (
        f'source "{script}"\nCOMP_WORDS=({" ".join(repr(word) for word in words)})\n'
        f"COMP_CWORD={len(words) - 1}\n"
        'function=$(complete -p fidelity | sed "s/.*-F \\([^ ]*\\).*/\\1/")\n"$function"\n'
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        [program("bash"), "-c", ask], capture_output=True, text=True, check=False, timeout=60, cwd=script.parent
    )
    assert done.returncode == 0, done.stderr
    return {line.strip() for line in done.stdout.splitlines() if line.strip()}


def test_bash_can_read_the_script(script: Path) -> None:
    done = subprocess.run([program("bash"), "-n", str(script)], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_bash_completes_commands_options_and_names(script: Path) -> None:
    assert completed(script, "fidelity", "ch") >= {"check"}
    assert completed(script, "fidelity", "") >= set(_commands())
    assert "--fail-on" in completed(script, "fidelity", "check", "--fa")
    assert completed(script, "fidelity", "check", "--fail-on", "") == {"red", "amber", "never"}
    assert "fdac" in completed(script, "fidelity", "show", "fd")
    assert completed(script, "fidelity", "explain", "FID20") >= {"FID201", "FID209"}
    assert completed(script, "fidelity", "schema", "pl") == {"plan"}


def test_bash_completes_the_names_of_plans(script: Path) -> None:
    (script.parent / "northtown.fidelity.yaml").write_text("", "utf-8")
    assert "northtown.fidelity.yaml" in completed(script, "fidelity", "check", "north")


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_gets_a_script_that_knows_every_command(shell: str) -> None:
    library("shtab")
    answer = fidelity("completion", shell)
    assert (answer.status, answer.err) == (0, "")
    assert [name for name in _commands() if name not in answer.out] == []


def test_without_the_extra_a_message_names_it() -> None:
    with mock.patch.dict(sys.modules, {"shtab": None}):
        answer = fidelity("completion", "bash")
    assert (answer.status, answer.out) == (2, "")
    assert "python -m pip install 'shtab>=1.7'" in answer.err


def test_another_shell_is_refused() -> None:
    answer = fidelity("completion", "cmd")
    assert answer.status == 2
    assert "bash" in answer.err
