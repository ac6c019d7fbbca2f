"""Core, dead and falsely flexible elements, beside flamapy's answer about the same model: run by name.

``python -m tests.benchmarks.features [SIZE] [ROUNDS]``, with ``FIDELITY_PYTHON_WITH_FLAMAPY`` naming a Python that has
flamapy. In each round both are asked in turn, in one process each that has loaded all it needs. Flamapy reads the
model in UVL, this library in YAML; reading and analysing are timed apart. Answers that differ stop the run.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.generate import make_model, model_text

from fidelity.files.models import read_model
from fidelity.reports.guide import guide
from fidelity.soundness.analysis import Analysis, analyse
from fidelity.soundness.lint import lint

if TYPE_CHECKING:
    from fidelity.model.model import Model

OTHER = """\
import json, sys
from time import perf_counter
from flamapy.metamodels.fm_metamodel.transformations import UVLReader
from flamapy.metamodels.pysat_metamodel.operations import (
    PySATCoreFeatures, PySATDeadFeatures, PySATFalseOptionalFeatures,
)
from flamapy.metamodels.pysat_metamodel.transformations import FmToPysat
for line in sys.stdin:
    start = perf_counter()
    model = FmToPysat(UVLReader(line.strip()).transform()).transform()
    read = perf_counter()
    answers = [
        sorted(map(str, operation().execute(model).get_result()))
        for operation in (PySATCoreFeatures, PySATDeadFeatures, PySATFalseOptionalFeatures)
    ]
    print(json.dumps([read - start, perf_counter() - read, answers]), flush=True)
"""


class Times(NamedTuple):
    """Seconds of reading and of analysing."""

    read: float
    analysed: float


def main(size: int = 5_000, rounds: int = 3) -> None:
    """Print the figures of a generated model of a size."""
    other_python = os.environ["FIDELITY_PYTHON_WITH_FLAMAPY"]
    print(f"# Python {platform.python_version()}; load average before the run {os.getloadavg()[0]:.1f}")
    model = make_model(size)
    with (
        TemporaryDirectory() as folder,
        subprocess.Popen(
            [other_python, "-c", OTHER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other,
    ):
        yaml, uvl = Path(folder, "model.yaml"), Path(folder, "model.uvl")
        yaml.write_text(model_text(model), "utf-8")
        uvl.write_text(guide(model, "uvl"), "utf-8")
        pairs = [(_ours(yaml), _theirs(other, uvl, model)) for _ in range(rounds)]
    _row("core, dead, falsely flexible: analysing", [(ours.analysed, theirs.analysed) for ours, theirs in pairs])
    _row("reading the file", [(ours.read, theirs.read) for ours, theirs in pairs])
    _row("reading and analysing", [(sum(ours), sum(theirs)) for ours, theirs in pairs])
    start = perf_counter()
    lint(model)
    whole = perf_counter() - start
    print(f"{'lint, every rule (ours only)':<42} {whole:8.3f} s")
    print(f"{'lint beside their three answers':<42} {whole / median(theirs.analysed for _, theirs in pairs):8.2f} x")


def _ours(path: Path) -> Times:
    start = perf_counter()
    model = read_model(path.read_bytes(), str(path))
    read = perf_counter()
    analyse(model)
    return Times(read - start, perf_counter() - read)


def _theirs(other: subprocess.Popen[str], path: Path, model: Model) -> Times:
    assert other.stdin is not None
    assert other.stdout is not None
    other.stdin.write(f"{path}\n")
    other.stdin.flush()
    read, analysed, answers = json.loads(other.stdout.readline())
    _require_same(model, analyse(model), *answers)
    return Times(read, analysed)


def _require_same(model: Model, ours: Analysis, core: list[str], dead: list[str], forced: list[str]) -> None:
    ids = set(model.by_id)
    theirs = {"core": ids & set(core), "dead": ids & set(dead), "forced": ids & set(forced)}
    if theirs != {"core": set(ours.core), "dead": set(ours.dead), "forced": set(ours.forced)}:
        raise SystemExit(f"The answers differ:\n{ours}\n{theirs}")


def _row(what: str, pairs: list[tuple[float, float]]) -> None:
    ours, theirs = (median(times) for times in zip(*pairs, strict=True))
    ratio = median(their / our for our, their in pairs)
    print(f"{what:<42} {ours:8.3f} s, flamapy {theirs:8.3f} s: {ratio:6.2f} x as fast")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
