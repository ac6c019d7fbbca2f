"""The picture of the part of a model that a plan touches, with what became of each element."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.pictures.marks import Mark, mark_of
from fidelity.pictures.svg import svg
from fidelity.rendering.html import Html, tag
from fidelity.reports.check.sections import standing_out

if TYPE_CHECKING:
    from fidelity.checking.finding import Finding
    from fidelity.checking.result import CheckResult
    from fidelity.plan.plan import Change

__all__ = ["affected", "picture", "styles_in"]

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_TONES = {"red": "stop", "amber": "ask"}
_OFF = {"not-in-place", "uncertain", "outside-limits"}


def affected(result: CheckResult) -> tuple[str, ...]:
    """Return the ids of the elements that a plan touches or that something follows for, and the ways between them.

    In the order of the model's file; practices that the model rules out and the plan brings in come last.
    """
    model = result.model
    wanted = set(standing_out(result))
    judged = [one for finding in result.findings for one in (finding, *finding.consequences)]
    own = additions(result)
    wanted.update(id_ for one in own if one.addition for id_ in (*one.touches, *one.addition.requires))
    wanted.update(id_ for one in judged if one.code[3] in "23" for id_ in (one.element, *one.via) if id_)
    practices = [change.proscribed for change in result.plan.changes if change.proscribed in model.proscribed_by_id]
    return (*(one.id for one in model.elements if one.id in wanted), *dict.fromkeys(filter(None, practices)))


def additions(result: CheckResult) -> tuple[Change, ...]:
    """Return the changes that add something of the site's own."""
    return tuple(change for change in result.plan.changes if change.addition is not None)


def picture(result: CheckResult, id_: str) -> Html:
    """Return the picture in a frame that can be scrolled; nothing where the plan touches nothing.

    The part of the page has the id ``id_``, and the headings that name the picture those of ``id_`` with ``-title`` and
    ``-touched`` behind it.
    """
    only, own = affected(result), additions(result)
    if not only and not own:
        return Html()
    marks = {one: _mark(result, one) for one in only if one in result.elements}
    marks |= {one: _brought(result, one, "brought in by the plan", "!") for one in only if one not in result.elements}
    marks |= {one.addition.id: _brought(result, one.id, "added by the plan", "+") for one in own if one.addition}
    drawing = Html(svg(result.model, only=only, marks=marks, added=own, id=f"{id_}-picture"))
    label = f"{id_}-title {id_}-touched"
    frame = Html(f'<div class="scrolls wide" role="region" tabindex="0" aria-labelledby="{label}">\n{drawing}</div>')
    return tag("figure", frame, tag("figcaption", *_caption(result, id_)), class_="affected")


def _caption(result: CheckResult, id_: str) -> tuple[str, ...]:
    words = "Every element that the plan touches, or that hangs on one it touches, with what became of it."
    if not standing_out(result):
        return (words,)
    return words, " The same stands in words in ", tag("a", "a table", href=f"#{id_}-elements"), "."


def styles_in(body: str) -> tuple[str, ...]:
    """Return the contents of the style sheets of the pictures on a page."""
    return tuple(_STYLE.findall(body))


def _mark(result: CheckResult, id_: str) -> Mark:
    """Return what the picture says of an element: its state, and how that was judged where it does not tell."""
    state = result.elements[id_]
    tone = _TONES.get(state.verdict.value)
    if tone is None:
        return mark_of(state.state, "plain" if state.state in _OFF else None)
    mark = mark_of(state.state, tone)
    if tone == "stop" and state.state not in {"not-in-place", "outside-limits"}:
        return mark._replace(word=f"{mark.word}, in breach", sign="\N{MULTIPLICATION SIGN}")
    if tone == "ask" and state.state not in _OFF:
        return mark._replace(word=f"{mark.word}, to settle", sign="?")
    return mark


def _brought(result: CheckResult, about: str, word: str, sign: str) -> Mark:
    """Return what the picture says of something that the plan brings in, judged by the finding on that subject."""
    found: list[Finding] = [one for one in result.findings if one.subject == about]
    verdict = found[0].verdict.value if found else "green"
    return Mark(word, sign, _TONES.get(verdict, "plain"))
