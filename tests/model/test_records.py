"""A model as records: one an element, the same columns for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from tests.strategies import models

import fidelity
from fidelity.model.model import COLUMNS

if TYPE_CHECKING:
    from fidelity.model.model import Model

FDAC = fidelity.load_model("fdac")
BY_ID = {record["id"]: record for record in FDAC.to_records()}


@given(models())
def test_every_record_has_all_columns_and_flat_values(model: Model) -> None:
    records = model.to_records()
    assert [record["id"] for record in records] == [
        *(element.id for element in model.elements),
        *(practice.id for practice in model.proscribed),
    ]
    for record in records:
        assert tuple(record) == COLUMNS
        assert all(value is None or isinstance(value, str | bool) for value in record.values())
        assert (record["model"], record["version"]) == (model.id, model.version)


def test_an_essential_element() -> None:
    record = BY_ID["review-hearing"]
    assert record["tier"] == "essential"
    assert record["optional"] is None
    assert record["strength"] == "stated"
    assert record["basis"] == "FDAC-27"
    assert record["parameters"] == "interval, remote"
    assert record["silent_parameters"] == "remote"
    assert record["requires"] == "formal-consent, same-judge, progress-report"


def test_content_and_tier_have_strengths_of_their_own() -> None:
    record = BY_ID["key-worker"]
    assert (record["basis_strength"], record["tier_strength"], record["strength"]) == ("stated", "inferred", "inferred")
    assert record["tier_basis"] is None
    assert record["tier_inferred"] == FDAC.by_id["key-worker"].tier_basis.inferred


def test_a_flexible_element_says_whether_it_is_optional() -> None:
    assert (BY_ID["group-programme"]["optional"], BY_ID["listing"]["optional"]) == (True, False)


def test_a_practice_that_is_ruled_out() -> None:
    assert BY_ID["ordinary-track-alongside"]["tier"] == "proscribed"


def test_records_are_new_each_time() -> None:
    FDAC.to_records()[0]["title"] = "changed"
    assert FDAC.to_records()[0]["title"] != "changed"
