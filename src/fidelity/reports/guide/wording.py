"""What a guide is made of, whatever the format: its sections, the facts on one element, the evidence, what is open.

The words stand here, the mark-up in the formats. A fact is quoted for the format that asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from fidelity.model.elements import Element, Proscribed, Tier
from fidelity.model.links import iter_links
from fidelity.model.requirements import AdditionTerm, ElementTerm, Group, ParameterTerm, leaves
from fidelity.model.wording import element_words, evidence_words
from fidelity.rendering.english import capital, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checking.prepared import Truth
    from fidelity.model.elements import Indicator, NatureRule, Proscribed, Substitute
    from fidelity.model.evidence import Basis, Evidence, Source
    from fidelity.model.model import Extends, Model, Override
    from fidelity.model.parameters import Parameter
    from fidelity.model.requirements import Exclusion, Leaf, Term
    from fidelity.model.wording import Phrases

_CLAIMS = {
    "implements": "It says that it implements {}: whatever is within this model is within that one too.",
    "extends": "It says that it extends {}: it adds to it, and a plan within this model may be outside that one.",
    "inspired-by": "It says that it is inspired by {}: the differences are listed, and nothing is claimed.",
}


_OPTIONAL = {True: "yes, a site may do without it", False: "no, it has to be there in some form"}


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
            yield Fact("Optional", (_OPTIONAL[one.optional],))
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
        items = []
        for fall in falls:
            way = f" (by way of {', then '.join(map(say.link, fall.via[1:-1]))})" if fall.via[1:-1] else ""
            items += [f"{say.link(fall.element)}{way}"] if fall.certain is certain else []
        if items:
            yield Fact(label, tuple(items))


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
    """Return the heading over what a variant does differently."""
    return f"How it differs from {extends.parent.title}"


def differences(extends: Extends, say: Phrases) -> Iterator[Fact]:
    """Yield what a variant claims, and what it changes, leaves out and adds; empty groups are left out."""
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
    items = []
    for one in overrides:
        name = say.quote(find(parent, one.subject).title) if one.withdrawn else say.link(one.subject)
        items.append(f"{name}: {say.quote(one.reason)} {say.known(one.basis)}")
    if items:
        yield Fact(label, tuple(items))


def lineage(one: Element | Proscribed, say: Phrases) -> Iterator[Fact]:
    """Yield whether a part of a variant is inherited, and why it was changed; nothing if the model is no variant."""
    extends = say.model.extends
    if extends is None:
        return
    override = extends.override(one.id)
    if one.origin is None:
        said = f"added here; {say.quote(extends.parent.title)} does not have it"
    elif override is None:
        said = f"{say.quote(one.origin)}, unchanged"
    else:
        said = f"{say.quote(one.origin)}, changed here: {say.quote(override.reason)} {say.known(override.basis)}"
    yield Fact("Where it comes from", (said,))


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
    return evolve(
        model,
        elements=(one,) if isinstance(one, Element) else (),
        proscribed=() if isinstance(one, Element) else (one,),
        evidence=evidence,
        sources=sources_of(model, evidence),
    )


def noun_of(one: Element | Proscribed) -> str:
    """Return what a part is to the model whose name follows."""
    return f"{capital(one.tier.noun)} of" if isinstance(one, Element) else "Ruled out by"


def sources_of(model: Model, evidence: Iterable[Evidence]) -> tuple[Source, ...]:
    """Return what some evidence is drawn from, in file order."""
    used = {source for item in evidence for source in item.sources}
    return tuple(source for source in model.sources if source.id in used)


def evidence_rows(evidence: Iterable[Evidence]) -> Iterator[tuple[str, str, str, str]]:
    """Yield evidence as rows of a table: its id, what is said, how firmly, and where."""
    for item in evidence:
        firmly = f"{evidence_words(item)}{f'; from {item.origin}' if item.origin else ''}"
        where = f"{', '.join(item.sources)}{f': {item.locator}' if item.locator else ''}"
        yield item.id, f"{item.says} {item.note or ''}", firmly, where


def cited(model: Model, one: Element | Proscribed) -> tuple[Evidence, ...]:
    """Return the evidence that anything about an element cites, in file order."""
    ids = {id_ for basis in _bases(one) for id_ in basis.evidence}
    mentioned = " ".join(_notes(one))
    return tuple(item for item in model.evidence if item.id in ids or _names_evidence(mentioned, item.id))


def _names_evidence(text: str, id_: str) -> bool:
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


class Chapter(NamedTuple):
    """A heading, a word to the reader, and the elements or practices under it."""

    title: str
    about: str
    parts: tuple[Element, ...] | tuple[Proscribed, ...]


class Open(NamedTuple):
    """Something that the sources leave open about an element: the name of a figure, or nothing for its tier."""

    element: str
    text: str


def sections(model: Model) -> tuple[Chapter, ...]:
    """Return the parts of a guide that list elements, in reading order; empty ones are left out."""
    every = (
        Chapter(
            "Core principles",
            f"{_principles_words(model)} Each lives by what puts it into practice.",
            model.principles,
        ),
        Chapter(
            "Essential elements",
            (
                "What the model does not work without. Keep what each is for, and keep close to how it is done. "
                "The purposes are mostly our reading: sources seldom name them."
            ),
            model.essential,
        ),
        Chapter("Flexible elements", "What a site may shape, within the limits given.", model.flexible),
        Chapter(
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
    figures = tuple(
        Open(element.id, parameter.name)
        for element in model.elements
        for parameter in element.parameters
        if parameter.silent
    )
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
