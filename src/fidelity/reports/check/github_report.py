"""Annotations for GitHub Actions, worst first, then the plain report between marks that stop GitHub from obeying it.

GitHub shows ten errors and ten warnings a step and drops the others without a word, so the plain report and a count
follow. Others write the plans, so nothing in a plan can become a command of the workflow.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from fidelity.rendering.english import printable
from fidelity.rendering.workflow import data, value
from fidelity.reports.check import text_report
from fidelity.reports.check.entries import entries, relative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.reports import Layout
    from fidelity.reports.check.entries import Entry
    from fidelity.reports.check.run import Run

_COMMANDS = {"unreadable": "error", "breach": "error", "open": "warning", "agreed": "notice", "remark": "notice"}
_SHOWN = 10


def render(run: Run, layout: Layout) -> Iterator[str]:
    """Yield workflow commands, one a line, then the plain report."""
    found = sorted((entry for result in run.results for entry in entries(run, result)), key=_rank)
    for entry in found:
        yield f"{_annotation(entry, layout.base)}\n"
    report = "".join(text_report.render(run, layout))  # whole, as its hash comes first: nobody can guess that
    token = sha256(report.encode("utf-8", "backslashreplace")).hexdigest()
    yield "\n".join([f"::stop-commands::{token}", report.rstrip("\n"), *_hidden(found), f"::{token}::", ""])


def _rank(entry: Entry) -> int:
    return ["error", "warning", "notice"].index(_command(entry))


def _command(entry: Entry) -> str:
    return "notice" if entry.known else _COMMANDS[entry.standing]


def _annotation(entry: Entry, base: str) -> str:
    place = entry.at
    properties = {"file": relative(place.path or entry.path, base), "line": str(max(place.line, 1))}
    if place.column:
        properties["col"] = str(place.column)
    properties["title"] = f"{entry.code} {entry.name}"
    said = ",".join(f"{name}={value(printable(text))}" for name, text in properties.items())
    return f"::{_command(entry)} {said}::{data(printable(entry.brief))}"


def _hidden(found: list[Entry]) -> list[str]:
    """Return a word on the annotations that GitHub will not show."""
    commands = [_command(entry) for entry in found]
    more = sum(max(0, commands.count(name) - _SHOWN) for name in ("error", "warning", "notice"))
    if not more:
        return []
    return ["", f"{more} of {len(found)} findings have no annotation, as GitHub shows {_SHOWN} of each kind."]
