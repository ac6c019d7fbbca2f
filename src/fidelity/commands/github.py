"""What a step of GitHub Actions is told beside its log: the summary of the job, and outputs for later steps."""

from __future__ import annotations

# ruff: noqa: PTH123 - pathlib costs 8 ms at the start
from typing import TYPE_CHECKING

from fidelity.commands.output import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.reports.check.run import Run

__all__ = ["tell_github"]

_MOST = 1_000_000
"""Bytes of a summary: GitHub refuses more than 1 MiB a step, and then shows none of it."""


def tell_github(run: Run, environ: Mapping[str, str]) -> None:
    """Append the Markdown report to the job's summary, and the counts to the step's outputs, where GitHub asks.

    Raises
    ------
    OutputError
        If a file that GitHub named cannot be written.
    """
    summary, outputs = environ.get("GITHUB_STEP_SUMMARY"), environ.get("GITHUB_OUTPUT")
    if summary:
        _append(summary, _summary(run))
    if outputs:
        rows = {"verdict": run.verdict.value if run.verdict else "none", **run.counts}
        _append(outputs, "".join(f"{name}={value}\n" for name, value in rows.items()))


def _summary(run: Run) -> str:
    from fidelity.reports.check.markdown_report import render
    from fidelity.reports.check.run import Layout

    text = render(run, Layout())
    if len(text.encode("utf-8", "backslashreplace")) <= _MOST:
        return text
    short = text.encode("utf-8", "backslashreplace")[:_MOST].decode("utf-8", "ignore")
    return f"{short.rpartition(chr(10))[0]}\n\nThe rest is in the log: a summary holds no more.\n"


def _append(path: str, text: str) -> None:
    try:
        with open(path, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error
