"""An optional element that every permitted plan has to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, flexible, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    for id_ in examined.analysis.forced:
        element = examined.model.by_id[id_]
        yield Remark(
            id_,
            f"'{element.title}' is called optional, but something that has to be kept cannot do without it.",
            ("list it as essential", "loosen the link that needs it"),
            element.place,
        )


RULE = SoundnessRule(
    code="FID608",
    name="falsely-optional",
    level=Level.FAULT,
    summary="An element is called optional, and every permitted plan has to keep it.",
    why=(
        "A site that leaves it out as the model allows is told that something else breaks. The model should say so "
        "where the site looks first: at the element itself."
    ),
    source="Fidelity's design, section 1: an optional element may be absent",
    find=_find,
    passes=sample("essential:\n" + essential("review") + "flexible:\n" + flexible("venue", "optional: yes")),
    fails=sample(
        "essential:\n"
        + essential("review", "requires: {all: [venue], basis: [EX-1]}")
        + "flexible:\n"
        + flexible("venue", "optional: yes")
    ),
)
