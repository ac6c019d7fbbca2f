"""What the rules about consequences have in common: who fell, why, and what it depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Raw
from fidelity.checking.rules import words
from fidelity.rendering.english import listed
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.finding import Finding
    from fidelity.model.elements import Tier

__all__ = ["because", "certain", "falls", "needs", "ways_out", "why_here"]


def falls(evaluation: Evaluation, code: str, tiers: tuple[Tier, ...]) -> list[Raw]:
    """Return a finding for every element of some tiers whose requirements are not met."""
    elements, binding, badness = evaluation.line.elements, evaluation.line.binding, evaluation.badness
    return [
        Raw(code, element.id, badness(certain=fall.certain, binds=binding[fall.node]), fall.node, (), fall)
        for fall in evaluation.falls
        if (element := elements[fall.node]).tier in tiers
    ]


def certain(finding: Finding) -> bool:
    """Return whether the consequence follows however the open matters are settled."""
    return bool(getattr(finding.raw.item, "certain", False))


def _named(finding: Finding, atom: str) -> str:
    kind, _, name = atom.partition(":")
    if kind == "change":
        return f"the change {name}"
    if kind == "choice":
        return f"the choice for {name}"
    return f"the undecided {words.title(finding, name)}"


def because(finding: Finding) -> str:
    """Return which parts of the plan bring it about, and the way along the links, as a clause."""
    causes = finding.causes
    if not causes:
        return "because the model itself does not hold together here"
    first = causes[0]
    parts = listed(_named(finding, atom) for atom in first.atoms)
    together = " together" if len(first.atoms) > 1 else ""
    open_ = {atom.partition(":")[2] for atom in first.atoms if atom.startswith("undecided:")}
    steps = [words.title(finding, id_) for id_ in first.path[:-1] if id_ not in open_]
    way = f", by way of {listed(steps)}" if steps else ""
    others = len(causes) - 1
    more = "" if not others else "; there is 1 other cause" if others == 1 else f"; there are {others} other causes"
    return f"because of {parts}{together}{way}{more}"


def needs(finding: Finding) -> Need:
    """Return what would settle it: the open matters it depends on, or a word on whether the link binds."""
    if finding.case.inspired or not certain(finding):
        uncertain = finding.case.evaluation.uncertain
        pieces = [finding.case.by_atom.get(atom) for cause in finding.causes for atom in cause.atoms]
        open_ = any(p and (p.undecided or p.node in uncertain or p.addable) for p in pieces)
        if finding.case.inspired or open_:
            return Need.CONDITION
    return Need.EVIDENCE


def why_here(finding: Finding) -> str:
    """Return what the element says, and what it rests on."""
    return words.element_of(finding).statement


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: act on any part of each cause."""
    causes = finding.causes
    if not causes or not causes[0].atoms:
        return ("take it to the model's author: the model itself does not hold together here",)
    atoms = list(dict.fromkeys(atom for cause in causes for atom in cause.atoms))
    verbs = {"change": "withdraw", "choice": "reset", "undecided": "settle"}
    acts = [f"{verbs[atom.partition(':')[0]]} {atom.partition(':')[2]}" for atom in atoms[:6]]
    return (listed(acts, "or"),)
