"""What each difference between two versions of a model means for plans.

There is one function for each kind of part, and ``BEARINGS`` says which part has which. Each is argued from what the
checker does with that part of a model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.parts import levels
from fidelity.checking.prepared import weakest
from fidelity.checking.table import ABSENT
from fidelity.comparing.difference import Bearing
from fidelity.comparing.links import entails, holds_untouched, leaves_less_room, values_between
from fidelity.comparing.parts import are_alike
from fidelity.model.amounts import singular
from fidelity.model.elements import Element, Substitute, Tier, Tolerance
from fidelity.model.evidence import Basis
from fidelity.model.requirements import Exclusion, Group, ParameterTerm, leaves
from fidelity.model.strength import Strength
from fidelity.plan.frame import NATURES
from fidelity.soundness.space import named_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from fidelity.comparing.links import ComparedLinks
    from fidelity.comparing.parts import ChangedPart

    Answer: TypeAlias = tuple[Bearing, str]
    """A bearing, and in plain words why."""
    Judgement: TypeAlias = Callable[[ChangedPart, ComparedLinks], Answer]

BREAKING, COMPATIBLE, EDITORIAL = Bearing.BREAKING, Bearing.COMPATIBLE, Bearing.EDITORIAL

_WORDS = (EDITORIAL, "It is said in other words; nothing is judged by them.")
_WHERE_FROM = (EDITORIAL, "Where it makes something more or less firmly known, that is listed at what rests on it.")
_VARIANT = (COMPATIBLE, "Plans for this model are judged by what it holds; that is compared part by part.")
_RATED = (COMPATIBLE, "It bears on how practice is rated, and on no plan.")
_HISTORY = (EDITORIAL, "It records where an element comes from.")
_ORDER = (EDITORIAL, "The order decides nothing.")
_SAME = (EDITORIAL, "It rests on other evidence, and is as firmly known as before.")
_CLASH = (BREAKING, "It asks for less; but more can then stand side by side, and something excludes it.")


def bearing_of(part: ChangedPart, links: ComparedLinks) -> Answer:
    """Return what a part in which two versions differ means for plans.

    ``links`` holds both versions, the older one with the ids of the newer.
    """
    if part.kind == "reordered":
        return _ORDER
    found = BEARINGS[".".join(part.path[::2])]
    return found if isinstance(found, tuple) else found(part, links)


def _added_or_withdrawn(added: Answer, withdrawn: Answer) -> Judgement:
    return lambda part, _: added if part.new is not None else withdrawn


# The model as a whole ------------------------------------------------------------------------------------------


def _authority(part: ChangedPart, links: ComparedLinks) -> Answer:
    before, now = (set(roles) if isinstance(roles, tuple) else set() for roles in (part.old, part.new))
    if before - now:
        return BREAKING, "What somebody in this role agreed is not agreed any more."
    if now - before:
        return COMPATIBLE, "More people may agree a variation; what was agreed before still is."
    return _ORDER


def _proscribed_basis(part: ChangedPart, links: ComparedLinks) -> Answer:
    assert isinstance(part.old, Basis)
    assert isinstance(part.new, Basis)
    return _firmness(part.old, part.new, "What is ruled out")


# An element itself ---------------------------------------------------------------------------------------------


def _elements(part: ChangedPart, links: ComparedLinks) -> tuple[Element, Element]:
    """Return the element that a part belongs to, in both versions."""
    return links.old.by_id[part.path[1]], links.new.by_id[part.path[1]]


def _element(part: ChangedPart, links: ComparedLinks) -> Answer:
    """Judge an element that was added or withdrawn."""
    if isinstance(part.new, Element):
        if part.new.optional:
            return BREAKING, "It may be left out; but a plan whose silence means 'undecided' now has to decide on it."
        return (
            BREAKING,
            "There is more to keep. A plan that is silent on it now says that it keeps this too, or is open.",
        )
    assert isinstance(part.old, Element)
    if part.old.tier is Tier.PRINCIPLE and _fewer_may_agree(links, "principle", "essential"):
        return BREAKING, "Fewer people may agree an addition that touched it and an essential element."
    return COMPATIBLE, "The model asks for it no longer. A plan that names it only has to drop that."


def _tier(part: ChangedPart, links: ComparedLinks) -> Answer:
    before, now = _elements(part, links)
    order = [Tier.FLEXIBLE, Tier.ESSENTIAL, Tier.PRINCIPLE]
    if order.index(now.tier) > order.index(before.tier):
        article = "an" if now.tier is Tier.ESSENTIAL else "a"
        return (
            BREAKING,
            f"Changes that are permitted at a {before.tier.noun} may not be at {article} {now.tier.noun}.",
        )
    if _fewer_may_agree(links, before.tier.value, now.tier.value):
        return BREAKING, "Fewer people may agree a variation at the lower tier."
    if _changes_fare_worse(before, now):
        return BREAKING, "A change that the element itself permits now has to say how the function is kept."
    return COMPATIBLE, "The model is less strict on changes to it."


def _fewer_may_agree(links: ComparedLinks, before: str, now: str) -> bool:
    """Return whether some role could agree variations at one tier before, and cannot at the other tier now."""
    return not set(links.old.authority.get(before, ())) <= set(links.new.authority.get(now, ()))


def _optional(part: ChangedPart, links: ComparedLinks) -> Answer:
    if part.new is False:
        return BREAKING, "A plan that leaves it out was within the model."
    return COMPATIBLE, f"'{_elements(part, links)[1].title}' may be left out now; nobody has to."


def _basis(part: ChangedPart, links: ComparedLinks) -> Answer:
    """Judge what an element, or its tier, rests on: a breach is red only if both bind."""
    before, now = _elements(part, links)
    moved = f"The element is '{now.strength.word}' now, and was '{before.strength.word}'"
    if now.strength > before.strength:
        return BREAKING, f"{moved}: doing without it can be a breach where it was a question."
    return (COMPATIBLE, f"{moved}.") if now.strength < before.strength else _SAME


def _firmness(before: Basis, now: Basis, what: str) -> Answer:
    """Judge a basis on which one thing alone rests."""
    moved = f"is '{now.strength.word}' now, and was '{before.strength.word}'"
    if now.strength > before.strength:
        return BREAKING, f"{what} {moved}: what was a question can be a breach."
    return (COMPATIBLE, f"It {moved}.") if now.strength < before.strength else _SAME


# Links of an element -------------------------------------------------------------------------------------------


def _link(part: ChangedPart, links: ComparedLinks) -> Answer:
    """Judge what an element requires, or what realises a principle."""
    before, now = (one if isinstance(one, Group) else None for one in (part.old, part.new))
    element = links.new.by_id[part.path[1]]
    if links.ask_for_more(before, now):
        return BREAKING, "What met the link as it was may not meet it now."
    if part.path[2] == "realised_by" and element.tolerance is not None and set(named_in(now)) - set(named_in(before)):
        return BREAKING, "More elements count towards what the principle tolerates."
    if links.ask_for_more(now, before):
        return _CLASH if _may_clash(links, element) else (COMPATIBLE, "Whatever met the link as it was meets it now.")
    return _SAME if are_alike(before, now) else (EDITORIAL, "It comes to the same as before.")


def _may_clash(links: ComparedLinks, element: Element) -> bool:
    """Return whether letting an element stand more easily can put both sides of an exclusion in place.

    Only what may be left out can be missing from a plan that is green.
    """
    before = links.old.by_id.get(element.id, element)
    if not links.excluded or not before.optional:
        return False
    reached, queue = {element.id}, [element.id]
    while queue:
        more = links.needing.get(queue.pop(), frozenset()) - reached
        reached |= more
        queue += more
    return bool(reached & links.excluded)


def _exclusion(part: ChangedPart, links: ComparedLinks) -> Answer:
    if not isinstance(part.new, Exclusion):
        return COMPATIBLE, "The two can stand side by side now."
    if isinstance(part.old, Exclusion):
        return _firmness(part.old.basis, part.new.basis, "The exclusion")
    if any(_covers(one, part.new, links) for one in links.old.by_id[part.path[1]].excludes):
        return COMPATIBLE, "It was excluded before, by an exclusion that reaches further."
    return BREAKING, "A plan in which both stand was within the model."


def _covers(old: Exclusion, new: Exclusion, links: ComparedLinks) -> bool:
    """Return whether an old exclusion rules out all that a new one does, at least as firmly."""
    ours, theirs = new.other, old.other
    if ours.element != theirs.element or new.basis.strength > old.basis.strength:
        return False
    if not isinstance(ours, ParameterTerm) or not isinstance(theirs, ParameterTerm):
        return type(ours) is type(theirs)
    parameter = links.comparable(ours)
    same = ours.parameter == theirs.parameter
    return same and parameter is not None and entails(ours.constraints, theirs.constraints, parameter)


# Permissions of an element -------------------------------------------------------------------------------------


def _substitute(part: ChangedPart, links: ComparedLinks) -> Answer:
    """Judge a substitute that is accepted now, or no longer."""
    if not isinstance(part.new, Substitute):
        return BREAKING, "A plan that puts it in the place of the element was within the model."
    element = _elements(part, links)[0]
    if _substituting_was_absence(element):
        return BREAKING, "What counted as leaving the element out may now be a question."
    if _may_clash(links, element):
        return _CLASH
    return COMPATIBLE, "It may stand in for the element now; nobody has to use it."


def _condition(part: ChangedPart, links: ComparedLinks) -> Answer:
    """Judge when a substitute may stand in, and how firmly that is known."""
    before, now = _elements(part, links)
    old, new = (next(one for one in e.substitutes if one.id == part.path[3]) for e in (before, now))
    had, has = (
        one.basis.strength if one.when is None else min(one.basis.strength, weakest(one.when)) for one in (old, new)
    )
    if has < had or links.permit_less(old.when, new.when):
        return BREAKING, "A plan that uses the substitute may not be allowed to any more."
    if has == had and are_alike(old.when, new.when):
        return _SAME
    if _substituting_was_absence(before):
        return BREAKING, "What counted as leaving the element out may now be a question."
    return _CLASH if _may_clash(links, now) else (COMPATIBLE, "The substitute is accepted wherever it was before.")


def _substituting_was_absence(element: Element) -> bool:
    return element.optional and any(ABSENT in pair for pair in _answers(element, "substituting"))


def _adaptation(part: ChangedPart, links: ComparedLinks) -> Answer:
    """Judge an element's own rule for a nature of change; where it has none, the general table answers."""
    before, now = _elements(part, links)
    nature = part.path[3]
    if _changes_fare_worse(before, now, (nature,)):
        return BREAKING, f"A change of this nature ({nature}) may be judged more strictly."
    if _answers(before, nature) == _answers(now, nature):
        return EDITORIAL, "A change of this nature is judged as before."
    if _may_clash(links, now):
        return _CLASH
    return COMPATIBLE, f"A change of this nature ({nature}) is judged less strictly."


