"""What a guide is made of, whatever the format: its sections, one element with what it cites, what is left open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from fidelity.model.elements import Element, Tier
from fidelity.model.links import iter_links
from fidelity.model.requirements import AdditionTerm, ElementTerm, Group, ParameterTerm, leaves
from fidelity.rendering.english import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checking.network import Truth
    from fidelity.model.elements import NatureRule, Proscribed, Substitute
    from fidelity.model.evidence import Basis, Evidence, Source
    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter
    from fidelity.model.requirements import Exclusion, Leaf, Term

__all__ = [
    "GROUPS",
    "LINKS",
    "OPEN",
    "SOURCES",
    "Open",
    "Section",
    "around",
    "cited",
    "counts_words",
    "dependants",
    "find",
    "only",
    "open_questions",
    "sections",
    "silent",
    "source_words",
    "untouched",
]


def find(model: Model, id_: str) -> Element | Proscribed:
    """Return the element or proscribed practice of an id. Raises ``KeyError`` if there is none."""
    known = model.by_id.get(id_)
    return model.proscribed_by_id[id_] if known is None else known


def only(model: Model, id_: str) -> Model:
    """Return a model with one element or proscribed practice, and only the evidence and sources of it.

    Its links still name elements that are not there. Raises ``KeyError`` if there is no such id.
    """
    one = find(model, id_)
    evidence = cited(model, one)
    used = {source for item in evidence for source in item.sources}
    return evolve(
        model,
        elements=(one,) if isinstance(one, Element) else (),
        proscribed=() if isinstance(one, Element) else (one,),
        evidence=evidence,
        sources=tuple(source for source in model.sources if source.id in used),
    )


def cited(model: Model, one: Element | Proscribed) -> tuple[Evidence, ...]:
    """Return the evidence that anything about an element cites, in file order."""
    ids = {id_ for basis in _bases(one) for id_ in basis.evidence}
    mentioned = " ".join(_notes(one))
    return tuple(item for item in model.evidence if item.id in ids or _names(mentioned, item.id))


def _names(text: str, id_: str) -> bool:
    """Return whether a note names a piece of evidence, and not only one whose id is longer."""
    start = text.find(id_)
    while start >= 0:
        following = text[start + len(id_) : start + len(id_) + 1]
        if not (following.isalnum() or following in ("-", "_")):
            return True
        start = text.find(id_, start + 1)
    return False


def _notes(one: Element | Proscribed) -> Iterator[str]:
    if one.note:
        yield one.note
    for parameter in one.parameters if isinstance(one, Element) else ():
        if parameter.note:
            yield parameter.note


def _bases(one: Element | Proscribed) -> Iterator[Basis]:
    yield one.basis
    if not isinstance(one, Element):
        return
    yield one.tier_basis
    for parameter in one.parameters:
        yield from _parameter_bases(parameter)
    groups = [one.requires, one.realised_by, *(substitute.when for substitute in one.substitutes)]
    for group in groups:
        if group is not None:
            yield from _term_bases(group)
    parts: tuple[Exclusion | Substitute | NatureRule, ...] = (*one.excludes, *one.substitutes, *one.adaptation)
    for part in parts:
        yield part.basis
    if one.tolerance is not None:
        yield one.tolerance.basis


def _term_bases(term: Term) -> Iterator[Basis]:
    yield term.basis
    for inner in term.terms if isinstance(term, Group) else ():
        yield from _term_bases(inner)


def _parameter_bases(parameter: Parameter) -> Iterator[Basis]:
    yield parameter.basis
    for limit in parameter.limits:
        yield limit.basis
    for exemption in parameter.exceptions:
        yield exemption.basis
        for limit in exemption.limits:
            yield limit.basis


def dependants(model: Model, id_: str) -> tuple[Element, ...]:
    """Return the elements that need one, or that it realises, in file order."""
    return tuple(
        element
        for element in model.elements
        if any(
            not isinstance(leaf, AdditionTerm) and leaf.element == id_
            for group in (element.requires, element.realised_by)
            for leaf in (leaves(group) if group is not None else ())
        )
    )


def untouched(model: Model) -> Truth:
    """Return what tells whether a leaf of a link holds while nothing of a model was changed."""

    def holds(leaf: Leaf) -> bool:
        if not isinstance(leaf, ParameterTerm):
            return isinstance(leaf, ElementTerm)
        parameter = model.by_id[leaf.element].parameter(leaf.parameter)
        point = parameter.point if parameter else None
        return point is None or all(constraint.holds(point) for constraint in leaf.constraints)

    return holds


def silent(elements: Iterable[Element]) -> Iterator[tuple[Element, Parameter]]:
    """Yield each parameter on which the sources are silent, with its element, in file order."""
    for element in elements:
        for parameter in element.parameters:
            if parameter.silent:
                yield element, parameter


def around(model: Model, id_: str) -> tuple[str, ...]:
    """Return a part of a model and whatever a link leads to from it, or from which one leads to it."""
    linked = {id_}
    for link in iter_links(model.elements):
        if id_ in (link.source, link.target):
            linked.update((link.source, link.target))
    return tuple(linked)


OPEN = "Where the sources are silent"
SOURCES = "Sources"
GROUPS = {
    "principle": "Core principles",
    "essential": "Essential elements",
    "flexible": "Flexible elements",
    "proscribed": "What the model rules out",
}
"""The headings of a graph, by tier."""
LINKS = {"realised_by": "lives by", "requires": "needs", "substitute": "may be replaced by", "excludes": "excludes"}
"""What a line of a graph says, by kind."""


class Section(NamedTuple):
    """A heading, a word to the reader, and the elements or practices under it."""

    title: str
    about: str
    parts: tuple[Element, ...] | tuple[Proscribed, ...]


class Open(NamedTuple):
    """Something that the sources leave open about an element: the name of a figure, or nothing for its tier."""

    element: str
    text: str


def sections(model: Model) -> tuple[Section, ...]:
    """Return the parts of a guide that list elements, in reading order; those with nothing in them are left out."""
    every = (
        Section(
            "Core principles",
            f"{_principles_words(model)} Each lives by what puts it into practice.",
            model.principles,
        ),
        Section(
            "Essential elements",
            (
                "What the model does not work without. Keep what each is for, and keep close to how it is done. "
                "The purposes are mostly our reading: sources seldom name them."
            ),
            model.essential,
        ),
        Section("Flexible elements", "What a site may shape, within the limits given.", model.flexible),
        Section(
            "What the model rules out", "With any of these in place, it is no longer this model.", model.proscribed
        ),
    )
    return tuple(section for section in every if section.parts)


def _principles_words(model: Model) -> str:
    """Return what holds of the principles: nobody is held to one that is our inference."""
    ours = sum(bool(one.tier_basis.inferred) for one in model.principles)
    if ours == 0:
        return "What the model is for. None of them is negotiable."
    if ours == len(model.principles):
        return "What the model is for, as far as we can tell: nobody set these down as its principles."
    return "What the model is for. Those that the owner set down are not negotiable; the others are our inference."


def counts_words(model: Model) -> str:
    """Return how much there is of each, as a sentence would say it.

    Examples
    --------
    >>> import fidelity
    >>> counts_words(fidelity.load_model("fdac"))
    '10 core principles, ... flexible elements, 1 practice ruled out'
    """
    nouns = {
        "principles": ("core principle", "core principles"),
        "essential": ("essential element", "essential elements"),
        "flexible": ("flexible element", "flexible elements"),
        "proscribed": ("practice ruled out", "practices ruled out"),
    }
    return ", ".join(f"{counted(count, *nouns[key])}" for key, count in model.counts.items() if count) or "nothing yet"


def open_questions(model: Model) -> Iterator[tuple[str, tuple[Open, ...]]]:
    """Yield what the sources leave open, by heading."""
    figures = tuple(Open(element.id, parameter.name) for element, parameter in silent(model.elements))
    if figures:
        yield "They set no figure or rule here. Whatever a site sets has to be asked about:", figures
    for tier, noun in ((Tier.PRINCIPLE, "core principles"), (Tier.ESSENTIAL, "essential")):
        ours = tuple(Open(element.id, "") for element in model.tier(tier) if element.tier_basis.inferred)
        if ours:
            yield f"Nobody says that these are {noun}. It is our inference; ask the owner before you lean on it:", ours


def source_words(source: Source) -> str:
    """Return a source in one line: who, when, what, where; without its address and its note."""
    year = str(source.year) if source.year is not None else "no date"
    publisher = f" {source.publisher}." if source.publisher else ""
    stop = "" if source.title.endswith((".", "?", "!")) else "."
    return f"{source.authors} ({year}). {source.title}{stop}{publisher}"
