"""GitLab's code quality report: one entry a root cause that counts, shown beside the lines of a merge request."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from fidelity.model.elements import Tier
from fidelity.rendering.json import ascii_text, json_pieces
from fidelity.reports.check.entries import entries, relative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.rendering.json import Json
    from fidelity.reports import Layout
    from fidelity.reports.check.entries import Entry
    from fidelity.reports.check.run import Run

_SEVERITIES = {"breach": "critical", "open": "minor", "agreed": "info", "remark": "info", "unreadable": "blocker"}


def render(run: Run, layout: Layout) -> Iterator[str]:
    """Yield a list of issues as JSON. What was agreed is there as information.

    What was known before says so, and keeps its severity: GitLab shows what is new by comparing with the branch before.
    """
    found = (entry for result in run.results for entry in entries(run, result))
    return json_pieces((_issue(entry, layout.base) for entry in found), ascii_text)


def _issue(entry: Entry, base: str) -> Json:
    path = entry.at.path or entry.path
    key = f"{entry.plan}\x1f{path}\x1f{entry.fingerprint}"
    return {
        "description": entry.brief,
        "check_name": f"{entry.code} {entry.name}",
        "fingerprint": sha256(key.encode("utf-8", "backslashreplace")).hexdigest(),
        "severity": _severity(entry),
        "location": {"path": relative(path, base), "lines": {"begin": max(entry.at.line, 1)}},
    }


def _severity(entry: Entry) -> str:
    if entry.standing == "breach" and entry.tier is Tier.PRINCIPLE:
        return "blocker"
    return _SEVERITIES[entry.standing]
