"""The findings of a check as records: consequences behind the finding that they come from."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from tests.strategies import TODAY, Case, cases

import fidelity
from fidelity.checking.result import COLUMNS, result_records

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@given(cases())
def test_there_is_one_record_a_finding_with_all_columns(case: Case) -> None:
    result = fidelity.check(case.plan, case.model, on=case.on, bind=case.bind.word)
    records = result_records(result.findings)
    assert len(records) == sum(1 + len(finding.consequences) for finding in result.findings)
    for record in records:
        assert tuple(record) == COLUMNS
        assert all(value is None or isinstance(value, str) for value in record.values())


def test_a_consequence_names_the_finding_that_it_comes_from() -> None:
    result = fidelity.check(fidelity.load_plan(EXAMPLES / "breach-by-consequence.fidelity.yaml"), on=TODAY)
    records = result.to_records()
    inner = [record for record in records if record["parent_code"]]
    assert inner
    parents = {(record["code"], record["subject"]) for record in records if not record["parent_code"]}
    assert {(record["parent_code"], record["parent_subject"]) for record in inner} <= parents
    assert all(record["causes"] for record in inner)


def test_an_agreed_finding_has_its_reference() -> None:
    result = fidelity.check(fidelity.load_plan(EXAMPLES / "agreed-variations.fidelity.yaml"), on=TODAY)
    assert "FDAC/2026/04" in {record["approval"] for record in result.to_records()}
