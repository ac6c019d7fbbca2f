"""A report of many plans in every format, beside a bare read of the plans: run by name.

``python -m tests.benchmarks.reports [PLANS] [ROUNDS] [FORMAT...]`` copies the example plans until there are so many,
and in each round reads them all with PyYAML, and reports them all in every format, each in a process of its own. It
prints processor time, its ratio to the bare read, and the most memory that the process held (goal G12: at most four
times, and 100 MiB). Reports are written to a file. The copies of an example share its picture, so the figure of the
page is a good deal better than that of plans that are all different: ``--different`` takes a change or two out of
each copy.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.benchmarks.run import READ_ALL

from fidelity.reports.check import FORMATS

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
REPORT = "from fidelity.cli import entry; entry()"
KIB = 1024


class Cost(NamedTuple):
    """Seconds of processor time, and the most KiB that a process held."""

    seconds: float
    memory: int


def main(plans: int, rounds: int, formats: tuple[str, ...], *, different: bool) -> None:
    """Print the figures of every format."""
    print(f"# Python {platform.python_version()}; load average before the run {os.getloadavg()[0]:.1f}")
    with TemporaryDirectory() as folder:
        _copy(plans, Path(folder), different=different)
        report = str(Path(folder, "report"))
        found = [(cost(READ_ALL, folder), [_reported(folder, name, report) for name in formats]) for _ in range(rounds)]
    print(f"{plans} plans, bare read: {median(bare.seconds for bare, _ in found):.2f} s")
    for at, name in enumerate(formats):
        own = [costs[at] for _, costs in found]
        ratio = median(costs[at].seconds / bare.seconds for bare, costs in found)
        memory = max(cost.memory for cost in own) / KIB
        print(f"{name:<10}{median(cost.seconds for cost in own):7.2f} s{ratio:7.2f} x{memory:6.0f} MiB")


def _copy(plans: int, folder: Path, *, different: bool) -> None:
    texts = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*.fidelity.yaml"))]
    for number in range(plans):
        text = texts[number % len(texts)]
        if different:
            text = _without_some(text, number // len(texts))
        (folder / f"plan-{number:05}.fidelity.yaml").write_text(text, "utf-8")


def _without_some(text: str, seed: int) -> str:
    """Return a plan without those of its changes that the bits of a number name; approvals go, as they name changes."""
    head, changes, rest = text.partition("\nchanges:\n")
    blocks = re.split(r"(?m)^(?=  - )", rest.partition("\napprovals:")[0])
    kept = [block for at, block in enumerate(blocks) if not seed >> at & 1]
    return f"{head}{changes}{''.join(kept)}" if changes and "".join(kept).strip() else text


def _reported(folder: str, format_: str, report: str) -> Cost:
    return cost(REPORT, "check", folder, "--format", format_, "--output", report, "--fail-on", "never")


def cost(code: str, *words: str) -> Cost:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    child = os.posix_spawn(
        sys.executable,
        [sys.executable, "-c", code, *words],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, 1)],
    )
    _, status, used = os.wait4(child, 0)
    os.close(nowhere)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(words)}: exit status {os.waitstatus_to_exitcode(status)}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("plans", nargs="?", type=int, default=1000)
    parser.add_argument("rounds", nargs="?", type=int, default=3)
    parser.add_argument("formats", nargs="*", default=FORMATS.names)
    parser.add_argument("--different", action="store_true")
    options = parser.parse_args()
    main(options.plans, options.rounds, tuple(options.formats), different=options.different)
