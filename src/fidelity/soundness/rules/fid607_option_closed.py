"""An option that is offered and that no permitted plan can choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, flexible, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    for closed in examined.analysis.closed:
        element = examined.model.by_id[closed.element]
        parameter = element.parameter(closed.parameter)
        name = closed.parameter if parameter is None else parameter.name
        yield Remark(
            element.id,
            f"The option '{closed.option}' of '{element.title}' ({name}) is offered, but a plan that chooses it breaks "
            "a link somewhere else.",
            ("take the option out", "loosen the link that rules it out"),
            element.place if parameter is None else parameter.place,
        )


RULE = SoundnessRule(
    code="FID607",
    name="option-closed",
    level=Level.FAULT,
    summary="An option is inside the limits, and yet no permitted plan can choose it.",
    why=(
        "The model offers room that is not there: a site that uses it is told off for a consequence. Options outside "
        "the limits are another matter; they are named so that they can be recognised."
    ),
    source="Fidelity's design, section 1: a flexible element may be adapted inside its limits",
    find=_find,
    passes=sample(
        "essential:\n"
        + essential("review")
        + "flexible:\n"
        + flexible("venue", "parameters: {place: {type: choice, options: [office, home], basis: [EX-1]}}")
    ),
    fails=sample(
        "essential:\n"
        + essential("review", "excludes: [{parameter: venue.place, is: home, basis: [EX-1]}]")
        + "flexible:\n"
        + flexible("venue", "parameters: {place: {type: choice, options: [office, home], basis: [EX-1]}}")
    ),
)
