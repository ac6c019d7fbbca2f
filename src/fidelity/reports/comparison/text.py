"""A comparison, as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.result import Unreadable
from fidelity.comparing.models import ModelDiff
from fidelity.rendering.english import capital, counted
from fidelity.rendering.page import Page
from fidelity.reports.comparison import BEARINGS, MOVES, effect_line, headline, remark, told_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.comparing.difference import Difference
    from fidelity.comparing.effect import Effect
    from fidelity.comparing.plans import PlanDifference
    from fidelity.reports import Layout
    from fidelity.reports.comparison import Compared


def render(compared: Compared, layout: Layout) -> Iterator[str]:
    """Yield the differences by what they mean, the gravest first, then what they do to each plan."""
    page, found = Page(layout.width), compared.found
    page.headline(*headline(found), "heading")
    if remark(found):
        page.say(remark(found))
    if isinstance(found, ModelDiff):
        for bearing, title in BEARINGS.items():
            _section(page, title, [_lines(one) for one in found.of(bearing)])
    else:
        for move, title in MOVES.items():
            _section(page, title, [_plan_lines(one) for one in found.of(move)])
    for one in compared.plans:
        page.rule()
        if isinstance(one, Unreadable):
            _unread(page, one)
        else:
            _effect(page, one)
    yield str(page)


def _lines(one: Difference) -> tuple[str, list[tuple[str, str]]]:
    more = [("with it", text) for text in told_with(one)]
    places = [(word, str(at)) for word, at in (("old", one.old_place), ("new", one.new_place)) if at.line]
    return one.text, [("why", one.reason), *more, *places]


def _plan_lines(one: PlanDifference) -> tuple[str, list[tuple[str, str]]]:
    place = one.new_place if one.new and one.new_place.line else one.old_place
    return one.text, [("why", one.reason), ("where", str(place) if place.line else "")]


def _section(page: Page, title: str, some: list[tuple[str, list[tuple[str, str]]]]) -> None:
    if not some:
        return
    page.heading(title)
    for text, fields in some:
        page.between()
        page.say(text, indent=2, mark="- ")
        for label, words in fields:
            if words:
                page.field(label, words, indent=4)


def _effect(page: Page, one: Effect) -> None:
    page.headline("WORSE  " if one.worse else "NO WORSE  ", effect_line(one), "heading")
    if one.edits:
        page.heading("What has to be changed in the plan")
        for edit in one.edits:
            at = f" ({edit.place})" if edit.place.line else ""
            page.say(f"{capital(edit.text)}.{at}", indent=2, mark="- ")
    if one.faults:
        page.heading("Why it does not fit")
        for fault in one.faults:
            page.say(fault.message, indent=2, mark=f"{fault.code}  ")
    if one.findings:
        page.heading("Findings that are otherwise")
        for finding in one.findings:
            verdict = finding.verdict_after or f"was {finding.verdict_before}"
            if finding.kind == "changed":
                verdict = f"{finding.verdict_after}, was {finding.verdict_before}"
            page.say(finding.message, indent=2, mark=f"{finding.code} {finding.kind} ({verdict})  ")


def _unread(page: Page, one: Unreadable) -> None:
    page.headline("NOT READ  ", f"{one.path}: {counted(len(one.faults), 'fault')}", "unread")
    for fault in one.faults:
        page.say(fault.message, indent=2, mark=f"{fault.code}  ")
        page.field("where", str(fault.place), indent=4)