def _answers(element: Element, nature: str) -> list[tuple[int, int]]:
    """Return the optimistic and the pessimistic level of a nature of change.

    There is a pair for every bind line, with the function kept and without.
    """
    return [levels(bind, element, nature, function_kept=kept) for bind in Strength for kept in (True, False)]


def _changes_fare_worse(before: Element, now: Element, natures: Iterable[str] = tuple(NATURES)) -> bool:
    """Return whether some change is judged worse.

    An element that may be left out may be absent without fault; so to doubt what was plainly absent is worse there.
    """
    return any(
        new[0] > old[0] or new[1] > old[1] or (before.optional and old[0] == ABSENT and new != old)
        for nature in natures
        for old, new in zip(_answers(before, nature), _answers(now, nature), strict=True)
    )


def _tolerance(part: ChangedPart, links: ComparedLinks) -> Answer:
    """Judge how many elements that realise a principle may be adapted at once."""
    before, now = part.old, part.new
    if not isinstance(now, Tolerance):
        return COMPATIBLE, "Changes to what realises the principle are not counted any more."
    if not isinstance(before, Tolerance) or now.at_most < before.at_most:
        return BREAKING, "Fewer of the elements that realise the principle may be changed at once."
    if now.at_most > before.at_most:
        return COMPATIBLE, "More of the elements that realise the principle may be changed at once."
    return _SAME


