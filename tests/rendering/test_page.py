from __future__ import annotations

from textwrap import wrap

from hypothesis import given
from hypothesis import strategies as st

from fidelity.rendering.english import is_printable, printable
from fidelity.rendering.page import Page
from fidelity.rendering.workflow import line
from fidelity.verdicts import RED


@given(st.text())
def test_whatever_goes_in_comes_out_printable_and_on_one_line(text: str) -> None:
    assert is_printable(printable(text))


@given(st.lists(st.text(max_size=200)), st.integers(min_value=60, max_value=100))
def test_a_page_holds_nothing_but_lines_that_can_be_shown(texts: list[str], width: int) -> None:
    page = Page(width)
    for text in texts:
        page.heading(text)
        page.say(text, indent=4, mark="- ")
        page.field("Why", text, indent=4)
        page.between()
    assert all(is_printable(sign) or sign == "\n" for sign in str(page))


def test_lines_are_wrapped_and_indented_to_match_their_mark() -> None:
    page = Page(40)
    page.say("one two three four five six seven eight nine ten", indent=2, mark="- ", style=RED)
    assert str(page) == "  - one two three four five six seven\n    eight nine ten\n"


def test_an_empty_page_is_an_empty_text() -> None:
    assert str(Page()) == ""


def test_a_paragraph_without_a_mark_is_coloured_as_a_whole() -> None:
    page = Page(colour=True)
    page.say("stop", style=RED)
    assert str(page) == "\x1b[1;31mstop\x1b[0m\n"


@given(st.text(), st.integers(min_value=30, max_value=60))
def test_rows_are_those_of_textwrap(text: str, width: int) -> None:
    page = Page(width)
    page.say(text)
    rows = wrap(printable(text), width, break_long_words=False, break_on_hyphens=False) or [""]
    assert str(page) == "".join(f"{line(row)}\n" for row in rows)


WRITE = st.sampled_from(("gap", "between", "rule", "take"))
PARTS = st.lists(WRITE | st.tuples(st.sampled_from(("say", "heading")), st.sampled_from(("", "a", "::b", "-"))))


@given(PARTS)
def test_a_page_that_is_taken_piece_by_piece_is_the_page_as_a_whole(parts: list[str | tuple[str, str]]) -> None:
    whole, pieced, taken = Page(), Page(), ""
    for part in parts:
        if part == "take":
            taken += pieced.take()
            continue
        for page in (whole, pieced):
            if isinstance(part, str):
                getattr(page, part)()
            else:
                getattr(page, part[0])(part[1])
    assert taken + pieced.take() == str(whole)
