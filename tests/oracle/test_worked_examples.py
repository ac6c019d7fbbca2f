"""A few plans judged by hand from the design: both oracles have to agree with the hand."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from tests.oracle import naive, sat
from tests.strategies import OWNER, TODAY, basis

from fidelity.model.elements import Element, NatureRule, Substitute, Tier, Tolerance
from fidelity.model.model import Model
from fidelity.model.parameters import Constraint, Limit, Parameter
from fidelity.model.requirements import ElementTerm, Exclusion, Group, ParameterTerm
from fidelity.model.strength import Strength
from fidelity.plan.plan import Addition, Approval, Change, Choice, Covered, Plan, Setting

if TYPE_CHECKING:
    from tests.oracle.judgement import Judgement

    from fidelity.model.requirements import Term

STATED, RESTATED, INFERRED = Strength.STATED, Strength.RESTATED, Strength.INFERRED


def element(
    name: str,
    tier: Tier,
    strength: Strength = STATED,
    *,
    requires: Group | None = None,
    realised_by: Group | None = None,
    optional: bool = False,
    tolerance: Tolerance | None = None,
    excludes: tuple[Exclusion, ...] = (),
    substitutes: tuple[Substitute, ...] = (),
    adaptation: tuple[NatureRule, ...] = (),
    parameters: tuple[Parameter, ...] = (),
) -> Element:
    return Element(
        name,
        name,
        name,
        tier,
        basis(strength),
        basis(strength),
        requires=requires,
        realised_by=realised_by,
        optional=optional,
        tolerance=tolerance,
        excludes=excludes,
        substitutes=substitutes,
        adaptation=adaptation,
        parameters=parameters,
    )


def principle(name: str, *terms: Term, kind: str = "any", at_most: int | None = None) -> Element:
    tolerance = None if at_most is None else Tolerance(at_most, basis(STATED))
    realised_by = Group(kind, terms, basis(STATED)) if terms else None
    return element(name, Tier.PRINCIPLE, realised_by=realised_by, tolerance=tolerance)


def every(*terms: Term) -> Group:
    return Group("all", terms, basis(STATED))


def one(*terms: Term) -> Group:
    return Group("any", terms, basis(STATED))


def on(name: str, strength: Strength = STATED) -> ElementTerm:
    return ElementTerm(name, basis(strength))


def model(*elements: Element) -> Model:
    authority = MappingProxyType({"essential": ("model-owner",), "flexible": ("model-owner",)})
    return Model("m", "1", "M", OWNER, "A model.", elements=elements, authority=authority)


def change(name: str, *natures: str, id_: str = "c", substitute: str | None = None) -> Change:
    return Change(id_, "what", element=name, natures=natures, substitute=substitute)


def remove(name: str, id_: str = "c") -> Change:
    return change(name, "removing", id_=id_)


def plan(
    *changes: Change,
    choices: tuple[Choice, ...] = (),
    undecided: tuple[str, ...] = (),
    approvals: tuple[Approval, ...] = (),
) -> Plan:
    return Plan(
        "p",
        "m@1",
        "Northtown",
        "as-specified",
        choices=choices,
        changes=changes,
        undecided=undecided,
        approvals=approvals,
    )


def approved(*changes: Change, role: str = "model-owner") -> Approval:
    covers = tuple(Covered(c.id, c.natures, c.settings, c.substitute) for c in changes)
    return Approval(covers, OWNER, role, TODAY)


def judged(model: Model, plan: Plan, bind: Strength = RESTATED) -> Judgement:
    found = naive.judge(model, plan, bind, TODAY)
    assert sat.judge(model, plan, bind, TODAY) == found
    return found


def sets(*groups: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(group.split(" + ")) if group else frozenset() for group in groups)


ESSENTIAL, FLEXIBLE = Tier.ESSENTIAL, Tier.FLEXIBLE


def test_what_is_removed_takes_along_what_requires_it() -> None:
    m = model(
        principle("ethos", on("review")),
        element("judge", ESSENTIAL),
        element("review", ESSENTIAL, requires=every(on("judge"))),
    )
    found = judged(m, plan(remove("judge")))
    assert found.findings == {
        ("FID201", "judge"): "red",
        ("FID302", "review"): "red",
        ("FID301", "ethos"): "red",
    }
    assert set(found.causes.values()) == {sets("change:c")}
    assert found.repairs == sets("withdraw change:c")
    assert set(found.states.values()) == {"not-in-place"}


def test_two_that_hold_each_other_up_stand_until_one_goes() -> None:
    m = model(
        element("a", ESSENTIAL, requires=every(on("b"))),
        element("b", ESSENTIAL, requires=every(on("a"))),
    )
    assert judged(m, plan()).verdict == "green"
    assert judged(m, plan(remove("a"))).findings == {
        ("FID201", "a"): "red",
        ("FID302", "b"): "red",
    }


def test_a_principle_falls_only_with_the_last_that_realises_it() -> None:
    m = model(principle("ethos", on("a"), on("b")), element("a", FLEXIBLE), element("b", FLEXIBLE))
    found = judged(m, plan(remove("a", "one"), remove("b", "two")))
    assert found.findings["FID301", "ethos"] == "red"
    assert found.causes["FID301", "ethos"] == sets("change:one + change:two")


@pytest.mark.parametrize(("bind", "verdict"), [(RESTATED, "amber"), (INFERRED, "red")])
def test_a_principle_realised_by_inference_alone_is_not_red(bind: Strength, verdict: str) -> None:
    m = model(
        principle("ethos", on("a", INFERRED), on("b", INFERRED)),
        element("a", FLEXIBLE, optional=True),
        element("b", FLEXIBLE, optional=True),
    )
    found = judged(m, plan(remove("a", "one"), remove("b", "two")), bind)
    assert found.findings == {("FID301", "ethos"): verdict}
    assert judged(m, plan(remove("a")), bind).verdict == "green"


def test_an_inferred_term_helps_only_in_hope_beside_a_stated_one() -> None:
    m = model(
        principle("ethos", on("a"), on("b", INFERRED)),
        element("a", FLEXIBLE, optional=True),
        element("b", FLEXIBLE),
    )
    assert judged(m, plan(remove("a"))).findings == {("FID301", "ethos"): "amber"}


def test_a_consult_travels_as_an_amber() -> None:
    m = model(element("judge", ESSENTIAL), element("review", ESSENTIAL, requires=every(on("judge"))))
    found = judged(m, plan(change("judge", "personnel")))
    assert found.findings == {("FID206", "c"): "amber", ("FID302", "review"): "amber"}
    assert found.states == {"judge": "uncertain", "review": "uncertain"}
    agreed = judged(m, plan(change("judge", "personnel"), approvals=(approved(change("judge", "personnel")),)))
    assert agreed.findings == {("FID206", "c"): "agreed"}
    assert agreed.states == {"judge": "agreed", "review": "as-specified"}


def test_an_agreed_breach_puts_nothing_back_and_its_consequence_is_agreed_with_it() -> None:
    m = model(
        principle("ethos", on("review")),
        element("judge", ESSENTIAL),
        element("review", ESSENTIAL, requires=every(on("judge"))),
    )
    gone = remove("judge")
    found = judged(m, plan(gone, approvals=(approved(gone),)))
    assert found.findings == {
        ("FID201", "judge"): "agreed",
        ("FID302", "review"): "agreed",
        ("FID301", "ethos"): "red",
    }
    assert found.states == {"ethos": "not-in-place", "judge": "agreed", "review": "agreed"}


def test_a_substitute_stands_in_while_its_condition_holds() -> None:
    video = Substitute("video", "Video", basis(STATED), when=every(on("judge")))
    m = model(element("judge", FLEXIBLE, optional=True), element("review", ESSENTIAL, substitutes=(video,)))
    swap = change("review", "substituting", substitute="video")
    assert judged(m, plan(swap)).verdict == "green"
    found = judged(m, plan(swap, remove("judge", "two")))
    assert found.findings == {("FID201", "review"): "red"}
    assert found.causes["FID201", "review"] == sets("change:c + change:two")
    assert found.repairs == sets("withdraw change:c", "withdraw change:two", "approve change:c")


@pytest.mark.parametrize(
    ("bind", "findings"),
    [(RESTATED, {("FID206", "c"): "amber"}), (INFERRED, {("FID201", "a"): "red"})],
)
def test_an_own_rule_that_does_not_bind_is_a_doubt(bind: Strength, findings: dict[tuple[str, str], str]) -> None:
    rule = NatureRule("format", "absent", basis(INFERRED))
    m = model(element("a", ESSENTIAL, adaptation=(rule,)))
    assert judged(m, plan(change("a", "format")), bind).findings == findings


def weekly(*limits: tuple[str, str, Strength]) -> Parameter:
    bare = Parameter("interval", "duration", basis(STATED), family="minutes")
    return evolve(
        bare,
        standard=(Constraint("is", bare.value("1 week"), "1 week"),),
        limits=tuple(
            Limit((Constraint(operator, bare.value(text), text),), basis(strength))
            for operator, text, strength in limits
        ),
    )


@pytest.mark.parametrize(("strength", "verdict"), [(STATED, "red"), (INFERRED, "amber")])
def test_a_value_outside_its_limits_is_as_bad_as_the_limit_is_strong(strength: Strength, verdict: str) -> None:
    condition = ParameterTerm("a", "interval", weekly(("max", "2 weeks", STATED)).standard, basis(STATED))
    m = model(
        element("a", FLEXIBLE, parameters=(weekly(("max", "2 weeks", strength)),)),
        element("b", FLEXIBLE, requires=every(condition)),
    )
    late = Choice("a", (Setting("interval", "15 days"),))
    found = judged(m, plan(choices=(late,)))
    assert found.findings == {("FID204", "a.interval"): verdict, ("FID302", "b"): "red"}
    assert found.states == {"a": "outside-limits", "b": "not-in-place"}
    edge = Choice("a", (Setting("interval", "14 days"),))
    assert judged(m, plan(choices=(edge,))).findings == {("FID302", "b"): "red"}


def test_an_exclusion_of_an_uncertain_side_is_amber() -> None:
    m = model(element("a", FLEXIBLE, excludes=(Exclusion(on("b"), basis(STATED)),)), element("b", FLEXIBLE))
    assert judged(m, plan()).findings == {("FID303", "a|b"): "red"}
    found = judged(m, plan(undecided=("b",)))
    assert found.findings == {("FID209", ""): "amber", ("FID303", "a|b"): "amber"}
    assert found.causes["FID303", "a|b"] == sets("")


def test_an_addition_that_touches_an_essential_element_is_uncertain_itself() -> None:
    m = model(element("a", ESSENTIAL), element("b", FLEXIBLE))
    extra = Addition("extra", "Extra", "More.", requires=("b",), excludes=("a",))
    add = Change("c", "what", natures=("adding",), addition=extra, touches=("a",))
    found = judged(m, plan(add))
    assert found.findings == {("FID207", "c"): "amber", ("FID303", "extra|a"): "amber"}
    assert found.states["a"] == "as-specified"


def test_a_tolerance_counts_what_is_adapted_and_what_is_missing() -> None:
    m = model(
        principle("ethos", on("a"), on("b"), on("d"), at_most=1),
        element("a", FLEXIBLE),
        element("b", FLEXIBLE, optional=True, requires=every(on("a"))),
        element("d", FLEXIBLE),
    )
    assert judged(m, plan(change("d", "format"))).verdict == "green"
    found = judged(m, plan(change("d", "format"), remove("b", "two")))
    assert found.findings == {("FID304", "ethos"): "amber"}
    assert found.causes["FID304", "ethos"] == sets("change:c + change:two")
    assert judged(m, plan(undecided=("a",))).findings["FID304", "ethos"] == "amber"


def test_a_quorum_pessimistically_counts_from_the_weaker_of_group_and_line() -> None:
    needs = one(on("a"), on("b", INFERRED))
    m = model(
        element("a", FLEXIBLE, optional=True),
        element("b", FLEXIBLE, optional=True),
        element("c", ESSENTIAL, requires=every(needs)),
    )
    assert judged(m, plan(remove("a"))).findings == {("FID302", "c"): "amber"}
    assert judged(m, plan(remove("a")), INFERRED).verdict == "green"
    assert judged(m, plan(remove("a"), remove("b", "two"))).verdict == "red"


def test_an_addition_without_what_it_requires_is_not_there() -> None:
    m = model(element("a", FLEXIBLE), element("b", FLEXIBLE, optional=True))
    extra = Addition("extra", "Extra", "More.", requires=("b",), excludes=("a",))
    add = Change("c", "what", addition=extra)
    assert judged(m, plan(add), INFERRED).findings == {("FID303", "extra|a"): "red"}
    assert judged(m, plan(add, remove("b", "two")), INFERRED).verdict == "green"
    assert judged(m, plan(add, remove("b", "two"))).findings == {("FID303", "extra|a"): "amber"}


@pytest.mark.parametrize(("lead", "verdict"), [(("model-owner",), "red"), (("model-owner", "regional-lead"), "agreed")])
def test_what_follows_is_agreed_only_by_who_may_agree_it(lead: tuple[str, ...], verdict: str) -> None:
    bare = model(element("a", FLEXIBLE), element("b", ESSENTIAL, requires=every(on("a"))))
    authority = MappingProxyType({"flexible": ("regional-lead",), "essential": lead})
    gone = remove("a")
    found = judged(evolve(bare, authority=authority), plan(gone, approvals=(approved(gone, role="regional-lead"),)))
    assert found.findings == {("FID203", "a"): "agreed", ("FID302", "b"): verdict}