# Parameters ----------------------------------------------------------------------------------------------------


def _unit(part: ChangedPart, links: ComparedLinks) -> Answer:
    """Judge a unit: plural and singular are the same."""
    if singular(str(part.old)) == singular(str(part.new)):
        return EDITORIAL, "It is the same unit in other words."
    return BREAKING, "A value in the old unit cannot be read any more."


def _options(part: ChangedPart, links: ComparedLinks) -> Answer:
    before, now = (tuple(one) if isinstance(one, tuple) else () for one in (part.old, part.new))
    gone = [f"'{one}'" for one in before if one not in now]
    if now and (gone or not before):
        return BREAKING, f"A plan that chose {', '.join(gone) or 'anything else'} cannot any more."
    return _ORDER if set(now) == set(before) else (COMPATIBLE, "There is more to choose from.")


def _standard(part: ChangedPart, links: ComparedLinks) -> Answer:
    """Judge what the owner specifies.

    It decides what "as specified" means, and which conditions of links hold in a plan that does not mention them.
    """
    about = list(_links_about(part, links))
    for owner, before, now in about:
        if links.ask_for_more(before, now):
            return BREAKING, f"What '{owner.title}' needs is not met any more by leaving the value as specified."
    if any(one.excludes for one in links.new.elements) and any(
        holds_untouched(links.new, leaf) and not holds_untouched(links.old, leaf)
        for _, _, now in about
        for leaf in _conditions_on(part, now)
    ):
        return BREAKING, "A condition about this value holds now without a word, and what depends on it may clash."
    return COMPATIBLE, "To leave it as specified means something else now; no plan is judged worse for that."


