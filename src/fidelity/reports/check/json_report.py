"""The report for scripts: one JSON object. Its keys and their nesting are a contract; wording is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.result import SCHEMA_VERSION, CheckResult
from fidelity.checking.rules.registry import code_of
from fidelity.rendering.json import json_pieces
from fidelity.reports.check.phrases import choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checking.finding import Finding
    from fidelity.checking.result import Unreadable
    from fidelity.checking.states import State
    from fidelity.errors import Fault, Place
    from fidelity.rendering.json import Json
    from fidelity.reports import Layout
    from fidelity.reports.check.run import Run


def render(run: Run, _: Layout) -> Iterator[str]:
    """Yield the report as JSON, in UTF-8 and not escaped where it need not be."""
    whole: dict[str, Json] = {
        "schema_version": SCHEMA_VERSION,
        "verdict": run.verdict.value if run.verdict else None,
        "on": run.on.isoformat() if run.on else None,
        "bind": run.bind.word,
        "counts": dict(run.counts),
        "plans": (_judged(run, one) if isinstance(one, CheckResult) else _unreadable(one) for one in run.results),
    }
    return json_pieces(whole)


def _judged(run: Run, result: CheckResult) -> Json:
    plan, model, repairs = result.plan, result.model, result.repairs()
    known = set(map(id, run.known(result)))
    return {
        "path": plan.place.path,
        "plan": plan.id,
        "site": plan.site,
        "model": {"id": model.id, "version": model.version},
        "claim": plan.claim,
        "unmentioned": plan.unmentioned,
        "verdict": result.verdict.value,
        "known": run.all_known(result),
        "findings": [_finding(finding, known=id(finding) in known) for finding in result.findings],
        "elements": {id_: _state(state) for id_, state in result.elements.items()},
        "repairs": {"complete": repairs.complete, "sets": [_texts(row) for row in repairs.sets]},
    }


def _finding(finding: Finding, *, known: bool) -> Json:
    return {
        "code": finding.code,
        "name": finding.name,
        "verdict": finding.verdict.value,
        "needs": finding.needs.value if finding.needs else None,
        "element": finding.element,
        "tier": finding.tier.value if finding.tier else None,
        "changes": _texts(finding.changes),
        "message": finding.message,
        "why": finding.why,
        "ask": finding.ask,
        "ways_out": _texts(choices(finding.ways_out)),
        "location": _place(finding.location),
        "model_location": _place(finding.model_location) if finding.model_location else None,
        "causes": [_texts(cause.atoms) for cause in finding.causes],
        "via": _texts(finding.via),
        "consequences": [_finding(inner, known=known) for inner in finding.consequences],
        "basis": [
            {"evidence": one.evidence, "source": one.source, "locator": one.locator, "strength": one.strength.word}
            for one in finding.basis
        ],
        "fingerprint": finding.fingerprint,
        "approval": finding.approval,
        "baselined": known,
    }


def _state(state: State) -> Json:
    row: dict[str, Json] = {"tier": state.tier.value, "state": state.state, "verdict": state.verdict.value}
    if state.named is not None:
        row["realised_by"] = {"standing": state.standing, "named": state.named}
    return row


def _unreadable(one: Unreadable) -> Json:
    nothing: dict[str, Json] = dict.fromkeys(("plan", "site", "model", "claim", "unmentioned", "verdict", "known"))
    findings: Json = [_fault(fault) for fault in one.faults]
    return {"path": one.path, **nothing, "findings": findings, "elements": {}, "repairs": None}


def _fault(fault: Fault) -> Json:
    rule = code_of(fault.code)
    return {
        "code": fault.code,
        "name": rule.name,
        "verdict": None,
        "needs": None,
        "element": None,
        "tier": None,
        "changes": [],
        "message": f"{fault.found}; expected {fault.expected}" if fault.expected else fault.found,
        "why": rule.why,
        "ask": None,
        "ways_out": _texts(choices(fault.ways_out)),
        "location": _place(fault.place),
        "model_location": None,
        "causes": [],
        "via": [],
        "consequences": [],
        "basis": [],
        "fingerprint": None,
        "approval": None,
        "baselined": False,
    }


def _place(place: Place) -> Json:
    found: dict[str, Json] = {"path": place.path, "line": place.line, "column": place.column}
    if place.sheet:
        found |= {"sheet": place.sheet, "cell": place.cell or None}
    return found


def _texts(words: Iterable[str]) -> list[Json]:
    return list(words)
