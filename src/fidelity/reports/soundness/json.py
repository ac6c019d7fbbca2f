"""What lint found, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.result import Unreadable
from fidelity.checking.rules.registry import code_of
from fidelity.plan.text import plan_text
from fidelity.rendering.json import json_text
from fidelity.reports.check.phrases import choices
from fidelity.soundness.issue import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.errors import Fault, Place
    from fidelity.reports import Layout
    from fidelity.soundness.claims import ClaimTest
    from fidelity.soundness.issue import Issue
    from fidelity.soundness.lint import Soundness


def render(found: Sequence[Soundness | Unreadable], _: Layout) -> Iterator[str]:
    """Yield one object with a list of models, ending in a line break."""
    document = {
        "schema_version": 1,
        "models": [_unread(one) if isinstance(one, Unreadable) else _model(one) for one in found],
    }
    yield json_text(document)


def _model(found: Soundness) -> dict[str, object]:
    model = found.model
    return {
        "model": {"id": model.id, "version": model.version, "title": model.title},
        "path": model.place.path,
        "sound": found.ok,
        "counts": {level.value: len(found.at(level)) for level in Level},
        "issues": [_issue(issue) for issue in found.issues],
        "claim": None if found.claim is None else _claim(found.claim),
    }


def _unread(found: Unreadable) -> dict[str, object]:
    return {
        "model": None,
        "path": found.path,
        "sound": None,
        "counts": dict.fromkeys((level.value for level in Level), 0),
        "issues": [_fault(fault) for fault in found.faults],
        "claim": None,
    }


def _fault(fault: Fault) -> dict[str, object]:
    return {
        "code": fault.code,
        "name": code_of(fault.code).name,
        "level": None,
        "subject": None,
        "message": f"{fault.found}; expected {fault.expected}" if fault.expected else fault.found,
        "ways_out": choices(fault.ways_out),
        "location": _location(fault.place),
        "plan": None,
    }


def _issue(issue: Issue) -> dict[str, object]:
    return {
        "code": issue.code,
        "name": issue.name,
        "level": issue.level.value,
        "subject": issue.subject or None,
        "message": issue.message,
        "ways_out": choices(issue.ways_out),
        "location": _location(issue.place),
        "plan": None if issue.plan is None else plan_text(issue.plan),
    }


def _claim(claim: ClaimTest) -> dict[str, object]:
    return {
        "claim": claim.claim,
        "parent": {"id": claim.parent.id, "version": claim.parent.version, "title": claim.parent.title},
        "holds": claim.holds,
        "differences": [
            {"kind": one.kind, "subject": one.subject, "text": one.text, "reason": one.reason or None}
            for one in claim.differences
        ],
        "counterexamples": [
            {"subject": one.subject, "allowed": one.allowed, "breach": one.breach, "plan": plan_text(one.plan)}
            for one in claim.counterexamples
        ],
    }


def _location(place: Place) -> dict[str, object] | None:
    return {"path": place.path, "line": place.line, "column": place.column} if place.line else None
