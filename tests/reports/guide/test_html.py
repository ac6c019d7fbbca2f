"""The practice guide as a page: everything is on it, everybody can use it, and no text can become a part of it."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.browser import axe_violations, nu_errors, seen_in_browser
from tests.budget import times
from tests.strategies import models

import fidelity
from fidelity.rendering.english import is_printable
from fidelity.rendering.html import address, escape
from fidelity.reports.guide import guide

if TYPE_CHECKING:
    from fidelity.model.model import Model

SHIPPED = [path.stem for path in sorted(Path("models").glob("*.yaml"))]
FDAC = fidelity.load_model("fdac")
HOSTILE = st.text(st.sampled_from("ab<>/&;'\"=`-!? \n\x00\u2028#:()"), min_size=1, max_size=30)


class _Reader(HTMLParser):
    """Reads a page as a browser would: elements with their attributes, and what is said between them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.tags.append(("!--", {data: None}))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """Elements and names of attributes: all that is no text. How many lines a title takes in a picture is text."""
        return [(tag, tuple(sorted(attributes))) for tag, attributes in self.tags if tag != "text"]


def _words(text: str) -> str:
    return " ".join(text.split())


@given(st.one_of(HOSTILE, st.text()))
def test_an_escaped_text_is_only_that_text_in_an_element_and_in_an_attribute(text: str) -> None:
    read = _Reader(f'<p title="{escape(text)}">{escape(text)}</p>')
    assert [tag for tag, _ in read.tags] == ["p"]
    said = "".join(sign if is_printable(sign) else "\N{REPLACEMENT CHARACTER}" for sign in _words(text))
    assert read.tags[0][1] == {"title": said}
    assert "".join(read.said) == said


@given(st.one_of(HOSTILE, st.text(), st.from_regex(r"(https?://|mailto:|javascript:|data:)\S{0,20}", fullmatch=True)))
def test_only_addresses_of_pages_and_mail_become_links(text: str) -> None:
    safe = address(text)
    if safe is not None:
        assert text.lower().startswith(("http://", "https://", "mailto:"))
        assert not set(safe) & set("<>\"' \n")


@times(0.6)
@given(HOSTILE)
def test_no_text_of_a_model_adds_anything_to_its_page(text: str) -> None:
    def page(words: str) -> str:
        source = evolve(FDAC.sources[0], title=words, note=words, authors=words, url=words)
        evidence = evolve(FDAC.evidence[0], says=words, locator=words, note=words)
        element = FDAC.by_id["review-hearing"]
        parameter = evolve(element.parameters[0], title=words, note=words)
        one = evolve(
            element, title=words, statement=words, function=words, form=words, note=words, parameters=(parameter,)
        )
        elements = tuple(one if other.id == one.id else other for other in FDAC.elements)
        return guide(
            evolve(
                FDAC,
                title=words,
                owner=words,
                summary=words,
                sources=(source, *FDAC.sources[1:]),
                evidence=(evidence, *FDAC.evidence[1:]),
                elements=elements,
            ),
            "html",
        )

    assert _Reader(page(f"x{text}")).shape == _Reader(page("x")).shape


@given(models())
def test_whatever_the_model_ids_are_unique_and_links_inside_the_page_lead_somewhere(model: Model) -> None:
    read = _Reader(guide(model, "html"))
    ids = [id_ for _, attributes in read.tags if (id_ := attributes.get("id"))]
    assert len(ids) == len(set(ids))
    targets = {href for _, attributes in read.tags if (href := attributes.get("href"))}
    assert {href[1:] for href in targets if href.startswith("#")} <= set(ids)
    assert [tag for tag, _ in read.tags if tag in ("h1", "main")] == ["main", "h1"]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_page_says_all_that_the_text_says(name: str) -> None:
    model = fidelity.load_model(name)
    page = _words(" ".join(_Reader(guide(model, "html")).said)).replace(" ", "")
    facts = [line.strip() for line in guide(model, "text").splitlines() if line.startswith("  Purpose:")]
    assert facts or not any(element.function for element in model.elements)
    for element in model.elements:
        for words in filter(None, (element.title, element.statement, element.function, element.form)):
            assert _words(words).replace(" ", "") in page
    for item in model.evidence:
        assert _words(item.says).replace(" ", "") in page


def test_one_element_comes_with_its_evidence_and_what_it_is_linked_to() -> None:
    read = _Reader(guide(FDAC, "html", "same-judge"))
    said = _words(" ".join(read.said))
    assert "Essential element of Family Drug and Alcohol Court; same-judge" in said
    assert "One judge stays with the case from start to finish." in said
    assert "Fortnightly reviews with the judge" in said


def test_a_page_has_no_scripts_and_a_policy_that_allows_nothing_but_its_styles() -> None:
    read = _Reader(guide(FDAC, "html"))
    assert {tag for tag, _ in read.tags} & {"script", "iframe", "object", "img", "form", "link"} == set()
    policies = [attributes["content"] for tag, attributes in read.tags if attributes.get("http-equiv")]
    [policy] = policies
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


@pytest.mark.slow
def test_pages_of_all_shipped_models_can_be_used_by_everybody(tmp_path: Path) -> None:
    pages = []
    for name in SHIPPED:
        model = fidelity.load_model(name)
        pages.append(tmp_path / f"{name}.html")
        pages[-1].write_text(guide(model, "html"), "utf-8")
    one = tmp_path / "one.html"
    one.write_text(guide(FDAC, "html", "same-judge"), "utf-8")
    assert nu_errors(*pages, one) == []
    assert axe_violations(*pages, schemes=["light"]) == []
    assert axe_violations(one, schemes=["dark"]) == []  # the same styles and kinds of element, and much shorter


@pytest.mark.slow
def test_a_browser_lets_both_style_sheets_in_and_asks_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(guide(FDAC, "html"), "utf-8")
    assert seen_in_browser(path, "document.styleSheets.length") == (2, [])
