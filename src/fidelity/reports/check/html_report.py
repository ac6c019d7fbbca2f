"""The report that is read in a browser, or printed: one file that stands for itself.

It has no scripts and asks no network for anything. It begins with the verdict and what a reader needs in two
minutes. Then come the findings with everything that is known of them, what was agreed, the evidence, and what was not
judged. Plain HTML: it means the same without its styles, in colours of the reader's own, on paper, and read aloud.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.approvals import CONDITIONAL
from fidelity.checking.result import CheckResult
from fidelity.codes import CHANGES, CONSEQUENCES
from fidelity.model.elements import Tier
from fidelity.pictures.marks import Mark, mark_of, style
from fidelity.pictures.svg import svg
from fidelity.rendering.english import capital, counted, listed
from fidelity.rendering.html import Html, badge, html_page, joined, kind_of, listing, table, tag, terms
from fidelity.reports.check import page_finding as findings
from fidelity.reports.check import phrases
from fidelity.reports.check.entries import entries
from fidelity.reports.check.page_finding import Citations
from fidelity.reports.check.phrases import sections, standing_out
from fidelity.verdicts import AMBER, GREEN, RED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.checking.result import Unreadable
    from fidelity.plan.plan import Change
    from fidelity.reports import Layout
    from fidelity.reports.check.phrases import Block, Sections
    from fidelity.reports.check.run import Run
    from fidelity.verdicts import Verdict


def render(run: Run, _: Layout) -> Iterator[str]:
    """Yield the report of a run as one page, plan by plan."""
    numbered = [(result, 0 if len(run.results) == 1 else number) for number, result in enumerate(run.results, 1)]
    styles = (style for result, number in numbered for style in styles_of(result, number))
    return html_page(_title(run), _parts(run, numbered), _foot(run), styles)


def _parts(run: Run, numbered: Sequence[tuple[CheckResult | Unreadable, int]]) -> Iterator[Html]:
    if len(numbered) != 1:
        yield _head(run)
        yield _index(run)
    evidence = Citations()
    for result, number in numbered:
        yield _plan(run, result, evidence, number)
    yield _evidence(evidence)


def _plan(run: Run, result: CheckResult | Unreadable, evidence: Citations, number: int) -> Html:
    if isinstance(result, CheckResult):
        return PlanWriter(run, result, evidence, number).write()
    return unread(run, result, number)


def _title(run: Run) -> str:
    if len(run.results) != 1:
        return f"Fidelity of adaptation plans: {phrases.totals(run)}"
    [result] = run.results
    if not isinstance(result, CheckResult):
        return f"{result.path} could not be read"
    return f"{result.plan.id} {phrases.headline(result)}"


def _head(run: Run) -> Html:
    worst = [result for result in run.judged() if result.verdict is run.verdict]
    known = ", known" * all(map(run.all_known, worst))
    words = f"{phrases.verdict_word(run.verdict)}{known}" if run.verdict else "NOTHING JUDGED"
    sign = tag("span", badge(kind_of(run.verdict), words), class_="verdict")
    return tag("header", tag("h1", sign, f" {_verdict(run)}"), tag("p", phrases.totals(run), class_="lead"))


def _verdict(run: Run) -> str:
    """Return the verdict on all plans in words."""
    counts = run.counts
    every = counted(counts["plans"], "plan")
    if counts["red"]:
        return f"{counts['red']} of {every} {'breaches its' if counts['red'] == 1 else 'breach their'} model"
    if counts["amber"]:
        return f"{counts['amber']} of {every} {'is' if counts['amber'] == 1 else 'are'} not settled yet"
    if counts["unreadable"]:
        return f"{counts['unreadable']} of {every} could not be read"
    return f"All {every} are within their models" if counts["plans"] else "No plans were checked"


def _index(run: Run) -> Html:
    head = ("Plan", "Site", "Verdict", "What was found")
    rows = [_row(run, result, number) for number, result in enumerate(run.results, 1)]
    if not rows:
        return Html()
    title = tag("h2", "The plans", id="plans")
    return tag(
        "nav", title, table("plans-table", "Every plan, with its verdict", head, rows, "index"), aria_labelledby="plans"
    )


def _row(run: Run, result: CheckResult | Unreadable, number: int) -> tuple[str, ...]:
    if not isinstance(result, CheckResult):
        faults = counted(len(result.faults), "fault")
        return tag("a", f"{number}. {result.path}", href=f"#p{number}"), "", badge("unreadable", "not read"), faults
    sign = badge(kind_of(result.verdict), phrases.verdict_of(run, result).lower())
    numbers = sections(run, result).numbers
    return (
        tag("a", f"{number}. {result.plan.id}", href=f"#p{number}"),
        result.plan.site,
        sign,
        numbers or "nothing to settle",
    )


def _evidence(evidence: Citations) -> Html:
    tables = list(evidence.tables())
    intro = "How firmly something is known decides whether it can make a breach."
    return tag("section", tag("h2", "Evidence cited"), tag("p", intro), *tables) if tables else Html()


def _foot(run: Run) -> Html:
    from fidelity._version import __version__

    made = f"Made with fidelity {__version__}: a start for improvement, and no audit. It decides nothing for you."
    return tag("footer", joined((tag("p", words) for words in (phrases.judged_as(run), made)), "\n"))


_MOST_REPAIRS = 12


_TONES = {"red": "stop", "amber": "ask"}
_OFF = {"not-in-place", "uncertain", "outside-limits"}


_MOST = 4


class PlanWriter:
    """Writes one plan. ``number`` is its own where several plans share a page, and 0 on a page of its own."""

    def __init__(self, run: Run, result: CheckResult, evidence: Citations, number: int = 0) -> None:
        self.run = run
        self.result = result
        self.evidence = evidence
        self.id, self.mark, level = _named(number)
        self.heads = tuple(f"h{level + step}" for step in range(3))
        self.found = sections(run, result)
        self.verdict = result.verdict
        self.entries = {id(one): entry for one, entry in zip(result.findings, entries(run, result), strict=True)}
        self.number = 0

    def write(self) -> Html:
        """Return all of it."""
        return tag(
            "section",
            self.head(),
            *self.parts(),
            class_="plan",
            id=self.id,
            aria_labelledby=f"{self.id}-title",
            data_plan=self.result.plan.id,
            data_verdict=self.verdict.value,
        )

    def head(self) -> Html:
        """Return the verdict, in a sign and in words, and whose plan this is."""
        plan, model = self.result.plan, self.result.model
        words = phrases.headline(self.result)
        word = phrases.verdict_of(self.run, self.result)
        sign = tag("span", badge(kind_of(self.verdict), word), class_="verdict")
        title = tag(self.heads[0], sign, f" {self.mark}{plan.id} {words}", id=f"{self.id}-title")
        numbers = self.found.numbers
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
        yield self.full("About the approvals", [(one,) for one in found.approvals])
        yield self.short("Statements to check", [(one,) for one in found.statements])
        yield self.short("Known before, in the baseline", found.known)
        yield self.repairs()
        yield self.short("Advice on the plan itself", [(one,) for one in found.advice])
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

    def full(self, title: str, found: Sequence[Block]) -> Html:
        """Return a section of blocks, each with everything that is known of its findings."""
        return self.section(f"{title} ({len(found)})", *map(self.block, found))

    def owner(self) -> Html:
        """Return the questions to the model's owner, those on one change together."""
        if not self.found.owner:
            return Html()
        who = self.result.model.owner.rstrip(".")
        found = map(self.block, self.found.owner)
        title = f"To take to the model's owner ({len(self.found.owner)})"
        return self.section(title, tag("p", f"The owner is {who}."), *found)

    def block(self, block: Block) -> Html:
        """Return what was found of one change, under the next number."""
        self.number += 1
        numbers = [str(self.number), *(f"{self.number}, also" for _ in block[1:])]
        parts = [
            findings.full(self.entries[id(one)], one, number, self.heads[2], self.evidence)
            for number, one in zip(numbers, block, strict=True)
        ]
        return joined(parts, "\n")

    def short(self, title: str, found: Sequence[Block]) -> Html:
        """Return a section of blocks in a paragraph each."""
        rows = [joined((findings.brief(self.entries[id(one)]) for one in block), " And: ") for block in found]
        return self.section(f"{title} ({len(rows)})", listing(rows))

    def agreed(self) -> Html:
        """Return the agreed variations; those that follow from an open matter in a line each."""
        shown = {id(one) for block in self.found.agreed for one in block}
        nested = [words for words, one in self.found.variations if id(one) not in shown]
        title = f"Agreed variations ({len(self.found.variations)})"
        return self.section(title, *map(self.block, self.found.agreed), listing(nested))

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
    """Return the ids of the elements that a plan touches or that are affected by it, and of those between them.

    They come in the order of the model's file. Practices that the model rules out and the plan brings in come last.
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
    """Return the picture in a frame that can be scrolled, or nothing if the plan touches nothing.

    The part of the page has the id ``id_``, and the headings that name the picture those of ``id_`` with ``-title`` and
    ``-touched`` behind it.
    """
    only, own = affected(result), additions(result)
    if not only and not own:
        return Html()
    marks = {one: _mark(result, one) for one in only if one in result.elements}
    found = {one.subject: one.verdict for one in reversed(result.findings)}
    brought = [one for one in only if one not in result.elements]
    marks |= {one: _brought(found.get(one), "brought in by the plan", "!") for one in brought}
    marks |= {one.addition.id: _brought(found.get(one.id), "added by the plan", "+") for one in own if one.addition}
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
    """Return what the picture says of an element: its state, and the verdict where the state does not show it."""
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


def _brought(verdict: Verdict | None, word: str, sign: str) -> Mark:
    """Return what the picture says of something that the plan brings in, by the verdict of what was found of it."""
    return Mark(word, sign, _TONES.get(verdict.value if verdict else "green", "plain"))


def meaning(result: CheckResult, verdict: Verdict, found: Sections) -> str:
    """Return in a sentence or two what the verdict means."""
    name = result.model.title
    if found.known and found.nothing_new:
        return f"The plan is {phrases.verdict_word(verdict).lower()}, and nothing was found that was not known before."
    if result.plan.claim == "inspired-by":
        return f"The plan does not claim to be {name}. This report lists how the two differ, and judges nothing."
    if verdict is RED:
        more = "The ways out stand beside each finding." if found.breaches else "All that makes it so was known before."
        return (
            f"As it stands, the plan breaches {name}: it gives up something that the model does not let go of. {more}"
        )
    if verdict is AMBER:
        return (
            f"Nothing in the plan breaches {name}, but not everything is settled. "
            "Until it is, nobody can say whether the plan is still the model."
        )
    return phrases.within(found)


def points(result: CheckResult, verdict: Verdict, found: Sections) -> Iterator[tuple[str, str]]:
    """Yield what there is to say in brief, each with a label."""
    yield "What the site plans", _planned(result)
    yield "What breaks", _titles(found.breaches)
    yield "What is different", _titles(found.differences)
    yield "Questions for the owner", _counted_titles(found.owner, "question")
    yield "Still to decide", " ".join(one.message for one, *_ in found.decision)
    yield "No source says", _titles(found.evidence)
    yield "What hangs on these", _titles(found.condition)
    agreed = [words for words, _ in found.variations]
    yield "What was agreed", " ".join(agreed) if len(agreed) < _MOST else f"{len(agreed)} variations; all are listed."
    lapsed = [one for one in found.approvals if one.code != CONDITIONAL]
    yield "Approvals to look at", " ".join(one.message for one in lapsed[:_MOST])
    yield "Known before", f"{_titles(found.known)} No check fails for what is known." if found.known else ""
    yield "The least to do", _least(result) if verdict is RED else ""
    yield "What stays as it is", _stays(result)


def _planned(result: CheckResult) -> str:
    plan = result.plan
    rows = (
        (len(plan.changes), counted(len(plan.changes), "change")),
        (len(plan.choices), counted(len(plan.choices), "choice")),
        (len(plan.undecided), counted(len(plan.undecided), "element") + " left open"),
    )
    words = listed(words for number, words in rows if number)
    return f"{capital(words)}." if words else "No change, and no choice of its own."


def _titles(blocks: tuple[Block, ...]) -> str:
    return f"{phrases.quoted_titles((one for one, *_ in blocks), _MOST)}." if blocks else ""


def _counted_titles(blocks: tuple[Block, ...], noun: str) -> str:
    return f"{counted(len(blocks), noun)}, on {_titles(blocks)}" if blocks else ""


def _least(result: CheckResult) -> str:
    rows = phrases.repairs(result)
    if not rows:
        return phrases.no_repair(result)
    first = f"{capital('; and '.join(rows[0]))}."
    return first if len(rows) == 1 else f"{first} Or one of {counted(len(rows) - 1, 'other way')}, listed below."


def _stays(result: CheckResult) -> str:
    states = list(result.elements.values())
    principles = [one for one in states if one.tier is Tier.PRINCIPLE]
    kept = sum(one.state == "as-specified" for one in states)
    firm = sum(one.state != "not-in-place" and one.verdict is GREEN for one in principles)
    words = f"{kept} of {counted(len(states), 'element')} are as the model specifies them"
    return f"{words}; {firm} of {counted(len(principles), 'core principle')} stand." if states else ""


def unjudged(run: Run, result: CheckResult) -> Iterator[str]:
    """Yield what was not judged, each in a sentence or two."""
    plan, model = result.plan, result.model
    yield "This is a judgement of what the plan says, not of what is done. Practice may keep to it, or drift from it."
    if result.on is None and plan.approvals:
        yield "No day was given, so whether approvals have run out was not judged."
    if any(approval.conditions for approval in plan.approvals):
        yield "Approvals stand on conditions. Whether these are kept cannot be seen from the plan."
    added = [change.addition.title for change in plan.changes if change.addition is not None]
    if added:
        titles = listed((f"'{title}'" for title in added), most=6)
        yield f"What the site adds ({titles}) was judged by what it touches and excludes, not by whether it works."
    if any(change.record.effects for change in plan.changes):
        yield "What the site expects its changes to do was read by nobody here: it is for people to weigh."
    if any(evidence.status == "recalled" for evidence in model.evidence):
        yield "Some evidence in the model is quoted from memory. It is marked as such, and should be looked up."
    if result.plan.claim == "inspired-by":
        yield "The plan makes no claim to be the model, so nothing in it was judged a breach."
    if not result.repairs().complete:
        yield "There are more ways to clear it than are listed; the smallest are."
    if run.known(result):
        yield "What stands in the baseline is listed; no check fails for it."


def terms_of(run: Run, result: CheckResult) -> Iterator[tuple[str, str]]:
    """Yield on what terms a plan was judged, each with a label."""
    plan = result.plan
    yield "Model", f"{phrases.judged_by(result.model)}; owner: {result.model.owner}"
    if plan.model != result.model.reference:
        yield "The plan names", plan.model
    yield "Plan", ", in ".join(filter(None, (plan.id, plan.place.path)))
    yield "Its status", plan.status.replace("-", " ")
    yield "Its claim", "implements the model" if plan.claim == "implements" else "inspired by the model, and not it"
    yield "Its silence", phrases.silence(result)
    yield "Judged as of", run.on.isoformat() if run.on else "no day"
    yield "What binds", f"{phrases.binding(run.bind)} (--bind {run.bind.word})."
