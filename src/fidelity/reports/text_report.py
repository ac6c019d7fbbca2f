"""The report for people, in plain text: the verdict first, then one block a root cause, then what to do.

Short by default; a verbose layout shows every cause, all the evidence and the state of every element that
is not simply as specified. Nothing is said by colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from fidelity.checking.result import CheckResult
from fidelity.checking.verdicts import AMBER, GREEN, RED, Need
from fidelity.reports import phrases
from fidelity.reports.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.checking.finding import Finding
    from fidelity.checking.result import Unreadable
    from fidelity.reports.run import Layout, Run

    Shown = TypeVar("Shown")

__all__ = ["render"]

_MOST_BREACHES = 12
_MOST_OPEN = 8
_MOST_TITLES = 5
_MOST_REPAIRS = 3
_MOST_FAULTS = 20
_INDENT = 4


def render(run: Run, layout: Layout) -> str:
    """Return the report of a run as plain text."""
    page = Page(layout.width, colour=layout.colour)
    for number, result in enumerate(run.results):
        if number:
            page.rule()
        if isinstance(result, CheckResult):
            _PlanReport(run, result, page, verbose=layout.verbose).write()
        else:
            _write_unreadable(result, page, verbose=layout.verbose)
    if len(run.results) > 1:
        page.rule()
        page.say(_totals(run))
    if run.verdict is not None:
        day = f"Judged as of {run.on.isoformat()}" if run.on else "Judged without a date"
        page.gap()
        page.say(f"{day}. {phrases.binding(run.bind)} (--bind {run.bind.word}).")
    return str(page)


def _totals(run: Run) -> str:
    counts = run.counts
    words = [f"{counts[word]} {word}" for word in ("red", "amber", "green") if counts[word]]
    if counts["unreadable"]:
        words.append(f"{counts['unreadable']} could not be read")
    agreed = f" {phrases.counted(counts['agreed'], 'agreed variation')}." if counts["agreed"] else ""
    return f"{phrases.counted(counts['plans'], 'plan')}: {', '.join(words)}.{agreed}"


def _write_unreadable(result: Unreadable, page: Page, *, verbose: bool) -> None:
    page.headline("NOT READ  ", f"{result.path}: {phrases.counted(len(result.faults), 'fault')}", "unread")
    shown = result.faults if verbose else result.faults[:_MOST_FAULTS]
    for fault in shown:
        at = f"{fault.place.where}: " if fault.place.where else ""
        found = fault.message if verbose else fault.found
        page.say(f"{at}{found} [{fault.code}]", indent=2, mark="- ")
    _more(page, len(result.faults) - len(shown))


def _more(page: Page, number: int) -> None:
    if number > 0:
        page.say(f"... and {number} more; --verbose shows all.", indent=_INDENT)


class _PlanReport:
    """Writes the report of one plan, section by section, and numbers its blocks."""

    def __init__(self, run: Run, result: CheckResult, page: Page, *, verbose: bool) -> None:
        self.result = result
        self.known = run.known(result)
        self.verdict = run.verdict_of(result)
        self.page = page
        self.verbose = verbose
        self.number = 0

    def write(self) -> None:
        """Write all of it."""
        result = self.result
        self.head()
        self.breaches([one for one in result.breaches if one not in self.known])
        differences = [one for one in phrases.differences(result) if one not in self.known]
        self.differences(differences)
        rest = [one for one in result.open if one not in differences and one not in self.known]
        self.owner([one for one in rest if _need(one) is Need.OWNER])
        self.decision([one for one in rest if _need(one) is Need.DECISION])
        self.evidence([one for one in rest if _need(one) is Need.EVIDENCE])
        self.condition([one for one in rest if _need(one) is Need.CONDITION])
        self.agreed()
        self.before()
        self.approvals()
        self.repairs()
        if self.verbose:
            self.states()
        self.tail()

    def head(self) -> None:
        """Write the verdict, the counts, and whose plan this is."""
        result, page = self.result, self.page
        mark = f"{phrases.verdict_word(self.verdict)}  "
        numbers = phrases.numbers(result, self.known)
        words = phrases.headline(result, self.known, self.verdict)
        page.headline(mark, f"{result.plan.id} {words}" + (f": {numbers}" if numbers else ""), self.verdict)
        page.say(f"{result.plan.site}; judged by {phrases.judged_by(result.model)}", indent=len(mark))
        if result.plan.place.path:
            page.say(result.plan.place.path, indent=len(mark))
        if result.verdict is GREEN and not result.agreed and not self.known:
            page.gap()
            page.say("Everything that the plan says is within the model. Nothing has to be done.")

    def breaches(self, found: Sequence[Finding]) -> None:
        """Write one block a breach, with what follows from it."""
        if not found:
            return
        self.page.heading(f"Breaches ({len(found)})")
        for finding in self.capped(found, _MOST_BREACHES):
            self.block(finding)
            self.consequences(finding)
            if finding.approval is None:
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
        for number, way in enumerate(phrases.choices(finding.ways_out)):
            self.page.field("" if number else "Ways out", way, indent=_INDENT)

    def owner(self, found: Sequence[Finding]) -> None:
        """Write the questions to the model's owner, those on one change together."""
        if not found:
            return
        self.page.heading(f"To take to the model's owner ({len(found)})")
        self.page.say(f"The owner is {self.result.model.owner}.")
        blocks: dict[object, list[Finding]] = {}
        for finding in found:
            blocks.setdefault(finding.changes or finding, []).append(finding)
        for block in self.capped(list(blocks.values()), _MOST_OPEN):
            self.questions(sorted(block, key=lambda one: one.code != "FID206"))

    def questions(self, block: Sequence[Finding]) -> None:
        """Write the questions on one change: in brief as one block, or each with everything that is known."""
        if self.verbose:
            for finding in block:
                self.question(finding, phrases.question(finding))
            return
        self.start(phrases.question(block[0]))
        for finding in block[1:]:
            self.page.say(f"And: {phrases.question(finding)}", indent=_INDENT)
        rows = dict.fromkeys(row for finding in block for row in phrases.sources(finding, 1))
        for number, row in enumerate(rows):
            self.page.field("" if number else "Source", row, indent=_INDENT)
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

    def decision(self, found: Sequence[Finding]) -> None:
        """Write what the site still has to decide."""
        if not found:
            return
        self.page.heading("Still to decide")
        for finding in self.capped(found, _MOST_OPEN):
            self.start(finding.message)
            self.place(finding)
            if self.verbose:
                self.page.field("Why", finding.why, indent=_INDENT)
                if finding.code == "FID209":
                    names = [atom.partition(":")[2] for atom in finding.raw.atoms]
                    self.page.field("All", phrases.listed(names), indent=_INDENT)
                self.consequences(finding)
            else:
                self.hangs_on_it(finding.consequences)
            self.ways_out(finding)

    def evidence(self, found: Sequence[Finding]) -> None:
        """Write the matters on which no source says anything that binds."""
        if not found:
            return
        self.page.heading(f"No source says ({len(found)})")
        for finding in self.capped(found, _MOST_OPEN):
            if self.verbose:
                self.question(finding, finding.message)
                continue
            self.start(finding.message)
            self.page.field("Why", finding.why, indent=_INDENT)
            self.place(finding)
            self.hangs_on_it(finding.consequences)

    def condition(self, found: Sequence[Finding]) -> None:
        """Write what depends on other open matters."""
        if not found:
            return
        self.page.heading(f"Depends on the above ({len(found)})")
        for finding in self.capped(found, _MOST_TITLES):
            if self.verbose:
                self.question(finding, finding.message)
            else:
                self.page.say(self.depends(finding), indent=2, mark="- ")

    def depends(self, finding: Finding) -> str:
        """Return what an element depends on, in one line."""
        atoms = dict.fromkeys(atom for cause in finding.causes for atom in cause.atoms)
        named = [self.part(atom) for atom in atoms]
        titles = phrases.quoted_titles([finding])
        noun = f" ({finding.tier.noun})" if finding.tier else ""
        return f"{titles}{noun} depends on {phrases.listed(named, most=3)}." if named else finding.message

    def part(self, atom: str) -> str:
        """Return a part of the plan as a reader knows it."""
        kind, _, name = atom.partition(":")
        if kind != "undecided":
            return f"the {kind} {name}"
        known = self.result.model.by_id.get(name) or self.result.model.proscribed_by_id.get(name)
        return f"'{known.title}'" if known else name

    def differences(self, found: Sequence[Finding]) -> None:
        """Write where a plan that makes no claim differs from the model."""
        if not found:
            return
        self.page.heading(f"Differences from the model ({len(found)})")
        for finding in self.capped(found, _MOST_BREACHES):
            self.question(finding, finding.message)

    def agreed(self) -> None:
        """Write the agreed variations, with the approvals that carry them."""
        found = self.result.agreed
        if not found:
            return
        self.page.heading(f"Agreed variations ({len(found)})")
        blocks: dict[str, list[Finding]] = {}
        for finding in found:
            blocks.setdefault(self.variation(finding), []).append(finding)
        for words, (finding, *_) in self.capped(list(blocks.items()), _MOST_BREACHES):
            self.page.say(words, indent=2, mark="- ")
            for approval in phrases.approvals(finding):
                self.page.say(approval, indent=_INDENT)

    def before(self) -> None:
        """Write what the baseline knows: it is there, and does not count."""
        if not self.known:
            return
        self.page.heading(f"Known before, in the baseline ({len(self.known)})")
        for finding in self.capped(self.known, _MOST_BREACHES):
            word = phrases.verdict_word(finding.verdict).lower()
            self.page.say(f"{finding.message} [{finding.code}, {word}]", indent=2, mark="- ")

    def variation(self, finding: Finding) -> str:
        """Return what was agreed."""
        whats = "; ".join(f"{id_}: {finding.case.changes[id_].what.rstrip('.')}" for id_ in finding.changes)
        title = phrases.quoted_titles([finding])
        if not whats:
            return f"{title}: agreed with the changes that it follows from ({finding.approval})."
        noun = f"{title}, {finding.tier.noun}" if finding.tier and finding.element else "an addition"
        return f"{whats} ({noun})."

    def approvals(self) -> None:
        """Write what has to be said about approvals. Conditions stand with what was agreed."""
        found = [one for one in self.result.remarks if one.code[3] == "4" and (self.verbose or one.code != "FID407")]
        if not found:
            return
        self.page.heading("About the approvals")
        for finding in found:
            self.page.say(f"{finding.message} [{finding.code}]", indent=2, mark="- ")
            if finding.ways_out:
                self.page.say(f"{phrases.capital(phrases.listed(finding.ways_out, 'or'))}.", indent=_INDENT)

    def repairs(self) -> None:
        """Write the smallest sets of steps after which nothing is in breach."""
        if self.verdict is not RED:
            return
        self.page.heading("Smallest repairs")
        rows = phrases.repairs(self.result)
        if not rows:
            self.page.say("Nothing that the plan could do alone would clear it: the model itself has to be looked at.")
            return
        shown = rows if self.verbose else rows[:_MOST_REPAIRS]
        if len(rows) > 1:
            enough, lines = "Any one of these is", ["; and ".join(row) for row in shown]
        else:
            [lines] = rows
            enough = "All of these together are" if len(lines) > 1 else "This is"
        self.page.say(f"{enough} enough for nothing to be in breach any more:")
        for line in lines:
            self.page.say(f"{line}.", indent=2, mark="- ")
        _more(self.page, len(rows) - len(shown))
        if not self.result.repairs().complete:
            self.page.say("There are more; these are the smallest.", indent=_INDENT)

    def states(self) -> None:
        """Write the state of every element that is not simply as specified, and how principles stand."""
        rows = [
            (id_, state)
            for id_, state in self.result.elements.items()
            if state.state != "as-specified" or (state.named is not None and state.standing != state.named)
        ]
        if not rows:
            return
        self.page.heading("Elements that are not simply as specified")
        for id_, state in rows:
            standing = "" if state.named is None else f"; {state.standing} of {state.named} that realise it stand"
            word = state.state.replace("-", " ")
            title = self.result.model.by_id[id_].title
            self.page.say(f"{title} ({state.tier.noun}): {word}, {state.verdict}{standing}", indent=2, mark="- ")

    def tail(self) -> None:
        """Write the advice, or how much of it there is, and what the plan's silence means."""
        advice = [one for one in self.result.remarks if one.code[3] == "5"]
        if self.verbose and advice:
            self.page.heading("Advice")
            for finding in advice:
                self.page.say(f"{finding.message} [{finding.code}]", indent=2, mark="- ")
                if finding.ways_out:
                    self.page.say(f"{phrases.capital(phrases.listed(finding.ways_out, 'or'))}.", indent=_INDENT)
        self.page.gap()
        self.page.say(phrases.silence(self.result))
        if advice and not self.verbose:
            self.page.say(f"{phrases.counted(len(advice), 'piece')} of advice on the plan itself; --verbose shows all.")

    def start(self, words: str) -> None:
        """Begin a block, with the next number."""
        self.number += 1
        self.page.between()
        self.page.say(words, mark=f"{self.number:>2}. ")

    def sources(self, finding: Finding, indent: int) -> None:
        """Write the strongest source, or all of them with what they say."""
        rows = phrases.sources(finding, None if self.verbose else 1)
        for number, row in enumerate(rows):
            says = f": {finding.basis[number].says}" if self.verbose and number < len(finding.basis) else ""
            self.page.field("" if number else "Source", f"{row}{says}", indent=indent)

    def place(self, finding: Finding) -> None:
        """Write where the plan says it, and the code of the finding."""
        self.page.field("Plan", f"{phrases.place(finding)} [{finding.code}]", indent=_INDENT)

    def causes(self, finding: Finding, indent: int) -> None:
        """Write every cause, with the way along the links."""
        for number, cause in enumerate(finding.causes):
            way = f", by way of {' > '.join(cause.path)}" if len(cause.path) > 1 else ""
            parts = phrases.listed(self.part(atom) for atom in cause.atoms)
            self.page.field("" if number else "Cause", f"{parts}{way}", indent=indent)
        if not finding.causes_complete:
            self.page.field("", "there are more; these are the smallest", indent=indent)

    def capped(self, findings: Sequence[Shown], most: int) -> Iterator[Shown]:
        """Yield the findings, up to a number, and then say how many more there are."""
        shown = findings if self.verbose else findings[:most]
        yield from shown
        _more(self.page, len(findings) - len(shown))


def _need(finding: Finding) -> Need:
    """Return what would settle an open matter; where only what follows is open, what would settle that."""
    if finding.needs is not None:
        return finding.needs
    return next((one.needs for one in finding.consequences if one.needs is not None), Need.CONDITION)
