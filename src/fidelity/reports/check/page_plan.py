"""The part of a page that is about one plan: the verdict, the brief, a picture of what it touches, the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.result import CheckResult
from fidelity.codes import CHANGES, CONSEQUENCES
from fidelity.pictures.marks import Mark, mark_of, style
from fidelity.pictures.svg import svg
from fidelity.rendering.english import capital, counted
from fidelity.rendering.html import Html, badge, joined, kind_of, listing, table, tag, terms
from fidelity.reports.check import page_finding as findings
from fidelity.reports.check import phrases
from fidelity.reports.check.entries import entries
from fidelity.reports.check.page_words import meaning, points, terms_of, unjudged
from fidelity.reports.check.sections import by_change, sections, standing_out, variations
from fidelity.verdicts import RED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.checking.finding import Finding
    from fidelity.checking.result import Unreadable
    from fidelity.plan.plan import Change
    from fidelity.reports.check.page_finding import Citations
    from fidelity.reports.check.run import Run

__all__ = ["PlanPart", "affected", "picture", "styles_of", "unread"]


_MOST_REPAIRS = 12


_TONES = {"red": "stop", "amber": "ask"}
_OFF = {"not-in-place", "uncertain", "outside-limits"}


class PlanPart:
    """Writes one plan. ``number`` is its own where several plans share a page, and 0 on a page of its own."""

    def __init__(self, run: Run, result: CheckResult, evidence: Citations, number: int = 0) -> None:
        self.run = run
        self.result = result
        self.evidence = evidence
        self.id, self.mark, level = _named(number)
        self.heads = tuple(f"h{level + step}" for step in range(3))
        self.found = sections(run, result)
        self.verdict = run.verdict_of(result)
        self.entries = {id(one): entry for one, entry in zip(result.findings, entries(run, result), strict=True)}
        self.number = 0

    def write(self) -> Html:
        """Return all of it."""
        kind = "known" if self.found.known and self.verdict == "green" else kind_of(self.verdict)
        return tag(
            "section",
            self.head(kind),
            *self.parts(),
            class_="plan",
            id=self.id,
            aria_labelledby=f"{self.id}-title",
            data_plan=self.result.plan.id,
            data_verdict=self.verdict.value,
        )

    def head(self, kind: str) -> Html:
        """Return the verdict, in a sign and in words, and whose plan this is."""
        plan, model = self.result.plan, self.result.model
        words = phrases.headline(self.result, self.found.known, self.verdict)
        sign = tag("span", badge(kind, phrases.verdict_word(self.verdict)), class_="verdict")
        title = tag(self.heads[0], sign, f" {self.mark}{plan.id} {words}", id=f"{self.id}-title")
        numbers = phrases.numbers(self.result, self.found.known)
        lines = [f"{plan.site}; judged by {phrases.judged_by(model)}."]
        if numbers:
            lines.append(f"{capital(numbers)}.")
        return tag("header", title, *(tag("p", line, class_="soft") for line in lines))

    def parts(self) -> Iterator[Html]:
        """Yield the sections, in the order in which they matter."""
        found = self.found
        yield self.brief()
        yield self.touched()
        yield self.full("Breaches", found.breaches)
        yield self.full("Differences from the model", found.differences)
        yield self.owner()
        yield self.full("Still to decide", found.decision)
        yield self.full("No source says", found.evidence)
        yield self.full("Depends on the above", found.condition)
        yield self.agreed()
        yield self.full("About the approvals", found.approvals)
        yield self.short("Known before, in the baseline", found.known)
        yield self.repairs()
        yield self.short("Advice on the plan itself", found.advice)
        yield self.standing()
        yield self.section("What was not judged", listing(unjudged(self.run, self.result)))
        yield self.section("On what terms", terms(terms_of(self.run, self.result)))

    def brief(self) -> Html:
        """Return the summary in two minutes."""
        lead = tag("p", meaning(self.result, self.verdict, self.found), class_="lead")
        inside = terms(points(self.result, self.verdict, self.found))
        return tag("section", tag(self.heads[1], "In two minutes"), lead, inside, class_="brief")

    def touched(self) -> Html:
        """Return the picture of the affected part of the model."""
        drawn = picture(self.result, self.id)
        title = tag(self.heads[1], "What the plan touches", id=f"{self.id}-touched")
        return tag("section", title, drawn) if drawn else Html()

    def standing(self) -> Html:
        """Return what became of the elements that are not simply as specified."""
        ids = standing_out(self.result)
        if not ids:
            return Html()
        caption = "Elements that are not simply as specified, and principles that have lost something"
        head = ("Element", "Verdict", "State", "Tier")
        rows = (self.element(id_) for id_ in ids)
        return self.section(
            "What became of each element", table(f"{self.id}-elements", caption, head, rows, of=f"{self.id}-title")
        )

    def element(self, id_: str) -> tuple[str, ...]:
        """Return an element as a row: its title, how it was judged, its state and its tier."""
        state = self.result.elements[id_]
        kind = "within" if state.verdict == "green" else kind_of(state.verdict)
        counted = "" if state.named is None else f"; {state.standing} of {state.named} that realise it stand"
        word = f"{mark_of(state.state).word}{counted}"
        return self.result.model.by_id[id_].title, badge(kind, state.verdict.value), word, state.tier.noun

    def full(self, title: str, found: Sequence[Finding]) -> Html:
        """Return a section of findings, each with everything that is known of it."""
        return self.section(f"{title} ({len(found)})", *map(self.finding, found))

    def owner(self) -> Html:
        """Return the questions to the model's owner, those on one change together."""
        if not self.found.owner:
            return Html()
        who = self.result.model.owner.rstrip(".")
        found = [self.finding(one) for block in by_change(self.found.owner) for one in block]
        return self.section(f"To take to the model's owner ({len(found)})", tag("p", f"The owner is {who}."), *found)

    def finding(self, one: Finding) -> Html:
        """Return one finding, with the next number."""
        self.number += 1
        return findings.full(self.entries[id(one)], one, self.number, self.heads[2], self.evidence)

    def short(self, title: str, found: Sequence[Finding]) -> Html:
        """Return a section of findings in a paragraph each."""
        rows = [findings.brief(self.entries[id(one)]) for one in found]
        return self.section(f"{title} ({len(rows)})", listing(rows))

    def agreed(self) -> Html:
        """Return the agreed variations; those that follow from an open matter in a line each."""
        shown = {id(one) for one in self.found.agreed}
        nested = [words for words, one in variations(self.result) if id(one) not in shown]
        title = f"Agreed variations ({len(self.result.agreed)})"
        return self.section(title, *map(self.finding, self.found.agreed), listing(nested))

    def repairs(self) -> Html:
        """Return the smallest sets of steps after which nothing is in breach."""
        if self.verdict is not RED:
            return Html()
        intro, steps, left_out = phrases.repair_lines(self.result, _MOST_REPAIRS)
        more = f"There are {counted(left_out, 'other way')}." if left_out else ""
        if not self.result.repairs().complete:
            more = "There are more; these are the smallest."
        rows = listing(f"{capital(step)}." for step in steps)
        return self.section("Smallest repairs", tag("p", intro), rows, tag("p", more) if more else Html())

    def section(self, title: str, *inside: Html) -> Html:
        """Return a section under a heading; nothing where there is nothing in it."""
        kept = [part for part in inside if part]
        return tag("section", tag(self.heads[1], title), *kept) if kept else Html()


