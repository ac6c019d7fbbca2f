"""What lint found, as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.result import Unreadable
from fidelity.model.model import Model
from fidelity.plan.text import plan_text
from fidelity.rendering.english import counted
from fidelity.rendering.page import Page
from fidelity.reports.check.phrases import choices
from fidelity.soundness.issue import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.reports import Layout
    from fidelity.soundness.claims import ClaimTest
    from fidelity.soundness.issue import Issue
    from fidelity.soundness.lint import Soundness

_KINDS = {
    "adds": "Adds",
    "narrows": "Asks for more",
    "replaces": "Does in another way",
    "loosens": "Asks for less",
    "withdraws": "Does without",
}
_CLAIMS = {
    "implements": "It claims to implement {parent}: whoever follows it follows its parent too.",
    "extends": "It claims to extend {parent}, and not that whoever follows it follows its parent too.",
    "inspired-by": "It is inspired by {parent}, and claims nothing: differences are listed, not judged.",
}


def render(found: Sequence[Soundness | Unreadable], layout: Layout) -> Iterator[str]:
    """Yield what was found, model by model."""
    page = Page(layout.width)
    for at, one in enumerate(found):
        if at:
            page.gap()
        if isinstance(one, Unreadable):
            _unread(page, one)
        else:
            _model(page, one)
    yield str(page)


def _unread(page: Page, found: Unreadable) -> None:
    page.headline("NOT READ  ", f"{found.path}: {counted(len(found.faults), 'fault')}", "unread")
    for fault in found.faults:
        page.between()
        page.say(fault.message, indent=2, mark=f"{fault.code}  ")
        page.field("where", str(fault.place), indent=4)


def _model(page: Page, found: Soundness) -> None:
    model = found.model
    word = "SOUND" if found.ok else "FAULTY"
    page.headline(f"{word}  ", f"{model.title} ({model.reference}): {_counts(found)}", "heading")
    for issue in found.issues:
        page.between()
        _issue(page, issue)
    if found.claim is not None and isinstance(model, Model):
        _claim(page, model, found.claim)


def _counts(found: Soundness) -> str:
    nouns = {
        Level.FAULT: ("fault", "faults"),
        Level.ADVICE: ("piece of advice", "pieces of advice"),
        Level.NOTE: ("note", "notes"),
    }
    counts = {level: len(found.at(level)) for level in sorted(Level, key=lambda level: -level.rank)}
    return ", ".join(f"{counted(count, *nouns[level])}" for level, count in counts.items() if count) or "nothing amiss"


def _issue(page: Page, issue: Issue) -> None:
    page.say(issue.message, indent=2, mark=f"{issue.code} {issue.level.value}  ")
    if issue.ways_out:
        page.field("ways out", f"{', '.join(choices(issue.ways_out))}.", indent=4)
    if issue.place.line:
        page.field("where", str(issue.place), indent=4)


def _claim(page: Page, model: Model, claim: ClaimTest) -> None:
    page.heading(f"What {model.title} does differently from {claim.parent.title}")
    page.say(_CLAIMS[claim.claim].format(parent=f"{claim.parent.title} ({claim.parent.reference})"))
    page.say(_answer(claim))
    for kind, title in _KINDS.items():
        ours = [one for one in claim.differences if one.kind == kind]
        if ours:
            page.gap()
            page.say(f"{title}:")
            for one in ours:
                because = f" Why: {one.reason}" if one.reason else ""
                page.say(f"{one.text}{because}", indent=2, mark="- ")
    for plan in dict.fromkeys(one.plan for one in claim.counterexamples):
        shown = [one for one in claim.counterexamples if one.plan == plan]
        page.heading("A plan that the variant allows and its parent does not")
        page.say(f"{shown[0].allowed} Its parent says: {' '.join(one.breach for one in shown)}")
        page.gap()
        page.verbatim(plan_text(plan), indent=2)


def _answer(claim: ClaimTest) -> str:
    if claim.claim == "inspired-by":
        return "There is no claim to test."
    count = len({one.plan for one in claim.counterexamples})
    noun, verb = ("a plan", "is") if count == 1 else (f"{count} plans", "are")
    plans = f"{noun} that it allows and its parent calls a breach {verb}"
    if claim.claim == "extends":
        return f"That claim holds: it promises to build on its parent, and no more. {_would_implement(claim, plans)}"
    if claim.holds:
        return "The claim holds: it asks for as much as its parent everywhere."
    if claim.holds is None:
        return (
            "The claim is open: it asks for less in places, and no plan that was tried shows that its parent would "
            "call this a breach. The parent's owner has to be asked."
        )
    return f"The claim does not hold: {plans} shown below."


def _would_implement(claim: ClaimTest, plans: str) -> str:
    """Return whether a variant that only extends its parent could claim to implement it."""
    if claim.counterexamples:
        return f"A claim to implement its parent would not hold: {plans} shown below."
    if claim.loosened:
        return (
            "Whether it could also claim to implement its parent is open: it asks for less in places, and no plan "
            "shows that its parent would call this a breach."
        )
    return "A claim to implement its parent would hold too: it asks for as much as its parent everywhere."
