"""A model whose own standard practice is not within the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, flexible, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    if not examined.analysis.possible:
        return  # that no plan is permitted at all is an issue of its own
    for finding in examined.untouched:
        element = examined.model.by_id.get(finding.subject)
        yield Remark(
            finding.subject,
            f"A plan that keeps everything as specified is not within the model: {finding.message}",
            ("change the link or the exclusion", "or the standard that goes against it"),
            element.place if element is not None else examined.model.place,
        )
    yield from _against_standards(examined)


def _against_standards(examined: Examined) -> Iterator[Remark]:
    """Yield exclusions of the very value that is the standard: they would bite once somebody writes it down."""
    from fidelity.model.requirements import ParameterTerm

    for element in examined.model.elements:
        for exclusion in element.excludes:
            other = exclusion.other
            if not isinstance(other, ParameterTerm):
                continue
            about = examined.model.by_id[other.element]
            parameter = about.parameter(other.parameter)
            value = None if parameter is None else parameter.point
            if parameter is not None and value is not None and all(one.holds(value) for one in other.constraints):
                yield Remark(
                    element.id,
                    f"'{element.title}' excludes what is the standard of '{about.title}' "
                    f"({parameter.name}: {parameter.standard_text}).",
                    ("change the exclusion", "or the standard"),
                    exclusion.place,
                )


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
