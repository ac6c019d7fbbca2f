"""Laws of checklists that hold for every model that ships and every plan of the examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.commands.call import EXAMPLES
from tests.scoring.test_scoring import form

import fidelity
from fidelity import Responses
from fidelity.checklists.reading import read_data

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.checklists.checklist import Checklist

PLANS = sorted(EXAMPLES.glob("*.fidelity.yaml"))
FDAC = fidelity.checklist("fdac")
GOOD = {item.name: FDAC.responses_of(item).scored[-1].code for item in FDAC}
ESSENTIAL = sorted({item.element for item in FDAC if item.tier == "essential"})


def best(checklist: Checklist) -> fidelity.Form:
    """Return a form on which everything is as it should be."""
    return form({item.name: checklist.responses_of(item).scored[-1].code for item in checklist}, checklist)


def made(path: Path) -> tuple[Checklist, fidelity.Plan]:
    plan = fidelity.load_plan(path)
    return fidelity.checklist(plan.model, plan), plan


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_whoever_delivers_what_was_planned_adds_nothing_to_the_check_of_the_plan(path: Path) -> None:
    checklist, plan = made(path)
    score = fidelity.score(checklist, Responses((best(checklist),)))
    assert score.critical.met == score.critical.of
    found = fidelity.delivered(score, plan)
    assert found.findings == ()
    assert found.verdict.rank <= found.planned.verdict.rank


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
@pytest.mark.parametrize("format_", ["csv", "json"])
def test_an_empty_form_of_any_plan_comes_back_empty_and_complete(path: Path, format_: str) -> None:
    checklist, _ = made(path)
    read = read_data(checklist, "form", str(checklist.render(format_)).encode())
    assert (len(read.forms), dict(read.forms[0].answers), read.not_understood) == (1, {}, ())
    assert read.forms[0].checklist == checklist.hash


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_element_is_asked_about_or_listed_with_the_reason(path: Path) -> None:
    checklist, plan = made(path)
    model = fidelity.load_model(plan.model)
    asked = {item.element for item in checklist}
    listed = {one.element for one in checklist.left_out}
    assert {*model.by_id, *model.proscribed_by_id} <= asked | listed
    assert not asked & listed


@given(gone=st.lists(st.sampled_from(ESSENTIAL), unique=True, max_size=4), more=st.sampled_from(ESSENTIAL))
def test_delivering_less_never_makes_the_verdict_better(gone: list[str], more: str) -> None:
    def rank(absent: list[str]) -> int:
        codes = GOOD | {item.name: "0" for item in FDAC if item.element in absent}
        return fidelity.delivered(fidelity.score(FDAC, Responses((form(codes, FDAC),)))).verdict.rank

    assert rank(gone) <= rank([*gone, more])


@given(gone=st.lists(st.sampled_from(ESSENTIAL), unique=True, max_size=4))
def test_delivery_is_judged_as_a_plan_that_removes_the_same_elements(gone: list[str]) -> None:
    codes = GOOD | {item.name: "0" for item in FDAC if item.element in gone}
    found = fidelity.delivered(fidelity.score(FDAC, Responses((form(codes, FDAC),))))
    changes = tuple(
        fidelity.Change(id=id_, what="Gone.", element=id_, natures=("drift-without-returning",)) for id_ in gone
    )
    plan = fidelity.Plan(id="p", model="fdac@2026.1", site="S", unmentioned="as-specified", author="a", changes=changes)
    result = fidelity.check(plan)
    assert found.verdict is result.verdict
    assert {id_: state.state for id_, state in found.result.elements.items()} == {
        id_: state.state for id_, state in result.elements.items()
    }
