"""Many changes that do the same cost what their effects cost, and are answered as a few of them are."""

from __future__ import annotations

import re
from datetime import date
from itertools import cycle, islice
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.benchmarks.alike import KINDS, made
from tests.budget import times
from tests.checking.engine import every
from tests.strategies import Case, bearing_cases

import fidelity
from fidelity.checking.evaluation import Evaluation
from fidelity.files.plans import read_plan
from fidelity.model.elements import Substitute
from fidelity.model.requirements import ElementTerm, Group
from fidelity.plan.plan import Approval, Change, Covered, Plan
from fidelity.reports import report
from fidelity.reports.check import FORMATS
from fidelity.reports.check.run import Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ELEMENTS = ("review-hearing", "parent-mentor", "same-judge", "key-worker", "substance-testing")
NATURES = ("removing", "shortening", "format")


def alike(count: int, elements: Sequence[str] = ELEMENTS[:1], natures: Sequence[str] = NATURES[:1]) -> Plan:
    pairs = islice(cycle([(one, nature) for one in elements for nature in natures]), count)
    changes = tuple(Change(f"c{n}", "So.", one, (nature,)) for n, (one, nature) in enumerate(pairs))
    return Plan("many", "fdac@2026.1", "A", "as-specified", author="lead", changes=changes)


