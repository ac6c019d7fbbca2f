"""A model whose own standard practice is not within the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.model.requirements import AdditionTerm, ElementTerm, Group, ParameterTerm, leaves
from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, flexible, sample
from fidelity.soundness.space import demands_of, is_free
from fidelity.soundness.texts import term_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.requirements import Exclusion, Term
    from fidelity.soundness.examined import Examined

__all__ = ["Unmet", "standing", "unmet"]


def _find(examined: Examined) -> Iterator[Remark]:
    if not examined.analysis.possible:
        return  # that no plan is permitted at all is an issue of its own
    for element, term in unmet(examined.model):
        yield _lacking(element, term, examined.model)
    for element, exclusion in standing(examined.model):
        yield _excluding(element, exclusion, examined.model)


def _lacking(element: Element, term: Term, model: Model) -> Remark:
    return Remark(
        element.id,
        f"A plan that keeps everything as specified does not have what '{element.title}' asks for: "
        f"{term_words(term, model)}.",
        ("change what it asks for", "change the standard that goes against it"),
        term.place if term.place.line else element.place,
    )


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


RULE = SoundnessRule(
    code="FID604",
    name="standard-practice-breaches",
    level=Level.FAULT,
    summary="A plan that keeps everything as specified would not be within the model.",
    why=(
        "A site that does exactly what the model says must get a green answer. Here an exclusion stands, or a link is "
        "not met, in the model as it is written."
    ),
    source="Fidelity's design, section 4: the untouched model is green",
    find=_find,
    passes=sample("essential:\n" + essential("review")),
    fails=sample(
        "essential:\n"
        + essential("review")
        + "flexible:\n"
        + flexible("hotline", "optional: yes", "excludes: [{element: drop-in, basis: [EX-1]}]")
        + flexible("drop-in", "optional: yes")
    ),
)


class Unmet(NamedTuple):
    """An element, and what it asks for and does not find."""

    element: Element
    term: Term


def unmet(model: Model) -> Iterator[Unmet]:
    """Yield what keeps an element that has to be in place from being there, although nothing is changed.

    Of a chain only the beginning is named. What only keeps an optional element out is not: nobody has to have it.
    """
    gone = lost(model)
    if not gone:
        return
    involved = {id_ for id_ in gone if not is_free(model.by_id[id_])}
    open_ = list(involved)
    while open_:
        found = {name for name in _named(model.by_id[open_.pop()]) if name in gone} - involved
        involved |= found
        open_ += found
    for element in model.elements:
        if element.id in involved:
            yield from (Unmet(element, term) for term in _demands(element) if not _holds(term, model, frozenset()))


def standing(model: Model) -> Iterator[tuple[Element, Exclusion]]:
    """Yield the exclusions of an element that is there, or of a value that is the standard, each with its owner."""
    gone = lost(model)
    for element in model.elements:
        for exclusion in element.excludes:
            other = exclusion.other
            there = isinstance(other, ElementTerm) or _has_point(other, model)
            if there and element.id not in gone and _holds(other, model, gone):
                yield element, exclusion


def lost(model: Model) -> frozenset[str]:
    """Return the ids of the elements that are not in place in a plan that keeps everything as specified.

    The cost is linear in the size of the links, times the number of terms of the longest.
    """
    asking: dict[str, list[Element]] = {}
    for element in model.elements:
        for name in _named(element):
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


def _named(element: Element) -> Iterator[str]:
    for term in _demands(element):
        yield from (leaf.element for leaf in leaves(term) if not isinstance(leaf, AdditionTerm))


def _holds(term: Term, model: Model, gone: frozenset[str] | set[str]) -> bool:
    if isinstance(term, Group):
        met = sum(_holds(one, model, gone) for one in term.terms)
        return met >= {"all": len(term.terms), "any": 1}.get(term.kind, term.count)
    if isinstance(term, AdditionTerm) or term.element in gone:
        return False
    if isinstance(term, ElementTerm):
        return True
    parameter = model.by_id[term.element].parameter(term.parameter)
    point = None if parameter is None else parameter.point
    return point is None or all(one.holds(point) for one in term.constraints)


def _has_point(term: ParameterTerm, model: Model) -> bool:
    parameter = model.by_id[term.element].parameter(term.parameter)
    return parameter is not None and parameter.point is not None
