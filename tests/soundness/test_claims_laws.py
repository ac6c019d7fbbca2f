"""What is said of a claim is what trying every plan says: before the variant, and before its parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import assume, given, note
from hypothesis import strategies as st
from tests.comparing.versions import pairs
from tests.soundness import brute
from tests.strategies import model_yaml

from fidelity.checking.result import judge_plan
from fidelity.model.evidence import Basis
from fidelity.model.model import Extends, Override
from fidelity.model.strength import Strength
from fidelity.plan.ancestry import before_ancestor
from fidelity.soundness.claims import weigh_claim

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan

MANY = 400
_BASIS = Basis(inferred="for the test")


@st.composite
def variants(draw: DrawFn) -> Model:
    """A variant that claims to implement its parent, truly or not: what it keeps stays, or is overridden."""
    parent, now = draw(pairs(max_size=3, most=2, sound=True))
    for element in now.elements:
        for one in element.parameters:
            before = parent.by_id[element.id].parameter(one.id) if element.id in parent.by_id else None
            assume(before is None or (before.type, before.family) == (one.type, one.family))  # else the file is refused
    overrides = [_override(id_, now.by_id.get(id_)) for id_, one in parent.by_id.items() if now.by_id.get(id_) != one]
    overrides += [
        _override(id_, now.proscribed_by_id.get(id_))
        for id_, one in parent.proscribed_by_id.items()
        if now.proscribed_by_id.get(id_) != one
    ]
    return evolve(now, id=f"{parent.id}-local", extends=Extends(parent, "implements", tuple(overrides), _BASIS))


def _override(subject: str, now: object) -> Override:
    return Override(
        subject, "It is so here.", _BASIS, keys=() if now is None else ("statement",), withdrawn=now is None
    )


def verdicts(plan: Plan, variant: Model, bind: Strength) -> tuple[str, str]:
    """Return what a check says before the variant, and what it says before the parent."""
    assert variant.extends is not None
    seen, judge = before_ancestor(plan, variant, variant.extends.parent)
    return judge_plan(plan, variant, bind, None).verdict, judge_plan(seen, judge, bind, None).verdict


@given(variants().filter(lambda variant: brute.count(variant) <= MANY), st.sampled_from(Strength))
def test_no_plan_at_all_goes_against_a_claim_that_is_said_to_hold(variant: Model, bind: Strength) -> None:
    assert variant.extends is not None
    note(model_yaml(variant.extends.parent))
    note(model_yaml(variant))
    assume(weigh_claim(variant, bind).holds)
    for done in brute.plans(variant):
        assert verdicts(done.plan, variant, bind) != ("green", "red"), done


@given(variants(), st.sampled_from(Strength))
def test_every_plan_that_is_shown_against_a_claim_is_green_here_and_red_before_the_parent(
    variant: Model, bind: Strength
) -> None:
    assert variant.extends is not None
    note(model_yaml(variant.extends.parent))
    note(model_yaml(variant))
    for one in weigh_claim(variant, bind).counterexamples:
        assert verdicts(one.plan, variant, bind) == ("green", "red")
