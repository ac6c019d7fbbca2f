"""Many plans judged at once get what each of them gets alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

import fidelity
from fidelity.checking.facts import WEIGHING
from fidelity.strategies import Case, cases, plans
from fidelity.verdicts import RED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fidelity.model.model import Model
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Plan


def alone(plan: Plan, model: Model, bind: Strength, on: date | None = None) -> tuple[str, list[str], list[str]]:
    """Return what one plan gets by itself: its verdict, its codes, and those that are red."""
    result = fidelity.check(plan, model, bind=bind, on=on, privacy_scan=False)
    every = [one for finding in result.findings for one in (finding, *finding.consequences) if one.code in WEIGHING]
    red = {one.code for one in every if one.own_verdict is RED}
    return result.verdict.value, sorted({one.code for one in every}), sorted(red)


def together(swept: fidelity.Sweep) -> list[tuple[str, list[str], list[str]]]:
    """Return the same for each plan of a sweep."""
    return [
        (
            verdict,
            [code for code, has in zip(WEIGHING, found, strict=True) if has],
            [code for code, has in zip(WEIGHING, red, strict=True) if has],
        )
        for verdict, found, red in zip(
            swept.verdicts.tolist(), swept.found.tolist(), swept.breached.tolist(), strict=True
        )
    ]


def in_columns(plans: Sequence[Plan]) -> dict[str, list[object]]:
    """Return some plans as the columns of their records."""
    rows = [{**row, "plan": number} for number, plan in enumerate(plans) for row in plan.to_records()]
    rows += [{"plan": number, "element": None} for number in range(len(plans))]
    names = ("plan", "kind", "element", "nature", "set", "with", "exception", "function_kept")
    return {name: [row.get(name) for row in rows] for name in names}


@given(cases(max_atoms=8), st.data())
def test_a_sweep_over_plans_finds_what_a_check_of_each_finds(case: Case, data: st.DataObject) -> None:
    some = [case.plan, *data.draw(st.lists(plans(case.model, max_atoms=8), max_size=5))]
    swept = fidelity.sweep(case.model, some, bind=case.bind, on=case.on)
    assert together(swept) == [alone(plan, case.model, case.bind, case.on) for plan in some]


@given(cases(max_atoms=8), st.data())
def test_a_sweep_over_columns_finds_what_a_check_of_each_plan_finds(case: Case, data: st.DataObject) -> None:
    drawn = [case.plan, *data.draw(st.lists(plans(case.model, max_atoms=8), max_size=5))]
    some = [one for one in drawn if sayable(one)]
    swept = fidelity.sweep(case.model, in_columns(some), bind=case.bind)
    assert together(swept) == [alone(plan, case.model, case.bind) for plan in some]
    for position, plan in enumerate(some):
        assert alone(swept.plan_of(position), case.model, case.bind) == alone(plan, case.model, case.bind)


def sayable(plan: Plan) -> bool:
    """Return whether columns can say all of a plan."""
    silent = plan.unmentioned == "undecided" or plan.claim == "inspired-by"
    return not silent and not plan.approvals and all(change.addition is None for change in plan.changes)
