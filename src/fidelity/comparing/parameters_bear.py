"""What it means for plans that a value may be otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.comparing.difference import Bearing
from fidelity.comparing.links import holds_untouched, leaves_less_room, values_between
from fidelity.model.amounts import singular
from fidelity.model.parameters import Exemption, Parameter
from fidelity.model.requirements import ParameterTerm, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.comparing.links import Links
    from fidelity.comparing.parts import Part
    from fidelity.model.elements import Element
    from fidelity.model.requirements import Group

__all__ = ["exception", "family", "limits", "options", "standard", "type_", "unit", "whole"]

BREAKING, COMPATIBLE, EDITORIAL = Bearing.BREAKING, Bearing.COMPATIBLE, Bearing.EDITORIAL


def both(part: Part, links: Links) -> tuple[Parameter, Parameter]:
    """Return the parameter that a part belongs to, in both versions."""
    before, now = (model.by_id[part.path[1]].parameter(part.path[3]) for model in (links.old, links.new))
    assert before is not None
    assert now is not None
    return before, now


def whole(part: Part, links: Links) -> tuple[Bearing, str]:  # noqa: ARG001 - the signature of all of these
    """Judge a parameter that comes or goes."""
    if isinstance(part.new, Parameter):
        return COMPATIBLE, "No plan can have set it. One that keeps the element as specified now keeps this too."
    return COMPATIBLE, "It is not asked for any more. A plan that sets it only has to drop that."


def type_(part: Part, links: Links) -> tuple[Bearing, str]:  # noqa: ARG001
    """Judge values of another kind."""
    return BREAKING, "A value that a plan sets may not be one any more."


def unit(part: Part, links: Links) -> tuple[Bearing, str]:  # noqa: ARG001
    """Judge a unit: plural and singular are the same."""
    if singular(str(part.old)) == singular(str(part.new)):
        return EDITORIAL, "It is the same unit in other words."
    return BREAKING, "A value in the old unit cannot be read any more."


def family(part: Part, links: Links) -> tuple[Bearing, str]:  # noqa: ARG001
    """Judge what the values are compared in: weeks do not convert into months."""
    if part.new is None:
        return COMPATIBLE, "The values are not compared with anything any more."
    return BREAKING, "A value in a unit that does not convert cannot be read any more."


def options(part: Part, links: Links) -> tuple[Bearing, str]:  # noqa: ARG001
    """Judge what may be chosen from."""
    before, now = (tuple(one) if isinstance(one, tuple) else () for one in (part.old, part.new))
    gone = [f"'{one}'" for one in before if one not in now]
    if now and (gone or not before):
        return BREAKING, f"A plan that chose {', '.join(gone) or 'anything else'} cannot any more."
    if set(now) == set(before):
        return EDITORIAL, "The order decides nothing."
    return COMPATIBLE, "There is more to choose from."


def standard(part: Part, links: Links) -> tuple[Bearing, str]:
    """Judge what the owner specifies: what "as specified" means, and which conditions of links hold without a word."""
    for owner, before, now in _about(part, links):
        if links.ask_for_more(before, now):
            return BREAKING, f"What '{owner.title}' needs is not met any more by leaving the value as specified."
    if _flips(part, links):
        return BREAKING, "A condition about this value holds now without a word, and what depends on it may clash."
    return COMPATIBLE, "To leave it as specified means something else now; no plan is judged worse for that."


def _about(part: Part, links: Links) -> Iterator[tuple[Element, Group | None, Group | None]]:
    """Yield the links of the new version that are about a parameter, with what they were."""
    for now in links.new.elements:
        before = links.old.by_id.get(now.id)
        if before is None:
            continue
        old = (before.requires, before.realised_by)
        for was, is_ in zip(old, (now.requires, now.realised_by), strict=True):
            if any(_is_about(leaf, part) for leaf in (leaves(is_) if is_ is not None else ())):
                yield now, was, is_
        when = {one.id: one.when for one in before.substitutes}
        for one in now.substitutes:
            if one.when is not None and any(_is_about(leaf, part) for leaf in leaves(one.when)) and one.id in when:
                yield now, when[one.id], one.when


def _is_about(leaf: object, part: Part) -> bool:
    return isinstance(leaf, ParameterTerm) and (leaf.element, leaf.parameter) == (part.path[1], part.path[3])


def _flips(part: Part, links: Links) -> bool:
    """Return whether a condition holds untouched now and did not, in a model that excludes something."""
    if not any(one.excludes for one in links.new.elements):
        return False
    return any(
        holds_untouched(links.new, leaf) and not holds_untouched(links.old, leaf)
        for _, _, now in _about(part, links)
        for leaf in (leaves(now) if now is not None else ())
        if _is_about(leaf, part)
    )


def limits(part: Part, links: Links) -> tuple[Bearing, str]:
    """Judge what still counts as the model, by its limits and exceptions."""
    before, now = both(part, links)
    if before.type != now.type:
        return BREAKING, "A value that a plan sets may not be one any more."
    if now.silent and not before.silent:
        return BREAKING, "The model says nothing about the value any more, so that every value is a question."
    if leaves_less_room(before, now):
        return BREAKING, f"Some values are judged more strictly{_such_as(before, now)}."
    if leaves_less_room(now, before):
        return COMPATIBLE, "Some values are judged less strictly, and none more."
    return EDITORIAL, "The same values count as the model, as firmly as before."


def _such_as(before: Parameter, now: Parameter) -> str:
    """Return what was inside the limits and is not, where the limits themselves moved."""
    lost = [
        value
        for value in values_between(before, now)
        if all(one.holds(value) for one in before.limits) and not all(one.holds(value) for one in now.limits)
    ]
    return ": what was inside the limits may be outside" if lost and before.limits else ""


def exception(part: Part, links: Links) -> tuple[Bearing, str]:  # noqa: ARG001
    """Judge a named exception that comes or goes."""
    if isinstance(part.new, Exemption):
        return COMPATIBLE, "A plan may rely on it now; none has to."
    return BREAKING, "A plan that relies on it cannot any more."
