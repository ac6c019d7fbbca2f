"""What it means for plans that an element, its links or its permissions are otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.parts import levels
from fidelity.checking.prepared import weakest
from fidelity.checking.table import ABSENT
from fidelity.comparing.difference import Bearing
from fidelity.comparing.links import entails, named_in
from fidelity.comparing.parts import are_alike
from fidelity.model.elements import Element, Substitute, Tier, Tolerance
from fidelity.model.requirements import Exclusion, Group, ParameterTerm
from fidelity.model.strength import Strength
from fidelity.plan.frame import NATURES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.comparing.links import Links
    from fidelity.comparing.parts import Part
    from fidelity.model.evidence import Basis

__all__ = [
    "adaptation", "basis", "condition", "exclusion", "firmness", "link", "optional", "substitute",
    "tier", "tolerance", "whole",
]  # fmt: skip

BREAKING, COMPATIBLE, EDITORIAL = Bearing.BREAKING, Bearing.COMPATIBLE, Bearing.EDITORIAL
_SAME = "It rests on other evidence, and is as firmly known as before."
_CLASH = "It asks for less; but more can then stand side by side, and something excludes it."


def both(part: Part, links: Links) -> tuple[Element, Element]:
    """Return the element that a part belongs to, in both versions."""
    return links.old.by_id[part.path[1]], links.new.by_id[part.path[1]]


# The element itself ----------------------------------------------------------------------------------------


def whole(part: Part, links: Links) -> tuple[Bearing, str]:
    """Judge an element that comes or goes."""
    if isinstance(part.new, Element):
        if part.new.optional:
            return BREAKING, "It may be left out; but a plan whose silence means 'undecided' now has to decide on it."
        return (
            BREAKING,
            "There is more to keep. A plan that is silent on it now says that it keeps this too, or is open.",
        )
    gone = part.old
    assert isinstance(gone, Element)
    if gone.tier is Tier.PRINCIPLE and _fewer_may_agree(links, "principle", "essential"):
        return BREAKING, "Fewer people may agree an addition that touched it and an essential element."
    return COMPATIBLE, "The model asks for it no longer. A plan that names it only has to drop that."


def tier(part: Part, links: Links) -> tuple[Bearing, str]:
    """Judge a tier that was raised or lowered."""
    before, now = both(part, links)
    order = [Tier.FLEXIBLE, Tier.ESSENTIAL, Tier.PRINCIPLE]
    if order.index(now.tier) > order.index(before.tier):
        return BREAKING, f"Changes that are permitted at a {before.tier.noun} may not be at {_a(now.tier)}."
    if _fewer_may_agree(links, before.tier.value, now.tier.value):
        return BREAKING, "Fewer people may agree a variation at the lower tier."
    if _changes_fare_worse(before, now):
        return BREAKING, "A change that the element itself permits now has to say how the function is kept."
    return COMPATIBLE, "The model is less strict on changes to it."


def _a(tier_: Tier) -> str:
    return f"{'an' if tier_ is Tier.ESSENTIAL else 'a'} {tier_.noun}"


def _fewer_may_agree(links: Links, before: str, now: str) -> bool:
    return not set(links.old.authority.get(before, ())) <= set(links.new.authority.get(now, ()))


def optional(part: Part, links: Links) -> tuple[Bearing, str]:
    """Judge an element that may be left out now, or no longer."""
    if part.new is False:
        return BREAKING, "A plan that leaves it out was within the model."
    return COMPATIBLE, f"'{both(part, links)[1].title}' may be left out now; nobody has to."


def basis(part: Part, links: Links) -> tuple[Bearing, str]:
    """Judge what an element, or its tier, rests on: red needs both to bind."""
    before, now = both(part, links)
    if now.strength > before.strength:
        return BREAKING, (
            f"The element is '{now.strength.word}' now, and was '{before.strength.word}': "
            "doing without it can be a breach where it was a question."
        )
    if now.strength < before.strength:
        return COMPATIBLE, f"The element is '{now.strength.word}' now, and was '{before.strength.word}'."
    return EDITORIAL, _SAME


def firmness(before: Basis, now: Basis, what: str) -> tuple[Bearing, str]:
    """Judge a basis that stands for itself."""
    if now.strength > before.strength:
        words = f"{what} is '{now.strength.word}' now, and was '{before.strength.word}'"
        return BREAKING, f"{words[0].upper()}{words[1:]}: what was a question can be a breach."
    if now.strength < before.strength:
        return COMPATIBLE, f"It is '{now.strength.word}' now, and was '{before.strength.word}'."
    return EDITORIAL, _SAME


# Links -----------------------------------------------------------------------------------------------------


def link(part: Part, links: Links) -> tuple[Bearing, str]:
    """Judge what an element requires, or what realises a principle."""
    before, now = (one if isinstance(one, Group) else None for one in (part.old, part.new))
    element = links.new.by_id[part.path[1]]
    if links.ask_for_more(before, now):
        return BREAKING, "What met the link as it was may not meet it now."
    if part.path[2] == "realised_by" and element.tolerance is not None and set(named_in(now)) - set(named_in(before)):
        return BREAKING, "More elements count towards what the principle tolerates."
    if links.ask_for_more(now, before):
        if _may_clash(links, element):
            return BREAKING, _CLASH
        return COMPATIBLE, "Whatever met the link as it was meets it now."
    return EDITORIAL, _SAME if are_alike(before, now) else "It comes to the same as before."


def _may_clash(links: Links, element: Element) -> bool:
    """Return whether letting an element stand more easily can put both sides of an exclusion in place.

    Only what may be left out can be missing from a plan that is green.
    """
    before = links.old.by_id.get(element.id, element)
    if not links.excluded or not before.optional:
        return False
    reached, queue = {element.id}, [element.id]
    while queue:
        name = queue.pop()
        more = links.needing.get(name, frozenset()) - reached
        reached |= more
        queue += more
    return bool(reached & links.excluded)


def exclusion(part: Part, links: Links) -> tuple[Bearing, str]:
    """Judge an exclusion that comes or goes."""
    if not isinstance(part.new, Exclusion):
        return COMPATIBLE, "The two can stand side by side now."
    if isinstance(part.old, Exclusion):
        return firmness(part.old.basis, part.new.basis, "the exclusion")
    before = links.old.by_id[part.path[1]].excludes
    if any(_covers(one, part.new, links) for one in before):
        return COMPATIBLE, "It was excluded before, by an exclusion that reaches further."
    return BREAKING, "A plan in which both stand was within the model."


def _covers(old: Exclusion, new: Exclusion, links: Links) -> bool:
    ours, theirs = new.other, old.other
    if ours.element != theirs.element or new.basis.strength > old.basis.strength:
        return False
    if not isinstance(ours, ParameterTerm) or not isinstance(theirs, ParameterTerm):
        return type(ours) is type(theirs)
    parameter = links.comparable(ours)
    same = ours.parameter == theirs.parameter
    return same and parameter is not None and entails(ours.constraints, theirs.constraints, parameter)


# Permissions -----------------------------------------------------------------------------------------------


def substitute(part: Part, links: Links) -> tuple[Bearing, str]:
    """Judge a substitute that is accepted now, or no longer."""
    element = both(part, links)[0]
    if isinstance(part.new, Substitute):
        if _left_out_by(element, ("substituting",)):
            return BREAKING, "What counted as leaving the element out may now be a question."
        if _may_clash(links, element):
            return BREAKING, _CLASH
        return COMPATIBLE, "It may stand in for the element now; nobody has to use it."
    return BREAKING, "A plan that puts it in the place of the element was within the model."


def condition(part: Part, links: Links) -> tuple[Bearing, str]:
    """Judge when a substitute may stand in, and how firmly that is known."""
    before, now = both(part, links)
    old, new = (next(one for one in e.substitutes if one.id == part.path[3]) for e in (before, now))
    if _firmness(new) < _firmness(old) or links.permit_less(old.when, new.when):
        return BREAKING, "A plan that uses the substitute may not be allowed to any more."
    alike = are_alike(old.when, new.when)
    if alike and _firmness(new) == _firmness(old):
        return EDITORIAL, _SAME
    if _left_out_by(before, ("substituting",)):
        return BREAKING, "What counted as leaving the element out may now be a question."
    if _may_clash(links, now):
        return BREAKING, _CLASH
    return COMPATIBLE, "The substitute is accepted wherever it was before."


def _firmness(one: Substitute) -> Strength:
    return one.basis.strength if one.when is None else min(one.basis.strength, weakest(one.when))


def adaptation(part: Part, links: Links) -> tuple[Bearing, str]:
    """Judge an element's own rule for a nature of change; where it has none, the general table answers."""
    before, now = both(part, links)
    nature = part.path[3]
    if _changes_fare_worse(before, now, (nature,)):
        return BREAKING, f"A change of this nature ({nature}) may be judged more strictly."
    if _answers(before, nature) == _answers(now, nature):
        return EDITORIAL, "A change of this nature is judged as before."
    if _may_clash(links, now):
        return BREAKING, _CLASH
    return COMPATIBLE, f"A change of this nature ({nature}) is judged less strictly."


