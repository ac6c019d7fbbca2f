"""Collects adaptation plans as tests: every ``*.fidelity.yaml`` (``.yml``, ``.json``, ``.xlsx``).

A plan fails where ``fidelity check`` would fail it, by the same settings: ``fidelity.toml``, ``[tool.fidelity]``, the
environment, and here ``--fidelity-fail-on``. To switch it off: ``fidelity_plans = false``, or ``-p no:fidelity``.
"""

from __future__ import annotations

import os
from contextlib import chdir
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
    """A plan is at or above the threshold, or could not be read. Its text is the report."""


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
        """Check the plan. A report of what is open stands beside the test, even if it passes."""
        from fidelity.reports import Layout, report
        from fidelity.reports.check import FORMATS

        run = self._run(_settings(self.config))
        text = report(FORMATS, "text", run, Layout(verbose=self.config.getoption("verbose") > 0))
        if run.counts["unreadable"] or run.failed:
            raise NotWithinError(text)
        self.add_report_section("call", "fidelity", text)

    def _run(self, settings: Settings) -> Run:
        from fidelity.files.baselines import Baseline, load_known
        from fidelity.files.library import use_folders
        from fidelity.model.strength import LEVELS
        from fidelity.reports.check.run import Run
        from fidelity.verdicts import Verdict

        use_folders(settings.texts("model-path"))
        bind, on = LEVELS[settings.word("bind")], date.today()  # noqa: DTZ011 - the day at the reader's place
        fail_on, path = settings.word("fail-on"), settings.text("baseline")
        baseline = Baseline.of_words(load_known(path)) if path else None
        return Run([self._result(settings, on)], bind, on, None if fail_on == "never" else Verdict(fail_on), baseline)

    def _result(self, settings: Settings, on: date) -> CheckResult | Unreadable:
        from fidelity.api import check_many
        from fidelity.commands.settings import local_rules

        rules, scan = local_rules(settings), settings.yes("privacy-scan")
        plan = os.path.relpath(self.path, self.config.rootpath)
        with chdir(self.config.rootpath):  # so that the report names the plan as pytest does
            bind = settings.word("bind")
            return next(check_many([plan], settings.text("model"), on=on, bind=bind, rules=rules, privacy_scan=scan))

    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: str | None = None,  # noqa: ARG002 - pytest sets the signature
    ) -> str:
        """Return the report of the plan; for a broken setting or baseline, its own message."""
        from fidelity.errors import FidelityError

        if isinstance(excinfo.value, NotWithinError | FidelityError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the test is, and what it is called."""
        return self.path, 0, f"fidelity: {self.path.name}"


def _settings(config: pytest.Config) -> Settings:
    from fidelity.commands.settings import read_settings

    if _SETTINGS not in config.stash:
        options = {"fail_on": config.getoption("--fidelity-fail-on")}
        config.stash[_SETTINGS] = read_settings(options, os.environ, str(config.rootpath))
    return config.stash[_SETTINGS]