def _links_about(part: ChangedPart, links: ComparedLinks) -> Iterator[tuple[Element, Group | None, Group | None]]:
    """Yield the links of the new version that are about a parameter: their element, and the link before and now."""
    for now in links.new.elements:
        before = links.old.by_id.get(now.id)
        if before is None:
            continue
        when = {one.id: one.when for one in before.substitutes}
        pairs = [(before.requires, now.requires), (before.realised_by, now.realised_by)]
        pairs += [(when[one.id], one.when) for one in now.substitutes if one.id in when]
        yield from ((now, old, new) for old, new in pairs if _conditions_on(part, new))


def _conditions_on(part: ChangedPart, group: Group | None) -> list[ParameterTerm]:
    """Return the leaves of a link that are about the parameter to which a part belongs."""
    return [
        leaf
        for leaf in (leaves(group) if group is not None else ())
        if isinstance(leaf, ParameterTerm) and (leaf.element, leaf.parameter) == (part.path[1], part.path[3])
    ]


def _limits(part: ChangedPart, links: ComparedLinks) -> Answer:
    """Judge what still counts as the model, by the limits and exceptions of a parameter."""
    before, now = (one.parameter(part.path[3]) for one in _elements(part, links))
    assert before is not None
    assert now is not None
    if before.type != now.type:
        return BREAKING, "A value that a plan sets may not be one any more."
    if now.silent and not before.silent:
        return BREAKING, "The model says nothing about the value any more, so that every value is a question."
    if leaves_less_room(before, now):
        moved = before.limits and any(
            all(one.holds(value) for one in before.limits) and not all(one.holds(value) for one in now.limits)
            for value in values_between(before, now)
        )
        such_as = ": what was inside the limits may be outside" if moved else ""
        return BREAKING, f"Some values are judged more strictly{such_as}."
    if leaves_less_room(now, before):
        return COMPATIBLE, "Some values are judged less strictly, and none more."
    return EDITORIAL, "The same values count as the model, as firmly as before."


