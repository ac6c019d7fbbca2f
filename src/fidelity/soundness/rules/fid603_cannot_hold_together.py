"""Elements that have to be in place and cannot all be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    analysis = examined.analysis
    if analysis.possible:
        return
    elements = [examined.model.by_id[id_] for id_ in analysis.conflict]
    first, *others = elements
    titles = ", ".join(f"'{element.title}'" for element in elements)
    together = f"what is asked of {titles} does not go together" if others else f"nothing gives {titles} what it needs"
    ways = ("loosen one of the links between them", "make one of them flexible and optional")
    way = ("loosen what it asks for", "make it flexible and optional")
    yield Remark(
        first.id, f"No plan can keep all that has to be kept: {together}.", ways if others else way, first.place
    )


RULE = SoundnessRule(
    code="FID603",
    name="cannot-hold-together",
    level=Level.FAULT,
    summary="Elements that have to be in place cannot all be in place.",
    why=(
        "Every plan before such a model would breach it, also one that changes nothing. The elements named are a "
        "smallest group: without any one of them the others would go together."
    ),
    source="Fidelity's design, section 4: the untouched model is green",
    find=_find,
    passes=sample("essential:\n" + essential("review")),
    fails=sample(
        "essential:\n"
        + essential("review", "requires: {all: [visit], basis: [EX-1]}")
        + essential("visit", "excludes: [{element: review, basis: [EX-1]}]")
    ),
)
