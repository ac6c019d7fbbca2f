"""An accepted substitute whose condition no permitted plan meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, flexible, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
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


_VENUE = "parameters: {rooms: {type: whole-number, standard: 1, limits: [{is: 1, basis: [EX-1]}], basis: [EX-1]}}"
_VIDEO = "substitutes: [{{id: video, title: Video link, when: {{parameter: venue.rooms, {}}}, basis: [EX-1]}}]"

RULE = SoundnessRule(
    code="FID610",
    name="substitute-unusable",
    level=Level.FAULT,
    summary="An accepted substitute has a condition that no permitted plan meets.",
    why="The model offers a way out that nobody can take: a site that plans on it is told that something is missing.",
    source="Fidelity's design, section 3: a listed substitute whose conditions hold stands in for its element",
    find=_find,
    passes=sample(
        "essential:\n" + essential("review", _VIDEO.format("is: 1")) + "flexible:\n" + flexible("venue", _VENUE)
    ),
    fails=sample(
        "essential:\n" + essential("review", _VIDEO.format("min: 2")) + "flexible:\n" + flexible("venue", _VENUE)
    ),
)
