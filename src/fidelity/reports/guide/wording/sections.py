"""How a guide is divided, whatever the format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.model.elements import Tier
from fidelity.rendering.english import counted
from fidelity.reports.guide.wording.parts import silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element, Proscribed
    from fidelity.model.evidence import Source
    from fidelity.model.model import Model

__all__ = [
    "GROUPS",
    "LINKS",
    "OPEN",
    "SOURCES",
    "Open",
    "Section",
    "counts_words",
    "open_questions",
    "sections",
    "source_words",
]

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
