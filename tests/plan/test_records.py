"""A plan as records: one for each thing that it says of an element."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from tests.strategies import Case, cases

import fidelity
from fidelity.plan.frame import RECORD
from fidelity.plan.plan import COLUMNS

if TYPE_CHECKING:
    from fidelity.plan.plan import Row

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@given(cases())
def test_every_record_has_all_columns_and_flat_values(case: Case) -> None:
    plan = case.plan
    records = plan.to_records()
    said = len(plan.as_specified) + sum(len(choice.settings) for choice in plan.choices) + len(plan.changes)
    assert len(records) == said + len(plan.undecided)
    for record in records:
        assert tuple(record) == COLUMNS
        assert all(value is None or isinstance(value, str | bool) for value in record.values())


def _by_id(name: str) -> dict[object, Row]:
    plan = fidelity.load_plan(EXAMPLES / f"{name}.fidelity.yaml")
    return {record["id"]: record for record in plan.to_records()}


def test_a_change_has_a_column_for_each_field_of_frame() -> None:
    record = _by_id("agreed-variations")["cover-judge"]
    assert {name: record[name] for name in (*RECORD, "effects")} == {
        "modified": "context",
        "when": "implementation",
        "planned": "planned-proactive",
        "decided_by": "administrator, intervention-developer",
        "goal": "feasibility",
        "reasons": "available-resources",
        "level": "unit",
        "site_view": "consistent",
        "effects": "Reviews need not be put off.",
    }
    assert (record["kind"], record["element"], record["nature"]) == ("change", "same-judge", "personnel")


def test_an_approval_stands_beside_its_change() -> None:
    records = _by_id("agreed-variations")
    assert (records["slower-summer"]["approved"], records["slower-summer"]["approval"]) == (True, "FDAC/2026/11")
    assert records["slower-summer"]["set"] == "interval: 3 weeks"


def test_a_choice_is_one_record_a_value_with_its_line() -> None:
    record = _by_id("agreed-variations")["area-and-courts.authorities"]
    assert (record["kind"], record["element"], record["set"]) == ("choice", "area-and-courts", "authorities: 1")
    assert str(record["line"]).isdigit()
    assert record["approved"] is None


def test_what_is_kept_and_what_is_open_have_records() -> None:
    plan = fidelity.Plan(
        id="a", model="fdac@2026.1", site="A", unmentioned="undecided", as_specified=("x",), undecided=("y",)
    )
    assert [(record["kind"], record["element"], record["line"]) for record in plan.to_records()] == [
        ("as-specified", "x", None),
        ("undecided", "y", None),
    ]
