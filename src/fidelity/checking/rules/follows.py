"""What the rules about consequences have in common: who fell, why, and what it depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.rules import words
from fidelity.plan.atoms import CHANGE, CHOICE, UNDECIDED, split
from fidelity.rendering.english import listed
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from fidelity.checking.finding import Finding

MOST = 6
"""How many ways out a sentence lists."""


def _named(finding: Finding, atom: str) -> str:
    kind, name = split(atom)
    if kind == CHANGE:
        return f"the change {name}"
    if kind == CHOICE:
        return f"the choice for {name}"
    return f"the undecided {words.title(finding, name)}"


def because(finding: Finding) -> str:
    """Return which parts of the plan bring it about, and the way along the links, as a clause."""
    causes = finding.causes
    first = causes[0]
    if not first.atoms:
        return "whatever the plan says, because the model itself does not hold together here"
    parts = listed(_named(finding, atom) for atom in first.atoms)
    together = " together" if len(first.atoms) > 1 else ""
    open_ = {part.name for part in map(split, first.atoms) if part.kind == UNDECIDED}
    steps = [words.title(finding, id_) for id_ in first.path[:-1] if id_ not in open_]
    way = f", by way of {listed(steps)}" if steps else ""
    others = len(causes) - 1
    more = "" if not others else "; there is 1 other cause" if others == 1 else f"; there are {others} other causes"
    return f"because of {parts}{together}{way}{more}"


def given(finding: Finding) -> str:
    """Return on what condition a question is asked: what the plan changes, or that the model is as it is."""
    return "with these changes" if finding.causes[0].atoms else "as the model stands"


def needs(finding: Finding) -> Need:
    """Return what would settle it: the open matters it depends on, or a word on whether the link binds."""
    case = finding.case
    if case.inspired:
        return Need.CONDITION
    if not finding.raw.detail.certain:
        uncertain = case.evaluation.uncertain
        parts = [case.by_atom[atom] for cause in finding.causes for atom in cause.atoms]
        if any(part.undecided or part.addable or (part.node >= 0 and uncertain >> part.node & 1) for part in parts):
            return Need.CONDITION
    return Need.EVIDENCE


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: act on any part of each cause."""
    causes = finding.causes
    if not causes[0].atoms:
        return ("take it to the model's author: the model itself does not hold together here",)
    atoms = list(dict.fromkeys(atom for cause in causes for atom in cause.atoms))
    verbs = {CHANGE: "withdraw", CHOICE: "reset", UNDECIDED: "settle"}
    acts = [f"{verbs[part.kind]} {part.name}" for part in map(split, atoms[:MOST])]
    return (listed(acts, "or"),)
