"""The laws of the design's section 4, held against the engine."""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.checking import engine
from tests.oracle import naive
from tests.strategies import Case, bearing_cases, cases, constraint, simple_cases, sound_models, values_for

from fidelity.checking.result import judge_plan
from fidelity.model.strength import Strength
from fidelity.plan.plan import Approval, Covered, Plan

if TYPE_CHECKING:
    from fidelity.checking.finding import Finding
    from fidelity.checking.result import CheckResult
    from fidelity.model.model import Model
    from fidelity.plan.plan import Change


def verdict(case: Case, plan: Plan | None = None, model: Model | None = None, bind: Strength | None = None) -> int:
    """Return the rank of a verdict: 0 green, 1 amber, 2 red."""
    result = judge_plan(plan or case.plan, model or case.model, case.bind if bind is None else bind, case.on)
    return result.verdict.rank


def red_findings(result: CheckResult) -> list[Finding]:
    return [finding for finding in engine.every(result) if finding.own_verdict == "red"]


@given(sound_models(), st.sampled_from(Strength), st.sampled_from(["as-specified", "undecided"]))
def test_a_plan_that_keeps_everything_as_specified_is_green(model: Model, bind: Strength, silence: str) -> None:
    names = (*model.by_id, *model.proscribed_by_id)
    plan = Plan("p", model.reference, "Northtown", silence, author="lead", as_specified=names)
    result = judge_plan(plan, model, bind, None)
    assert result.verdict == "green"
    assert result.findings == ()
    assert {state.state for state in result.elements.values()} <= {"as-specified"}


@given(cases(max_atoms=5))
def test_the_order_of_changes_does_not_matter(case: Case) -> None:
    plan = case.plan
    turned = evolve(plan, changes=plan.changes[::-1], choices=plan.choices[::-1], undecided=plan.undecided[::-1])
    before, after = (
        engine.judge(*case, repairs=False),
        engine.judge(case.model, turned, case.bind, case.on, repairs=False),
    )
    assert after == before


@given(bearing_cases())
def test_a_fingerprint_outlives_other_words_and_another_order(case: Case) -> None:
    def otherwise(change: Change) -> Change:
        return evolve(change, what="Otherwise.", natures=change.natures[::-1], settings=change.settings[::-1])

    plan = evolve(
        case.plan, changes=tuple(map(otherwise, case.plan.changes)), as_specified=case.plan.as_specified[::-1]
    )
    before, after = (judge_plan(one, case.model, case.bind, case.on) for one in (case.plan, plan))
    found, was = (sorted(one.fingerprint for one in engine.every(result)) for result in (after, before))
    assert found == was  # the values of one change are told in the order in which it sets them


@given(cases(), st.data())
def test_saying_an_unapproved_change_twice_changes_no_verdict(case: Case, data: st.DataObject) -> None:
    plan = evolve(case.plan, approvals=())
    mute = [c for c in plan.changes if not c.settings and c.addition is None]
    if not mute:
        return
    twice = evolve(data.draw(st.sampled_from(mute)), id="again")
    longer = evolve(plan, changes=(*plan.changes, twice))
    assert verdict(case, longer) == verdict(case, plan)


@given(cases(max_atoms=5))
def test_lowering_the_line_only_resolves_ambers(case: Case) -> None:
    plan = evolve(case.plan, approvals=())
    ranks = [verdict(case, plan, bind=bind) for bind in sorted(Strength, reverse=True)]
    for strict, mild in pairwise(ranks):
        assert strict in (mild, 1)


@given(simple_cases(max_atoms=5))
def test_taking_something_back_never_makes_a_simple_plan_worse(case: Case) -> None:
    atoms = naive.atoms(case.model, case.plan)
    before = verdict(case)
    for atom in atoms:
        assert verdict(case, case.plan.without(atom)) <= before


