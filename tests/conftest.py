"""How deep the tests go: a small budget in every run, more of everything in CI, and much more when asked for.

``HYPOTHESIS_PROFILE=thorough python -m pytest`` is the long run before a release. Laws on which much stands multiply
the examples of the profile (``tests.budget``). What is marked ``slow`` runs in CI and in the long run only.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings
from tests.needed import LEFT, library

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

_ALL = list(HealthCheck)
settings.register_profile("quick", max_examples=40, deadline=None, suppress_health_check=_ALL, derandomize=False)
settings.register_profile("ci", max_examples=100, deadline=None, suppress_health_check=_ALL, derandomize=True)
settings.register_profile(
    "mutation",  # the same few examples each time, and no search for a smaller one: see tests/mutation
    max_examples=30,
    deadline=None,
    suppress_health_check=_ALL,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
)
settings.register_profile("thorough", max_examples=1_000, deadline=None, suppress_health_check=_ALL)
_PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "quick")
settings.load_profile(_PROFILE)

# What is started in the background ignores interrupts, or that the terminal has gone, and so would what tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.hookimpl(tryfirst=True)  # before any fixture
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what is for CI, before anything of it is drawn or made."""
    if item.get_closest_marker("slow") and not os.environ.get("CI") and _PROFILE != "thorough":
        pytest.skip(f"{LEFT}time")
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            library(name)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why a test was skipped, or nothing."""
    return report.longrepr[2] if report.skipped and isinstance(report.longrepr, tuple) else ""


def pytest_report_teststatus(report: pytest.TestReport | pytest.CollectReport) -> tuple[str, str, str] | None:
    """Count what is left to CI apart from what is skipped for another reason."""
    return ("left to CI", "s", "LEFT TO CI") if LEFT in _reason(report) else None


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say in one line what was left to CI."""
    left: list[pytest.TestReport] = terminalreporter.stats.get("left to CI", [])
    if left:
        wanted = dict.fromkeys(_reason(report).partition(LEFT)[2] for report in left)
        terminalreporter.write_line(f"{len(left)} tests are left to CI, for want of: {'; '.join(wanted)}")
