"""What a guide says of one element: labelled facts in reading order, whatever the format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.elements import Element, Proscribed, Tier
from fidelity.reports.guide.wording.fact import Fact
from fidelity.reports.guide.wording.firmness import element_words
from fidelity.reports.guide.wording.parts import dependants
from fidelity.reports.guide.wording.variants import lineage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Indicator
    from fidelity.model.requirements import Group
    from fidelity.reports.guide.wording.phrases import Phrases

__all__ = ["details", "facts"]


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
