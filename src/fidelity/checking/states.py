"""The state of every element once a plan has been checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.facts import OUTSIDE_LIMITS, UNDECIDED, Clash
from fidelity.checking.table import ABSENT
from fidelity.model.elements import Tier
from fidelity.model.requirements import AdditionTerm, leaves
from fidelity.verdicts import GREEN, Verdict, worst

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding

STATES: tuple[str, ...] = (
    "agreed",
    "not-in-place",
    "uncertain",
    "outside-limits",
    "adapted",
    "within-room",
    "as-specified",
)
"""The states of an element: the first that applies is its state."""


class State(NamedTuple):
    """An element's state and verdict.

    Attributes
    ----------
    tier
        Its tier.
    state
        The first of ``STATES`` that applies.
    verdict
        The worst verdict on it.
    standing, named
        For a principle, how many of the elements that realise it still stand, and of how many; ``None`` for others.
    """

    tier: Tier
    state: str
    verdict: Verdict
    standing: int | None = None
    named: int | None = None


def states_of(case: Case, findings: Iterable[Finding]) -> dict[str, State]:
    """Return the state of every element, in the order of the model's file. Cost: linear in the model."""
    verdicts: dict[int, list[Finding]] = {}
    for finding in findings:
        for one in (finding, *finding.consequences):
            for index in _concerned(case, one):
                verdicts.setdefault(index, []).append(one)
    states: dict[str, State] = {}
    for index, element in enumerate(case.prepared.elements):
        about = verdicts.get(index, [])
        verdict = worst(*(one.own_verdict for one in about))
        word = _word(case, index, about)
        standing, named = _realising(case, index) if element.tier is Tier.PRINCIPLE else (None, None)
        states[element.id] = State(element.tier, word, verdict, standing, named)
    return states


def _concerned(case: Case, finding: Finding) -> list[int]:
    if finding.code == UNDECIDED:
        return [part.node for part in case.evaluation.undecided if part.node >= 0]
    if isinstance(finding.raw.detail, Clash):
        sides = (side.partition(".")[0] for side in finding.raw.detail.sides)
        return sorted({case.prepared.index[side] for side in sides if side in case.prepared.index})
    return [finding.raw.node] if finding.raw.node >= 0 else []


def _word(case: Case, index: int, about: list[Finding]) -> str:
    evaluation = case.evaluation
    needed = any(one.approval is not None for one in about)
    if needed and all(one.own_verdict is GREEN for one in about):
        return "agreed"
    if evaluation.optimistic >> index & 1:
        return "not-in-place"
    if evaluation.pessimistic >> index & 1:
        return "uncertain"
    if any(
        valued.node == index and (valued.level or valued.silent) and _unsettled(about)
        for _, _, valued in evaluation.values
    ):
        return "outside-limits"
    id_ = case.prepared.elements[index].id
    if any(change.element == id_ for change in case.plan.changes):
        return "adapted"
    if any(choice.element == id_ for choice in case.plan.choices):
        return "within-room"
    return "as-specified"


def _unsettled(about: list[Finding]) -> bool:
    return any(one.code == OUTSIDE_LIMITS for one in about)


def _realising(case: Case, index: int) -> tuple[int, int]:
    """Return how many of the elements that realise a principle stand for certain, and how many are named."""
    link = case.prepared.elements[index].realised_by
    names = {leaf.element for leaf in leaves(link) if not isinstance(leaf, AdditionTerm)} if link else set()
    out = case.evaluation.pessimistic
    return sum(not out >> case.prepared.index[name] & 1 for name in names), len(names)


def taken_out_of(case: Case) -> dict[str, tuple[str, ...]]:
    """Return the elements that the plan's own changes take out of the model for certain, with those changes."""
    found: dict[str, tuple[str, ...]] = {}
    for part in case.parts:
        judged, change = part.judged, part.change
        if judged is None or change is None or not case.evaluation.optimistic >> part.node & 1:
            continue
        level = judged.optimistic if judged.swap is None else judged.otherwise[0]
        if level == ABSENT:
            id_ = case.prepared.elements[part.node].id
            found[id_] = (*found.get(id_, ()), change.id)
    return found
