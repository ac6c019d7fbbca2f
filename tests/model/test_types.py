"""What is true of every type of parameter: a new file in the folder of types is tried here without a change."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from fidelity.model.amounts import Amount, Misfit
from fidelity.model.parameters import read_value
from fidelity.model.types import OPERATORS, OTHER, TYPES, Drawn, Kind, type_of

DRAWN = [(name, drawn) for name in TYPES for drawn in type_of(name).drawn]
SEVERAL = {name for name in TYPES if type_of(name).several}


def test_the_list_names_every_file_of_the_folder() -> None:
    there = {path.stem for path in Path("src/fidelity/model/types").glob("[a-z]*.py")}
    assert {name.replace("-", "_") for name in TYPES} == there


@pytest.mark.parametrize("name", TYPES)
def test_what_to_start_from_can_be_read(name: str) -> None:
    kind = type_of(name)
    assert read_value(name, kind.sample("families"), "families") is not None
    assert kind.drawn
    assert set(kind.operators) <= set(OPERATORS)
    assert ("min" in kind.operators) is kind.ordered
    assert ("includes" in kind.operators) is kind.several


@pytest.mark.parametrize(("name", "drawn"), DRAWN)
def test_values_for_tests_are_legal_and_in_order(name: str, drawn: Drawn) -> None:
    kind = type_of(name)
    values = [read_value(name, raw, drawn.unit) for raw in drawn.values]
    if kind.ordered:
        amounts = [value for value in values if isinstance(value, Amount)]
        assert len(amounts) == len(values)
        assert all(one.number <= other.number for one, other in pairwise(amounts))
        assert {one.unit for one in amounts} == {drawn.family or kind.unit}


@pytest.mark.parametrize(("name", "drawn"), [(name, drawn) for name, drawn in DRAWN if name not in SEVERAL])
def test_what_stands_for_all_values_can_be_written_and_read_back(name: str, drawn: Drawn) -> None:
    kind = type_of(name)
    compared = [read_value(name, raw, drawn.unit) for raw in drawn.values]
    for values in (compared, compared[:1], []):
        found = kind.standing_for(values, drawn.options, drawn.family)
        assert set(values) <= set(found) or kind.closed
        assert len(set(found)) == len(found)
        for value in found:
            assert value == OTHER or read_value(name, kind.write(value, drawn.unit), drawn.unit) == value


@pytest.mark.parametrize("name", [name for name in TYPES if name not in SEVERAL])
def test_a_list_is_a_value_of_a_set_only(name: str) -> None:
    with pytest.raises(Misfit, match="a list"):
        read_value(name, ("a", "b"), "families")


def test_a_type_says_itself_how_it_is_read() -> None:
    with pytest.raises(NotImplementedError):
        Kind().read("x", "")
    with pytest.raises(NotImplementedError):
        Kind().sample("")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("0.5", "50%"), ("0.05", "5%"), ("1", "100%"), ("50.0%", "50%"), ("0.125", "12.5%"), ("1.0", "100%"), ("0", "0%")],
)
def test_a_share_is_read_as_it_is_meant(text: str, shown: str) -> None:
    share = type_of("proportion")
    assert share.write(share.read(text, ""), None) == shown


def test_the_whole_is_among_the_shares_that_are_tried() -> None:
    assert 100 in type_of("proportion").spread({80}, "")
    assert max(type_of("proportion").spread({100}, "")) == 100
