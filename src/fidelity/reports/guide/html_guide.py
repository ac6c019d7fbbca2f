"""A model as one page for a browser or for paper: the practice guide with its picture, every note and all evidence.

The page stands for itself: no scripts, nothing from a network, and a policy that says so to the browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.wording import LEGEND, Phrases
from fidelity.pictures import style, svg
from fidelity.rendering.html import Html, escape, html_page, joined, link, listing, table, tag, terms
from fidelity.reports.guide import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from fidelity.model.elements import Element, Proscribed
    from fidelity.model.evidence import Evidence, Source
    from fidelity.model.model import Model
    from fidelity.reports import Layout
    from fidelity.reports.guide import Shown

_PICTURE = "picture"


def render(shown: Shown, _: Layout) -> Iterator[str]:
    """Yield the whole model as a page, or one element with what it is linked to, its evidence and its sources."""
    return _model(shown.model) if shown.element is None else _element(shown.model, shown.element)


def _model(model: Model) -> Iterator[str]:
    say = Phrases(model, escape, _linker(model), reasons=True)
    parts = [
        _variant(model, say),
        _picture(model, "The model in one picture", None),
        *(_section(section, say) for section in wording.sections(model)),
        _open(model, say),
        _evidence(model.evidence),
        _sources(model.sources),
    ]
    named = [(f"part-{number}", *part) for number, part in enumerate(filter(None, parts), 1)]
    contents = listing(tag("a", title, href=f"#{id_}") for id_, title, _ in named)
    nav = tag("nav", tag("h2", "On this page", id="contents"), contents, aria_labelledby="contents")
    return _page(f"{model.title} ({model.reference})", [_head(model), nav, *_sections(named)])


def _element(model: Model, id_: str) -> Iterator[str]:
    one = wording.find(model, id_)
    say = Phrases(model, escape, reasons=True)
    evidence = wording.cited(model, one)
    words = f"{wording.noun_of(one)} {model.title}; {one.id}"
    parts = [
        _picture(model, "What it is linked to", wording.around(model, id_)),
        _evidence(evidence),
        _sources(wording.sources_of(model, evidence)),
    ]
    named = [(f"part-{number}", *part) for number, part in enumerate(filter(None, parts), 1)]
    head = tag("header", tag("h1", one.title), tag("p", words, class_="soft"))
    return _page(f"{one.title}: {model.title}", [head, *_body(one, say), *_sections(named)])


Part = tuple[str, Html]
"""A heading, and what stands under it."""


def _page(title: str, parts: Iterable[Html]) -> Iterator[str]:
    from fidelity._version import __version__

    made = f"Made with fidelity {__version__} from the file that plans are checked against."
    return html_page(title, parts, tag("footer", tag("p", made)), (style(_PICTURE),))


def _sections(named: Iterable[tuple[str, str, Html]]) -> Iterator[Html]:
    for id_, title, inside in named:
        yield tag("section", tag("h2", title, id=id_), inside, aria_labelledby=id_)


def _linker(model: Model) -> Callable[[str], str]:
    plain = Phrases(model, escape)

    def link_to(id_: str) -> str:
        known = id_ in model.by_id or id_ in model.proscribed_by_id
        return tag("a", Html(plain.title(id_)), href=f"#element-{id_}") if known else plain.title(id_)

    return link_to


def _head(model: Model) -> Html:
    rows = [
        ("Owner", model.owner),
        ("As a plan pins it", tag("code", model.reference)),
        ("In all", wording.counts_words(model)),
    ]
    summary = tag("p", model.summary, class_="lead") if model.summary else ""
    return tag("header", tag("h1", model.title), summary, terms(rows), tag("p", LEGEND))


def _picture(model: Model, title: str, only: Collection[str] | None) -> Part:
    drawing = Html(svg(model, only=only, id=_PICTURE))
    region = tag("div", drawing, class_="scrolls wide", role="region", tabindex="0", aria_label=f"{title}, drawn")
    words = "Principles stand at the left, then what puts them into practice, then what a site may shape."
    return title, joined([tag("p", f"{words} All of it is said in words on this page too."), region], "\n")


def _variant(model: Model, say: Phrases) -> Part | None:
    if model.extends is None:
        return None
    return wording.difference_title(model.extends), _facts(wording.differences(model.extends, say))


def _section(section: wording.Chapter, say: Phrases) -> Part:
    parts = (
        tag("article", tag("h3", one.title, id=f"element-{one.id}"), *_body(one, say), class_="finding long")
        for one in section.parts
    )
    return section.title, joined([tag("p", section.about), *parts], "\n")


def _body(one: Element | Proscribed, say: Phrases) -> Iterator[Html]:
    yield tag("p", one.statement)
    said = [*wording.facts(one, say), *wording.details(one, say)]
    ids = [item.id for item in wording.cited(say.model, one)]
    if ids:
        said.append(wording.Fact("Evidence", (joined((tag("a", id_, href=f"#evidence-{id_}") for id_ in ids), ", "),)))
    said.append(wording.Fact("In plans", (tag("code", one.id),)))
    yield _facts(said)


def _facts(said: Iterable[wording.Fact]) -> Html:
    """Return facts as labels and what stands under them; their words are quoted already."""
    return terms((Html(fact.label), _items(fact.items)) for fact in said)


def _items(items: tuple[str, ...]) -> Html:
    return Html(items[0]) if len(items) == 1 else listing(map(Html, items))


def _open(model: Model, say: Phrases) -> Part | None:
    groups = list(wording.open_questions(model))
    if not groups:
        return None
    parts: list[Html] = []
    for about, questions in groups:
        rows = (
            joined([Html(say.link(question.element)), f": {question.text}" if question.text else ""])
            for question in questions
        )
        parts += [tag("p", about), listing(rows)]
    return wording.OPEN, joined(parts, "\n")


def _evidence(evidence: tuple[Evidence, ...]) -> Part | None:
    rows = [(tag("span", id_, id=f"evidence-{id_}"), *rest) for id_, *rest in wording.evidence_rows(evidence)]
    head = ("Evidence", "What is said", "How firmly", "Where")
    return ("Evidence", table("evidence", "What the sources say, in our own words", head, rows)) if rows else None


def _sources(sources: tuple[Source, ...]) -> Part | None:
    rows = [
        (source.id, joined([wording.source_words(source), _address(source)], " "), source.note or "")
        for source in sources
    ]
    caption = "What the evidence is drawn from"
    return (wording.SOURCES, table("sources", caption, ("Key", "Source", "Note"), rows)) if rows else None


def _address(source: Source) -> Html:
    return link(source.url, source.url) if source.url else Html()
