"""Rules about the links of a model (FID6xx): whether what is asked can be met, and by standard practice too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.requirements import AdditionTerm, ElementTerm, Group, ParameterTerm
from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import soundness_rule
from fidelity.soundness.rules.sample import ONE_ROOM, SOUND, essential, flexible, model_of
from fidelity.soundness.space import demands_of, is_free, named_in
from fidelity.soundness.texts import term_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.requirements import Exclusion, Term
    from fidelity.model.types import Value
    from fidelity.soundness.analysis import Examined


@soundness_rule(
    "FID603",
    Level.FAULT,
    summary="Elements that have to be in place cannot all be in place.",
    why=(
        "Every plan before such a model would breach it, also one that changes nothing. The elements named are a "
        "smallest group: without any one of them the others would go together."
    ),
    source="Fidelity's design, section 4: the untouched model is green",
    passes=SOUND,
    fails=model_of(
        essential("review", "requires: {all: [visit], basis: [EX-1]}"),
        essential("visit", "excludes: [{element: review, basis: [EX-1]}]"),
    ),
)
def _cannot_hold_together(examined: Examined) -> Iterator[Remark]:
    analysis = examined.analysis
    if analysis.possible:
        return
    first, *others = elements = [examined.model.by_id[id_] for id_ in analysis.conflict]
    titles = ", ".join(f"'{element.title}'" for element in elements)
    together = f"what is asked of {titles} does not go together" if others else f"nothing gives {titles} what it needs"
    ways = ("loosen one of the links between them", "make one of them flexible and optional")
    way = ("loosen what it asks for", "make it flexible and optional")
    yield Remark(
        first.id, f"No plan can keep all that has to be kept: {together}.", ways if others else way, first.place
    )


@soundness_rule(
    "FID604",
    Level.FAULT,
    summary="A plan that keeps everything as specified would not be within the model.",
    why=(
        "A site that does exactly what the model says must get a green answer. Here an exclusion stands, or a link is "
        "not met, in the model as it is written."
    ),
    source="Fidelity's design, section 4: the untouched model is green",
    passes=SOUND,
    fails=model_of(
        essential("review"),
        flexibles=flexible("hotline", "optional: yes", "excludes: [{element: drop-in, basis: [EX-1]}]")
        + flexible("drop-in", "optional: yes"),
    ),
)
def _standard_practice_breaches(examined: Examined) -> Iterator[Remark]:
    if not examined.analysis.possible:
        return  # that no plan is permitted at all is an issue of its own
    for element, term in _unmet(examined.model):
        yield Remark(
            element.id,
            f"A plan that keeps everything as specified does not have what '{element.title}' asks for: "
            f"{term_words(term, examined.model)}.",
            ("change what it asks for", "change the standard that goes against it"),
            term.place if term.place.line else element.place,
        )
    for element, exclusion in _standing(examined.model):
        yield _excluding(element, exclusion, examined.model)


def _excluding(element: Element, exclusion: Exclusion, model: Model) -> Remark:
    other = exclusion.other
    about = model.by_id[other.element]
    if isinstance(other, ElementTerm):
        message = (
            f"A plan that keeps everything as specified has both '{element.title}' and '{about.title}', and the first "
            "excludes the second."
        )
        ways = ("take the exclusion out", "take one of the two elements out: a site can still add it to its plan")
    else:
        parameter = about.parameter(other.parameter)
        assert parameter is not None
        message = (
            f"'{element.title}' excludes what is the standard of '{about.title}' "
            f"({parameter.name}: {parameter.standard_text}): it would bite once a plan writes the standard down."
        )
        ways = ("change the exclusion", "change the standard")
    return Remark(element.id, message, ways, exclusion.place if exclusion.place.line else element.place)


_VIDEO = "substitutes: [{{id: video, title: Video link, when: {{parameter: venue.rooms, {}}}, basis: [EX-1]}}]"


@soundness_rule(
    "FID610",
    Level.FAULT,
    summary="An accepted substitute has a condition that no permitted plan meets.",
    why="The model offers a way out that nobody can take: a site that plans on it is told that something is missing.",
    source="Fidelity's design, section 3: a listed substitute whose conditions hold stands in for its element",
    passes=model_of(essential("review", _VIDEO.format("is: 1")), flexibles=flexible("venue", ONE_ROOM)),
    fails=model_of(essential("review", _VIDEO.format("min: 2")), flexibles=flexible("venue", ONE_ROOM)),
)
def _substitute_unusable(examined: Examined) -> Iterator[Remark]:
    unusable = set(examined.analysis.unusable)
    for element in examined.model.elements:
        for substitute in element.substitutes:
            if substitute.id in unusable:
                yield Remark(
                    element.id,
                    f"The substitute '{substitute.title}' of '{element.title}' has a condition that no permitted plan "
                    "meets.",
                    ("loosen the condition", "take the substitute out"),
                    substitute.place,
                )


@soundness_rule(
    "FID611",
    Level.NOTE,
    summary="A requirement follows from other requirements.",
    why=(
        "It does no harm, and a source may say it in so many words. But whoever loosens one of the links later has to "
        "loosen the other too."
    ),
    source="Fidelity's design, section 1: links",
    passes=model_of(essential("review", "requires: {all: [visit], basis: [EX-1]}"), essential("visit")),
    fails=model_of(
        essential("review", "requires: {all: [visit, notes], basis: [EX-1]}"),
        essential("visit", "requires: {all: [notes], basis: [EX-1]}"),
        essential("notes"),
    ),
)
def _requirement_implied(examined: Examined) -> Iterator[Remark]:
    for redundant in examined.analysis.redundant:
        element = examined.model.by_id[redundant.owner]
        yield Remark(
            element.id,
            f"'{element.title}' asks for {term_words(redundant.term, examined.model)}, which follows from its other "
            "links.",
            ("leave it, if a source says it in so many words", "take it out, so that there is one way to read it"),
            redundant.term.place if redundant.term.place.line else element.place,
        )


def _unmet(model: Model) -> Iterator[tuple[Element, Term]]:
    """Yield each demand that keeps an element which has to be in place from being there, although nothing is changed.

    Of a chain, only the beginning is named. A demand that only keeps an optional element out is not: nobody has to have
    that element.
    """
    gone = lost(model)
    if not gone:
        return
    involved = {id_ for id_ in gone if not is_free(model.by_id[id_])}
    open_ = list(involved)
    while open_:
        element = model.by_id[open_.pop()]
        found = {name for name in named_in(element.requires, element.realised_by) if name in gone} - involved
        involved |= found
        open_ += found
    for element in model.elements:
        if element.id in involved:
            yield from ((element, term) for term in _demands(element) if not _holds(term, model, frozenset()))


def _standing(model: Model) -> Iterator[tuple[Element, Exclusion]]:
    """Yield the exclusions whose owner is in place and whose other side, an element or a standard, is in place too."""
    gone = lost(model)
    for element in model.elements:
        for exclusion in element.excludes:
            other = exclusion.other
            there = isinstance(other, ElementTerm) or _point(other, model) is not None
            if there and element.id not in gone and _holds(other, model, gone):
                yield element, exclusion


def lost(model: Model) -> frozenset[str]:
    """Return the ids of the elements that are not in place in a plan that keeps everything as specified.

    The cost is linear in the size of the links, times the number of terms of the longest.
    """
    asking: dict[str, list[Element]] = {}
    for element in model.elements:
        for name in named_in(element.requires, element.realised_by):
            asking.setdefault(name, []).append(element)
    gone: set[str] = set()
    open_ = list(model.elements)
    while open_:
        element = open_.pop()
        if element.id not in gone and not all(_holds(term, model, gone) for term in _demands(element)):
            gone.add(element.id)
            open_ += asking.get(element.id, ())
    return frozenset(gone)


def _demands(element: Element) -> Iterator[Term]:
    for group in (element.requires, element.realised_by):
        yield from demands_of(group)


def _holds(term: Term, model: Model, gone: frozenset[str] | set[str]) -> bool:
    if isinstance(term, Group):
        met = sum(_holds(one, model, gone) for one in term.terms)
        return met >= {"all": len(term.terms), "any": 1}.get(term.kind, term.count)
    if isinstance(term, AdditionTerm) or term.element in gone:
        return False
    if isinstance(term, ElementTerm):
        return True
    point = _point(term, model)
    return point is None or all(one.holds(point) for one in term.constraints)


def _point(term: ParameterTerm, model: Model) -> Value | None:
    parameter = model.by_id[term.element].parameter(term.parameter)
    return None if parameter is None else parameter.point
