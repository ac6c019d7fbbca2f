"""Which tests are nearest to a line: a map of which test reaches which line, made once and kept."""

from __future__ import annotations

import hashlib
import json
import time
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from tests.mutation.forks import KEPT, ROOT, Recorder, Task, in_forks, run_pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.mutation.mutants import Mutant

__all__ = ["POOL", "ROOMS", "Map", "make_map", "nearest", "read_map", "short", "sources"]

ROOMS = ("src/fidelity/checking", "src/fidelity/model")
POOL = ("tests", *ROOMS)
FAR = (
    "benchmarks", "checklists", "docs", "frozen", "integration", "mutation", "notebook", "pictures", "scoring",
    "templates", "workbook", "house",
)  # fmt: skip
"""Folders of tests that judge files, pages, packages or speed: slow, and never the nearest."""
MIRRORS = {"checking": ("tests/checking",), "model": ("tests/model", "tests/oracle")}
"""Where the tests of a room are; they go first."""
LONGEST_FILE = 900.0
LOADING = 3
"""How many times as long the tests may take of a mutant that runs when a module is loaded."""


class Known(NamedTuple):
    """What is known of a test: how long it took, and how many lines it reaches."""

    seconds: float
    reach: int


class Map(NamedTuple):
    """Which tests reach which lines of which file, and what is known of each test."""

    lines: Mapping[str, Mapping[int, Sequence[str]]]
    tests: Mapping[str, Known]


def sources() -> list[Path]:
    """Return the files that are changed."""
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def short(path: Path) -> str:
    """Return a path as it is written from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def nearest(known: Map, mutant: Mutant, seconds: float) -> list[str]:
    """Return the tests to run for a mutant, quick ones first.

    They may take ``seconds`` of the processor together, by what each took when the map was made: half of that is for
    the tests that reach the mutant and least else, half for the laws, which reach most.

    What runs when a module is loaded runs in whichever test loads it first; for that all tests of the module are asked,
    and they may take longer, as few of them have to do with it.
    """
    file = mutant.name.file
    lines = known.lines.get(file, {})
    tests = {test for line in mutant.lines for test in lines.get(line, ())}
    if mutant.loading or not tests:
        tests = {test for found in lines.values() for test in found}
        seconds *= LOADING
    mirrors = next((folders for room, folders in MIRRORS.items() if f"/{room}/" in file), ())
    order = sorted(tests, key=lambda test: (not test.startswith(mirrors), known.tests[test].reach, test))
    laws = [test for test in reversed(order) if test.startswith(mirrors)]
    taken: dict[str, float] = {}
    for some in (order, laws):
        left = seconds / 2
        for test in some:
            if test not in taken and known.tests[test].seconds <= left:
                left -= known.tests[test].seconds
                taken[test] = known.tests[test].seconds
    return sorted(taken, key=lambda test: (taken[test], test))


def read_map() -> Map:
    """Return the map that was made."""
    lines: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    tests: dict[str, Known] = {}
    for file in _kept()["files"].values():
        for test, (seconds, reached) in file["tests"].items():
            tests[test] = Known(seconds, sum(last - first + 1 for spans in reached.values() for first, last in spans))
            for source, spans in reached.items():
                for first, last in spans:
                    for line in range(first, last + 1):
                        lines[source][line].append(test)
    return Map(lines, tests)


def make_map(pool: Sequence[str], jobs: int) -> None:
    """Run the tests of a pool once, each file in a fork, and keep which lines each test reaches.

    Files of tests that are as they were when the map was made are not run again, unless a source has changed, which
    moves its lines. A change of a helper of tests is taken to change little.
    """
    texts = b"".join(path.read_bytes() for path in sorted((ROOT / "src/fidelity").rglob("*.py")))
    sources, kept, started = _digest(texts), _kept(), time.monotonic()
    known = kept["files"] if kept["sources"] == sources else {}
    digests = {
        short(path): _digest(path.read_bytes())
        for where in pool
        for path in sorted((ROOT / where).rglob("*.py"))
        if _has_tests(path) and not {*path.relative_to(ROOT).parts} & {*FAR}
    }
    files = {file: known[file] for file in digests if file in known and known[file]["digest"] == digests[file]}
    left = [file for file in digests if file not in files]
    for number, answer, _ in in_forks((Task(partial(_reached, file), LONGEST_FILE) for file in left), jobs):
        if not isinstance(answer, dict):
            print(f"  {left[number]}: gave no answer")
            continue
        for name in answer["failed"]:
            print(f"  {name}: fails without any change, and is left out")
        files[left[number]] = {"digest": digests[left[number]], "tests": answer["tests"]}
    if left:
        _PATH.write_text(json.dumps({"sources": sources, "files": files}), encoding="utf-8")
        print(f"map: {len(left)} of {len(files)} files of tests were run, {time.monotonic() - started:.0f} s")


_PATH = KEPT / "map.json"


def _kept() -> dict[str, Any]:
    found: dict[str, Any] = {"sources": "", "files": {}}
    return json.loads(_PATH.read_text(encoding="utf-8")) if _PATH.exists() else found


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _has_tests(path: Path) -> bool:
    """Return whether there is anything to run in a file: tests, or examples in a source."""
    return path.name.startswith("test_") or ("src" in path.parts and ">>>" in path.read_text(encoding="utf-8"))


def _reached(file: str) -> dict[str, object]:
    """Run a file of tests in this process; return the lines that each test reaches, how long it took, what failed."""
    import coverage  # only where a map is made

    measured = coverage.Coverage(data_file=None, config_file=False, include=[f"{ROOT / room}/*" for room in ROOMS])
    recorder = Recorder()
    seconds: dict[str, float] = {}

    class Contexts:
        """Tells the coverage which test runs."""

        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
            measured.switch_context(item.nodeid)
            started = time.process_time()  # not by the clock on the wall, which others who are busy slow down
            try:
                return (yield)
            finally:
                seconds[item.nodeid] = time.process_time() - started
                measured.switch_context("")

    measured.start()
    run_pytest([file], recorder, Contexts(), stop=False)
    measured.stop()
    data = measured.get_data()
    left_out = {"", *recorder.failed, *recorder.skipped}
    reached: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for source in data.measured_files():
        for line, tests in data.contexts_by_lineno(source).items():
            for test in {*tests} - left_out:
                reached[test][short(Path(source))].append(line)
    found = {
        test: (seconds[test], {source: _spans(lines) for source, lines in sources.items()})
        for test, sources in reached.items()
    }
    return {"tests": found, "failed": recorder.failed}


def _spans(lines: list[int]) -> list[tuple[int, int]]:
    """Return lines as first and last of those that follow each other."""
    found: list[tuple[int, int]] = []
    for line in sorted(lines):
        if found and found[-1][1] == line - 1:
            found[-1] = found[-1][0], line
        else:
            found.append((line, line))
    return found
