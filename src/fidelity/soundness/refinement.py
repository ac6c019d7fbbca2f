"""What a variant does otherwise than its parent, and where it asks for less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.elements import Tier
from fidelity.model.evidence import NOWHERE
from fidelity.soundness.edges import values_of
from fidelity.soundness.solver import Solver
from fidelity.soundness.space import Space
from fidelity.soundness.values import inside
from fidelity.soundness.words import term_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter
    from fidelity.model.requirements import Term
    from fidelity.model.variant import Override

__all__ = ["Difference", "differences"]

_RANK = {Tier.FLEXIBLE: 0, Tier.ESSENTIAL: 1, Tier.PRINCIPLE: 2}
_SHOWN = 3


@frozen(eq=False, repr=False)
class Difference(Content):
    """Something that a variant does otherwise.

    ``kind`` is ``adds``, ``withdraws``, ``narrows``, ``loosens`` or ``replaces``; ``text`` says what, and ``reason``
    why, as the variant gives it. ``looser`` says that the variant asks for less there than its parent.
    """

    kind: str
    subject: str
    title: str
    text: str
    reason: str = ""
    looser: bool = False
    place: Place = field(default=NOWHERE, eq=False, repr=False)


def differences(variant: Model, parent: Model) -> Iterator[Difference]:
    """Yield what a variant does otherwise: what it adds, then what it changes, then what it no longer asks for."""
    for element in variant.elements:
        if element.id not in parent.by_id:
            text = f"It adds the {element.tier.noun} '{element.title}'."
            yield Difference("adds", element.id, element.title, text, place=element.place)
    for practice in variant.proscribed:
        if practice.id not in parent.proscribed_by_id:
            text = f"It rules out '{practice.title}' as well."
            yield Difference("narrows", practice.id, practice.title, text, place=practice.place)
    extends = variant.extends
    for override in extends.overrides if extends is not None else ():
        yield from _overridden(override, variant, parent)
    yield from _links(variant, parent)


def _overridden(override: Override, variant: Model, parent: Model) -> Iterator[Difference]:
    id_, why, place = override.subject, override.reason, override.place
    before, now = parent.by_id.get(id_), variant.by_id.get(id_)
    practice = parent.proscribed_by_id.get(id_)
    title = now.title if now else before.title if before else practice.title if practice else id_
    if override.withdrawn:
        looser = before is None or not before.optional
        text = f"It does without '{title}'." if before is not None else f"It no longer rules out '{title}'."
        yield Difference("withdraws", id_, title, text, why, looser, place)
    elif before is None or now is None:
        yield Difference("replaces", id_, title, f"It says in other words what '{title}' is.", why, place=place)
    else:
        found = [*_tier(before, now), *_parameters(before, now), *_permissions(before, now)]
        for kind, text in found:
            yield Difference(kind, id_, title, text, why, kind == "loosens", place)
        worded = [key for key in override.keys if key in ("title", "statement", "function", "form")]
        if worded or not found:
            yield Difference("replaces", id_, title, _worded(now, worded), why, place=place)


def _worded(now: Element, worded: list[str]) -> str:
    if "statement" in worded:
        return f"It says of '{now.title}': {now.statement}"
    if "form" in worded and now.form:
        return f"It does '{now.title}' in another way: {now.form}."
    return f"It says otherwise what '{now.title}' rests on or how it is seen."


def _tier(before: Element, now: Element) -> Iterator[tuple[str, str]]:
    if now.tier is not before.tier:
        kind = "narrows" if _RANK[now.tier] > _RANK[before.tier] else "loosens"
        yield kind, f"It makes '{now.title}' {_a(now.tier)}; before, it is {_a(before.tier)}."
    elif now.optional is not before.optional:
        yield "loosens" if now.optional else "narrows", f"'{now.title}' is {'' if now.optional else 'not '}optional."


def _a(tier: Tier) -> str:
    return ("an " if tier is Tier.ESSENTIAL else "a ") + tier.noun


def _parameters(before: Element, now: Element) -> Iterator[tuple[str, str]]:
    for parameter in now.parameters:
        known = before.parameter(parameter.id)
        if known is None:
            yield "narrows", f"It says what '{parameter.name}' has to be for '{now.title}': {_room(parameter)}."
        elif known != parameter:
            yield from _values(known, parameter, now.title)


def _values(before: Parameter, now: Parameter, title: str) -> Iterator[tuple[str, str]]:
    """Yield how the room of a parameter differs, by values that stand for all."""
    name = f"'{now.name}' of '{title}'"
    if now.silent and not before.silent:
        yield "loosens", f"It sets no limit to {name} any more; before: {_room(before)}."
        return
    if before.silent and not now.silent:
        yield "narrows", f"It sets {name}: {_room(now)}."
        return
    pairs = values_of(now, before)
    more = [text for text, value in pairs if inside(now, value) and not inside(before, value)]
    fewer = [text for text, value in pairs if inside(before, value) and not inside(now, value)]
    if more:
        shown = ", ".join(more[:_SHOWN])
        yield "loosens", f"It allows more for {name} ({_room(now)}; before: {_room(before)}), such as {shown}."
    elif fewer:
        yield "narrows", f"It allows less for {name}: {_room(now)}; before: {_room(before)}."
    if before.standard != now.standard and not more and not fewer:
        standards = f"{now.standard_text or 'none'}; before: {before.standard_text or 'none'}"
        yield "replaces", f"It sets another standard for {name}: {standards}."


def _room(parameter: Parameter) -> str:
    return "; ".join(map(str, parameter.limits)) or parameter.standard_text or "no limit"


def _permissions(before: Element, now: Element) -> Iterator[tuple[str, str]]:
    known = {substitute.id for substitute in before.substitutes}
    for substitute in now.substitutes:
        if substitute.id not in known:
            yield "loosens", f"It accepts '{substitute.title}' in the place of '{now.title}'."
    rules = {rule.nature: rule.rule for rule in before.adaptation}
    for rule in now.adaptation:
        if rule.rule != rules.get(rule.nature):
            kind = "loosens" if rule.rule == "permitted" else "narrows" if rule.rule == "absent" else "replaces"
            yield kind, f"A change to '{now.title}' of the nature '{rule.nature}' is {rule.rule}."
    if before.tolerance != now.tolerance:
        most = None if now.tolerance is None else now.tolerance.at_most
        tighter = before.tolerance is None or (most is not None and most < before.tolerance.at_most)
        yield "narrows" if tighter else "loosens", f"'{now.title}' tolerates {'any number' if most is None else most}."


def _links(variant: Model, parent: Model) -> Iterator[Difference]:
    """Yield what the parent's links ask for and some plan that the variant permits does not do."""
    asked = [
        (element, term)
        for element in parent.elements
        if element.id in variant.by_id
        for term in (element.requires, element.realised_by)
        if term is not None
    ]
    banned = [
        (element, one.other) for element in parent.elements if element.id in variant.by_id for one in element.excludes
    ]
    every: list[Term] = [*(term for _, term in asked), *(term for _, term in banned)]
    space = Space(variant, every)
    needed = [(element, term, -space.literal(term)) for element, term in asked]
    sides = [(element, other, space.side(other)) for element, other in banned]
    demands = [*space.mandatory.values(), *space.switches]
    with Solver(space) as solver:
        for element, term, missing in needed:
            if solver.holds([*demands, space.place[element.id], missing]):
                yield _loosened(element, f"can be kept without what its parent asks for: {term_words(term, parent)}.")
        for element, other, side in sides:
            if solver.holds([*demands, space.place[element.id], side]):
                yield _loosened(element, f"can go with what its parent rules out: {term_words(other, parent)}.")


def _loosened(element: Element, text: str) -> Difference:
    return Difference(
        "loosens", element.id, element.title, f"'{element.title}' {text}", looser=True, place=element.place
    )