def _named(number: int) -> tuple[str, str, int]:
    """Return the id of a plan's part, what stands before its title so that no two are alike, and its level."""
    return (f"p{number}", f"{number}. ", 2) if number else ("p1", "", 1)


def unread(run: Run, result: Unreadable, number: int = 0) -> Html:
    """Return the part about a plan that could not be read."""
    id_, mark, level = _named(number)
    faults = [findings.fault(entry) for entry in entries(run, result)]
    sign = tag("span", badge("unreadable", "NOT READ"), class_="verdict")
    title = tag(f"h{level}", sign, f" {mark}{result.path} could not be read", id=f"{id_}-title")
    lead = f"{capital(counted(len(faults), 'fault'))} kept it from being read. Nothing was judged."
    return tag(
        "section",
        title,
        tag("p", lead, class_="lead"),
        joined(faults, "\n"),
        class_="plan",
        id=id_,
        aria_labelledby=f"{id_}-title",
        data_plan=result.path,
        data_verdict="unreadable",
    )


def affected(result: CheckResult) -> tuple[str, ...]:
    """Return the ids of the elements that a plan touches or that something follows for, and the ways between them.

    In the order of the model's file; practices that the model rules out and the plan brings in come last.
    """
    model = result.model
    wanted = set(standing_out(result))
    judged = [one for finding in result.findings for one in (finding, *finding.consequences)]
    own = additions(result)
    wanted.update(id_ for one in own if one.addition for id_ in (*one.touches, *one.addition.requires))
    wanted.update(
        id_ for one in judged if one.raw.family in {CHANGES, CONSEQUENCES} for id_ in (one.element, *one.via) if id_
    )
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


def styles_of(result: CheckResult | Unreadable, number: int) -> tuple[str, ...]:
    """Return the style sheet of the picture in a plan's part of the page, where there is one."""
    if not isinstance(result, CheckResult) or not (affected(result) or additions(result)):
        return ()
    return (style(f"{_named(number)[0]}-picture"),)


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
