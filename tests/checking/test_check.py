"""The doors of the library: check, check_many, and what a result is."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from itertools import repeat
from pathlib import Path

import pytest
from attrs import evolve

import fidelity
from fidelity.checking.result import Unreadable
from fidelity.codes import ADVICE, APPROVALS
from fidelity.model.strength import Strength
from fidelity.plan.plan import Addition

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
TODAY = date(2026, 11, 22)


def example(name: str) -> fidelity.Plan:
    return fidelity.load_plan(EXAMPLES / f"{name}.fidelity.yaml")


def test_a_plan_is_judged_by_the_model_that_it_pins() -> None:
    result = fidelity.check(example("direct-breach"), on=TODAY)
    assert (result.verdict, result.model.reference, result.bind) == ("red", "fdac@2026.1", Strength.RESTATED)
    assert not result.ok
    assert [finding.code for finding in result.breaches] == ["FID201", "FID204"]
    assert result.on == TODAY


def test_a_model_of_another_name_is_refused_with_the_place_in_the_plan() -> None:
    other = evolve(fidelity.load_model("fdac"), id="other")
    with pytest.raises(fidelity.InputError) as caught:
        fidelity.check(example("direct-breach"), other)
    (fault,) = caught.value.faults
    assert (fault.code, fault.place.line > 0) == ("FID113", True)
    assert "other@2026.1 is neither its ancestor nor another version of it" in fault.message


def test_another_version_of_the_pinned_model_may_judge() -> None:
    newer = evolve(fidelity.load_model("fdac"), version="2027.1")
    assert fidelity.check(example("direct-breach"), newer).model.version == "2027.1"


def test_an_unknown_bind_level_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="bind is one of stated, restated, observed, inferred; not 'firm'"):
        fidelity.check(example("direct-breach"), bind="firm")


def test_checking_many_loses_no_answer() -> None:
    names: list[Path | fidelity.Plan] = [
        EXAMPLES / "direct-breach.fidelity.yaml",
        Path("nowhere.yaml"),
        example("within-the-model"),
    ]
    first, second, third = fidelity.check_many(names, on=TODAY)
    assert isinstance(first, fidelity.CheckResult)
    assert first.verdict == "red"
    assert isinstance(second, Unreadable)
    assert (second.path, [fault.code for fault in second.faults]) == ("nowhere.yaml", ["FID101"])
    assert not second.ok
    assert repr(second) == "<Unreadable nowhere.yaml: 1 fault>"
    with pytest.raises(fidelity.InputError):
        second.raise_for_breaches()
    assert isinstance(third, fidelity.CheckResult)
    assert third.verdict == "green"


def test_checking_many_is_lazy() -> None:
    results = fidelity.check_many(repeat(example("within-the-model")))
    assert next(results).ok
    assert next(results).ok


def test_a_result_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError, match=r"ask for result\.verdict, or result\.ok"):
        bool(fidelity.check(example("within-the-model")))


def test_raising_names_each_breach_and_is_silent_without_one() -> None:
    fidelity.check(example("within-the-model")).raise_for_breaches()
    with pytest.raises(fidelity.BreachError) as caught:
        fidelity.check(example("direct-breach")).raise_for_breaches()
    assert [line.split(" ")[0] for line in caught.value.messages] == ["FID201", "FID204"]
    assert "parent mentor" in str(caught.value)


def test_results_are_equal_if_they_judge_the_same_in_the_same_way() -> None:
    plan = example("direct-breach")
    same, again = fidelity.check(plan, on=TODAY), fidelity.check(plan, on=TODAY)
    assert same == again
    assert hash(same) == hash(again)
    assert same != fidelity.check(plan, on=TODAY, bind="stated")
    assert same.findings == again.findings
    assert len({*same.findings, *again.findings}) == len(same.findings)
    assert repr(same) == "<CheckResult calder-sands-2026: red (2 red, 0 amber, 0 agreed)>"


def test_agreed_variations_and_what_is_open_can_be_asked_for() -> None:
    result = fidelity.check(example("agreed-variations"), on=TODAY)
    assert {finding.subject for finding in result.agreed} >= {"cover-judge", "parent-mentor"}
    assert {finding.verdict for finding in result.open} == {"amber"}
    assert all(finding.raw.family in {APPROVALS, ADVICE} for finding in result.remarks)


def test_without_a_day_approvals_count_and_the_result_says_so() -> None:
    result = fidelity.check(example("agreed-variations"))
    assert "FID406" in {finding.code for finding in result.remarks}
    assert "FID402" not in {finding.code for finding in result.remarks}
    assert "slower-summer" in {finding.subject for finding in result.agreed}


def test_the_state_of_every_element_is_known_and_principles_count_what_stands() -> None:
    result = fidelity.check(example("breach-by-consequence"), on=TODAY)
    states = result.elements
    assert list(states) == list(result.model.by_id)
    assert states["further-hearing"].state == "not-in-place"
    assert states["informed-choice"].verdict == "red"
    assert (states["informed-choice"].standing, states["informed-choice"].named) == (0, 2)
    assert states["trained-judge"].state == "as-specified"


def test_a_breach_by_consequence_names_the_changes_and_the_way() -> None:
    result = fidelity.check(example("breach-by-consequence"), on=TODAY)
    fallen = {one.subject: one for finding in result.findings for one in finding.consequences}
    choice = fallen["informed-choice"]
    assert choice.code == "FID301"
    assert [cause.atoms for cause in choice.causes] == [("change:one-early-hearing",)]
    assert choice.via == ("further-hearing", "informed-choice")
    assert choice.causes_complete
    assert "'Parents choose, and know what they choose' is no longer put into practice" in choice.message


def test_a_frame_of_a_library_that_is_not_there_is_a_clear_error() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_frames"):
        fidelity.check(example("direct-breach")).to_frame("no_such_frames")


def test_a_part_of_a_plan_can_be_taken_back() -> None:
    plan = example("direct-breach")
    mended = plan.without("change:no-mentors", "change:nine-months")
    assert fidelity.check(mended).verdict == "green"
    with pytest.raises(ValueError, match="'mentors' is no part of a plan"):
        plan.without("mentors")
    with pytest.raises(ValueError, match="the plan has no part 'change:nothing'"):
        plan.without("change:nothing")


def test_plans_models_and_results_can_be_copied_and_sent_to_another_process() -> None:
    result = fidelity.check(example("agreed-variations"), on=TODAY)
    for value in (result.plan, result.model, result, result.repairs()):
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own
        assert copy.deepcopy(value) == value


def test_wrong_use_is_answered_with_a_hint() -> None:
    plan = example("agreed-variations")
    with pytest.raises(TypeError, match="on is a date"):
        fidelity.check(plan, on="2026-01-01")  # type: ignore[arg-type]  # the slip that is tested
    with pytest.raises(TypeError, match="for one plan, use check"):
        fidelity.check_many(plan)  # type: ignore[arg-type]  # the slip that is tested
    with pytest.raises(TypeError, match="for one plan, use check"):
        fidelity.check_many("plan.yaml")


def test_a_plan_can_be_given_by_its_path() -> None:
    path = EXAMPLES / "direct-breach.fidelity.yaml"
    assert fidelity.check(path, on=TODAY) == fidelity.check(fidelity.load_plan(path), on=TODAY)


def test_an_exclusion_is_named_by_the_titles_of_both_sides() -> None:
    plan = fidelity.Plan(
        "p", "fdac@2026.1", "Northtown", "as-specified", author="lead",
        changes=(fidelity.Change("a", "w", addition=Addition("extra", "More", "M.", excludes=("parent-mentor",))),),
    )  # fmt: skip
    (finding,) = [one for one in fidelity.check(plan).findings if one.code == "FID303"]
    assert finding.title == "'More' beside 'A parent mentor for every parent who wants one'"
