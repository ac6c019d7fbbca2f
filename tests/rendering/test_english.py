"""The one English: what is said of lists, counts and near misses, and what of a text can be shown."""

from __future__ import annotations

import sys
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st

from fidelity.rendering.english import capital, counted, in_short, is_printable, listed, nearest, one_line, visible

WORDS = st.lists(st.sampled_from(("judge", "nurse", "key worker")))


@given(st.text())
def test_one_line_is_printable_and_keeps_every_character_that_is(text: str) -> None:
    line = one_line(text)
    assert is_printable(line)
    assert line == one_line(line)
    assert "".join(line.split()) == visible("".join(text.split()))


@given(st.text())
def test_what_cannot_be_shown_gives_way_sign_by_sign(text: str) -> None:
    shown = visible(text, "?")
    assert len(shown) == len(text)
    assert all(new == (old if is_printable(old) else "?") for old, new in zip(text, shown, strict=True))


def test_what_shows_is_the_same_in_every_version_of_python() -> None:
    for sign in map(chr, range(sys.maxunicode + 1)):
        if category(sign) != "Cn":  # of what has no meaning in this version, another version may know it
            assert is_printable(sign) == sign.isprintable(), ascii(sign)
    assert visible("\U0001fae8 \U0001fadf") == "\U0001fae8 \U0001fadf", "emoji of Unicode 15 and 16"
    assert visible("\ufffe\ufdd0") == "\ufffd\ufffd", "what XML cannot hold"


@given(WORDS, st.integers(min_value=1, max_value=3))
def test_a_list_names_every_word_or_says_how_many_more_there_are(words: list[str], most: int) -> None:
    for said in (listed(words, most=most), in_short(words, most)):
        assert said.endswith(f" and {len(words) - most} more") == (len(words) > most)
        assert all(word in said for word in words[:most])
    assert listed(words).count(" and ") == (len(words) > 1)


def test_only_the_first_letter_becomes_a_capital_and_only_one_is_one() -> None:
    assert (capital("iT"), capital("")) == ("IT", "")
    assert (counted(0, "form"), counted(1, "form"), counted(2, "child", "children")) == (
        "0 forms",
        "1 form",
        "2 children",
    )


def test_a_near_miss_is_near() -> None:
    assert nearest("reveiw-hearing", ["same-judge", "review-hearing"]) == "review-hearing"
    assert nearest("reveiw-hearing", ["same-judge", "review-hearing"], cutoff=0.99) is None
