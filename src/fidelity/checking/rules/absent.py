"""What the rules about elements taken out have in common: one rule a tier, the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Raw
from fidelity.checking.rules import words
from fidelity.model.elements import Tier
from fidelity.rendering.english import listed
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.finding import Finding

__all__ = ["ask", "find", "message", "needs", "ways_out", "why_here"]


def find(evaluation: Evaluation, code: str, tier: Tier) -> list[Raw]:
    """Return a finding for every element of a tier that the plan's own changes take away."""
    prepared = evaluation.prepared
    found = []
    for node, parts in evaluation.absences.items():
        element = prepared.elements[node]
        if element.tier is not tier or (tier is Tier.FLEXIBLE and element.optional):
            continue
        agreed = tier is not Tier.PRINCIPLE and all(evaluation.is_agreed(part) for part in parts)
        binds = bool(prepared.binding >> node & 1)
        badness = 0 if agreed else evaluation.badness(certain=True, binds=binds)
        found.append(Raw(code, element.id, badness, node, tuple([part.atom for part in parts])))
    return found


def message(finding: Finding) -> str:
    """Return what is taken out, and by which change."""
    element = words.element_of(finding)
    verb = "is given up" if element.tier is Tier.PRINCIPLE else "is taken out"
    return f"The {element.tier.noun} '{element.title}' {verb} ({words.what_changes(finding).rstrip('.')})."


def why_here(finding: Finding) -> str:
    """Return what the element is for."""
    element = words.element_of(finding)
    if element.function:
        return f"It is there for this: {element.function.rstrip('.')}."
    return element.statement


def needs(finding: Finding) -> Need:
    """Return that the owner has to say, where the sources do not bind."""
    return words.unless_claimed(finding, Need.OWNER)


def ask(finding: Finding) -> str | None:
    """Return the question whether the element is non-negotiable, where no source that binds says so."""
    if finding.own_verdict != "amber" or finding.case.inspired:
        return None
    element, model = words.element_of(finding), finding.case.model.title
    place = {
        Tier.PRINCIPLE: f"a core principle of {model}",
        Tier.ESSENTIAL: f"essential to {model}",
        Tier.FLEXIBLE: f"needed in {model} in some form",
    }[element.tier]
    what = words.what_is_altered(finding)
    return words.owner_question(
        finding,
        f"at {finding.case.plan.site} we would like to do without '{element.title}': {what} "
        f"Is it {place}, or may a site do without it?",
    )


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: withdraw, adapt instead of removing, or get it agreed."""
    element = words.element_of(finding)
    ways, how = [words.undo_way(finding)], words.to_say_how_it_is_kept(finding.case)
    substituted = any("substituting" in change.natures for change in words.changes_of(finding))
    if element.substitutes:
        names = listed((f"'{one.id}' ({one.title})" for one in element.substitutes), "or")
        ways.append(f"use a substitute that the model lists: {names}")
    elif substituted and element.tier is Tier.ESSENTIAL:
        ways.append(f"{how} the new form keeps the function, and take it to the owner")
    elif element.tier is not Tier.PRINCIPLE:
        ways.append(f"change its form and keep its function, and {how}")
    if element.tier is not Tier.PRINCIPLE:
        ways += words.approve_way(finding)
    return tuple(ways)
