"""SARIF 2.1.0 for code scanning: one result a root cause, at its line, with the sources in the message.

What was agreed or was known before is a suppressed result: it stays visible, and raises no alert. No result ever has a
``security-severity``: a breach of a practice model is not a security matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.codes import ADVICE, APPROVALS, FILES
from fidelity.rendering.json import ascii_text, json_pieces
from fidelity.reports.check.entries import entries, relative, uri
from fidelity.verdicts import AMBER, RED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.codes import Code
    from fidelity.rendering.json import Json
    from fidelity.reports import Layout
    from fidelity.reports.check.entries import Entry
    from fidelity.reports.check.run import Run

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MOST_RESULTS = 25_000
_LONG = 1000
_LEVELS = {RED: "error", AMBER: "warning"}


def render(run: Run, layout: Layout) -> Iterator[str]:
    """Yield a SARIF log with one run, in UTF-8. Paths are relative to the layout's base."""
    found = sorted((entry for result in run.results for entry in entries(run, result)), key=_rank)
    rules = {entry.code: entry.rule for entry in found}
    codes = sorted(rules)
    at = {code: number for number, code in enumerate(codes)}
    log: dict[str, Json] = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver([rules[code] for code in codes])},
                "automationDetails": {"id": "fidelity/"},
                "columnKind": "unicodeCodePoints",
                "results": (_result(entry, at[entry.code], layout.base) for entry in found[:_MOST_RESULTS]),
                "invocations": [_invocation(run, max(len(found) - _MOST_RESULTS, 0))],
            }
        ],
    }
    return json_pieces(log, ascii_text)


def _rank(entry: Entry) -> int:
    """Return what comes first where not everything is taken: breaches and faults, then what is open."""
    if entry.verdict is None:
        return 0
    return 2 - entry.verdict.rank + (3 if entry.known else 0)


def _driver(rules: list[Code]) -> dict[str, Json]:
    from fidelity._version import __version__

    return {"name": "fidelity", "semanticVersion": __version__, "rules": list(map(_rule, rules))}


def _rule(rule: Code) -> dict[str, Json]:
    level = "error" if rule.family == FILES else "warning"
    why = _shortened(rule.why)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _shortened(rule.summary)},
        "fullDescription": {"text": why},
        "help": {"text": f"{why} More: fidelity explain {rule.code}"},
        "defaultConfiguration": {"level": "note" if rule.family in {APPROVALS, ADVICE} else level},
        "properties": {"tags": ["practice-model", "fidelity"], "precision": "very-high"},
    }


def _result(entry: Entry, index: int, base: str) -> dict[str, Json]:
    result: dict[str, Json] = {
        "ruleId": entry.code,
        "ruleIndex": index,
        "level": "error" if entry.verdict is None else _LEVELS.get(entry.verdict, "note"),
        "message": {"text": _message(entry)},
        "locations": [_location(entry, base)],
        "partialFingerprints": {"primaryLocationLineHash": _fingerprint(entry), "fidelity/v1": _fingerprint(entry)},
    }
    suppression = _suppression(entry)
    if suppression:
        result["suppressions"] = [suppression]
    return result


def _message(entry: Entry) -> str:
    follows = [f"What follows from it: {message} [{code}]" for code, message in entry.follows]
    basis = [f"Source: {source}." for source in entry.sources[:1]]
    return "\n\n".join(filter(None, (entry.placed, entry.why, *basis, *entry.approvals, *follows, entry.todo)))


def _location(entry: Entry, base: str) -> dict[str, Json]:
    place = entry.at
    region = {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)}
    path = place.path or entry.path
    location: dict[str, Json] = {"artifactLocation": {"uri": uri(path, base)}, "region": region}
    return {
        "physicalLocation": location,
        "logicalLocations": [{"fullyQualifiedName": f"{entry.plan or relative(path, base)}: {entry.subject}"}],
    }


def _fingerprint(entry: Entry) -> str:
    """Return the finding's fingerprint made one for the plan, since two sites can make the same change."""
    from hashlib import sha256

    return sha256(f"{entry.plan}\x1f{entry.fingerprint}".encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _suppression(entry: Entry) -> dict[str, Json] | None:
    if entry.known:
        return {"kind": "external", "justification": "known before: it stands in the baseline"}
    if entry.standing == "agreed":
        return {"kind": "inSource", "justification": f"agreed: {entry.approval}"}
    return None


def _invocation(run: Run, left_out: int) -> dict[str, Json]:
    unread = run.counts["unreadable"]
    notes = []
    if unread:
        notes.append(f"{unread} of {run.counts['plans']} plans could not be read.")
    if left_out:
        notes.append(f"{left_out} findings more than a run may hold were left out, the least grave ones.")
    said: list[Json] = [{"level": "warning", "message": {"text": note}} for note in notes]
    return {"executionSuccessful": not unread, "toolExecutionNotifications": said}


def _shortened(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"
