"""What a guide says of one element, and how a variant differs from its parent: labelled facts in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.model.elements import Element, Proscribed, Tier
from fidelity.model.wording import element_words
from fidelity.reports.guide.wording.parts import dependants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Indicator, Proscribed
    from fidelity.model.model import Extends, Model, Override
    from fidelity.model.requirements import Group
    from fidelity.model.wording import Phrases

__all__ = ["Fact", "details", "difference_title", "differences", "facts", "lineage"]


_CLAIMS = {
    "implements": "It says that it implements {}: whatever is within this model is within that one too.",
    "extends": "It says that it extends {}: it adds to it, and a plan within this model may be outside that one.",
    "inspired-by": "It says that it is inspired by {}: the differences are listed, and nothing is claimed.",
}


class Fact(NamedTuple):
    """A label and what stands under it: one or several phrases, quoted for the format."""

    label: str
    items: tuple[str, ...]


def facts(one: Element | Proscribed, say: Phrases) -> Iterator[Fact]:
    """Yield what a reader with two minutes needs of an element, its statement apart."""
    if isinstance(one, Element):
        if one.function:
            yield Fact("Purpose", (say.quote(one.function),))
        if one.form:
            yield Fact("Usual form", (say.quote(one.form),))
        if one.tier is Tier.FLEXIBLE:
            yield Fact("Optional", (_optional(one),))
        yield from _figures(one, say)
        yield from _links(one, say)
        yield from _variations(one, say)
    yield Fact("How firmly known", (say.quote(element_words(say.model, one)),))
    yield from lineage(one, say)


def details(one: Element | Proscribed, say: Phrases) -> Iterator[Fact]:
    """Yield what a reader wants who looks at one element only."""
    if isinstance(one, Element):
        needed = tuple(say.link(element.id) for element in dependants(say.model, one.id))
        if needed:
            yield Fact("Needed by", needed)
        yield from _falls(one, say)
        for label, ids in (
            ("Called before", one.renamed_from),
            ("Split from", one.split_from),
            ("Merged from", one.merged_from),
        ):
            if ids:
                yield Fact(label, tuple(map(say.quote, ids)))
        notes = [f"{parameter.name}: {parameter.note}" for parameter in one.parameters if parameter.note]
        if notes:
            yield Fact("On the figures", tuple(map(say.quote, notes)))
        if one.indicators:
            yield Fact("How to tell that it is there", tuple(_indicator(item, say) for item in one.indicators))
    if one.note:
        yield Fact("Note", (say.quote(one.note),))


def _falls(element: Element, say: Phrases) -> Iterator[Fact]:
    """Yield what falls if an element goes: for certain, as links bind that are stated or restated, or perhaps."""
    falls = say.model.impact(element.id).falls
    for label, certain in (("If it goes, these fall too", True), ("If it goes, these may fall too", False)):
        items = tuple(_fall(fall.element, fall.via[1:-1], say) for fall in falls if fall.certain is certain)
        if items:
            yield Fact(label, items)


def _fall(element: str, between: tuple[str, ...], say: Phrases) -> str:
    way = f" (by way of {', then '.join(map(say.link, between))})" if between else ""
    return f"{say.link(element)}{way}"


def _optional(element: Element) -> str:
    return "yes, a site may do without it" if element.optional else "no, it has to be there in some form"


def _figures(element: Element, say: Phrases) -> Iterator[Fact]:
    for parameter in element.parameters:
        yield Fact(say.quote(parameter.name), (say.figure(parameter),))
    if element.tier is Tier.FLEXIBLE and not element.parameters:
        yield Fact("What may vary", ("how it is done; no limits are given",))


def _links(element: Element, say: Phrases) -> Iterator[Fact]:
    yield from _group("Put into practice by", element.realised_by, say)
    if element.tolerance is not None:
        known = say.known(element.tolerance.basis)
        yield Fact("How many of these may be adapted or missing", (f"at most {element.tolerance.at_most} {known}",))
    yield from _group("Needs", element.requires, say)
    if element.excludes:
        excluded = (f"{say.leaf(exclusion.other)} {say.known(exclusion.basis)}" for exclusion in element.excludes)
        yield Fact("Does not go with", tuple(excluded))


def _group(label: str, group: Group | None, say: Phrases) -> Iterator[Fact]:
    if group is not None:
        count, terms = say.terms(group)
        yield Fact(f"{label} {count}".rstrip(), terms)


def _variations(element: Element, say: Phrases) -> Iterator[Fact]:
    if element.substitutes:
        yield Fact("What may stand in for it", tuple(map(say.substitute, element.substitutes)))
    if element.adaptation:
        yield Fact("Changes that the model speaks of", tuple(map(say.rule, element.adaptation)))


def _indicator(indicator: Indicator, say: Phrases) -> str:
    where = ", ".join(indicator.look_at)
    every = f"every {indicator.every.removeprefix('every ')}" if indicator.every else ""
    rest = "; ".join(filter(None, (where, indicator.rater, every)))
    return say.quote(f"{indicator.text} ({rest})" if rest else indicator.text)


def difference_title(extends: Extends) -> str:
    """Return the heading over what a variant does otherwise."""
    return f"How it differs from {extends.parent.title}"


def differences(extends: Extends, say: Phrases) -> Iterator[Fact]:
    """Yield what a variant claims, and what it changes, leaves out and adds; what there is none of is left out."""
    parent, model = extends.parent, say.model
    claim = _CLAIMS[extends.claim].format(say.quote(parent.title))
    items = (claim,) if extends.claim == "inspired-by" else (claim, "Whether that holds is shown by fidelity lint.")
    yield Fact("What it claims", items)
    yield from _overridden("Changed", (one for one in extends.overrides if not one.withdrawn), parent, say)
    yield from _overridden("Left out", (one for one in extends.overrides if one.withdrawn), parent, say)
    parts: tuple[Element | Proscribed, ...] = (*model.elements, *model.proscribed)
    own = [one.id for one in parts if one.origin is None]
    if own:
        yield Fact("Added", tuple(map(say.link, own)))


def _overridden(label: str, overrides: Iterator[Override], parent: Model, say: Phrases) -> Iterator[Fact]:
    items = tuple(
        f"{_override_name(one, parent, say)}: {say.quote(one.reason)} {say.known(one.basis)}" for one in overrides
    )
    if items:
        yield Fact(label, items)


def _override_name(override: Override, parent: Model, say: Phrases) -> str:
    """Return a link to what an override is about, or its title in the parent if it is no longer there."""
    subject = override.subject
    if not override.withdrawn:
        return say.link(subject)
    known = parent.by_id.get(subject) or parent.proscribed_by_id[subject]
    return say.quote(known.title)


def lineage(one: Element | Proscribed, say: Phrases) -> Iterator[Fact]:
    """Yield whether a part of a variant is inherited, and why it was changed; nothing for a model of its own."""
    extends = say.model.extends
    if extends is None:
        return
    if one.origin is None:
        yield Fact("Where it comes from", (f"added here; {say.quote(extends.parent.title)} does not have it",))
        return
    override = extends.override(one.id)
    if override is None:
        yield Fact("Where it comes from", (f"{say.quote(one.origin)}, unchanged",))
        return
    reason = f"{say.quote(override.reason)} {say.known(override.basis)}"
    yield Fact("Where it comes from", (f"{say.quote(one.origin)}, changed here: {reason}",))
