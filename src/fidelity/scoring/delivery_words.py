"""The checker's findings in words of delivery: what was rated, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.content import Content
from fidelity.rendering.english import capital, counted
from fidelity.scoring.bands import number
from fidelity.scoring.status import NOT_MET, UNKNOWN
from fidelity.verdicts import Verdict

if TYPE_CHECKING:
    from fidelity.checking.finding import Finding
    from fidelity.checking.result import CheckResult
    from fidelity.checklists.checklist import Item
    from fidelity.plan.plan import Plan
    from fidelity.scoring.scoring import Score

__all__ = ["DELIVERED", "DeliveryFinding", "Wording"]

DELIVERED = "delivered-"
"""What the id of a change begins with that stands for something rated, and not for something planned."""


@frozen(eq=False, repr=False)
class DeliveryFinding(Content):
    """Something that delivery breaks or leaves open. ``because`` are the element ids that were rated below.

    ``follows`` are consequences, each a finding of its own without further ones.
    """

    code: str
    verdict: Verdict
    element: str | None
    title: str
    message: str
    because: tuple[str, ...] = ()
    follows: tuple[DeliveryFinding, ...] = ()


class Wording:
    """Says what the findings of a delivered state mean."""

    def __init__(self, score: Score, result: CheckResult, planned: Plan) -> None:
        self.score = score
        self.planned = planned
        self.model = result.model
        self._titles = {one.id: one.title for one in self.model.elements}
        self._titles |= {one.id: one.title for one in self.model.proscribed}

    def finding(self, found: Finding) -> DeliveryFinding:
        """Return a finding in words of delivery, consequences included."""
        rated = tuple(change.removeprefix(DELIVERED) for change in found.changes if change.startswith(DELIVERED))
        because = rated or self._causes(found)
        return DeliveryFinding(
            found.code,
            found.verdict,
            found.element,
            found.title,
            self._message(found, because, direct=bool(rated)),
            because,
            tuple(self.finding(inner) for inner in found.consequences),
        )

    def _causes(self, found: Finding) -> tuple[str, ...]:
        atoms = (atom for cause in found.causes for atom in cause.atoms)
        ids = (atom.partition(":")[2] for atom in atoms if atom.startswith(("change:", "undecided:")))
        return tuple(dict.fromkeys(id_.removeprefix(DELIVERED) for id_ in ids))

    def _message(self, found: Finding, because: tuple[str, ...], *, direct: bool) -> str:
        if found.code == "FID209":
            return self._unknown(found)
        if direct and found.code == "FID205":
            return f"{found.title} was found, and has to be absent."
        if direct:
            return f"{found.title} is not in place as delivered: {self._rated(because[0])}."
        reasons = " and ".join(f"'{self._titles.get(id_, id_)}'" for id_ in because)
        since = f", because of {reasons}" if reasons else ""
        certain = found.own_verdict is Verdict.RED
        if found.code == "FID301":
            verb = "is not" if certain else "may not be"
            return f"The principle {found.title} {verb} put into practice as it has to be{since}."
        if found.code == "FID302":
            verb = "does not" if certain else "may not"
            return f"{found.title} {verb} hold up in delivery{since}."
        return f"{found.title}: {found.message}"

    def _unknown(self, found: Finding) -> str:
        names = [atom.partition(":")[2] for atom in found.raw.atoms if atom.startswith("undecided:")]
        statuses, silent = self.score.elements, self.planned.unmentioned == "undecided"
        groups: dict[str, list[str]] = {}
        for name in names:
            planned = name in self.planned.undecided or silent
            told = statuses.get(name) == UNKNOWN or not planned
            text = "nobody can tell yet whether these are in place" if told else "the plan has not decided on"
            groups.setdefault(text, []).append(self._titles.get(name, name))
        said = [f"{text}: {'; '.join(titles)}" for text, titles in groups.items()]
        text = ". ".join(said)
        return f"{capital(text)}."

    def _rated(self, element: str) -> str:
        """Return which of an element's items are below, and how they were rated."""
        below = [
            item
            for item in self.score.checklist
            if item.element == element and self.score.items.get(item.name) == NOT_MET
        ]
        return "; ".join(self._item(item) for item in below)

    def _item(self, item: Item) -> str:
        tally = self.score.by("item")[item.name]
        wanted = self.score.checklist.responses_of(item).threshold_label
        form = next((form for form in self.score.responses.forms if item.name in form.answers), None)
        if tally.forms == 1 and form is not None:
            option = self.score.checklist.responses_of(item).option(form.answers[item.name].code)
            said = f"was rated '{option.label}'" if option else "was not rated"
        else:
            ratings = counted(tally.answered, "rating")
            said = f"has a mean of {number(tally.mean.value)} over {ratings}"
        return f"'{item.text}' {said}, and '{wanted}' counts as in place"
