"""What few plans come to: full memories, models that do not hold together, names that only half fit, local rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.benchmarks.generate import BASES, BIND, Planner, make_model
from tests.budget import times
from tests.checking.engine import judge
from tests.strategies import Case, bearing_cases, cases

import fidelity
from fidelity.checking import network, prepared
from fidelity.checking.approvals import differences
from fidelity.checking.binding import faults
from fidelity.checking.causes import _smallest, minimal_sets
from fidelity.checking.evaluation import Evaluation
from fidelity.checking.facts import NO_DETAIL
from fidelity.checking.local import LocalFinding, LocalRule, LocalRules
from fidelity.checking.network import mask_of, nodes_in
from fidelity.checking.parts import parts_of
from fidelity.checking.prepared import PreparedModel
from fidelity.checking.repairs import _Search
from fidelity.checking.result import CheckResult, Extra, judge_plan
from fidelity.checking.rules import registry
from fidelity.checking.rules.fid506_personal_data import kinds_in, worth_a_look
from fidelity.checking.table import ABSENT, CONSULT, PERMITTED, asks_owner
from fidelity.errors import InputError, Place
from fidelity.model.elements import Element, NatureRule, Tier
from fidelity.model.model import Model
from fidelity.model.parameters import Constraint, Limit, Parameter
from fidelity.model.requirements import AdditionTerm, ElementTerm, Exclusion, Group
from fidelity.model.strength import Strength
from fidelity.plan.frame import NATURES
from fidelity.plan.plan import Addition, Approval, Change, Choice, Covered, Plan, Setting
from fidelity.reports.check.phrases import sections
from fidelity.reports.check.run import Run

if TYPE_CHECKING:
    from fidelity.model.evidence import Basis

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
STATED, WEAK = BASES[0], BASES[3]
FDAC = fidelity.load_model("fdac")
EVERYBODY = {"essential": ("model-owner",), "flexible": ("model-owner",)}


def element(name: str, **more: object) -> Element:
    tier = more.pop("tier", Tier.FLEXIBLE)
    return Element(name, name.title(), f"What {name} is.", tier, STATED, STATED, **more)  # type: ignore[arg-type]  # few


def model(*elements: Element) -> Model:
    return Model("small", "1", "Small", "Owner", "A small model.", elements=elements)


def plan(*changes: Change, **more: object) -> Plan:
    return Plan("p", "small@1", "Northtown", "as-specified", author="lead", changes=changes, **more)  # type: ignore[arg-type]  # few


def removing(name: str) -> Change:
    return Change(f"no-{name}", "It is left out.", element=name, natures=("removing",))


def any_of(*names: str, count: int = 1) -> Group:
    return Group("at_least", tuple(ElementTerm(name, STATED) for name in names), STATED, count)


# Sets and memories -------------------------------------------------------------------------------


@given(cases())
def test_a_set_of_nodes_gives_back_its_nodes(case: Case) -> None:
    size = len(case.model.elements)
    for nodes in (range(0, size, 2), range(size, 40 * size), range(0)):
        assert nodes_in(mask_of(nodes)) == list(nodes)


@given(cases())
def test_answers_are_the_same_with_no_room_for_what_was_known_before(case: Case) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "_MOST_BYTES", -1)
        patch.setattr(prepared, "_MOST_JUDGEMENTS", -1)
        patch.setattr(prepared, "_MOST_ROWS", -1)
        poor = judge(evolve(case.model), case.plan, case.bind, case.on, repairs=False)
    assert poor == judge(case.model, case.plan, case.bind, case.on, repairs=False)


def test_what_is_ready_of_a_model_goes_with_it_and_into_no_pickle() -> None:
    import pickle

    small = make_model(60)
    ready = prepared.prepared(small, BIND)
    assert prepared.prepared(small, BIND) is ready
    assert prepared.prepared(small, Strength.STATED) is not ready
    again = pickle.loads(pickle.dumps(small))  # noqa: S301 - our own
    assert again == small
    assert prepared.prepared(again, BIND) is not ready


@pytest.mark.parametrize("chain", [False, True])
def test_parts_that_only_hurt_have_the_single_causes_that_trying_gives(*, chain: bool) -> None:
    small = make_model(60, chain=chain)
    planner = Planner(small, seed=3)
    for _ in range(60):
        drawn = planner.plan(breaching=True, changes=9)
        for finding in judge_plan(drawn, small, BIND, None).findings:
            for inner in finding.consequences:
                assert [cause.atoms for cause in inner.causes] == [finding.raw.atoms]


# Names that fit and do not -----------------------------------------------------------------------


def test_every_name_that_does_not_fit_is_told_and_no_other() -> None:
    wrong = Plan(
        "p", "fdac@2026.1", "Northtown", "as-specified",
        as_specified=("parent-mentor", "nowhere"),
        changes=(
            Change("a", "A.", proscribed=FDAC.proscribed[0].id),
            Change("b", "B.", proscribed="nothing"),
            Change("c", "C.", addition=Addition("n", "N", "N", ("parent-mentor", "gone")), touches=("key-worker", "x")),
            Change("d", "D."),
            Change("e", "E.", element="review-hearing", settings=(Setting("interval", "2 weeks"),), exception="odd"),
        ),
    )  # fmt: skip
    found = {fault.found.split("'")[1] for fault in faults(wrong, FDAC)}
    assert found == {"nowhere", "nothing", "gone", "x", "odd"}
    for change in wrong.changes[1:]:
        with pytest.raises(InputError):
            judge_plan(evolve(wrong, as_specified=(), changes=(change,)), FDAC, BIND, None)


def test_a_value_that_an_approval_repeats_and_nobody_can_read_is_compared_as_text() -> None:
    change = Change("a", "A.", element="review-hearing", settings=(Setting("interval", "2 weeks"),))
    assert list(differences(Covered("a", settings=(Setting("interval", "now and then"),)), change, FDAC))


# Causes ------------------------------------------------------------------------------------------


def test_sets_that_share_nothing_are_all_found() -> None:
    def works(atoms: frozenset[str]) -> bool:
        return {"a", "b"} <= atoms or {"c", "d"} <= atoms

    sets, complete = minimal_sets(list("abcd"), works)
    assert complete
    assert set(sets) == {frozenset("ab"), frozenset("cd")}
    assert _smallest(list("abcd"), works, ()) == [frozenset("ab"), frozenset("cd")]


def test_of_two_exclusions_between_the_same_sides_the_graver_counts() -> None:
    other = ElementTerm("other", STATED)
    for bases in ((STATED, WEAK), (WEAK, STATED)):
        owner = element("owner", excludes=tuple(Exclusion(other, basis) for basis in bases))
        finding = judge_plan(plan(), model(owner, element("other")), BIND, None).findings[0]
        assert (finding.code, finding.verdict) == ("FID303", "red")


def test_a_model_that_does_not_hold_together_says_so() -> None:
    needy = element("needy", requires=Group("all", (AdditionTerm("nobody", STATED),), STATED))
    finding = judge_plan(plan(), model(needy, element("other")), BIND, None).findings[0]
    assert finding.code == "FID302"
    assert "the model's author" in finding.ways_out[0]
    assert finding.causes[0].atoms == ()
    assert finding.message == (
        "The flexible element 'Needy' lacks what it needs, "
        "whatever the plan says, because the model itself does not hold together here."
    )


def test_a_question_about_a_model_that_does_not_hold_together_speaks_of_no_changes() -> None:
    needy = element("needy", requires=Group("all", (AdditionTerm("nobody", WEAK),), WEAK))
    lost = element("lost", tier=Tier.PRINCIPLE, realised_by=Group("any", (AdditionTerm("nobody", WEAK),), WEAK))
    for one in (needy, lost):
        finding = judge_plan(plan(), model(one, element("other")), Strength.STATED, None).findings[0]
        assert finding.verdict == "amber"
        assert "because of" not in finding.message
        assert "with these changes" not in (finding.ask or "")


def test_a_site_that_sees_as_consistent_what_breaks_a_model_with_the_help_of_an_addition_is_told() -> None:
    whole = model(
        element("principle", tier=Tier.PRINCIPLE, realised_by=any_of("a", "b", count=2)),
        element("a", optional=True),
        element("b", optional=True),
    )
    view = evolve(removing("a"), record=removing("a").record._replace(site_view="consistent"))
    added = Change("add", "Added.", natures=("adding",), addition=Addition("new", "New", "New."))
    result = judge_plan(plan(view, added), whole, BIND, None)
    assert not result._case.evaluation.only_hurts
    assert "FID503" in {finding.code for finding in result.remarks}


def test_one_way_to_repair_has_nothing_that_can_be_left_out() -> None:
    parts = [element(name, optional=True) for name in "abcd"]
    firm = {"tier": Tier.ESSENTIAL}
    whole = model(
        element("one", requires=any_of("a", "b"), **firm),
        element("two", requires=any_of("b", "c", "d"), **firm),
        *parts,
    )
    result = judge_plan(plan(*map(removing, "abcd")), whole, BIND, None)
    search = _Search(result._case, result._judge, 2)
    found = search.any_one()
    assert search.works(found)
    assert all(not search.works(found - {action}) for action in found)
    assert len(found) == 1


def test_without_anything_to_keep_a_finding_knows_of_nothing() -> None:
    assert (NO_DETAIL.certain, NO_DETAIL.tier, NO_DETAIL.place, NO_DETAIL.model_place) == (False, None, None, None)


def test_parts_of_a_plan_can_be_evaluated_without_the_rest() -> None:
    small = make_model(60)
    ready = PreparedModel(small, BIND)
    parts = parts_of(ready, Planner(small).plan(breaching=True, changes=9))
    whole, nothing = Evaluation(ready, parts, {}), Evaluation(ready, (), {})
    assert whole.optimistic & ~whole.pessimistic == 0
    assert nothing.pessimistic == ready.pessimistic.base


# Local rules -------------------------------------------------------------------------------------

LOCAL = Plan(
    "p", "fdac@2026.1", "Northtown", "as-specified", author="lead", as_specified=("key-worker",),
    choices=(Choice("review-hearing", (Setting("interval", "2 weeks", Place("p", 5, 1)),), Place("p", 4, 1)),),
    changes=(Change("a", "A.", element="parent-mentor", natures=("removing",), place=Place("p", 7, 1)),),
    places={"as_specified/key-worker": Place("p", 3, 1)}, place=Place("p"),
)  # fmt: skip


def locally(*found: LocalFinding, verdict: str = "amber") -> CheckResult:
    rule = LocalRule("FID901", "own-rule", "A rule.", lambda _: found, verdict=verdict)
    return judge_plan(LOCAL, FDAC, BIND, None, Extra(LocalRules((rule,))))


@pytest.mark.parametrize(
    ("about", "line", "path"),
    [
        (LocalFinding("M.", change="a"), 7, ("parent-mentor",)),
        (LocalFinding("M.", choice="review-hearing.interval"), 5, ("review-hearing",)),
        (LocalFinding("M.", element="parent-mentor"), 7, None),
        (LocalFinding("M.", element="review-hearing"), 4, None),
        (LocalFinding("M.", element="key-worker"), 3, None),
        (LocalFinding("M."), 0, None),
        (LocalFinding("M.", place=Place("q", 9, 1)), 9, None),
    ],
)
def test_a_local_finding_points_to_where_the_plan_speaks_of_it(
    about: LocalFinding, line: int, path: tuple[str, ...] | None
) -> None:
    result = locally(about)
    finding = next(one for one in result.findings if one.code == "FID901")
    assert (finding.location.line, finding.message) == (line, "M.")
    assert [cause.path for cause in finding.causes] == ([] if path is None else [path])
    assert repr(finding).startswith("<Finding FID901 own-rule: amber")
    assert result.verdict == "red"


def test_advice_of_a_local_rule_comes_last() -> None:
    assert locally(LocalFinding("M."), verdict="green").findings[-1].code == "FID901"


def test_what_a_local_rule_may_not_say_makes_it_fail_and_the_run_goes_on() -> None:
    wrong = (
        LocalFinding("M.", change="nope"), LocalFinding("M.", choice="a.b"), LocalFinding("M.", element="nope"),
        LocalFinding("M.", change="a", element="key-worker"), LocalFinding("M.", verdict="red"),
    )  # fmt: skip
    for one in wrong:
        finding = next(found for found in locally(one).findings if found.code == "FID900")
        assert finding.needs == "condition"
        assert "mend the rule" in finding.ways_out[0]
        assert finding.message.startswith("The local rule FID901 (own-rule) could not be run: ValueError")


# Words and faces ---------------------------------------------------------------------------------


def test_who_fills_in_a_workbook_is_told_of_its_pages() -> None:
    sheet = evolve(LOCAL, author=None, undecided=("key-worker",), as_specified=(), place=Place("p.xlsx", sheet="Plan"))
    ways = {one.code: one.ways_out for one in judge_plan(sheet, FDAC, BIND, None).findings}
    assert "page Plan" in ways["FID502"][0]
    assert "page Elements" in ways["FID209"][0]


@pytest.mark.needs("pandas")
def test_a_result_shows_itself() -> None:
    result = fidelity.check(LOCAL)
    assert result._repr_html_().startswith("<")
    frame = result.to_frame()
    assert len(frame) == len(result.to_records())  # type: ignore[arg-type]  # a frame of a package that need not be there
    assert result.repairs() is result.repairs()


@pytest.mark.parametrize("text", ["They should observe it in 2026 and 2027.", "A case of 2026, and no more of 1234."])
def test_what_only_looks_like_it_at_first_is_nothing(text: str) -> None:
    assert kinds_in(text) == ()
    assert worth_a_look(text) is ("no more" in text)


def test_two_rules_of_one_code_and_a_rule_in_the_wrong_file_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    places = {"FID208": registry._places()["FID209"]}
    with monkeypatch.context() as patch:
        patch.setattr(registry, "_FILES", SimpleNamespace(names=("fid209-a", "fid209-b")))
        with pytest.raises(RuntimeError, match="two rules are called FID209"):
            registry._places.__wrapped__()
    monkeypatch.setattr(registry, "_places", lambda: places)
    with pytest.raises(RuntimeError, match="holds the rule FID209"):
        registry.code_of.__wrapped__("FID208")


def test_agreed_findings_of_one_kind_stand_in_the_order_in_which_they_are_found() -> None:
    added = Addition("new", "New", "New.", excludes=("b", "a"))
    change = Change("add", "Added.", natures=("adding",), addition=added)
    approval = Approval((Covered("add", ("adding",)),), by="Unit", role="owner", given=date(2026, 1, 1))
    whole = evolve(model(element("a"), element("b")), authority={"flexible": ("owner",)})
    open_plan = plan(change, undecided=("b",), approvals=(approval,))
    found = [one for one in judge_plan(open_plan, whole, Strength.INFERRED, None).findings if one.code == "FID303"]
    assert [one.verdict.value for one in found] == ["green", "green"]
    assert [one.subject for one in found] == ["new|b", "new|a"]


# What a way out says --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "limit", "text", "said"),
    [
        ("choice", Constraint("is", "court", "court"), "office", "choose court for 'x'"),
        (
            "choice",
            Constraint("in", ("court", "home"), "court or home"),
            "office",
            "choose one of court or home for 'x'",
        ),
        ("yes-no", Constraint("is", value=True, text="yes"), "no", "say yes to 'x'"),
        ("set", Constraint("includes", frozenset({"nurse"}), "nurse"), "doctor", "have at least nurse in 'x'"),
        ("set", Constraint("in", (frozenset({"nurse"}),), "nurse"), "doctor", "have nothing but nurse in 'x'"),
        ("set", Constraint("is", frozenset({"nurse"}), "nurse"), "doctor", "have nurse in 'x'"),
    ],
)
def test_a_way_out_has_the_words_that_fit_the_value(kind: str, limit: Constraint, text: str, said: str) -> None:
    asked = Parameter("x", kind, STATED, limits=(Limit((limit,), STATED),))
    small = model(element("visit", parameters=(asked,)))
    chosen = plan(choices=(Choice("visit", (Setting("x", (text,) if kind == "set" else text),)),))
    (finding,) = judge_plan(chosen, small, BIND, None).breaches
    assert finding.code == "FID204"
    assert finding.ways_out[0] == said


@pytest.mark.parametrize(("count", "tail"), [(8, "'E6' and 'E7'."), (9, "'E7' and 1 more."), (30, "'E7' and 22 more.")])
def test_of_what_is_undecided_eight_are_named(count: int, tail: str) -> None:
    names = tuple(f"e{number}" for number in range(count))
    small = model(*(element(name) for name in names))
    (finding,) = judge_plan(plan(undecided=names), small, BIND, None).findings
    assert finding.message.startswith(f"{count} elements are not decided yet: 'E0', 'E1'")
    assert finding.message.endswith(tail)


@pytest.mark.parametrize(("ours", "theirs"), [("august", None), (None, "august")])
def test_an_approval_that_names_another_exception_says_both(ours: str | None, theirs: str | None) -> None:
    small = model(element("visit"))
    change = evolve(removing("visit"), exception=ours)
    covered = Covered(change.id, change.natures, exception=theirs)
    expected = f"the exception cited is {ours or 'none'}, and what was agreed is {theirs or 'none'}"
    assert list(differences(covered, change, small)) == [expected]


def test_findings_stand_in_the_order_of_their_codes() -> None:
    small = model(element("a", tier=Tier.ESSENTIAL, requires=any_of("b")), element("b", tier=Tier.ESSENTIAL))
    case = judge_plan(plan(removing("b"), undecided=("a",)), small, BIND, None).findings[0].case
    codes = [raw.code for raw in case.raws]
    assert codes == sorted(codes)
    assert len(codes) > 1


# Natures apart, and what may be missing ------------------------------------------------------------


@times(3)
@given(bearing_cases(), st.lists(st.sampled_from(sorted(NATURES)), min_size=2, max_size=3, unique=True), st.booleans())
def test_several_natures_of_one_change_are_never_better_than_any_of_them_alone(
    case: Case,
    natures: list[str],
    kept: bool,  # noqa: FBT001 - drawn
) -> None:
    model_ = evolve(case.model, elements=tuple(evolve(one, excludes=()) for one in case.model.elements))
    for name in model_.by_id:  # to take an element out can end a clash, so the model has no exclusions here
        said = Change("c", "So.", name, function_kept="As before." if kept else None)
        verdicts = [
            judge_plan(plan(evolve(said, natures=tuple(some))), model_, case.bind, None).verdict.rank
            for some in (natures, *([one] for one in natures))
        ]
        assert verdicts[0] == max(verdicts[1:])


@pytest.mark.parametrize("basis", [STATED, WEAK])
@pytest.mark.parametrize("nature", ["removing", "tailoring"])
def test_that_an_optional_element_is_absent_is_green_however_it_came_about(nature: str, basis: Basis) -> None:
    rule = NatureRule(nature, "absent", basis)
    small = model(element("extra", optional=True, adaptation=(rule,)), element("other"))
    result = judge_plan(plan(Change("c", "So.", "extra", (nature,))), small, BIND, None)
    assert result.verdict.value == "green"
    mixed = judge_plan(plan(Change("c", "So.", "extra", (nature, "shortening"))), small, BIND, None)
    assert [(one.code, one.verdict.value) for one in mixed.findings if one.code[3] == "2"] == [("FID206", "amber")]
    assert "shortening" in mixed.findings[0].message.lower()
    assert NATURES[nature].lower() not in mixed.findings[0].message or nature == "tailoring"


def test_a_change_that_takes_out_and_shortens_is_one_block_with_both() -> None:
    small = model(element("visit", tier=Tier.ESSENTIAL))
    result = judge_plan(plan(Change("c", "So.", "visit", ("removing", "shortening"))), small, BIND, None)
    assert [(one.code, one.verdict.value) for one in (*result.breaches, *result.open)] == [
        ("FID201", "red"),
        ("FID206", "amber"),
    ]
    ((first, second),) = sections(Run([result], BIND), result).breaches
    assert (first.code, second.code) == ("FID201", "FID206")


def test_only_what_may_stand_and_may_not_has_to_be_taken_to_the_owner() -> None:
    assert asks_owner(CONSULT, CONSULT, optional=False)
    assert asks_owner(CONSULT, ABSENT, optional=True)
    assert asks_owner(PERMITTED, CONSULT, optional=True)
    assert asks_owner(PERMITTED, ABSENT, optional=False)
    assert not asks_owner(PERMITTED, ABSENT, optional=True)
    assert not asks_owner(PERMITTED, PERMITTED, optional=False)
    assert not asks_owner(ABSENT, ABSENT, optional=False)


def test_a_local_finding_about_nothing_in_the_model_concerns_no_element() -> None:
    def find(_: CheckResult) -> list[LocalFinding]:
        return [LocalFinding("The plan is long."), LocalFinding("A cafe is new.", change="cafe")]

    rule = LocalRule("FID901", "long", "A plan is long.", find)
    added = Change("cafe", "A cafe.", addition=Addition("cafe", "A cafe", "There is coffee."))
    plan = Plan("a", FDAC.reference, "A", "as-specified", author="lead", changes=(added,))
    found = judge_plan(plan, FDAC, BIND, None, Extra(LocalRules((rule,)))).findings
    assert [(one.subject, one.element) for one in found if one.code == "FID901"] == [("", None), ("cafe", None)]


def test_the_first_element_of_a_model_is_undecided_as_any_other() -> None:
    first = FDAC.elements[0]
    plan = Plan("a", FDAC.reference, "A", "as-specified", author="lead", undecided=(first.id,))
    result = fidelity.check(plan, FDAC)
    assert result.elements[first.id].state == "uncertain"
    assert [one.code for one in result.open if not one.consequences or one.code == "FID209"][:1] == ["FID209"]


def test_a_finding_is_like_no_other_thing() -> None:
    plan = Plan("a", FDAC.reference, "A", "as-specified", author="lead", undecided=(FDAC.elements[0].id,))
    (finding,) = fidelity.check(plan, FDAC).open
    assert finding == finding  # noqa: PLR0124 - what is tested
    assert finding != "FID209"


def test_repairs_are_all_there_where_the_many_like_changes_need_none() -> None:
    many = tuple(
        Change(f"c{number}", "So.", "review-hearing", ("tailoring",), function_kept="They talk.") for number in range(9)
    )
    gone = Change("gone", "So.", "parent-mentor", ("removing",))
    plan = Plan("a", FDAC.reference, "A", "as-specified", author="lead", changes=(*many, gone))
    repairs = fidelity.check(plan, FDAC).repairs()
    assert repairs.complete
    assert set(repairs.sets) == {("withdraw change:gone",), ("approve change:gone",)}


def test_a_repair_is_found_though_the_model_alone_brings_a_finding_about() -> None:
    """What needs an addition that no source asks for is unsure; it excludes what needs it. Both agreed, all is well."""
    needs = Group("all", (AdditionTerm("extra", WEAK), ElementTerm("first", STATED)), STATED)
    first = element("first", tier=Tier.ESSENTIAL, excludes=(Exclusion(ElementTerm("second", STATED), STATED),))
    small = evolve(model(first, element("second", requires=needs)), authority=EVERYBODY)
    unclear = Change("unclear", "So.", "first", ("tailoring",))
    extra = Change("extra", "So.", addition=Addition("extra", "Extra", "More."))
    plan = Plan("a", small.reference, "A", "as-specified", author="lead", changes=(unclear, extra))
    result = fidelity.check(plan, small)
    assert () in [cause.atoms for one in result.open for cause in one.causes]
    assert set(map(frozenset, result.repairs("amber").sets)) == {
        frozenset({"withdraw change:unclear", "approve change:extra"}),
        frozenset({"approve change:unclear", "approve change:extra"}),
    }
