"""The practice guide as Markdown: no text of a model becomes mark-up, and every link leads somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import models

import fidelity
from fidelity.rendering.escaping import markdown_text
from fidelity.reports.guide import guide

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from fidelity.model.model import Model

FDAC = fidelity.load_model("fdac")
HOSTILE = st.text(alphabet=st.sampled_from("ab 1.)-+=*_`~[](){}<>!#|\\:&;$%^\"'\n\t/@"), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def parser() -> MarkdownIt:
    module = pytest.importorskip("markdown_it")
    made: MarkdownIt = module.MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return made


def _shape(tokens: list[Token]) -> list[tuple[str, object]]:
    """Return the structure of a page: what is there besides texts."""
    found: list[tuple[str, object]] = []
    for token in tokens:
        if token.children is not None:
            found += [inner for inner in _shape(token.children) if inner[0] != "text"]
        else:
            found.append((token.type, token.attrs.get("href")))
    return found


@given(HOSTILE)
def test_an_escaped_text_is_one_paragraph_of_just_that_text(parser: MarkdownIt, text: str) -> None:
    plain = " ".join(text.split())
    tokens = parser.parse(markdown_text(text))
    if not plain:
        assert tokens == []
        return
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children).replace("\u2060", "") == plain.replace("\u2060", "")


@given(HOSTILE)
def test_no_text_of_a_model_adds_structure_to_its_page(parser: MarkdownIt, text: str) -> None:
    assert _shape(parser.parse(_page(f"x {text} x"))) == _shape(parser.parse(_page("x x")))


def _page(text: str) -> str:
    """Return the page of a small model in which a text stands everywhere but in headings' anchors."""
    one = evolve(FDAC.by_id["same-judge"], statement=text, function=text, form=text, note=text)
    other = evolve(FDAC.by_id["case-length"], statement=text)
    evidence = tuple(evolve(item, says=text, locator=text, note=text) for item in FDAC.evidence[:3])
    sources = tuple(evolve(source, title=text, authors=text, note=text) for source in FDAC.sources[:3])
    model = evolve(
        FDAC, owner=text, summary=text, elements=(one, other), proscribed=(), evidence=evidence, sources=sources
    )
    return guide(model, "markdown")


def test_the_page_begins_with_its_title() -> None:
    assert guide(FDAC, "markdown").startswith("# Family Drug and Alcohol Court\n\n")


def test_each_element_has_a_heading_of_its_own() -> None:
    page = guide(FDAC, "markdown")
    titles = [element.title for element in FDAC.elements] + [practice.title for practice in FDAC.proscribed]
    for title in titles:
        assert f"\n### {markdown_text(title)}\n" in page


def test_every_link_inside_the_page_leads_to_a_heading() -> None:
    page = guide(FDAC, "markdown")
    anchors = {
        re.sub(r"[^\w\- ]", "", title.lower().replace(" ", "-"))
        for title in re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    }
    links = set(re.findall(r"\]\(#([^)]*)\)", page))
    assert links
    assert links <= anchors


def test_evidence_and_sources_are_tables() -> None:
    page = guide(FDAC, "markdown")
    assert "| id | what is said | how firmly | where |" in page
    assert "| key | source | note |" in page
    assert all(f"\n| {item.id} |" in page for item in FDAC.evidence)


def test_one_element_shows_its_evidence() -> None:
    page = guide(FDAC, "markdown", "same-judge")
    assert page.startswith("# The same judge throughout\n\nEssential element of Family Drug and Alcohol Court")
    assert "| FDAC-12 |" in page
    assert "| FDAC-13 |" not in page


def test_an_address_with_signs_of_a_table_stays_in_its_cell() -> None:
    source = evolve(FDAC.sources[0], url="https://example.org/a|b")
    page = guide(evolve(FDAC, sources=(source,)), "markdown")
    assert "<https://example.org/a%7Cb>" in page


def test_what_is_no_web_address_is_no_link() -> None:
    source = evolve(FDAC.sources[0], url="javascript:alert(1)")
    assert "<javascript" not in guide(evolve(FDAC, sources=(source,)), "markdown")


def test_a_model_without_evidence_and_questions_has_no_such_sections() -> None:
    page = guide(evolve(FDAC, elements=(), evidence=(), sources=(), summary=""), "markdown")
    assert "## Evidence" not in page
    assert "## Sources" not in page


@given(models())
def test_any_model_can_be_shown(model: Model) -> None:
    assert guide(model, "markdown").startswith("# ")
