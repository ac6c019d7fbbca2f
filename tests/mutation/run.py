"""Makes small wrong changes to ``checking`` and ``model``, one at a time, and shows which the tests notice.

``python -m tests.mutation.run`` draws mutants by a seed over all files, runs for each the nearest tests, and prints a
table per file. It exits with 0 where nine in ten of the mutants that are not equivalent are noticed, else with 1.
Stopped, it goes on where it was; after tests were mended, ``--again`` runs what survived once more. What it knows is
kept in ``.mutation/``, which is not committed.

Nearest are the tests that reach the changed lines. Hypothesis draws the same few examples every time (the profile
``mutation``). A test that notices something is run once more without a change: if it fails then too, it has
noticed nothing. Mutants that no test can notice are listed in ``equivalent.toml``, with the reason.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import sys
import time
import tomllib
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.mutation.forks import KEPT, ROOT, Recorder, Task, in_forks, run_pytest, warm_up, with_changed
from tests.mutation.mutants import Mutant, Name, mutants_of
from tests.mutation.nearest import POOL, Map, make_map, nearest, read_map, short, sources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEAST_A_FILE = 3
GOAL = 0.9
PATIENCE = 4
"""How many times the time of its tests a mutant may take before it counts as one that never ends."""
START = 20.0
"""The seconds that any run may take to load everything."""


class Outcome(NamedTuple):
    """What became of a mutant, which test noticed it, and how long that took."""

    word: str
    by: str
    seconds: float


class Ledger:
    """The outcomes so far, kept in a file that grows by a line a mutant."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.outcomes: dict[Name, Outcome] = {}
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            name, outcome = json.loads(line)
            self.outcomes[Name(*name)] = Outcome(*outcome)

    def note(self, name: Name, outcome: Outcome) -> None:
        """Keep what became of a mutant."""
        self.outcomes[name] = outcome
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([name, outcome]) + "\n")

    def survived(self, name: Name) -> bool:
        """Return whether no test has noticed a mutant."""
        return name in self.outcomes and self.outcomes[name].word == "survived"


def draw(mutants: Mapping[Path, Sequence[Mutant]], count: int, seed: int) -> list[Mutant]:
    """Draw mutants by a seed: some of every file that has any, the rest anywhere, at most one at a place."""
    chance = random.Random(seed)  # noqa: S311 - a sample, nothing secret
    first: list[Mutant] = []
    rest: list[Mutant] = []
    for found in mutants.values():
        sites: dict[int, list[Mutant]] = defaultdict(list)
        for mutant in found:
            sites[mutant.site].append(mutant)
        drawn = [chance.choice(several) for several in sites.values()]
        chance.shuffle(drawn)
        first += drawn[:LEAST_A_FILE]
        rest += drawn[LEAST_A_FILE:]
    chance.shuffle(rest)
    return [*first, *rest[: max(0, count - len(first))]]


def equivalents() -> dict[Name, str]:
    """Return the mutants that no test can notice, each with the reason."""
    read = tomllib.loads((Path(__file__).parent / "equivalent.toml").read_text(encoding="utf-8"))
    rows = read.get("equivalent", ())
    return {Name(row["file"], row["function"], row["before"], row["after"]): row["reason"] for row in rows}


def try_out(mutants: Sequence[Mutant], known: Map, ledger: Ledger, jobs: int, most: float) -> None:
    """Try the mutants, and note what became of each."""
    chosen = [nearest(known, mutant, most) for mutant in mutants]
    tasks = (
        Task(partial(_failures, mutant, tests), PATIENCE * sum(known.tests[test].seconds for test in tests) + START)
        for mutant, tests in zip(mutants, chosen, strict=True)
    )
    noticed: dict[str, list[Name]] = defaultdict(list)
    for number, answer, seconds in in_forks(tasks, jobs):
        name, tests = mutants[number].name, chosen[number]
        if not tests:
            outcome = Outcome("survived", "no test reaches it", 0.0)
        elif not isinstance(answer, list):
            outcome = Outcome("timeout", "", seconds)
        elif answer:
            outcome = Outcome("noticed", answer[0], seconds)
            noticed[answer[0]].append(name)
        else:
            outcome = Outcome("survived", f"{len(tests)} tests", seconds)
        ledger.note(name, outcome)
        print(f"{len(ledger.outcomes):4} {outcome.word:8} {seconds:5.1f} s  {name.file} {name.function}: {outcome.by}")
        if outcome.word == "survived":
            print(f"        - {name.before}\n        + {name.after}")
    witnesses = [test for test in noticed if test in known.tests]
    for number, answer, _ in in_forks((Task(partial(_passes, test), 300.0) for test in witnesses), jobs):
        if answer is not True:
            print(f"  {witnesses[number]}: fails without any change, and has noticed nothing")
            for name in noticed[witnesses[number]]:
                ledger.note(name, Outcome("survived", "the test that failed fails anyway", 0.0))


