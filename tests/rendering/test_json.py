"""JSON in pieces is the JSON of the standard library, but for what could trick a screen or a log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from fidelity.rendering.json import ascii_text, json_pieces, laid_out, screen_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.rendering.json import Json

PLAIN = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"), exclude_characters="#"))
LEAVES = st.none() | st.booleans() | st.integers() | PLAIN
VALUES = st.recursive(LEAVES, lambda inside: st.lists(inside) | st.dictionaries(PLAIN, inside))


@given(VALUES)
def test_a_value_is_laid_out_as_the_standard_library_does(value: Json) -> None:
    assert laid_out(value) == json.dumps(value, ensure_ascii=False, indent=2)
    assert "".join(json_pieces(value)) == json.dumps(value, ensure_ascii=False, indent=2) + "\n"


@given(st.dictionaries(PLAIN.filter(bool), LEAVES), st.lists(VALUES))
def test_an_iterator_is_a_list_whose_items_are_made_when_their_turn_comes(
    around: dict[str, Json], items: list[Json]
) -> None:
    whole = json.dumps({**around, "items": items, "last": [{"within": items}]}, indent=2) + "\n"
    streamed = {**around, "items": iter(items), "last": [{"within": iter(items)}]}
    assert "".join(json_pieces(streamed, ascii_text)) == whole


def test_an_item_is_not_asked_for_before_the_pieces_ahead_of_it_were_taken() -> None:
    asked: list[int] = []

    def items() -> Iterator[int]:
        for number in range(3):
            asked.append(number)
            yield number

    pieces = json_pieces({"items": items()})
    while not asked:
        next(pieces)
    assert asked == [0]


@given(st.text())
def test_a_text_is_read_back_as_it_was_and_shows_nothing_that_tricks(text: str) -> None:
    for said in (screen_text(text), ascii_text(text)):
        assert json.loads(said) == text
        assert "##[" not in said
    assert not set(screen_text(text)) & {"\x7f", "\x85", "\u2028", "\u202e", "\u2066"}
