"""Many cases before both slow judges and the engine: ``python -m tests.oracle.many --cases 100000``.

The tests draw some hundred cases a run. This draws as many as asked for, over several processes, the same again from
the same seed, and prints each case on which two answers differ. The solver's answer is compared whole: verdict,
findings, states, causes and repairs. So is that of the judge who tries everything out for one case in twenty, as that
takes long; for the others its verdict, findings and states are.
"""

from __future__ import annotations

import argparse
import sys
from multiprocessing import get_context
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.checking import engine
from tests.oracle import naive, sat
from tests.strategies import Case, agreed_cases, cases

if TYPE_CHECKING:
    from collections.abc import Iterator


CHUNK = 500
"""How many cases are drawn with one seed."""
WHOLE = 20
"""Of how many cases one is put whole to the judge who tries everything out."""


class Outcome(NamedTuple):
    """How many cases were compared, and what differed."""

    compared: int
    differing: tuple[str, ...]


def compare(batch: int) -> Outcome:
    """Draw the cases of a batch and compare the answers."""
    compared: list[Case] = []
    differing: list[str] = []

    @seed(batch)
    @settings(
        max_examples=CHUNK,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(agreed_cases() if batch % 4 == 0 else cases())
    def run(case: Case) -> None:
        compared.append(case)
        target = "amber" if len(compared) % 3 == 0 else "red"
        for judge, expected, answer in judged(case, target, whole=len(compared) % WHOLE == 0):
            if expected != answer:
                differing.append(f"batch {batch}, case {len(compared)}, {judge}: {case}\n  {answer}\n  {expected}")

    run()
    return Outcome(len(compared), tuple(differing))


def judged(case: Case, target: str, *, whole: bool) -> Iterator[tuple[str, object, object]]:
    """Yield each judge with its answer and the engine's, in the same form."""
    solved = sat.judge(*case, target=target)
    found = engine.beside(solved, case, target)
    yield "solver", solved, found
    if whole:
        tried = naive.judge(*case, target=target)
        yield "everything tried", tried, engine.beside(tried, case, target)
        return
    part = naive.Question(*case).whole
    states = {element.id: naive.state(part, element) for element in case.model.elements}
    yield "everything tried", (part.verdict, part.findings, states), (found.verdict, found.findings, found.states)


def main() -> int:
    """Compare as many cases as the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000, help="how many cases to compare")
    parser.add_argument("--processes", type=int, default=2, help="how many processes share them")
    parser.add_argument("--first", type=int, default=0, help="the number of the first batch: others draw other cases")
    options = parser.parse_args()
    batches = range(options.first, options.first - (-options.cases // CHUNK))
    start, compared, differing = perf_counter(), 0, 0
    with get_context("spawn").Pool(options.processes) as pool:
        for done in pool.imap_unordered(compare, batches):
            compared += done.compared
            differing += len(done.differing)
            _say(*done.differing)
            if compared % (20 * CHUNK) < CHUNK:
                _say(f"{compared} cases, {differing} differ, {perf_counter() - start:.0f} s")
    _say(f"{compared} cases compared with both judges, {differing} differ, {perf_counter() - start:.0f} s")
    return 1 if differing else 0


def _say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)  # noqa: T201 - a script that is run by hand


if __name__ == "__main__":
    sys.exit(main())