BEARINGS: dict[str, Answer | Judgement] = {
    **dict.fromkeys(("title", "summary"), _WORDS),
    "owner": (EDITORIAL, "Somebody else answers for the model; nothing is judged by the name."),
    "rating": (
        COMPATIBLE,
        "It bears on how practice is rated: scores by the two versions do not compare. No plan is judged.",
    ),
    "authority": _authority,
    **dict.fromkeys(("extends", "extends.parent", "extends.claim"), _VARIANT),
    **dict.fromkeys(("extends.basis", "extends.overrides"), _WHERE_FROM),
    **{
        f"extends.overrides.{name}": _VARIANT if name in {"keys", "withdrawn", "natures"} else _WORDS
        for name in ("subject", "reason", "basis", "natures", "keys", "withdrawn", "function_kept")
    },
    **{
        f"sources{name}": _WHERE_FROM
        for name in ("", ".id", ".title", ".type", ".authors", ".year", ".url", ".publisher", ".note", ".origin")
    },
    **{
        f"evidence{name}": _WHERE_FROM
        for name in (
            "", ".id", ".says", ".sources", ".voice", ".status", ".strength", ".locator", ".via", ".scope", ".note",
            ".origin",
        )
    },
    "proscribed": _added_or_withdrawn(
        (BREAKING, "A plan that brings it in, or does not say that it stays out, was within the model."),
        (COMPATIBLE, "It is ruled out no longer. A plan that names it only has to drop that."),
    ),
    "proscribed.basis": _proscribed_basis,
    **{f"proscribed.{name}": _WORDS for name in ("id", "title", "statement", "note")},
    "proscribed.origin": _HISTORY,
    "elements": _element,
    **{f"elements.{name}": _WORDS for name in ("id", "title", "statement", "function", "form", "note")},
    "elements.tier": _tier,
    "elements.optional": _optional,
    **dict.fromkeys(("elements.basis", "elements.tier_basis"), _basis),
    **dict.fromkeys(("elements.requires", "elements.realised_by"), _link),
    "elements.excludes": _exclusion,
    "elements.substitutes": _substitute,
    **dict.fromkeys(("elements.substitutes.id", "elements.substitutes.title"), _WORDS),
    **dict.fromkeys(("elements.substitutes.when", "elements.substitutes.basis"), _condition),
    **{f"elements.adaptation{name}": _adaptation for name in ("", ".nature", ".rule", ".basis")},
    "elements.tolerance": _tolerance,
    "elements.indicators": _RATED,
    **{f"elements.indicators.{name}": _WORDS for name in ("id", "text")},
    **{f"elements.indicators.{name}": _RATED for name in ("look_at", "rater", "every")},
    **{f"elements.{name}": _HISTORY for name in ("renamed_from", "split_from", "merged_from", "origin")},
    "elements.parameters": _added_or_withdrawn(
        (COMPATIBLE, "No plan can have set it. One that keeps the element as specified now keeps this too."),
        (COMPATIBLE, "It is not asked for any more. A plan that sets it only has to drop that."),
    ),
    **{f"elements.parameters.{name}": _WORDS for name in ("id", "title", "note")},
    "elements.parameters.basis": _WHERE_FROM,
    "elements.parameters.read_as": (EDITORIAL, "What it does to the limits is listed there."),
    "elements.parameters.type": (BREAKING, "A value that a plan sets may not be one any more."),
    "elements.parameters.unit": _unit,
    "elements.parameters.family": _added_or_withdrawn(  # what values are compared in: weeks convert into no months
        (BREAKING, "A value in a unit that does not convert cannot be read any more."),
        (COMPATIBLE, "The values are not compared with anything any more."),
    ),
    "elements.parameters.options": _options,
    "elements.parameters.standard": _standard,
    "elements.parameters.limits": _limits,
    "elements.parameters.exceptions": _added_or_withdrawn(
        (COMPATIBLE, "A plan may rely on it now; none has to."),
        (BREAKING, "A plan that relies on it cannot any more."),
    ),
    **{f"elements.parameters.exceptions.{name}": _WORDS for name in ("id", "title")},
    **{f"elements.parameters.exceptions.{name}": _limits for name in ("limits", "basis")},
}  # fmt: skip
"""By part: what it means, or how to find out. A new field of a model needs an entry here; a test sees to that."""
