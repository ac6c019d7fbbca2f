"""An optional element that no permitted plan can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, flexible, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    for id_ in examined.analysis.dead:
        element = examined.model.by_id[id_]
        yield Remark(
            id_,
            f"No permitted plan can have '{element.title}': it goes against what has to be kept.",
            ("list it under 'proscribed'", "loosen the link that rules it out"),
            element.place,
        )


RULE = SoundnessRule(
    code="FID609",
    name="never-possible",
    level=Level.FAULT,
    summary="An optional element goes against what has to be kept, so no permitted plan can have it.",
    why="The model offers something that always breaches it. If it is ruled out, the model should say so.",
    source="Fidelity's design, section 1: what the model rules out is proscribed",
    find=_find,
    passes=sample("essential:\n" + essential("review") + "flexible:\n" + flexible("venue", "optional: yes")),
    fails=sample(
        "essential:\n"
        + essential("review")
        + "flexible:\n"
        + flexible("hotline", "optional: yes", "requires: {all: [{parameter: venue.rooms, min: 2}], basis: [EX-1]}")
        + flexible(
            "venue",
            "parameters: {rooms: {type: whole-number, standard: 1, limits: [{is: 1, basis: [EX-1]}], basis: [EX-1]}}",
        )
    ),
)