def _failures(mutant: Mutant, tests: Sequence[str]) -> list[str]:
    """Run some tests with a mutant in place, in this process, which is a fork; return what failed."""
    if not tests:
        return []
    path = ROOT / mutant.name.file
    recorder = Recorder()
    try:
        with_changed(path, compile(mutant.apply(), str(path), "exec"))
        status = run_pytest(tests, recorder, stop=True)
    except BaseException as error:  # noqa: BLE001 - a library that cannot be loaded is noticed, however it fails
        return [f"loading: {type(error).__name__}"]
    return recorder.failed or ([f"pytest: status {status}"] if status else [])


def _passes(test: str) -> bool:
    """Run one test without any change, in this process, which is a fork."""
    return run_pytest([test], stop=False) == 0


def table(mutants: Sequence[Mutant], ledger: Ledger, same: Mapping[Name, str]) -> bool:
    """Print what became of the mutants of each file; return whether enough were noticed."""
    words = ("noticed", "timeout", "survived", "equivalent")
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant in mutants:
        outcome = "equivalent" if mutant.name in same else ledger.outcomes[mutant.name].word
        rows[mutant.name.file.removeprefix("src/fidelity/")][outcome] += 1
    total = sum(rows.values(), Counter())
    print(f"\n{'file':55} drawn " + " ".join(f"{word:>10}" for word in words))
    for file, found in [*sorted(rows.items()), ("all", total)]:
        print(f"{file:55} {found.total():5} " + " ".join(f"{found[word]:10}" for word in words))
    judged = total.total() - total["equivalent"]
    share = (total["noticed"] + total["timeout"]) / judged if judged else 1.0
    print(f"\nnoticed: {share:.1%} of {judged} that are not equivalent; one that never ends counts as noticed")
    return share >= GOAL


def main() -> int:
    """Draw, run, and tell."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--count", type=int, default=500, help="how many mutants to draw")
    words.add_argument("--seed", type=int, default=10)
    words.add_argument("--jobs", type=int, default=2, help="how many at a time")
    words.add_argument("--seconds", type=float, default=16.0, help="how long the tests of a mutant may take together")
    words.add_argument("--only", nargs="*", default=(), help="files or folders, of what is drawn")
    words.add_argument("--again", action="store_true", help="run what survived once more")
    words.add_argument("--fresh", action="store_true", help="forget all outcomes")
    words.add_argument("--old-map", action="store_true", help="use the map although sources or tests have changed")
    words.add_argument("--pool", nargs="*", default=POOL, help="where the tests are")
    said = words.parse_args()
    started = time.monotonic()
    KEPT.mkdir(exist_ok=True)
    if not said.old_map:
        make_map(said.pool, said.jobs)
    known = read_map()
    there = {path: list(mutants_of(short(path), path.read_text(encoding="utf-8"))) for path in sources()}
    mutants = [
        one for one in draw(there, said.count, said.seed) if not said.only or one.name.file.startswith(tuple(said.only))
    ]
    same = equivalents()
    for name in same.keys() - {mutant.name for found in there.values() for mutant in found}:
        print(f"listed as equivalent, and no longer there: {name.file} {name.function}: {name.before}")
    ledger_path = KEPT / f"outcomes-{said.seed}.jsonl"
    if said.fresh:
        ledger_path.unlink(missing_ok=True)
    ledger = Ledger(ledger_path)
    left = [one for one in mutants if one.name not in ledger.outcomes or (said.again and ledger.survived(one.name))]
    left = [one for one in left if one.name not in same]
    gc.freeze()  # so that forks share the memory of what is loaded
    try_out(left, known, ledger, said.jobs, said.seconds)
    enough = table(mutants, ledger, same)
    print(f"took {time.monotonic() - started:.0f} s for {len(left)} mutants")
    return 0 if enough else 1


def _start_over() -> None:
    """Start this anew where the surroundings would let one run draw or order otherwise than another."""
    wanted = {
        "PYTHONHASHSEED": "0",
        "HYPOTHESIS_PROFILE": "mutation",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    if "CI" in os.environ or any(os.environ.get(key) != value for key, value in wanted.items()):
        surroundings = {key: value for key, value in os.environ.items() if key != "CI"} | wanted
        command = [sys.executable, "-u", "-m", "tests.mutation.run", *sys.argv[1:]]
        os.execve(sys.executable, command, surroundings)  # noqa: S606 - our own command, once more


if __name__ == "__main__":
    _start_over()
    warm_up()
    sys.exit(main())