def work(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many parts of plans are looked at for a whole answer."""
    looked = 0
    plain = Evaluation._sort

    def counting(self: Evaluation) -> None:
        nonlocal looked
        looked += len(self.parts)
        plain(self)

    with monkeypatch.context() as patch:
        patch.setattr(Evaluation, "_sort", counting)
        result = fidelity.check(plan)
        assert [cause.atoms for finding in result.findings for cause in finding.causes]
        assert result.repairs().sets
    return looked


@pytest.mark.parametrize(("elements", "natures"), [(ELEMENTS[:1], NATURES[:1]), (ELEMENTS, NATURES)])
def test_twice_as_many_like_changes_are_at_most_twice_the_work(
    elements: Sequence[str], natures: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    some, more, most = (work(alike(count, elements, natures), monkeypatch) for count in (300, 600, 6_000))
    assert more <= 2.2 * some
    assert most <= 22 * some


@times(2)
@given(bearing_cases(), st.integers(2, 12))
def test_repeating_every_change_changes_no_verdict_and_no_cause(case: Case, copies: int) -> None:
    plan = evolve(case.plan, approvals=())
    repeated = tuple(
        evolve(
            change, id=f"{change.id}-{number}" if number else change.id, settings=change.settings if not number else ()
        )
        for change in plan.changes
        if change.addition is None
        for number in range(copies)
        if not (number and change.settings)
    )
    kept = tuple(change for change in plan.changes if change.addition is not None)
    once = fidelity.check(evolve(plan, changes=repeated_once(repeated) + kept), case.model, bind=case.bind, on=case.on)
    many = fidelity.check(evolve(plan, changes=repeated + kept), case.model, bind=case.bind, on=case.on)
    assert many.verdict is once.verdict
    assert {one: state.state for one, state in many.elements.items()} == {
        one: state.state for one, state in once.elements.items()
    }
    ours = {(one.code, one.subject): causes_of(one) for one in once.findings if one.code[3] in "23"}
    theirs = {(one.code, one.subject): causes_of(one) for one in many.findings if one.code[3] in "23"}
    for key in ours.keys() & theirs.keys():
        assert {frozenset(atom.partition("-")[0] for atom in row) for row in theirs[key]} >= {
            frozenset(atom.partition("-")[0] for atom in row) for row in ours[key]
        }


def repeated_once(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(one for one in changes if "-" not in one.id)


def causes_of(finding: fidelity.Finding) -> set[frozenset[str]]:
    return {frozenset(cause.atoms) for cause in finding.causes}


@pytest.mark.parametrize("count", [1, 4, 5, 40])
def test_what_undoes_many_like_changes_undoes_all_of_them(count: int) -> None:
    result = fidelity.check(alike(count))
    every = {f"change:c{number}" for number in range(count)}
    assert result.verdict.value == "red"
    for row in result.repairs().sets:
        assert {action.partition(" ")[2] for action in row} == every
    assert result.repairs().complete == (count <= 4)
    (breach,) = result.breaches
    assert {atom for cause in breach.causes for atom in cause.atoms} == every


def test_a_report_names_a_few_of_many_and_counts_the_rest() -> None:
    from fidelity.reports.check import phrases

    ((clause,), *_) = phrases.repairs(fidelity.check(alike(1_000)))
    assert clause == ("withdraw the changes c0, c1, c2, c3 and 996 more, or have them agreed by the model owner")


def test_the_site_view_names_every_change_in_breach_however_many_are_alike() -> None:
    plan = alike(150)
    record = plan.changes[0].record._replace(site_view="consistent")
    seen = evolve(plan, changes=tuple(evolve(one, record=record) for one in plan.changes))
    (remark,) = (one for one in fidelity.check(seen).remarks if one.code == "FID503")
    assert remark.changes == tuple(change.id for change in plan.changes)


def test_where_a_whole_model_is_taken_apart_the_answer_says_that_no_repair_was_looked_for() -> None:
    from tests.benchmarks.generate import make_model

    large = make_model(2_000)
    changes = tuple(Change(f"c{n}", "So.", one.id, ("removing",)) for n, one in enumerate(large.elements[:1_600]))
    result = fidelity.check(Plan("many", large.reference, "A", "as-specified", author="lead", changes=changes), large)
    assert result.verdict.value == "red"
    assert result.breaches
    repairs = result.repairs()
    assert (repairs.sets, repairs.complete, repairs.needed) == ((), False, True)
    from fidelity.reports.check import phrases

    assert phrases.repair_lines(result) == (phrases.TOO_MANY, [], 0)


def agreed(plan: Plan, every: int = 2, by: str = "FDAC National Unit", name: str = "c") -> Plan:
    """Return a plan in which every so many changes have an approval of their own."""
    given_ = date(2026, 5, 1)
    approvals = tuple(
        Approval((Covered(name + one.id[1:], one.natures),), by=by, role="model-owner", given=given_, reference=one.id)
        for one in plan.changes[::every]
    )
    return evolve(plan, approvals=approvals)


def test_like_changes_each_with_an_approval_of_its_own_are_at_most_twice_the_work_when_twice_as_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    some, more = (work(agreed(alike(count, ELEMENTS, NATURES)), monkeypatch) for count in (300, 600))
    assert more <= 2.2 * some


def test_of_many_approvals_of_like_changes_none_is_called_unused_though_the_causes_name_a_few() -> None:
    plan = agreed(alike(800), every=1)
    result = fidelity.check(plan, on=date(2026, 6, 1))
    assert [one.code for one in result.remarks if one.code == "FID405"] == []
    (fallen,) = (one for one in every(result) if one.code.startswith("FID3"))
    assert "change:c799" not in {atom for cause in fallen.causes for atom in cause.atoms}


def test_what_undoes_many_like_changes_leaves_those_that_are_agreed_alone() -> None:
    result = fidelity.check(agreed(alike(40)), on=date(2026, 6, 1))
    open_ones = {f"change:c{number}" for number in range(1, 40, 2)}
    assert result.repairs().sets
    for row in result.repairs().sets:
        assert {action.partition(" ")[2] for action in row} == open_ones


def test_the_nearest_name_is_told_for_the_first_of_many_approvals_of_unknown_changes() -> None:
    plan = agreed(alike(60), every=1, name="cc")
    remarks = [one.message for one in fidelity.check(plan, on=date(2026, 6, 1)).remarks if one.code == "FID405"]
    assert len(remarks) == 60
    assert remarks[0].endswith("of the change cc0 covers nothing: the plan has no change 'cc0'; did you mean 'c0'.")
    assert remarks[59].endswith("of the change cc59 covers nothing: the plan has no change 'cc59'.")


class Counted(tuple[object, ...]):  # noqa: SLOT001 - what it counts is on the class
    """A row that counts how often one of its entries is looked at."""

    looked = 0

    def __iter__(self) -> Iterator[object]:
        for one in super().__iter__():
            Counted.looked += 1
            yield one


def looked_at(text: str, name: str) -> int:
    """Return how often a change or a finding is looked at for the whole report of a plan."""
    plan = read_plan(text.encode(), "many.fidelity.yaml")
    changes = plan.changes
    object.__setattr__(plan, "changes", Counted(changes))
    Counted.looked = 0
    result = fidelity.check(plan, on=date(2026, 6, 1))
    vars(result)["findings"] = Counted(result.findings)
    vars(result)["remarks"] = Counted(result.remarks)
    assert report(FORMATS, name, Run([result], on=date(2026, 6, 1)))
    return Counted.looked


@pytest.mark.parametrize("kind", KINDS)
def test_twice_as_many_changes_of_a_kind_are_looked_at_twice_as_often_in_every_report(kind: str) -> None:
    for name in FORMATS.names:
        some, more = (looked_at(made(kind, count), name) for count in (150, 300))
        assert more <= 2.2 * some, name


def test_what_is_asked_about_like_changes_has_the_causes_of_each_by_itself() -> None:
    """A substitute of each is on a condition that another change makes unsure."""
    model = fidelity.load_model("fdac")
    hearing = model.by_id["review-hearing"]
    when = Group("all", (ElementTerm("key-worker", hearing.basis),), hearing.basis)
    substitute = Substitute("film", "A film", hearing.basis, when=when)
    elements = tuple(evolve(one, substitutes=(substitute,)) if one is hearing else one for one in model.elements)
    model = evolve(model, elements=elements)
    unsure = Change("unsure", "So.", "key-worker", ("shortening",))
    like = tuple(Change(f"c{n}", "So.", hearing.id, ("substituting",), substitute="film") for n in range(7))

    def causes(*changes: Change) -> dict[str, set[frozenset[str]]]:
        plan = evolve(alike(0), changes=changes)
        return {one.subject: causes_of(one) for one in fidelity.check(plan, model).open if one.code == "FID206"}

    together = causes(unsure, *like)
    assert any("change:unsure" in row for row in together["c6"])
    for change in like:
        assert together[change.id] == causes(unsure, change)[change.id]


@times(2)
@given(bearing_cases(), st.integers(5, 7), st.sampled_from(["red", "amber"]))
def test_what_repairs_a_plan_repairs_one_that_repeats_its_changes(case: Case, copies: int, target: str) -> None:
    """The repairs of many like changes are looked for in a few of them, and are those of each, for all of them."""
    changes = tuple(one for one in case.plan.changes if not one.settings and one.addition is None)
    plan = evolve(case.plan, approvals=(), changes=changes)
    once = fidelity.check(plan, case.model, bind=case.bind, on=case.on).repairs(target)
    many = tuple(evolve(one, id=f"{one.id}-{number}") for one in changes for number in range(copies))
    result = fidelity.check(evolve(plan, changes=many), case.model, bind=case.bind, on=case.on)
    found = result.repairs(target)
    assert found.needed == once.needed
    ours = {frozenset(re.sub("(change:c[0-9]+)-[0-9]+", r"\1", action) for action in row) for row in found.sets}
    theirs = {frozenset(row) for row in once.sets}
    assert ours <= theirs or not once.complete
    assert bool(ours) == bool(theirs) or not once.complete
    for row in found.sets:
        assert len(row) % copies == 0 or any(action.startswith(("reset", "settle")) for action in row)
