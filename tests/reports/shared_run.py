"""The run that all formats are held against, and how a run is rendered here."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import fidelity
from fidelity.checking.result import CheckResult, Unreadable
from fidelity.errors import InputError
from fidelity.files.baselines import Baseline, baseline_of
from fidelity.reports import Layout, report
from fidelity.reports.check import FORMATS
from fidelity.reports.check.run import Run
from fidelity.verdicts import Verdict

ROOT = Path(__file__).parents[2]
SHARED = sorted((Path(__file__).parent / "shared").glob("*.fidelity.yaml"))
GOLDEN = Path(__file__).parent / "golden"
DAY = date(2026, 11, 22)
MACHINES = ("sarif", "junit", "gitlab", "github", "markdown", "json")


def shared(*, known: bool = True) -> Run:
    """Return the shared run: every kind of finding, a file that cannot be read, and one finding known before."""
    os.chdir(ROOT)
    results: list[CheckResult | Unreadable] = []
    for path in SHARED:
        name = path.relative_to(ROOT).as_posix()
        try:
            results.append(fidelity.check(fidelity.load_plan(name), on=DAY))
        except InputError as error:
            results.append(Unreadable(name, error.faults))
    whole = baseline_of(one for one in results if isinstance(one, CheckResult))
    named = {key: {name: found[name] for name in sorted(found)[:6]} for key, found in whole.known.items()}
    return Run(results, fidelity.Strength.RESTATED, DAY, Verdict.RED, Baseline(named) if known else None)


def render(run: Run, format_: str) -> str:
    return report(FORMATS, format_, run, Layout(base=str(ROOT)))
