"""One cell writes a name, a list, a value or a setting so that it comes back as it was, whatever its signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.errors import Place
from fidelity.files.workbook import cells

TEXTS = st.text(st.sampled_from("ab\";\n. \u00a0\u2013\u201c\u201d\u2019'-=\t\u200b,~"), max_size=6)


@given(TEXTS)
def test_a_name_comes_back(text: str) -> None:
    assert cells.read_word(cells.word(text)) == text
    assert cells.read_list(cells.word(text)) == [text]


@given(st.lists(TEXTS))
def test_a_list_comes_back(texts: list[str]) -> None:
    assert cells.read_list(cells.words(texts)) == texts


@given(TEXTS | st.lists(TEXTS).map(tuple))
def test_a_value_comes_back_as_a_text_or_a_list(raw: str | tuple[str, ...]) -> None:
    assert cells.read_value(cells.value(raw)) == raw


@given(TEXTS, TEXTS)
def test_an_element_and_its_setting_come_back(element: str, parameter: str) -> None:
    assert cells.read_pair(cells.pair(element, parameter)) == (element, parameter)


@given(st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True), st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True))
def test_what_needs_no_marks_has_none(element: str, parameter: str) -> None:
    assert cells.word(element) == element
    assert cells.pair(element, parameter) == f"{element}.{parameter}"
    assert cells.words([element, parameter]) == f"{element}; {parameter}"


@pytest.mark.parametrize(
    ("place", "text", "where"),
    [
        (Place("p.yaml"), "p.yaml", ""),
        (Place("p.yaml", 3, 7), "p.yaml:3:7", "line 3"),
        (Place("p.xlsx", 0, 0, "Plan"), "p.xlsx: sheet 'Plan'", "sheet 'Plan'"),
        (Place("p.xlsx", 7, 4, "Changes"), "p.xlsx: sheet 'Changes', cell D7", "sheet 'Changes', cell D7"),
        (Place("p.xlsx", 1, 27, "x"), "p.xlsx: sheet 'x', cell AA1", "sheet 'x', cell AA1"),
        (Place("p.xlsx", 1_048_576, 16_384, "x"), "p.xlsx: sheet 'x', cell XFD1048576", "sheet 'x', cell XFD1048576"),
    ],
)
def test_a_place_is_named_as_its_file_counts(place: Place, text: str, where: str) -> None:
    assert (str(place), place.where) == (text, where)
