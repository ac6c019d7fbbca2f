"""The changes of a plan take an element out (FID201 to FID203): one code a tier, in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import ABANDONED, REMOVED, TAKEN_OUT, Raw
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN, words
from fidelity.model.elements import Tier
from fidelity.rendering.english import listed
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.finding import Finding

_CODES = {Tier.ESSENTIAL: REMOVED, Tier.PRINCIPLE: ABANDONED, Tier.FLEXIBLE: TAKEN_OUT}


def find(evaluation: Evaluation) -> Iterator[Raw]:
    """Yield a finding for every element, not optional, that the plan's own changes take away."""
    prepared = evaluation.prepared
    for node, parts in evaluation.absences.items():
        element = prepared.elements[node]
        tier = element.tier
        if tier is Tier.FLEXIBLE and element.optional:
            continue
        agreed = tier is not Tier.PRINCIPLE and all(evaluation.is_agreed(part) for part in parts)
        badness = 0 if agreed else evaluation.badness(certain=True, binds=prepared.binds[node])
        yield Raw(_CODES[tier], element.id, badness, node, tuple([part.atom for part in parts]))


def message(finding: Finding) -> str:
    """Return what is taken out, and by which change."""
    element = words.element_of(finding)
    verb = "is given up" if element.tier is Tier.PRINCIPLE else "is taken out"
    return f"The {element.tier.noun} '{element.title}' {verb} ({words.what_changes(finding).rstrip('.')})."


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


RULES = (
    Rule(
        code="FID201",
        name="essential-element-removed",
        summary="A change takes an essential element out of the model.",
        why=(
            "An essential element is an operational part without which the model does not succeed or does not "
            "last. A site that leaves one out, replaces it by something that does not serve its function, or "
            "lets it drift away is no longer delivering the model that was shown to work."
        ),
        source="Fidelity's design, sections 3 and 4; RU-01 of the digest of methods",
        reads="absences",
        find=find,
        message=message,
        why_here=words.purpose,
        needs=needs,
        ask=ask,
        ways_out=ways_out,
        passes=PLAN
        + """\
changes:
  - id: mentor-leaflet
    element: parent-mentor
    nature: packaging
    what: The leaflet about parent mentors has pictures of local people.
    function_kept: Every parent is still offered a mentor with lived experience.
""",
        fails=PLAN
        + """\
changes:
  - id: no-mentors
    element: parent-mentor
    nature: removing
    what: Parents are not offered a mentor.
""",
    ),
    Rule(
        code="FID202",
        name="principle-abandoned",
        summary="A change gives up a core principle.",
        why=(
            "A core principle is what the model is for. It can be served in many ways, and the model says which; a "
            "change that gives the principle itself up leaves a service that may be good, but is another one. "
            "Nobody can approve that as a variation."
        ),
        source="Fidelity's design, sections 3 and 4; RU-01 of the digest of methods",
        message=message,
        why_here=words.purpose,
        needs=needs,
        ask=ask,
        ways_out=ways_out,
        passes=PLAN
        + """\
changes:
  - id: welcome-words
    element: informed-choice
    nature: tailoring
    what: The welcome talk about choosing FDAC is given in plainer words.
""",
        fails=PLAN
        + """\
changes:
  - id: no-choice
    element: informed-choice
    nature: removing
    what: Families are placed in FDAC without being asked.
""",
    ),
    Rule(
        code="FID203",
        name="flexible-element-removed",
        summary="A change takes out a flexible element that has to exist in some form.",
        why=(
            "A flexible element may be adapted to the place, and the model says within which limits. Unless it is "
            "marked as optional, it still has to be there in some form."
        ),
        source="Fidelity's design, sections 3 and 4; RU-01 of the digest of methods",
        message=message,
        why_here=words.purpose,
        needs=needs,
        ask=ask,
        ways_out=ways_out,
        passes=PLAN
        + """\
changes:
  - id: local-rooms
    element: commissioning-structure
    nature: setting
    what: The team moves to rooms beside the court.
""",
        fails=PLAN
        + """\
changes:
  - id: no-rooms
    element: commissioning-structure
    nature: removing
    what: Nobody commissions the team; people help when they can.
""",
    ),
)
"""The first of them finds for all three tiers, so that the absences are gone through once."""
