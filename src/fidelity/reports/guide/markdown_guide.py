"""A model as Markdown: the practice guide with every note, indicator and piece of evidence.

Plain CommonMark with tables, so that it can be read on GitHub and built by Sphinx with MyST. Every text of the
model is escaped: none of them can become mark-up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.model.wording import LEGEND, Phrases
from fidelity.rendering.escaping import markdown_text
from fidelity.reports.guide import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fidelity.model.elements import Element, Proscribed
    from fidelity.model.evidence import Evidence, Source
    from fidelity.model.model import Model
    from fidelity.reports import Layout
    from fidelity.reports.guide import Shown

_ADDRESS = re.compile(r"https?://[^\s<>\x00-\x1f\x7f]+")


_GONE = re.compile(r"[^\w\u4e00-\u9fff\- ]")


def render(shown: Shown, _: Layout) -> Iterator[str]:
    """Yield a page that starts with a heading of level one.

    Of a whole model every element has a heading of level three with its title, which can be linked to.
    """
    yield _model(shown.model) if shown.element is None else _element(shown.model, shown.element)


def _model(model: Model) -> str:
    anchors = _anchors(model)
    say = Phrases(model, markdown_text, _linker(model, anchors), reasons=True)
    blocks = [_head(model), _variant(model, say)]
    blocks += [_section(section, say) for section in wording.sections(model)]
    blocks += [_open(model, say), _evidence(model.evidence), _sources(model.sources)]
    return _page(blocks)


def _element(model: Model, id_: str) -> str:
    one = wording.find(model, id_)
    say = Phrases(model, markdown_text, reasons=True)
    evidence = wording.cited(model, one)
    about = f"{wording.noun_of(one)} {markdown_text(model.title)}; {_code(one.id)}"
    head = [f"# {markdown_text(one.title)}", about]
    return _page([head, _body(one, say), _evidence(evidence), _sources(wording.sources_of(model, evidence))])


def _code(text: str) -> str:
    return markdown_text(text) if re.search(r"[`|\s]", text) or not text else f"`{text}`"


def _page(blocks: Iterable[Iterable[str]]) -> str:
    return "\n\n".join(part for block in blocks for part in block) + "\n"


def _anchors(model: Model) -> dict[str, str]:
    """Return the anchor of every element and practice, by id."""
    page = _Anchors()
    page.add(model.title)
    if model.extends is not None:
        page.add(" ".join(wording.difference_title(model.extends).split()))
    found = {}
    for section in wording.sections(model):
        page.add(section.title)
        for one in section.parts:
            found[one.id] = page.add(" ".join(one.title.split()))
    return found


def _linker(model: Model, anchors: dict[str, str]) -> Callable[[str], str]:
    plain = Phrases(model, markdown_text)

    def link(id_: str) -> str:
        anchor = anchors.get(id_)
        return f"[{plain.title(id_)}](#{anchor})" if anchor else plain.title(id_)

    return link


def _head(model: Model) -> Iterator[str]:
    yield f"# {markdown_text(model.title)}"
    if model.summary:
        yield markdown_text(model.summary)
    rows = [
        ("Owner", markdown_text(model.owner)),
        ("As a plan pins it", _code(model.reference)),
        ("In all", wording.counts_words(model)),
    ]
    yield _table(("", ""), rows)
    yield LEGEND


def _variant(model: Model, say: Phrases) -> Iterator[str]:
    if model.extends is not None:
        yield f"## {markdown_text(wording.difference_title(model.extends))}"
        yield "\n".join(line for fact in wording.differences(model.extends, say) for line in _fact(fact))


def _section(section: wording.Chapter, say: Phrases) -> Iterator[str]:
    yield f"## {section.title}"
    yield section.about
    for one in section.parts:
        yield f"### {markdown_text(one.title)}"
        yield from _body(one, say)


def _body(one: Element | Proscribed, say: Phrases) -> Iterator[str]:
    yield markdown_text(one.statement)
    said = [*wording.facts(one, say), *wording.details(one, say)]
    ids = [item.id for item in wording.cited(say.model, one)]
    if ids:
        said.append(wording.Fact("Evidence", (", ".join(map(markdown_text, ids)),)))
    said.append(wording.Fact("In plans", (_code(one.id),)))
    yield "\n".join(line for fact in said for line in _fact(fact))


def _fact(fact: wording.Fact) -> Iterator[str]:
    if len(fact.items) == 1:
        yield f"- **{fact.label}:** {fact.items[0]}"
        return
    yield f"- **{fact.label}:**"
    for item in fact.items:
        yield f"  - {item}"


def _open(model: Model, say: Phrases) -> Iterator[str]:
    groups = list(wording.open_questions(model))
    if groups:
        yield f"## {wording.OPEN}"
    for about, questions in groups:
        yield about
        yield "\n".join(
            f"- {say.link(question.element)}{f': {markdown_text(question.text)}' if question.text else ''}"
            for question in questions
        )


def _evidence(evidence: tuple[Evidence, ...]) -> Iterator[str]:
    if not evidence:
        return
    yield "## Evidence"
    yield "What the sources say, in our own words."
    rows = (tuple(map(markdown_text, row)) for row in wording.evidence_rows(evidence))
    yield _table(("id", "what is said", "how firmly", "where"), rows)


def _sources(sources: tuple[Source, ...]) -> Iterator[str]:
    if not sources:
        return
    yield f"## {wording.SOURCES}"
    rows = [
        (
            markdown_text(source.id),
            f"{markdown_text(wording.source_words(source))}{_address(source)}",
            markdown_text(source.note or ""),
        )
        for source in sources
    ]
    yield _table(("key", "source", "note"), rows)


def _address(source: Source) -> str:
    url = source.url
    if not url:
        return ""
    if not _ADDRESS.fullmatch(url):
        return f" {markdown_text(url)}"
    address = url.replace("|", "%7C").replace("\\", "%5C").replace("`", "%60")
    return f" <{address}>"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


class _Anchors:
    """Gives each heading of a page the anchor that GitHub and MyST give it, in the order of the page."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def add(self, heading: str) -> str:
        """Return the anchor of the next heading of the page; empty where it gets none."""
        plain = _GONE.sub("", heading.strip().lower().replace(" ", "-"))
        anchor, count = plain, 1
        while plain and anchor in self._seen:
            anchor, count = f"{plain}-{count}", count + 1
        self._seen.add(anchor)
        return anchor
