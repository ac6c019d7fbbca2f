"""What is remarked on any plan: gaps of its record, no author, no claim, another view of a breach."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.oracle import naive
from tests.strategies import Case, bearing_cases, pick, records

import fidelity
from fidelity.plan.plan import EMPTY_RECORD, Record

FULL = Record(
    modified="content",
    when="implementation",
    planned="planned-proactive",
    decided_by=("program-manager",),
    goal=("feasibility",),
    reasons=("available-resources",),
    level="target-group",
    site_view="consistent",
    effects="Nothing else.",
)


@st.composite
def recorded(draw: st.DrawFn) -> Case:
    """Cases whose changes have a full record, a partial one, or none."""
    case = draw(bearing_cases())
    changes = tuple(
        evolve(one, record=pick(draw, [FULL, EMPTY_RECORD, records(draw), FULL._replace(level=None)]))
        for one in case.plan.changes
    )
    return case._replace(plan=evolve(case.plan, changes=changes, author=pick(draw, [None, "lead"])))


@times(2)
@given(recorded())
def test_what_a_plan_leaves_out_is_remarked_and_nothing_else(case: Case) -> None:
    plan = case.plan
    result = fidelity.check(plan, case.model, bind=case.bind, on=case.on)
    said = {finding.code: finding for finding in result.remarks}
    gaps = {one.id: [name for name, value in one.record._asdict().items() if not value] for one in plan.changes}
    open_ = {name: missing for name, missing in gaps.items() if missing}
    assert ("FID501" in said) == bool(open_)
    if open_:
        assert said["FID501"].changes == tuple(open_)
        assert said["FID501"].element is None
        for name, missing in open_.items():
            assert f"{name} ({', '.join(field.replace('_', ' ') for field in missing)})" in said["FID501"].message
    assert ("FID502" in said) == (plan.author is None)
    assert ("FID504" in said) == (plan.claim == "inspired-by")
    if plan.claim == "inspired-by":
        return
    part = naive.Question(case.model, plan, case.bind, case.on).whole
    red = {
        atom
        for key, verdict in part.findings.items()
        if verdict == "red"
        for row in naive.causes(part, key)
        for atom in row
    }
    contrary = [one.id for one in plan.changes if one.record.site_view == "consistent" and f"change:{one.id}" in red]
    assert list(said["FID503"].changes if "FID503" in said else ()) == contrary