@given(simple_cases(), st.data())
def test_narrowing_a_limit_never_makes_a_simple_plan_better(case: Case, data: st.DataObject) -> None:
    wide = [(e, p) for e in case.model.elements for p in e.parameters if p.limits]
    if not wide:
        return
    element, parameter = data.draw(st.sampled_from(wide))
    value = data.draw(st.sampled_from(values_for(parameter)))
    extra = constraint(parameter, "includes" if parameter.type == "set" else "is", value)
    first = evolve(parameter.limits[0], constraints=(*parameter.limits[0].constraints, extra))
    narrow = evolve(parameter, limits=(first, *parameter.limits[1:]))
    ours = tuple(narrow if p is parameter else p for p in element.parameters)
    elements = tuple(evolve(e, parameters=ours) if e is element else e for e in case.model.elements)
    assert verdict(case, model=evolve(case.model, elements=elements)) >= verdict(case)


@given(cases())
def test_every_red_finding_rests_on_a_binding_basis(case: Case) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    for finding in red_findings(result):
        assert case.plan.claim == "implements"
        strengths = [row.strength for row in finding.basis]
        if case.bind > Strength.INFERRED:
            assert max(strengths) >= case.bind
        element = finding.case.element_of(finding.raw)
        if finding.code in ("FID201", "FID202", "FID203", "FID301", "FID302") and element is not None:
            assert element.strength >= case.bind


@given(cases(max_atoms=5))
def test_each_cause_reproduces_its_finding_and_no_part_of_it_does(case: Case) -> None:
    plan = evolve(case.plan, approvals=())
    result = judge_plan(plan, case.model, case.bind, case.on)
    atoms = set(naive.atoms(case.model, plan))
    if any(change.addition is not None for change in plan.changes):
        return  # a part of the plan may leave one addition naming another that is gone
    for finding in engine.every(result):
        for cause in finding.causes:
            part = plan.without(*sorted(atoms - set(cause.atoms)))
            alone = judge_plan(part, case.model, case.bind, case.on)
            same = [one for one in engine.every(alone) if (one.code, one.subject) == (finding.code, finding.subject)]
            assert [one.own_verdict.rank >= finding.own_verdict.rank for one in same] == [True]


def repaired(case: Case, actions: frozenset[str]) -> Plan:
    """Do what a repair says, as a person would: by hand, in the plan."""
    gone = [action.partition(" ")[2] for action in actions if not action.startswith("approve")]
    plan = case.plan.without(*gone)
    extra = []
    for change in plan.changes:
        if f"approve change:{change.id}" in actions:
            covered = Covered(change.id, change.natures, change.settings, change.substitute, change.exception)
            roles = {role for row in case.model.authority.values() for role in row} - {plan.author}
            extra += [Approval((covered,), "Somebody else", role, case.on or date.min) for role in sorted(roles)]
    return evolve(plan, approvals=(*plan.approvals, *extra))


@given(cases(max_atoms=4), st.sampled_from(["red", "amber"]))
def test_each_repair_works_and_no_smaller_one_does(case: Case, target: str) -> None:
    added = {change.addition.id: change.addition for change in case.plan.changes if change.addition is not None}
    if any(name in added for addition in added.values() for name in addition.requires + addition.excludes):
        return  # withdrawing one addition leaves the other naming nothing: the plan has to be edited by hand
    repairs = judge_plan(case.plan, case.model, case.bind, case.on).repairs(target)
    limit = {"red": 2, "amber": 1}[target]
    for row in repairs.sets:
        assert verdict(case, repaired(case, frozenset(row))) < limit
        for size in range(len(row)):
            for fewer in combinations(row, size):
                assert verdict(case, repaired(case, frozenset(fewer))) >= limit


@given(cases())
def test_a_finding_that_is_not_settled_says_what_it_needs(case: Case) -> None:
    for finding in engine.every(judge_plan(case.plan, case.model, case.bind, case.on)):
        assert (finding.needs is not None) == (finding.own_verdict == "amber")
        assert finding.message.endswith(".")
        assert "None" not in finding.message


@given(cases())
def test_the_verdict_is_the_worst_of_the_findings(case: Case) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    assert result.verdict.rank == max((finding.verdict.rank for finding in result.findings), default=0)
    for finding in result.findings:
        nested = [one.verdict.rank for one in finding.consequences]
        assert finding.verdict.rank == max([finding.own_verdict.rank, *nested])


@given(cases())
def test_a_plan_that_makes_no_claim_is_never_red(case: Case) -> None:
    plan = evolve(case.plan, claim="inspired-by")
    assert verdict(case, plan) == min(verdict(case), 1)
