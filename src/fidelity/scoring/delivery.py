"""Delivered fidelity, through the same checker: what was rated below the threshold is not in place, and what follows.

What was delivered is told to the engine as a plan: the site's own (or the model as specified), in which essential
elements below the threshold are removed, practices that were found are let in, and what nobody could tell is
undecided. So planned and delivered fidelity are judged by one engine, and the difference is drift.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from fidelity.checklists.names import name_of
from fidelity.content import Content
from fidelity.model.elements import Tier
from fidelity.model.strength import Strength
from fidelity.plan.plan import Change, Plan
from fidelity.scoring.delivery_words import DELIVERED, DeliveryFinding, Wording
from fidelity.scoring.status import MET, NOT_MET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from fidelity.checking.finding import Finding
    from fidelity.checking.result import CheckResult
    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.scoring.scoring import Score
    from fidelity.verdicts import Verdict

__all__ = ["Delivery", "Shift", "delivered", "delivered_plan"]

_NATURES = ("removing", "drift-without-returning", "integrating-into-another-framework")


@frozen(eq=False, repr=False)
class Shift(Content):
    """An element whose state as delivered is not its state as planned. States are those of a check."""

    element: str
    title: str
    tier: str
    planned: str
    delivered: str


class Delivery:
    """Planned against delivered: both results of the checker, the findings that are new or worse, and the shifts.

    ``findings`` speak of delivery, each with what follows from it; ``weak_principles`` are principles whose own
    items were rated below the threshold: they are shown, and the engine judges a principle by what realises it.
    """

    def __init__(self, score: Score, planned: CheckResult, result: CheckResult) -> None:
        self.score = score
        self.planned = planned
        self.result = result

    @property
    def verdict(self) -> Verdict:
        """The checker's verdict on what was delivered."""
        return self.result.verdict

    @property
    def findings(self) -> tuple[DeliveryFinding, ...]:
        """What delivery adds to the plan's own findings, or makes worse, worst first."""
        words = Wording(self.score, self.result, self.planned.plan)
        before = {(one.code, one.subject): one.verdict.rank for one in _flat(self.planned)}
        return tuple(
            words.finding(one)
            for one in self.result.breaches + self.result.open
            if one.verdict.rank > before.get((one.code, one.subject), -1)
        )

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """The elements whose state differs, in the order of the model."""
        model = self.result.model
        return tuple(
            Shift(id_, model.by_id[id_].title, state.tier.value, self.planned.elements[id_].state, state.state)
            for id_, state in self.result.elements.items()
            if state.state != self.planned.elements[id_].state
        )

    @property
    def weak_principles(self) -> tuple[str, ...]:
        """The titles of the principles whose own items were rated below the threshold."""
        statuses = self.score.elements
        return tuple(one.title for one in self.result.model.principles if statuses.get(one.id) == NOT_MET)

    def __repr__(self) -> str:
        return f"<Delivery {self.planned.plan.site}: planned {self.planned.verdict}, delivered {self.verdict}>"


def delivered(
    score: Score,
    plan: Plan | None = None,
    model: Model | None = None,
    *,
    on: date | None = None,
    bind: str | Strength = Strength.RESTATED,
) -> Delivery:
    """Return what was delivered, judged by the checker, against what was planned.

    Parameters
    ----------
    score
        A score of the model's own checklist.
    plan
        The plan that the checklist was made from; without one, the model as specified.
    model
        The model; by default the one that the checklist names.
    on, bind
        As for a check.
    """
    from fidelity.api import check
    from fidelity.files.library import load_model

    judge = model or load_model(score.checklist.reference)
    start = plan or Plan(
        id=score.checklist.id, model=judge.reference, site="this site", unmentioned="as-specified", author="site"
    )
    planned = check(start, judge, on=on, bind=bind)
    found = check(delivered_plan(score, planned.plan, judge, planned), judge, on=on, bind=bind)
    return Delivery(score, planned, found)


def delivered_plan(score: Score, plan: Plan, model: Model, planned: CheckResult) -> Plan:
    """Return the plan that says what was delivered: the plan with what was rated worked into it."""
    changes = tuple(_found(score, model, planned))
    gone = {change.element or change.proscribed for change in changes}
    changed = gone | {change.element or change.proscribed for change in plan.changes}
    rated = {id_ for id_ in score.elements if id_ in model.by_id or id_ in model.proscribed_by_id}
    unasked = tuple(one.id for one in model.essential if _unasked(score, one))
    unknown = tuple(id_ for id_ in (*score.critical.unknown, *unasked) if id_ not in {*changed, *plan.undecided})
    settled = {id_ for id_ in rated if score.elements[id_] == MET and id_ not in unasked}
    undecided = tuple(id_ for id_ in plan.undecided if id_ not in gone and id_ not in settled) + unknown
    kept = [id_ for id_ in plan.as_specified if id_ not in gone and id_ not in undecided]
    if plan.unmentioned == "undecided":
        said = {*kept, *undecided, *changed, *(choice.element for choice in plan.choices)}
        kept += sorted(settled - said)
    choices = tuple(choice for choice in plan.choices if choice.element not in gone)
    return evolve(
        plan,
        changes=plan.changes + changes,
        undecided=undecided,
        as_specified=tuple(kept),
        choices=choices,
    )


def _found(score: Score, model: Model, planned: CheckResult) -> Iterator[Change]:
    """Yield a change for everything that was rated as not being as it should."""
    for id_, status in score.elements.items():
        element, practice = model.by_id.get(id_), model.proscribed_by_id.get(id_)
        if status != NOT_MET:
            continue
        if element is not None and element.tier is Tier.ESSENTIAL and id_ not in planned.taken_out:
            yield Change(id=DELIVERED + id_, what="Rated as not in place.", element=id_, natures=(_nature(element),))
        elif practice is not None and all(change.proscribed != id_ for change in planned.plan.changes):
            yield Change(id=DELIVERED + id_, what="Found in practice.", proscribed=id_)


def _unasked(score: Score, element: Element) -> bool:
    """Return whether nobody was asked about some of an element that is not known to be absent: no "yes" by silence."""
    status = score.elements.get(element.id)
    asked = all(name_of(indicator.id) in score.checklist.by_name for indicator in element.indicators)
    return status != NOT_MET and (status is None or not asked)


def _nature(element: Element) -> str:
    """Return a nature of change by which the element is gone: one that it has no rule of its own for."""
    own = {rule.nature for rule in element.adaptation if rule.rule != "absent"}
    return next((nature for nature in _NATURES if nature not in own), _NATURES[0])


def _flat(result: CheckResult) -> list[Finding]:
    return [one for finding in result.findings for one in (finding, *finding.consequences)]
