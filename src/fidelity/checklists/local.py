"""What a plan means for a checklist: local values, agreed variations, what is out, and what is not settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.checklist import LeftOut, Note, Variation
from fidelity.model.elements import Element
from fidelity.verdicts import GREEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checking.finding import Finding
    from fidelity.checking.result import CheckResult
    from fidelity.model.elements import Proscribed
    from fidelity.plan.plan import Change, Setting

__all__ = ["Local"]

_SAYS = {
    "agreed": ("agreed-variation", "Agreed variation: {}"),
    "settled": ("adapted", "Adapted within the model: {}"),
    "open": ("not-agreed", "Not agreed yet, so rate by the model: {}"),
}


class Local:
    """A checked plan, asked about one element at a time."""

    def __init__(self, result: CheckResult) -> None:
        self.plan = result.plan
        self.model = result.model
        self._out = result.taken_out
        self._agreed = result.agreements
        self._open = {
            change
            for finding in _every(result.findings)
            if finding.own_verdict is not GREEN
            for change in finding.changes
        }
        self._unsettled_choices = {
            finding.subject for finding in _every(result.findings) if finding.own_verdict is not GREEN
        }
        self._undecided = set(_undecided(result))

    def standing(self, change: Change) -> str:
        """Return whether a change is ``agreed``, ``settled`` (nothing to be asked) or still ``open``."""
        if change.id in self._agreed:
            return "agreed"
        return "open" if change.id in self._open else "settled"

    def notes(self, element: Element) -> tuple[Note, ...]:
        """Return what a rater has to know about an element at this site."""
        notes = [
            Note("local-value", f"Here: {self._value(element, setting)}.")
            for choice in self.plan.choices
            if choice.element == element.id
            for setting in choice.settings
            if f"{element.id}.{setting.parameter}" not in self._unsettled_choices
        ]
        for change in self.plan.changes:
            if change.element == element.id:
                notes += self._change(element, change)
        if element.id in self._undecided:
            notes.append(Note("undecided", "The plan has not decided on this yet, so rate by the model."))
        return tuple(notes)

    def _change(self, element: Element, change: Change) -> Iterator[Note]:
        standing = self.standing(change)
        kind, words = _SAYS[standing]
        yield Note(kind, words.format(change.what))
        if standing != "open":
            for setting in change.settings:
                yield Note("local-value", f"Here: {self._value(element, setting)}.")

    @staticmethod
    def _value(element: Element, setting: Setting) -> str:
        parameter = element.parameter(setting.parameter)
        name = parameter.name if parameter else setting.parameter
        usual = parameter.standard_text if parameter else None
        return f"{name} is {setting.text}" + (f" (usually {usual})" if usual and usual != setting.text else "")

    def left_out(self, one: Element | Proscribed) -> LeftOut | None:
        """Return why an element or practice is not asked about, or ``None`` where it is."""
        if isinstance(one, Element):
            changes = [change for change in self.plan.changes if change.id in self._out.get(one.id, ())]
            if not changes:
                return None
            what = " ".join(f"{change.what} (change '{change.id}')" for change in changes)
            if all(self.standing(change) == "agreed" for change in changes):
                return LeftOut(
                    one.id, one.title, one.tier.value, "agreed", f"the plan leaves it out, as agreed: {what}"
                )
            settled = all(self.standing(change) == "settled" for change in changes)
            how = "as the model allows" if settled else "and nobody agreed to that"
            return LeftOut(one.id, one.title, one.tier.value, "removed", f"the plan leaves it out, {how}: {what}")
        for change in self.plan.changes:
            if change.proscribed == one.id and self.standing(change) == "agreed":
                why = f"the plan lets it in, as agreed: {change.what} (change '{change.id}')"
                return LeftOut(one.id, one.title, "proscribed", "agreed", why)
        return None

    def practice_notes(self, practice: Proscribed) -> tuple[Note, ...]:
        """Return what a rater has to know about a proscribed practice that the plan lets in without agreement."""
        words = "Not agreed, so it counts as present if you find it: {}"
        changes = (change for change in self.plan.changes if change.proscribed == practice.id)
        return tuple(Note("not-agreed", words.format(change.what)) for change in changes)

    def variations(self) -> Iterator[Variation]:
        """Yield every agreed variation, in the order of the plan's changes."""
        titles = {one.id: one.title for one in self.model.elements}
        titles |= {practice.id: practice.title for practice in self.model.proscribed}
        titles |= {change.addition.id: change.addition.title for change in self.plan.changes if change.addition}
        for change in self.plan.changes:
            for approval in self._agreed.get(change.id, ()):
                until = approval.until.isoformat() if approval.until else None
                yield Variation(
                    change.id,
                    change.subject,
                    titles.get(change.subject, change.subject),
                    change.what,
                    approval.by,
                    approval.reference,
                    until,
                    approval.conditions,
                )


def _every(findings: Iterable[Finding]) -> Iterator[Finding]:
    for finding in findings:
        yield finding
        yield from finding.consequences


def _undecided(result: CheckResult) -> Iterator[str]:
    plan = result.plan
    yield from plan.undecided
    if plan.unmentioned == "undecided":
        said = {*plan.as_specified, *(one.element for one in plan.choices), *(one.subject for one in plan.changes)}
        yield from (id_ for id_ in (*result.model.by_id, *result.model.proscribed_by_id) if id_ not in said)
