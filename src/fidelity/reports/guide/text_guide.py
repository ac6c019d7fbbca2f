"""A model as plain text: a practice guide for somebody with two minutes, 80 columns wide."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from fidelity.model.wording import LEGEND, Phrases, evidence_words
from fidelity.rendering.english import one_line
from fidelity.reports.guide import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fidelity.model.elements import Element, Proscribed
    from fidelity.model.evidence import Evidence, Source
    from fidelity.model.model import Model
    from fidelity.reports import Layout
    from fidelity.reports.guide import Shown

_WIDTH = 80


def render(shown: Shown, _: Layout) -> Iterator[str]:
    """Yield a practice guide, or one element with all that is known of it, evidence and sources included."""
    yield _model(shown.model) if shown.element is None else _element(shown.model, shown.element)


def _model(model: Model) -> str:
    blocks = [_head(model), _variant(model), *map(_section_blocks(model), wording.sections(model))]
    blocks += [_open(model), _sources(model.sources)]
    return _text(line for block in blocks for line in block)


def _element(model: Model, id_: str) -> str:
    one = wording.find(model, id_)
    say = Phrases(model, one_line, reasons=True)
    evidence = wording.cited(model, one)
    lines = [
        *_wrapped(one.title),
        *_wrapped(f"{wording.noun_of(one)} {model.title}; id: {one.id}"),
        "",
        *_wrapped(one.statement),
    ]
    for fact in (*wording.facts(one, say), *wording.details(one, say)):
        lines += ["", *_fact(fact, "")]
    lines += _evidence(evidence)
    lines += _sources(wording.sources_of(model, evidence))
    return _text(lines)


def _head(model: Model) -> Iterator[str]:
    yield from _wrapped(f"{model.title} ({model.reference})")
    yield from _wrapped(f"Owner: {model.owner}")
    yield ""
    if model.summary:
        yield from _wrapped(model.summary)
        yield ""
    yield from _wrapped(f"In all: {wording.counts_words(model)}.")
    yield ""
    yield from _wrapped(LEGEND)
    yield ""
    yield from _wrapped("For one element with its evidence, add: --element ID")


def _variant(model: Model) -> Iterator[str]:
    if model.extends is None:
        return
    yield from _heading(one_line(wording.difference_title(model.extends)))
    for fact in wording.differences(model.extends, Phrases(model, one_line)):
        yield from _fact(fact, "")


def _section_blocks(model: Model) -> Callable[[wording.Chapter], list[str]]:
    say = Phrases(model, one_line)

    def lines_of(section: wording.Chapter) -> list[str]:
        lines = _heading(section.title)
        lines += _wrapped(section.about)
        for one in section.parts:
            lines += ["", *_title(one), *_wrapped(one.statement, "  ")]
            for fact in wording.facts(one, say):
                lines += _fact(fact, "  ")
        return lines

    return lines_of


def _title(one: Element | Proscribed) -> list[str]:
    """Return the title, with the id at the right edge where there is room."""
    title, id_ = one_line(one.title), f"[{one.id}]"
    room = _WIDTH - len(title) - len(id_)
    return [f"{title}{' ' * room}{id_}"] if room > 1 else [*_wrapped(title), id_.rjust(_WIDTH)]


def _fact(fact: wording.Fact, indent: str) -> list[str]:
    """Return one line for one phrase, and a list where there are several."""
    inside = indent + "  "
    if len(fact.items) == 1:
        return _wrapped(f"{fact.label}: {fact.items[0]}", indent, inside)
    lines = [f"{indent}{fact.label}:"]
    for item in fact.items:
        lines += _wrapped(f"- {item}", inside, inside + "  ")
    return lines


def _open(model: Model) -> Iterator[str]:
    say = Phrases(model, one_line)
    groups = list(wording.open_questions(model))
    if groups:
        yield from _heading(wording.OPEN)
    for about, questions in groups:
        yield from _wrapped(about)
        for question in questions:
            named = f": {question.text}" if question.text else ""
            yield from _wrapped(f"- {say.title(question.element)}{named}", "  ", "    ")
        yield ""


def _evidence(evidence: Iterable[Evidence]) -> Iterator[str]:
    yield from _heading("Evidence")
    for item in evidence:
        where = f"; {item.locator}" if item.locator else ""
        yield from _wrapped(f"{item.id}: {item.says}", "", "  ")
        whence = f"; from {item.origin}" if item.origin else ""
        yield from _wrapped(f"{evidence_words(item)} [{', '.join(item.sources)}{where}]{whence}", "  ")
        if item.note:
            yield from _wrapped(f"Note: {item.note}", "  ")
        yield ""


def _sources(sources: tuple[Source, ...]) -> Iterator[str]:
    if not sources:
        return
    yield from _heading(wording.SOURCES)
    for source in sources:
        yield from _wrapped(f"[{source.id}] {wording.source_words(source)}", "", "  ")
        if source.url:
            yield f"  {one_line(source.url)}"
        if source.note:
            yield from _wrapped(source.note, "  ")


def _heading(title: str) -> list[str]:
    return ["", "", title.upper(), "=" * len(title)]


def _wrapped(text: str, indent: str = "", following: str | None = None) -> list[str]:
    rest = indent if following is None else following
    return wrap(
        one_line(text),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _text(lines: Iterable[str]) -> str:
    """Join lines; more than two blank ones in a row become two."""
    kept: list[str] = []
    for line in lines:
        if line or kept[-2:] != ["", ""]:
            kept.append(line)
    return "\n".join(kept).strip() + "\n"
