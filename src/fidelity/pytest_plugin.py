"""Collects adaptation plans as tests: every ``*.fidelity.yaml`` (``.yml``, ``.json``, ``.xlsx``).

A plan fails where ``fidelity check`` would fail it, by the same settings: ``fidelity.toml``, ``[tool.fidelity]``, the
environment, and here ``--fidelity-fail-on``. To switch it off: ``fidelity_plans = false``, or ``-p no:fidelity``.
"""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fidelity.checking.result import CheckResult, Unreadable
    from fidelity.commands.settings import Settings
    from fidelity.reports.check.run import Run

__all__ = ["PlanFile", "PlanItem"]

_ENDINGS = (".fidelity.yaml", ".fidelity.yml", ".fidelity.json", ".fidelity.xlsx")
_SETTINGS = pytest.StashKey["Settings"]()


class NotWithinError(Exception):
    """A plan is at or above the threshold, or could not be read; holds the report."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the plugin."""
    group = parser.getgroup("fidelity", "adaptation plans as tests")
    group.addoption(
        "--fidelity-fail-on",
        choices=("red", "amber", "never"),
        help="the verdict from which a plan fails (default: red)",
    )
    parser.addini("fidelity_plans", "collect adaptation plans as tests", type="bool", default=True)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PlanFile | None:
    """Collect a plan by the end of its name."""
    name = file_path.name.lower()
    if not name.endswith(_ENDINGS) or name.startswith("~$") or not parent.config.getini("fidelity_plans"):
        return None
    found: PlanFile = PlanFile.from_parent(parent, path=file_path)
    return found


class PlanFile(pytest.File):
    """The file of one plan: one test."""

    def collect(self) -> Iterator[PlanItem]:
        """Yield the one test."""
        yield PlanItem.from_parent(self, name="plan")


class PlanItem(pytest.Item):
    """The check of one plan."""

    def runtest(self) -> None:
        """Check the plan; what is open is shown beside the test even where it passes."""
        settings = _settings(self.config)
        run = self._run(settings)
        report = _report(run, verbose=self.config.getoption("verbose") > 0)
        if run.counts["unreadable"] or (run.verdict is not None and run.fails(run.verdict)):
            raise NotWithinError(report)
        self.add_report_section("call", "fidelity", report)

    def _run(self, settings: Settings) -> Run:
        from fidelity.checking.baseline import Baseline
        from fidelity.files.baselines import load_known
        from fidelity.files.library import use_folders
        from fidelity.model.strength import LEVELS
        from fidelity.reports.check.run import Run
        from fidelity.verdicts import Verdict

        use_folders(settings.texts("model-path"))
        bind, on = LEVELS[settings.word("bind")], date.today()  # noqa: DTZ011 - the day where the reader is
        said = settings.word("fail-on")
        known = settings.text("baseline")
        baseline = Baseline.of_words(load_known(known)) if known else None
        return Run([self._result(settings, on)], bind, on, None if said == "never" else Verdict(said), baseline)

    def _result(self, settings: Settings, on: date) -> CheckResult | Unreadable:
        from fidelity.api import check_many
        from fidelity.commands.settings import local_rules

        rules, scan = local_rules(settings), settings.yes("privacy-scan")
        plan = os.path.relpath(self.path, self.config.rootpath)
        with _inside(self.config.rootpath):
            bind = settings.word("bind")
            return next(check_many([plan], settings.text("model"), on=on, bind=bind, rules=rules, privacy_scan=scan))

    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: str | None = None,  # noqa: ARG002 - pytest sets the signature
    ) -> str:
        """Return the report of the plan; a broken setting or baseline is told in its own words."""
        from fidelity.errors import FidelityError

        if isinstance(excinfo.value, NotWithinError | FidelityError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the test stands, and what it is called."""
        return self.path, 0, f"fidelity: {self.path.name}"


def _settings(config: pytest.Config) -> Settings:
    from fidelity.commands.settings import read_settings

    if _SETTINGS not in config.stash:
        said = {"fail_on": config.getoption("--fidelity-fail-on")}
        config.stash[_SETTINGS] = read_settings(said, os.environ, str(config.rootpath))
    return config.stash[_SETTINGS]


def _report(run: Run, *, verbose: bool) -> str:
    from fidelity.reports import Layout, report
    from fidelity.reports.check import FORMATS

    return report(FORMATS, "text", run, Layout(verbose=verbose))


class _inside:  # noqa: N801 - read as a word: with _inside(folder)
    """Runs a block inside a folder, so that the report names the plan as pytest does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = os.getcwd()  # noqa: PTH109

    def __enter__(self) -> None:
        os.chdir(self._folder)

    def __exit__(self, *raised: object) -> None:
        os.chdir(self._before)
