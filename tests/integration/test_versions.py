"""The same report comes out of every version of Python: how sums are rounded, and how help is laid out."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
from fractions import Fraction
from functools import reduce
from operator import add
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import pytest
from tests.commands.call import DAY, EXAMPLES, ROOT, fidelity

from fidelity.scoring.agreement_coefficients import icc, mean_absolute_difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PLANS = sorted(EXAMPLES.glob("*.fidelity.yaml"))
CALLS = [
    *(("check", path.as_posix(), "--format", "html", "--fail-on", "never", *DAY) for path in PLANS),
    ("score", f"{EXAMPLES}/delivery/quarters.csv", "--model", "fdac", "--format", "json", "--fail-on", "never"),
    ("score", f"{EXAMPLES}/delivery/quarters.csv", "--model", "fdac", "--format", "html", "--fail-on", "never"),
    ("show", "fdac", "--format", "html"),
]


def as_up_to_3_11(numbers: Iterable[Fraction | float], start: Fraction | float = 0) -> Fraction | float:
    """Add one by one, and round each time."""
    return reduce(add, numbers, start)


def as_from_3_12(numbers: Iterable[Fraction | float], start: Fraction | float = 0) -> Fraction | float:
    """Add with compensation, where the numbers are of that kind."""
    total, lost = start, 0.0
    for number in numbers:
        if isinstance(number, Fraction) or isinstance(total, Fraction) or not isinstance(number, float):
            total += number
            continue
        added = total + number
        lost += (total - added) + number if abs(total) >= abs(number) else (number - added) + total
        total = added
    return total + lost if lost else total


@pytest.mark.parametrize("words", CALLS, ids=lambda words: " ".join(Path(word).name for word in words[:4]))
def test_no_report_depends_on_how_python_adds(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    for way in (as_up_to_3_11, as_from_3_12):
        with monkeypatch.context() as patch:
            patch.setattr(builtins, "sum", way)
            said.append(fidelity(*words))
    assert said[0] == said[1]


@pytest.mark.parametrize("statistic", [icc, mean_absolute_difference])
def test_no_agreement_depends_on_how_python_adds(
    statistic: Callable[[list[list[float]]], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    totals = [[0.1, 0.7, 0.3], [0.7, 1e-17, 0.6], [0.2, 0.9, 0.1], [1.1, 0.3, 0.7]]
    said = []
    for way in (as_up_to_3_11, as_from_3_12):
        with monkeypatch.context() as patch:
            patch.setattr(builtins, "sum", way)
            said.append(statistic(totals))
    assert said[0] == said[1]


def test_the_two_ways_of_adding_do_differ() -> None:
    numbers = [0.1] * 10
    assert as_up_to_3_11(numbers) != as_from_3_12(numbers)
    assert sum(numbers) == (as_up_to_3_11 if sys.version_info < (3, 12) else as_from_3_12)(numbers)


def interpreter(minor: int) -> str | None:
    """Return a Python of this version that starts, from the path or from where pyenv and uv keep theirs."""
    known = (Path.home() / ".pyenv/versions", Path.home() / ".local/share/uv/python")
    found = (path for folder in known for path in sorted(folder.glob(f"*3.{minor}.*/bin/python3.{minor}")))
    for python in (which(f"python3.{minor}"), *map(str, found)):
        if python and subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0:
            return python
    return None


@pytest.mark.parametrize("minor", [11, 12, 13, 14])
def test_other_versions_that_are_here_say_the_same(minor: int, tmp_path: Path) -> None:
    python = None if minor == sys.version_info.minor else interpreter(minor)
    if python is None:
        pytest.skip(f"there is no other Python 3.{minor} here")
    for name in ("attr", "attrs", "networkx", "yaml"):  # written in Python alone, so any version runs them
        found = next((Path(folder, name) for folder in sys.path if Path(folder, name).is_dir()), None)
        assert found is not None
        (tmp_path / name).symlink_to(found)
    environ = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{tmp_path}", "PYTHONDONTWRITEBYTECODE": "1"}
    slips = (("check", "a", "--format", "neat"), ("score", "--rule"), ("schema", "modl"), ("check", "--hlep"))
    for words in (*CALLS, ("check", "--help"), ("score", "--help"), ("--help",), *slips):
        done = subprocess.run([python, "-m", "fidelity", *words], capture_output=True, check=False, env=environ)
        said = fidelity(*words)
        assert (done.stdout.decode(), done.stderr.decode()) == (said.out, said.err)
