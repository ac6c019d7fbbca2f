"""Displays in notebooks: the same without styles, safe with any text, short, and quick enough not to be timed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import TODAY, Case, cases

import fidelity
from fidelity.model.elements import Proscribed
from fidelity.model.evidence import Basis
from fidelity.plan.plan import Addition, Approval, Change, Choice, Covered, Plan, Setting
from fidelity.reports.notebook import ROWS, model_html, plan_html, result_html

FDAC = fidelity.load_model("fdac")
EXAMPLES = sorted(Path(__file__).parents[2].joinpath("docs", "examples").glob("*.yaml"))
HOSTILE = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=st.sampled_from("<>&\"'/=! -a\n\0"), max_size=30),
    st.sampled_from(
        [
            "</td><script>alert(1)</script>",
            '" onmouseover="alert(1)',
            "<!--",
            "]]>",
            "&lt;b&gt;",
            "<img src=x onerror=y>",
        ]
    ),
)


class _Page(HTMLParser):
    """Collects the structure of a page (tags and attributes) and its texts apart."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.structure: list[object] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.structure.append((tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.structure.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.structure.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.structure.append(("declaration", decl))

    def unknown_decl(self, data: str) -> None:
        self.structure.append(("declaration", data))

    def handle_pi(self, data: str) -> None:
        self.structure.append(("instruction", data))

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def _model(text: str) -> fidelity.Model:
    element = evolve(FDAC.by_id["same-judge"], title=text, statement=text)
    practice = Proscribed("ruled-out", text, text, Basis(inferred=text))
    return evolve(FDAC, title=text, owner=text, summary=text, elements=(element,), proscribed=(practice,))


def _plan(text: str) -> Plan:
    setting = (Setting("judges", text),)
    changes = (
        Change(id="a", what=text, element="same-judge", natures=("removing",), settings=setting, function_kept=text),
        Change(id="b", what=text, addition=Addition("extra", text, text), natures=("adding",), touches=("same-judge",)),
        Change(id="c", what=text, proscribed="ruled-out"),
    )
    approval = Approval((Covered("a", natures=("removing",)),), by=text, role=text, given=TODAY, reference=text)
    return Plan(
        id=text,
        model=FDAC.reference,
        site=text,
        unmentioned="as-specified",
        author=text,
        as_specified=(text,),
        choices=(Choice(text, setting),),
        changes=changes,
        undecided=(text,),
        approvals=(approval,),
    )


@given(HOSTILE)
def test_no_text_of_a_model_or_plan_adds_to_the_structure(text: str) -> None:
    dangerous, harmless = f"x{text}x", "xx"
    assert _Page(model_html(_model(dangerous))).structure == _Page(model_html(_model(harmless))).structure
    assert _Page(plan_html(_plan(dangerous))).structure == _Page(plan_html(_plan(harmless))).structure


@given(HOSTILE)
def test_no_text_adds_to_the_structure_of_a_result(text: str) -> None:
    def show(words: str) -> str:
        plan = evolve(_plan(words), changes=_plan("xx").changes[:1], choices=(), as_specified=(), undecided=())
        plan = evolve(plan, changes=(evolve(plan.changes[0], what=words, settings=()),))
        return result_html(fidelity.check(plan, _model(words)))

    assert _Page(show(f"x{text}x")).structure == _Page(show("xx")).structure


@given(cases())
def test_any_result_shows_its_verdict_in_words(case: Case) -> None:
    result = fidelity.check(case.plan, case.model, on=case.on, bind=case.bind.word)
    assert f"Verdict: {result.verdict}" in _Page(result_html(result)).text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_everything_shows_itself_without_ids_scripts_and_style_sheets(path: Path) -> None:
    plan = fidelity.load_plan(path)
    result = fidelity.check(plan, on=TODAY)
    for page in (FDAC._repr_html_(), plan._repr_html_(), result._repr_html_()):
        tags = [item for item in _Page(page).structure if isinstance(item, tuple)]
        assert not {tag for tag, _ in tags} & {"script", "style", "link", "iframe", "img", "a"}
        assert {name for _, attributes in tags for name, _ in attributes} <= {"style", "scope", "open", "colspan"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_tag_is_closed(path: Path) -> None:
    result = fidelity.check(fidelity.load_plan(path), on=TODAY)
    for page in (model_html(FDAC), plan_html(result.plan), result_html(result)):
        open_: list[str] = []
        for item in _Page(page).structure:
            if isinstance(item, tuple):
                open_.append(str(item[0]))
            else:
                assert item == f"/{open_.pop()}"
        assert open_ == []


def test_tables_are_cut_at_twenty_rows_and_say_how_many_more_there_are() -> None:
    page = _Page(model_html(FDAC))
    assert f"and {len(FDAC.essential) - ROWS} more" in page.text
    assert len(re.findall(r"and \d+ more", page.text)) == 1


def test_a_result_with_many_findings_is_cut() -> None:
    plan = Plan(id="a", model=FDAC.reference, site="A", unmentioned="undecided")
    page = _Page(result_html(fidelity.check(plan)))
    rows = [item for item in page.structure if item == "/tr"]
    assert len(rows) <= ROWS + 2


def test_a_green_result_says_that_there_is_nothing_against_it() -> None:
    plan = Plan(id="a", model=FDAC.reference, site="A", unmentioned="as-specified", author="site-lead")
    assert "There is nothing to say against it." in _Page(result_html(fidelity.check(plan))).text


def test_a_result_says_when_expiry_was_not_judged() -> None:
    path = next(path for path in EXAMPLES if path.name.startswith("agreed"))
    assert "run out was not judged" in result_html(fidelity.check(fidelity.load_plan(path)))


def test_a_plan_says_what_its_silence_means() -> None:
    plan = Plan(id="a", model=FDAC.reference, site="A", unmentioned="undecided", as_specified=tuple("abcdefghij"))
    text = _Page(plan_html(plan)).text
    assert "whatever it does not mention is not decided yet" in text
    assert "a, b, c, d, e, f, g, h and 2 more" in text


def test_long_texts_are_shortened() -> None:
    plan = Plan(id="a", model=FDAC.reference, site="A", unmentioned="undecided", undecided=("y" * 10_000,))
    assert len(plan_html(plan)) < 5_000