def _answers(element: Element, nature: str) -> list[tuple[int, int]]:
    """Return how a nature of change counts at every bind line, the function kept and not: as it helps, as it hurts."""
    return [levels(bind, element, nature, function_kept=kept) for bind in Strength for kept in (True, False)]


def _changes_fare_worse(before: Element, now: Element, natures: Iterable[str] = tuple(NATURES)) -> bool:
    """Return whether some change is judged worse; at what may be left out, to be left out is no fault, and doubt is."""
    for nature in natures:
        for old, new in zip(_answers(before, nature), _answers(now, nature), strict=True):
            if new[0] > old[0] or new[1] > old[1]:
                return True
            if before.optional and old[0] == ABSENT and new != old:
                return True
    return False


def _left_out_by(element: Element, natures: Iterable[str]) -> bool:
    return element.optional and any(ABSENT in pair for nature in natures for pair in _answers(element, nature))


def tolerance(part: Part, links: Links) -> tuple[Bearing, str]:  # noqa: ARG001
    """Judge how many elements that realise a principle may be adapted at once."""
    before, now = part.old, part.new
    if not isinstance(now, Tolerance):
        return COMPATIBLE, "Changes to what realises the principle are not counted any more."
    if not isinstance(before, Tolerance) or now.at_most < before.at_most:
        return BREAKING, "Fewer of the elements that realise the principle may be changed at once."
    if now.at_most > before.at_most:
        return COMPATIBLE, "More of the elements that realise the principle may be changed at once."
    return EDITORIAL, _SAME
