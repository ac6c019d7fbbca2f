"""The engine's own answer in the oracles' words, so that they can be compared with ``==``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.judgement import Judgement

from fidelity.checking.result import judge_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from fidelity.checking.finding import Finding
    from fidelity.checking.repairs import Repairs
    from fidelity.checking.result import CheckResult
    from fidelity.model.model import Model
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Plan


def every(result: CheckResult) -> Iterator[Finding]:
    """Yield the judged findings of a result, consequences included, remarks left out."""
    for finding in result.findings:
        if finding.code[3] in "23":
            yield finding
            yield from finding.consequences


def as_sets(repairs: Repairs) -> frozenset[frozenset[str]]:
    if not repairs.needed:
        return frozenset({frozenset()})
    return frozenset(frozenset(row) for row in repairs.sets)


def judge(
    model: Model, plan: Plan, bind: Strength, on: date | None = None, *, target: str = "red", repairs: bool = True
) -> Judgement:
    """Judge a plan as the library does."""
    result = judge_plan(plan, model, bind, on)
    findings = {
        (finding.code, finding.subject): "agreed" if finding.approval is not None else finding.own_verdict.value
        for finding in every(result)
    }
    causes = {
        (finding.code, finding.subject): frozenset(frozenset(cause.atoms) for cause in finding.causes)
        for finding in every(result)
    }
    return Judgement(
        verdict=result.verdict.value,
        findings=findings,
        states={name: state.state for name, state in result.elements.items()},
        causes=causes,
        repairs=as_sets(result.repairs(target)) if repairs else frozenset(),
    )
