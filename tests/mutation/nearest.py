"""Which tests are nearest to a line: a map of which test reaches which line, made once and kept."""

from __future__ import annotations

import hashlib
import json
import time
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
    "templates", "workbook", "schemas", "house", "sweep",
)  # fmt: skip
"""Folders of tests that judge files, pages, packages or speed: slow, and never the nearest."""
MIRRORS = {"checking": ("tests/checking",), "model": ("tests/model", "tests/oracle")}
"""Where the tests of a room are; they go first."""
SECONDS = 20.0
"""How much of the processor the tests of one mutant may take together, by what each took when the map was made."""
LONGEST_FILE = 900.0


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


def nearest(known: Map, mutant: Mutant) -> list[str]:
    """Return the tests to run for a mutant, quick ones first: of those that reach it the ones that reach least else.

    What runs when a module is loaded has no test of its own; for that all tests of the module are asked.
    """
    file = mutant.name.file
    lines = known.lines.get(file, {})
    tests = {test for line in mutant.lines for test in lines.get(line, ())}
    if not tests:
        tests = {test for found in lines.values() for test in found}
    mirrors = next((folders for room, folders in MIRRORS.items() if f"/{room}/" in file), ())
    taken: list[str] = []
    left = SECONDS
    for test in sorted(tests, key=lambda test: (not test.startswith(mirrors), known.tests[test].reach, test)):
        if known.tests[test].seconds <= left:
            left -= known.tests[test].seconds
            taken.append(test)
    return sorted(taken, key=lambda test: (known.tests[test].seconds, test))


def read_map() -> tuple[Map, bool]:
    """Return the map that was made, and whether it is of the sources and tests that are there now."""
    path = KEPT / "map.json"
    if not path.exists():
        return Map({}, {}), False
    kept = json.loads(path.read_text(encoding="utf-8"))
    lines = {file: {int(line): tests for line, tests in found.items()} for file, found in kept["lines"].items()}
    return Map(lines, {test: Known(*row) for test, row in kept["tests"].items()}), kept["digest"] == _digest()


def _digest() -> str:
    """Return what the map stands for: the text of every source and every test."""
    files = sorted([*(ROOT / "src/fidelity").rglob("*.py"), *(ROOT / "tests").rglob("*.py")])
    texts = b"".join(path.read_bytes() for path in files if "mutation" not in path.parts)
    return hashlib.sha256(texts).hexdigest()


def make_map(pool: Sequence[str], jobs: int) -> None:
    """Run all tests of a pool once, each file in a fork, and keep which lines each test reaches."""
    files = sorted(
        short(path)
        for where in pool
        for path in (ROOT / where).rglob("*.py")
        if (path.name.startswith("test_") or where.startswith("src")) and not {*path.relative_to(ROOT).parts} & {*FAR}
    )
    lines: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    tests: dict[str, Known] = {}
    digest, started = _digest(), time.monotonic()
    for number, answer, _ in in_forks((Task(partial(_reached, file), LONGEST_FILE) for file in files), jobs):
        if not isinstance(answer, dict):
            print(f"  {files[number]}: gave no answer")
            continue
        for name in answer["failed"]:
            print(f"  {name}: fails without any change, and is left out")
        for test, reached in answer["reached"].items():
            tests[test] = Known(answer["seconds"][test], sum(map(len, reached.values())))
            for source, hit in reached.items():
                for line in hit:
                    lines[source][line].append(test)
    kept = {"digest": digest, "lines": lines, "tests": tests}
    (KEPT / "map.json").write_text(json.dumps(kept), encoding="utf-8")
    print(f"map: {len(tests)} tests of {len(files)} files, {time.monotonic() - started:.0f} s")


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
    return {"reached": reached, "seconds": seconds, "failed": recorder.failed}
