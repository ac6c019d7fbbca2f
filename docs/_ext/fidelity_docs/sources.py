"""Where the generated pages get their data: the only part that knows the library.

What a page shows as an answer is what the library answered during this very build.
"""

from __future__ import annotations

from contextlib import chdir, redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import fidelity
from fidelity.api import all_codes
from fidelity.checking.table import RULE_WORDS, TABLE
from fidelity.cli import main
from fidelity.commands.explain import trial, ways_out_of
from fidelity.files.models import read_model
from fidelity.files.plans import read_plan
from fidelity.pictures import svg
from fidelity.plan.frame import NATURES
from fidelity.reports.guide import guide
from fidelity.soundness.lint import lint

from .codes import CodeEntry
from .examples import ExampleEntry
from .models import ModelEntry
from .natures import NatureEntry

if TYPE_CHECKING:
    from fidelity.codes import Code

__all__ = ["DAY", "code_entries", "example_entries", "help_of", "model_entries", "nature_entries", "report_on"]

DAY = date(2026, 11, 22)
"""The day for which every answer on these pages is given."""

_NAME = "plan.yaml"  # what a plan on a code's page is called
_MODEL_NAME = "model.yaml"  # and what a model is
_WITHOUT_A_DAY = "FID406"  # the one code that the command line never gives: it always has a day
_FOLLOWS = ("FID301", "FID302")  # what a report lists under its cause, and without a code of its own


def code_entries() -> tuple[CodeEntry, ...]:
    """Return what the library knows of every finding code, in the order of the codes."""
    return tuple(
        CodeEntry(
            code=rule.code,
            name=rule.name,
            since=rule.since,
            summary=rule.summary,
            why=rule.why,
            source=rule.source,
            ways_out=_ways(rule) if rule.fails else (),
            passes=rule.passes,
            fails=rule.fails,
            answer=_answered(rule) if rule.fails else "",
            shows=rule.shows,
        )
        for rule in all_codes()
    )


def _ways(rule: Code) -> tuple[str, ...]:
    if rule.shows == "plan":
        return _ways_out(rule.code, rule.fails)
    if rule.shows != "model":
        return ways_out_of(rule)
    issues = lint(read_model(rule.fails.encode(), _MODEL_NAME)).issues
    return tuple(dict.fromkeys(way for issue in issues if issue.code == rule.code for way in issue.ways_out))


def _answered(rule: Code) -> str:
    if rule.shows == "plan":
        return _answer(rule.code, rule.fails)
    if rule.shows != "model":
        return trial(rule.fails, rule.shows).answer
    return _report(rule.fails, _MODEL_NAME, "lint")


def model_entries() -> tuple[ModelEntry, ...]:
    """Return every model that ships, with its guide as Markdown and its picture, in the order of their ids."""
    models = [fidelity.load_model(reference) for reference in fidelity.model_references()]
    return tuple(
        ModelEntry(model.id, model.version, model.title, guide(model, "markdown"), svg(model)) for model in models
    )


def example_entries(folder: Path) -> tuple[ExampleEntry, ...]:
    """Return the example plans of a folder with the reports they give, the shortest plan first."""
    plans = {path: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
    return tuple(
        ExampleEntry(path.name, fidelity.load_plan(path).site, text, report_on(text, path.name))
        for path, text in sorted(plans.items(), key=lambda row: len(row[1]))
    )


def nature_entries() -> tuple[NatureEntry, ...]:
    """Return what every nature means at each tier, in the order of the library's table."""
    return tuple(
        NatureEntry(
            word,
            NATURES[word],
            (RULE_WORDS[row.principle], RULE_WORDS[row.essential], RULE_WORDS[row.flexible]),
            row.source,
            row.departs,
        )
        for word, row in TABLE.items()
    )


def _answer(code: str, plan: str) -> str:
    """Return what the command line says of a plan; for the code that it never gives, what Python says."""
    if code != _WITHOUT_A_DAY:
        report = report_on(plan, _NAME)
        return report if code in report or code in _FOLLOWS else report_on(plan, _NAME, "--verbose")
    result = fidelity.check(read_plan(plan.encode(), _NAME))
    return "\n".join(f"{finding.code} {finding.message}" for finding in result.findings if finding.code == code)


def help_of(command: str) -> str:
    """Return what ``fidelity COMMAND --help`` prints. Raises ``LookupError`` if there is no such command."""
    said, status = _said([command, "--help"])
    if status:
        raise LookupError(said)
    return said


def report_on(plan: str, name: str, *options: str) -> str:
    """Return what ``fidelity check`` says about a plan, on standard output and standard error."""
    return _report(plan, name, "check", "--on", DAY.isoformat(), *options)


def _report(text: str, name: str, command: str, *options: str) -> str:
    """Return what a command says about a file, on standard output and standard error."""
    with TemporaryDirectory() as folder, chdir(folder):
        Path(name).write_text(text, encoding="utf-8")
        return _said([command, name, *options])[0]


def _said(words: list[str]) -> tuple[str, int]:
    """Return what the command line says on both streams, and its status."""
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        status = main(words)
    return said.getvalue(), status


def _ways_out(code: str, plan: str) -> tuple[str, ...]:
    """Return the ways out that the library names for a code in a plan that has it."""
    try:
        day = None if code == _WITHOUT_A_DAY else DAY
        result = fidelity.check(read_plan(plan.encode(), _NAME), on=day)
    except fidelity.InputError as error:
        found = [fault.ways_out for fault in error.faults if fault.code == code]
    else:
        every = [one for finding in result.findings for one in (finding, *finding.consequences)]
        found = [finding.ways_out for finding in every if finding.code == code]
    return tuple(dict.fromkeys(way for ways in found for way in ways))
