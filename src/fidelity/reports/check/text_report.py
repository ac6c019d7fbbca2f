"""The report for people, in plain text: the verdict first, then one block a root cause, then what to do.

Short by default; a verbose layout shows every cause, all the evidence and the state of every element that
is not simply as specified. No meaning hangs on colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from fidelity.checking.approvals import CONDITIONAL
from fidelity.checking.facts import UNDECIDED
from fidelity.checking.result import CheckResult
from fidelity.plan.atoms import split
from fidelity.rendering.english import capital, counted, listed
from fidelity.rendering.page import Page
from fidelity.reports.check import phrases
from fidelity.reports.check.phrases import causes, part, sections, standing_out
from fidelity.verdicts import AMBER, GREEN, RED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.checking.finding import Finding
    from fidelity.checking.result import Unreadable
    from fidelity.reports import Layout
    from fidelity.reports.check.phrases import Block
    from fidelity.reports.check.run import Run

    Shown = TypeVar("Shown")

_MOST_BREACHES = 12
_MOST_OPEN = 8
_MOST_TITLES = 5
_MOST_REPAIRS = 3
_INDENT = 4


def render(run: Run, layout: Layout) -> Iterator[str]:
    """Yield the report of a run as plain text, plan by plan."""
    page = Page(layout.width, colour=layout.colour)
    for number, result in enumerate(run.results):
        if number:
            page.rule()
        if isinstance(result, CheckResult):
            _PlanReport(run, result, page, verbose=layout.verbose).write()
        else:
            _write_unreadable(result, page)
        yield page.take()
    if len(run.results) > 1:
        page.rule()
        page.say(phrases.totals(run))
    if run.verdict is not None:
        page.gap()
        page.say(phrases.judged_as(run))
    yield page.take()


def _write_unreadable(result: Unreadable, page: Page) -> None:
    page.headline("NOT READ  ", f"{result.path}: {counted(len(result.faults), 'fault')}", "unread")
    for fault in result.faults:  # all of each: on a terminal nothing else tells it
        at = f"{fault.place.where}: " if fault.place.where else ""
        page.say(f"{at}{fault.message} [{fault.code}]", indent=2, mark="- ")


def _more(page: Page, number: int) -> None:
    if number > 0:
        page.say(f"... and {number} more; --verbose shows all.", indent=_INDENT)


class _PlanReport:
    """Writes the report of one plan, section by section, and numbers its blocks."""

    def __init__(self, run: Run, result: CheckResult, page: Page, *, verbose: bool) -> None:
        self.result = result
        self.found = sections(run, result)
        self.known = self.found.known
        self.mark = f"{phrases.verdict_of(run, result)}  "
        self.page = page
        self.verbose = verbose
        self.number = 0

    def write(self) -> None:
        """Write all of it."""
        self.head()
        found = self.found
        self.breaches(found.breaches)
        self.differences(found.differences)
        self.owner(found.owner)
        self.decision(found.decision)
        self.evidence(found.evidence)
        self.condition(found.condition)
        self.remarks("Statements to check", found.statements)
        self.agreed()
        self.before()
        self.approvals()
        self.repairs()
        if self.verbose:
            self.states()
        self.tail()

    def head(self) -> None:
        """Write the verdict, the counts, and whose plan this is."""
        result, page, numbers = self.result, self.page, self.found.numbers
        words = f"{result.plan.id} {phrases.headline(result)}"
        page.headline(self.mark, f"{words}: {numbers}" if numbers else words, result.verdict)
        page.say(f"{result.plan.site}; judged by {phrases.judged_by(result.model)}", indent=len(self.mark))
        if result.plan.place.path:
            page.say(result.plan.place.path, indent=len(self.mark))
        if result.verdict is GREEN and not result.agreed:
            page.gap()
            page.say(phrases.within(self.found))

    def breaches(self, found: Sequence[Block]) -> None:
        """Write one block a breach, with what follows from it, and what else there is to say of the change."""
        for finding, *others in self.under(f"Breaches ({len(found)})", found, _MOST_BREACHES):
            self.block(finding)
            self.consequences(finding)
            if finding.approval is None:
                self.ways_out(finding)
            self.also(others)

    def also(self, others: Sequence[Finding]) -> None:
        """Write what else there is to say of the change that a block is about: questions and messages, with codes."""
        for finding in others:
            if finding.verdict is GREEN:  # it stands with what was agreed
                continue
            words = phrases.question(finding) if finding.verdict is AMBER else finding.message
            self.page.say(f"And: {words} [{finding.code}]", indent=_INDENT)
            if self.verbose:
                if words != finding.message:
                    self.page.field("Found", finding.message, indent=_INDENT)
                self.page.field("Why", finding.why, indent=_INDENT)
                self.causes(finding, _INDENT)
            self.sources(finding, _INDENT)
            self.consequences(finding)
            if finding.verdict is RED or self.verbose:
                self.ways_out(finding)

    def block(self, finding: Finding) -> None:
        """Write what a finding found, why it matters, by which source, and where the plan says it."""
        self.start(finding.message)
        page = self.page
        page.field("Why", finding.why, indent=_INDENT)
        self.sources(finding, _INDENT)
        self.place(finding)
        if finding.approval is not None:
            page.field("Agreed", f"{finding.approval}; what follows from it is not", indent=_INDENT)
        elif finding.own_verdict is AMBER and finding.ask is not None:
            page.field("Ask", phrases.question(finding), indent=_INDENT)
        if self.verbose:
            self.causes(finding, _INDENT)

    def consequences(self, finding: Finding) -> None:
        """Write what follows from a finding: each breach in full, the rest in one line."""
        red = [one for one in finding.consequences if one.verdict is RED]
        shown = finding.consequences if self.verbose else red
        rest = [] if self.verbose else [one for one in finding.consequences if one.verdict is AMBER]
        page = self.page
        if shown:
            indirect = finding.verdict is RED and finding.own_verdict is not RED
            page.say("The breach is in what follows from it:" if indirect else "What follows from it:", indent=_INDENT)
        for one in shown:
            word = f" [{phrases.verdict_word(one.verdict)}]" if self.verbose else ""
            page.say(f"{one.message}{word}", indent=_INDENT + 2, mark="- ")
            page.field("Why", one.why, indent=_INDENT + 4)
            self.sources(one, _INDENT + 4)
            if self.verbose:
                self.causes(one, _INDENT + 4)
        self.hangs_on_it(rest)

    def hangs_on_it(self, findings: Sequence[Finding]) -> None:
        """Write which other elements stay open until a matter is settled."""
        if findings:
            titles = phrases.quoted_titles(findings, None if self.verbose else _MOST_TITLES)
            self.page.say(f"This also leaves in doubt: {titles}.", indent=_INDENT)

    def ways_out(self, finding: Finding) -> None:
        """Write the choices that are open."""
        self.fields("Ways out", phrases.choices(finding.ways_out))

    def owner(self, found: Sequence[Block]) -> None:
        """Write the questions to the model's owner, those on one change together."""
        if not found:
            return
        self.page.heading(f"To take to the model's owner ({len(found)})")
        self.page.say(f"The owner is {self.result.model.owner}.")
        for block in self.capped(found, _MOST_OPEN):
            if self.verbose:
                self.question(block[0], phrases.question(block[0]))
                self.also(block[1:])
            else:
                self.questions(block)

    def questions(self, block: Block) -> None:
        """Write the questions on one change in brief, as one block; what was agreed of it stands with its like."""
        block = tuple(one for one in block if one.verdict is AMBER)
        self.start(phrases.question(block[0]))
        for finding in block[1:]:
            self.page.say(f"And: {phrases.question(finding)}", indent=_INDENT)
        self.fields("Source", dict.fromkeys(row for finding in block for row in phrases.sources(finding, 1)))
        codes = ", ".join(dict.fromkeys(finding.code for finding in block))
        self.page.field("Plan", f"{phrases.place(block[0])} [{codes}]", indent=_INDENT)
        self.hangs_on_it([one for finding in block for one in finding.consequences])

    def question(self, finding: Finding, words: str) -> None:
        """Write one open matter: in brief, or with everything that is known of it."""
        self.start(words)
        if self.verbose:
            if words != finding.message:
                self.page.field("Found", finding.message, indent=_INDENT)
            self.page.field("Why", finding.why, indent=_INDENT)
        self.sources(finding, _INDENT)
        self.place(finding)
        if self.verbose:
            self.causes(finding, _INDENT)
            self.consequences(finding)
            self.ways_out(finding)
        else:
            self.hangs_on_it(finding.consequences)

    def decision(self, found: Sequence[Block]) -> None:
        """Write what the site still has to decide."""
        for finding, *others in self.under(f"Still to decide ({len(found)})", found, _MOST_OPEN):
            self.start(finding.message)
            self.place(finding)
            if self.verbose:
                self.page.field("Why", finding.why, indent=_INDENT)
                if finding.code == UNDECIDED:
                    names = [split(atom).name for atom in finding.raw.atoms]
                    self.page.field("All", listed(names), indent=_INDENT)
                self.consequences(finding)
            else:
                self.hangs_on_it(finding.consequences)
            self.ways_out(finding)
            self.also(others)

    def evidence(self, found: Sequence[Block]) -> None:
        """Write the matters on which no source says anything that binds."""
        for finding, *others in self.under(f"No source says ({len(found)})", found, _MOST_OPEN):
            if self.verbose:
                self.question(finding, finding.message)
            else:
                self.start(finding.message)
                self.page.field("Why", finding.why, indent=_INDENT)
                self.place(finding)
                self.hangs_on_it(finding.consequences)
            self.also(others)

    def condition(self, found: Sequence[Block]) -> None:
        """Write what depends on other open matters."""
        for finding, *_ in self.under(f"Depends on the above ({len(found)})", found, _MOST_TITLES):
            if self.verbose:
                self.question(finding, finding.message)
                continue
            atoms = dict.fromkeys(atom for cause in finding.causes for atom in cause.atoms)
            named = [part(self.result.model, atom) for atom in atoms]
            noun = f" ({finding.tier.noun})" if finding.tier else ""
            depends = f"{phrases.quoted_titles([finding])}{noun} depends on {listed(named, most=3)}."
            self.page.say(depends if named else finding.message, indent=2, mark="- ")

    def differences(self, found: Sequence[Block]) -> None:
        """Write where a plan that makes no claim differs from the model."""
        for finding, *others in self.under(f"Differences from the model ({len(found)})", found, _MOST_BREACHES):
            self.question(finding, finding.message)
            self.also(others)

    def agreed(self) -> None:
        """Write the agreed variations, with the approvals that carry them."""
        agreed = self.found.variations
        for words, finding in self.under(f"Agreed variations ({len(agreed)})", agreed, _MOST_BREACHES):
            self.page.say(words, indent=2, mark="- ")
            for approval in phrases.approvals(finding):
                self.page.say(approval, indent=_INDENT)

    def before(self) -> None:
        """Write what the baseline knows: it is there, and does not count."""
        title = f"Known before, in the baseline ({len(self.known)})"
        for block in self.under(title, self.known, _MOST_BREACHES):
            for number, finding in enumerate(block):
                words = f"{finding.message} [{finding.code}, {finding.verdict}]"
                self.page.say(
                    f"And: {words}" if number else words, indent=_INDENT if number else 2, mark="" if number else "- "
                )

    def approvals(self) -> None:
        """Write what has to be said about approvals. Conditions stand with what was agreed."""
        found = [one for one in self.found.approvals if self.verbose or one.code != CONDITIONAL]
        self.remarks("About the approvals", found)

    def remarks(self, title: str, found: Sequence[Finding]) -> None:
        """Write findings in a line each, with what can be done in another."""
        for finding in self.under(title, found, len(found)):
            self.page.say(f"{finding.message} [{finding.code}]", indent=2, mark="- ")
            if finding.ways_out:
                self.page.say(f"{capital(listed(finding.ways_out, 'or'))}.", indent=_INDENT)

    def repairs(self) -> None:
        """Write the smallest sets of steps after which nothing is in breach."""
        if self.result.verdict is not RED:
            return
        self.page.heading("Smallest repairs")
        intro, lines, left_out = phrases.repair_lines(self.result, None if self.verbose else _MOST_REPAIRS)
        self.page.say(intro)
        for line in lines:
            self.page.say(f"{line}.", indent=2, mark="- ")
        if not lines:
            return
        _more(self.page, left_out)
        if not self.result.repairs().complete:
            self.page.say("There are more; these are the smallest.", indent=_INDENT)

    def states(self) -> None:
        """Write the state of every element that is not simply as specified, and how principles stand."""
        ids = standing_out(self.result)
        for id_ in self.under("Elements that are not simply as specified", ids, len(ids)):
            state = self.result.elements[id_]
            standing = "" if state.named is None else f"; {state.standing} of {state.named} that realise it stand"
            word = state.state.replace("-", " ")
            title = self.result.model.by_id[id_].title
            self.page.say(f"{title} ({state.tier.noun}): {word}, {state.verdict}{standing}", indent=2, mark="- ")

    def tail(self) -> None:
        """Write the advice, or how much of it there is, and what the plan's silence means."""
        advice = self.found.advice
        if self.verbose:
            self.remarks("Advice", advice)
        self.page.gap()
        self.page.say(phrases.silence(self.result))
        if advice and not self.verbose:
            self.page.say(f"{counted(len(advice), 'piece')} of advice on the plan itself; --verbose shows all.")

    def start(self, words: str) -> None:
        """Begin a block, with the next number."""
        self.number += 1
        self.page.between()
        self.page.say(words, mark=f"{self.number:>2}. ")

    def sources(self, finding: Finding, indent: int) -> None:
        """Write the strongest source, or all of them with what they say."""
        rows = phrases.sources(finding, None if self.verbose else 1)
        if self.verbose and finding.basis:
            rows = [f"{row}: {cited.says}" for row, cited in zip(rows, finding.basis, strict=True)]
        self.fields("Source", rows, indent)

    def place(self, finding: Finding) -> None:
        """Write where the plan says it, and the code of the finding."""
        self.page.field("Plan", f"{phrases.place(finding)} [{finding.code}]", indent=_INDENT)

    def causes(self, finding: Finding, indent: int) -> None:
        """Write every cause, with the way along the links."""
        self.fields("Cause", causes(finding), indent)

    def fields(self, label: str, rows: Iterable[str], indent: int = _INDENT) -> None:
        """Write rows under one label."""
        for number, row in enumerate(rows):
            self.page.field("" if number else label, row, indent=indent)

    def under(self, title: str, found: Sequence[Shown], most: int) -> Iterator[Shown]:
        """Yield findings under a heading, as ``capped`` does; nothing at all where there are none."""
        if found:
            self.page.heading(title)
            yield from self.capped(found, most)

    def capped(self, findings: Sequence[Shown], most: int) -> Iterator[Shown]:
        """Yield the findings, up to a number, and then say how many more there are."""
        shown = findings if self.verbose else findings[:most]
        yield from shown
        _more(self.page, len(findings) - len(shown))
