"""The tables of a plan's keys say all that its classes hold, and what they say of each key is whole."""

from __future__ import annotations

import pytest

from fidelity.plan.fields import ADDITION, APPROVAL, CHANGE, COVERED, FRAME, PLAN, Table
from fidelity.plan.plan import Addition, Approval, Change, Covered, Plan, Record

ABOUT: list[tuple[Table, type]] = [
    (PLAN, Plan),
    (CHANGE, Change),
    (ADDITION, Addition),
    (FRAME, Record),
    (APPROVAL, Approval),
    (COVERED, Covered),
]
KINDS = {"text", "name", "id", "model", "word", "words", "natures", "names", "date"}
KINDS |= {"settings", "choices", "mapping", "list"}


@pytest.mark.parametrize(("table", "of"), ABOUT, ids=lambda one: getattr(one, "__name__", ""))
def test_every_attribute_is_a_row(table: Table, of: type) -> None:
    attributes = getattr(of, "__attrs_attrs__", None)
    held = [one.name for one in attributes if one.init] if attributes else list(getattr(of, "_fields", ()))
    assert {field.attribute for field in table.fields} == set(held) - {"place", "places"}


@pytest.mark.parametrize(("table", "of"), ABOUT, ids=lambda one: getattr(one, "__name__", ""))
def test_every_row_is_whole(table: Table, of: type) -> None:
    assert len({field.key for field in table.fields}) == len(table.fields), of
    assert not set(table.hints) & {field.key for field in table.fields}
    for field in table.fields:
        assert field.kind in KINDS
        assert field.says.endswith(".")
        assert bool(field.takes) is (field.kind in {"word", "words", "natures"})
        assert bool(field.title) is bool(field.about)
        assert not field.default or field.default in field.takes


def test_exactly_one_of_three_keys_says_what_a_change_is_about() -> None:
    assert [field.key for field in CHANGE.fields if field.head] == ["element", "add", "proscribed"]
