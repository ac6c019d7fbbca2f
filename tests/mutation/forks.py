"""Runs tests in forks of one process that has loaded pytest and the libraries, but nothing of ours.

A fork costs next to nothing, and everything of ours is loaded anew in it: a changed module is in place before anybody
can hold on to the right one.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
import time
import traceback
from importlib.abc import Loader, MetaPathFinder
from importlib.util import spec_from_loader
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

__all__ = ["KEPT", "ROOT", "Recorder", "Task", "in_forks", "run_pytest", "warm_up", "with_changed"]

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".mutation"
"""What a run knows, so that the next one can go on; not committed."""
PATIENCE = 5
"""How many times its limit a fork may take that sleeps: processor time says nothing of it."""
MEMORY = 4 << 30
"""How much memory a fork may take: a wrong change can make a list grow without end."""
WARM = (
    "attrs", "coverage", "docx", "duckdb", "hypothesis.strategies", "jsonschema", "markdown_it", "narwhals", "networkx",
    "numpy", "openpyxl", "pyarrow", "pysat.solvers", "sybil", "typst", "xlsxwriter", "yaml",
)  # fmt: skip
"""What the tests load besides ours: loaded once, before the forks; one that is missing is skipped by its tests."""


class Task(NamedTuple):
    """Something to do in a fork, and how many seconds of processor time it may take."""

    do: Callable[[], object]
    seconds: float


def warm_up() -> None:
    """Load what every fork needs, and nothing of ours."""
    for name in WARM:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    assert "fidelity" not in sys.modules


def in_forks(tasks: Iterable[Task], jobs: int) -> Iterator[tuple[int, object, float]]:
    """Run tasks in forks, so many at a time; yield the number of each, its answer or ``None``, and its seconds."""
    running: dict[int, tuple[int, Task, float]] = {}
    waiting = enumerate(tasks)
    following = next(waiting, None)
    while following is not None or running:
        while following is not None and len(running) < jobs:
            number, task = following
            running[_start(task, KEPT / f"answer-{number}.json")] = (number, task, time.monotonic())
            following = next(waiting, None)
        for process, (number, task, started) in list(running.items()):
            lasted = time.monotonic() - started
            if lasted > PATIENCE * task.seconds:
                os.killpg(process, signal.SIGKILL)
            if os.waitpid(process, os.WNOHANG)[0]:
                del running[process]
                yield number, _answer(KEPT / f"answer-{number}.json"), lasted
        time.sleep(0.02)


def _start(task: Task, answer: Path) -> int:
    """Start a task in a fork, which writes its answer to a file; return the process id."""
    answer.unlink(missing_ok=True)
    sys.stdout.flush()  # or the fork would say once more what is waiting to be said
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        os.setpgid(0, 0)  # so that what it starts ends with it
        with answer.with_suffix(".log").open("w") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        resource.setrlimit(resource.RLIMIT_CPU, (int(task.seconds) + 1, int(task.seconds) + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        answer.write_text(json.dumps(task.do()), encoding="utf-8")
        status = 0
    except BaseException:  # noqa: BLE001 - it goes into the log, and the missing answer says so
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _answer(path: Path) -> object:
    """Return what a fork answered, if it did; what a fork that died has said stays in its log."""
    if not path.exists():
        return None
    found: object = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    path.with_suffix(".log").unlink()
    return found


# In a fork -------------------------------------------------------------------------------------------


class Recorder:
    """Listens to pytest: which tests failed, and which were skipped."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.skipped: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what became of a test."""
        if report.failed:
            self.failed.append(report.nodeid)
        if report.skipped:
            self.skipped.add(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note that a file of tests could not be loaded."""
        if report.failed:
            self.failed.append(f"{report.nodeid} (loading)")


def run_pytest(tests: Sequence[str], *plugins: object, stop: bool) -> int:
    """Run some tests in this process, up to the first failure where ``stop`` says so; return pytest's status."""
    os.chdir(ROOT)
    loaded = "ignore::pytest.PytestAssertRewriteWarning"  # Hypothesis is, on purpose; its own asserts are no matter
    options = ["-q", "-p", "no:cacheprovider", "--tb=no", "--no-header", "-W", loaded, *(["-x"] if stop else [])]
    return int(pytest.main([*options, *tests], plugins=list(plugins)))


class _Changed(MetaPathFinder, Loader):
    """Serves one module from changed code, and nothing else."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return the specification of the changed module."""
        del path, target
        if fullname != self.name:
            return None
        spec = spec_from_loader(fullname, self, origin=str(self.path), is_package=self.path.stem == "__init__")
        assert spec is not None
        spec.has_location = True
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed code."""
        exec(self.code, module.__dict__)  # noqa: S102 - our own code, changed on purpose


def with_changed(path: Path, code: CodeType) -> None:
    """Load the library in this process with one module changed."""
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    name = ".".join(part for part in parts if part != "__init__")
    sys.meta_path.insert(0, _Changed(name, path, code))
    importlib.import_module(name)  # before pytest starts, which has its own loader for the library of a plugin
