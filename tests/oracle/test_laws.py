"""The laws of the design's section 4, held against the naive judge: what it says is what was meant."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle import naive
from tests.strategies import (
    TODAY,
    Case,
    cases,
    constraint,
    mended,
    models,
    simple_cases,
    sound_models,
    values_for,
)

from fidelity.model.evidence import Basis
from fidelity.model.strength import Strength
from fidelity.plan.plan import Plan

if TYPE_CHECKING:
    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.parameters import Limit, Parameter

BADNESS = ("green", "amber", "red")


def bad(verdict: str) -> int:
    return BADNESS.index(verdict)


def plain(model: Model) -> Plan:
    names = (*model.by_id, *model.proscribed_by_id)
    return Plan("p", model.reference, "Northtown", "undecided", as_specified=names)


@given(models())
def test_mended_models_are_sound(model: Model) -> None:
    assert naive.is_sound(mended(model))


@given(sound_models(), st.sampled_from(Strength))
def test_a_plan_that_keeps_everything_as_specified_is_green(model: Model, bind: Strength) -> None:
    judgement = naive.judge(model, plain(model), bind)
    assert judgement.verdict == "green"
    assert set(judgement.states.values()) == {"as-specified"}


@given(cases(max_atoms=4))
def test_the_order_of_a_plan_does_not_matter(case: Case) -> None:
    plan = case.plan
    turned = evolve(
        plan,
        changes=plan.changes[::-1],
        choices=plan.choices[::-1],
        undecided=plan.undecided[::-1],
        approvals=plan.approvals[::-1],
    )
    before = naive.judge(*case)
    assert naive.judge(case.model, turned, case.bind, case.on) == before


@given(cases(), st.data())
def test_saying_a_change_twice_says_nothing_new(case: Case, data: st.DataObject) -> None:
    plan = evolve(case.plan, approvals=())
    mute = [c for c in plan.changes if not c.settings and c.addition is None]
    if not mute:
        return
    twice = evolve(data.draw(st.sampled_from(mute)), id="again")
    longer = evolve(plan, changes=(*plan.changes, twice))
    before = naive.judge_findings(case.model, plan, case.bind, case.on)
    after = naive.judge_findings(case.model, longer, case.bind, case.on)
    assert {k: v for k, v in after.items() if k[1] != "again"} == before
    assert naive.judge_verdict(case.model, longer, case.bind) == naive.judge_verdict(case.model, plan, case.bind)


@given(cases(max_atoms=5))
def test_lowering_the_line_only_resolves_ambers(case: Case) -> None:
    plan = evolve(case.plan, approvals=())
    verdicts = [naive.judge_verdict(case.model, plan, bind) for bind in sorted(Strength)[::-1]]
    for strict, mild in pairwise(verdicts):
        assert strict in (mild, "amber")


@given(simple_cases())
def test_taking_back_never_makes_it_worse(case: Case) -> None:
    question = naive.Question(*case)
    for kept in naive.subsets(question.atoms):
        verdict = bad(question.part(kept).verdict)
        for atom in kept:
            assert bad(question.part(kept - {atom}).verdict) <= verdict


@given(simple_cases(), st.data())
def test_narrowing_a_limit_never_makes_it_better(case: Case, data: st.DataObject) -> None:
    def narrowed(parameter: Parameter, limit: Limit) -> Limit:
        values = st.sampled_from(values_for(parameter))
        if not data.draw(st.booleans()):
            return limit
        operator = "includes" if parameter.type == "set" else "is"
        extra = constraint(parameter, operator, data.draw(values))
        return evolve(limit, constraints=(*limit.constraints, extra))

    def narrow(element: Element) -> Element:
        return evolve(
            element,
            parameters=tuple(
                evolve(p, limits=tuple(narrowed(p, limit) for limit in p.limits)) for p in element.parameters
            ),
        )

    model = evolve(case.model, elements=tuple(map(narrow, case.model.elements)))
    before = naive.judge_verdict(*case)
    after = naive.judge_verdict(model, case.plan, case.bind, case.on)
    assert bad(after) >= bad(before)


@given(cases())
def test_without_a_binding_tier_value_or_exclusion_nothing_is_red(case: Case) -> None:
    weak = Basis(inferred="nobody says so")

    def weakened(element: Element) -> Element:
        return evolve(
            element,
            tier_basis=weak,
            excludes=tuple(evolve(x, basis=weak) for x in element.excludes),
            parameters=tuple(
                evolve(p, limits=tuple(evolve(limit, basis=weak) for limit in p.limits)) for p in element.parameters
            ),
        )

    model = evolve(
        case.model,
        elements=tuple(map(weakened, case.model.elements)),
        proscribed=tuple(evolve(p, basis=weak) for p in case.model.proscribed),
    )
    bind = max(case.bind, Strength.OBSERVED)
    assert naive.judge_verdict(model, case.plan, bind, TODAY) != "red"


@given(cases(), st.data())
def test_a_part_is_the_plan_without_the_rest(case: Case, data: st.DataObject) -> None:
    question = naive.Question(*case)
    gone = data.draw(st.sets(st.sampled_from(sorted(question.atoms)))) if question.atoms else set()
    part = case.plan.without(*gone)
    findings = naive.judge_findings(case.model, part, case.bind, case.on)
    assert findings == question.part(question.atoms - gone).findings
