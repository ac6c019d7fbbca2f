"""A model whose own standard practice is not within the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.requirements import ElementTerm
from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, flexible, sample
from fidelity.soundness.untouched import standing, unmet
from fidelity.soundness.words import term_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.requirements import Exclusion, Term
    from fidelity.soundness.examined import Examined


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
