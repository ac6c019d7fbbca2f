"""The engine's own answer in the oracles' words, so that they can be compared with ``==``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.oracle.judgement import Judgement

from fidelity.checking.result import judge_plan
from fidelity.codes import CHANGES, CONSEQUENCES
from fidelity.model.elements import Tier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tests.oracle.judgement import Details
    from tests.strategies import Case

    from fidelity.checking.finding import Finding
    from fidelity.checking.repairs import Repairs
    from fidelity.checking.result import CheckResult
    from fidelity.model.model import Model
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Plan


def every(result: CheckResult) -> Iterator[Finding]:
    """Yield the judged findings of a result, consequences included, remarks left out."""
    for finding in result.findings:
        if finding.raw.family in {CHANGES, CONSEQUENCES}:
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
    return _judgement(judge_plan(plan, model, bind, on), target, repairs=repairs)


def beside(expected: Judgement, case: Case, target: str) -> Judgement:
    """Judge a case as the library does, to be compared with what a slow judge says.

    Where the library lists some repairs only, as with many changes that do the same, these have to be among the
    expected ones, and are completed by them.
    """
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    found = _judgement(result, target)
    if result.repairs(target).complete or not found.repairs <= expected.repairs:
        return found
    return replace(found, repairs=expected.repairs)


def _judgement(result: CheckResult, target: str, *, repairs: bool = True) -> Judgement:
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


def require_details(found: CheckResult, expected: Details) -> None:
    """Fail where the library says otherwise than the slow judge what goes with a judgement.

    The approvals of the plan are told apart by their references, which are their numbers.
    """
    states = found.elements
    assert {name: state.verdict.value for name, state in states.items()} == expected.verdicts
    principles = {name: state for name, state in states.items() if state.tier is Tier.PRINCIPLE}
    assert {name: (state.standing, state.named) for name, state in principles.items()} == expected.standing
    nested = {
        (one.code, one.subject): (finding.code, finding.subject)
        for finding in found.findings
        for one in finding.consequences
    }
    for key, parents in expected.nested.items():
        assert nested[key] in parents if parents else key not in nested
    notes: dict[tuple[int, str], set[str]] = {place: set() for place in expected.notes}
    for finding in found.findings:
        if finding.code.startswith("FID4"):
            number = int(finding.message.removeprefix("The approval ").split()[0])
            notes[number, finding.subject].add(finding.code)
    for place, said in notes.items():
        flaws = expected.notes[place] & {"FID401", "FID402", "FID403", "FID404"}
        assert (len(said) == 1 and said <= flaws) if flaws else said == expected.notes[place]
