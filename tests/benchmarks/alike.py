"""A check of one plan with many changes that do the same, beside reading it: ``python -m tests.benchmarks.alike``.

Each kind of change is written as often as asked for into one plan. The plan is read, and checked in each format, each
time in a process of its own. Printed is processor time, and its ratio to reading alone, the start of the program
counted in both; and, for each kind, how much longer the answer takes for four times as many changes.
"""

from __future__ import annotations

import argparse
import os
import platform
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.reports import REPORT, cost

READ = """\
import sys
from fidelity.files.library import load_model
from fidelity.files.plans import load_plan
load_model("fdac")
load_plan(sys.argv[1])
"""
HEAD = """\
plan: many
model: fdac@2026.1
site: Northtown
author: site-lead
status: proposed
claim: implements
unmentioned: as-specified
"""
FIVE = ("review-hearing", "parent-mentor", "same-judge", "key-worker", "substance-testing")


def change(number: int, element: str = FIVE[0], nature: str = "removing", *more: str) -> str:
    """Return a change as a plan file has it."""
    lines = (f"element: {element}", f"nature: {nature}", "what: So.", *more)
    return f"  - id: c{number}\n" + "".join(f"    {line}\n" for line in lines)


def addition(number: int) -> str:
    """Return a local addition as a plan file has it."""
    return (
        f"  - id: c{number}\n    add:\n      id: a{number}\n      title: More\n      statement: It is done, too.\n"
        f"    nature: adding\n    touches: [{FIVE[number % 5]}]\n    what: So.\n"
    )


def practice(number: int) -> str:
    """Return a practice that the model rules out, as a plan file has it."""
    return f"  - id: c{number}\n    proscribed: ordinary-track-alongside\n    what: So.\n"


def approval(number: int, *changes: int) -> str:
    """Return an approval of some removals as a plan file has it."""
    covers = "".join(f"      - change: c{one}\n        nature: removing\n" for one in changes)
    head = f"  - covers:\n{covers}    by: FDAC National Unit\n    role: model-owner\n    given: 2026-05-01\n"
    return f"{head}    reference: R{number}\n"


def made(kind: str, count: int) -> str:
    """Return a plan with so many changes of a kind."""
    natures = ("removing", "shortening", "format", "tailoring")
    numbers = range(count)
    kinds = {
        "removing": change,
        "removing-five": lambda n: change(n, FIVE[n % 5]),
        "tailoring": lambda n: change(n, FIVE[n % 5], "tailoring"),
        "shortening": lambda n: change(n, FIVE[n % 5], "shortening"),
        "mixed": lambda n: change(n, FIVE[n % 5], natures[n // 5 % 4]),
        "adding": addition,
        "practice": practice,
        "site-view": lambda n: change(n, FIVE[0], "removing", "record:", "  site_view: consistent"),
    }
    changes = "".join(map(kinds.get(kind.partition("+")[0], kinds["removing-five"]), numbers))
    approvals = {
        "approved": lambda: "".join(approval(n, n) for n in numbers[::2]),
        "approved at once": lambda: approval(0, *numbers[::2]),
        "approved and gone": lambda: "".join(approval(n, n + count) for n in numbers[::2]),
    }.get(kind)
    return f"{HEAD}changes:\n{changes}" + (f"approvals:\n{approvals()}" if approvals else "")


KINDS = (
    *("removing", "removing-five", "tailoring", "shortening", "mixed", "adding", "practice", "site-view"),
    *("approved", "approved at once", "approved and gone"),
)


def main(count: int, kinds: tuple[str, ...], formats: tuple[str, ...]) -> None:
    """Print the figures of every kind and format."""
    print(f"# Python {platform.python_version()}; load average before the run {os.getloadavg()[0]:.1f}")
    print(f"{'':<18}{'read, s':>9}" + "".join(f"{name:>16}" for name in formats) + "   text, of a quarter")
    with TemporaryDirectory() as folder:
        path, out = Path(folder, "many.fidelity.yaml"), str(Path(folder, "report"))
        words = ("check", str(path), "--on", "2026-06-01", "--fail-on", "never", "--output", out, "--format")
        for kind in kinds:
            path.write_text(made(kind, count // 4), "utf-8")
            quarter = cost(REPORT, *words, "text").seconds
            path.write_text(made(kind, count), "utf-8")
            read = cost(READ, str(path)).seconds
            found = [(name, cost(REPORT, *words, name).seconds) for name in formats]
            cells = "".join(f"{taken:8.2f} {taken / read:5.2f} x" for _, taken in found)
            print(f"{kind:<18}{read:9.2f}{cells}{found[0][1] / quarter:9.2f} x", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changes", type=int, default=20_000, help="how many changes")
    parser.add_argument("--kind", action="append", choices=KINDS, help="which kinds; all of them otherwise")
    parser.add_argument("formats", nargs="*", default=["text", "json", "html", "sarif"], help="which formats")
    options = parser.parse_args()
    main(options.changes, tuple(options.kind or KINDS), tuple(options.formats))
