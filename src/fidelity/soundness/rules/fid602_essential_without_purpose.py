"""An essential element that serves no principle and that nothing needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    for element in examined.model.essential:
        if element.id not in examined.needed:
            yield Remark(
                element.id,
                f"'{element.title}' is called essential, but it serves no principle and nothing needs it.",
                (
                    "name it under 'realised_by' of the principle that it serves",
                    "name it under 'requires' of what depends on it",
                    "list it as flexible",
                ),
                element.place,
            )


RULE = SoundnessRule(
    code="FID602",
    name="essential-without-purpose",
    level=Level.ADVICE,
    summary="An essential element serves no principle, and nothing needs it.",
    why=(
        "What is essential is essential for something. A reader who asks what would go wrong without it gets no "
        "answer from the model, and a check can name no consequence."
    ),
    source="Fidelity's design, section 1: an essential element has a function",
    find=_find,
    passes=sample("essential:\n" + essential("review")),
    fails=sample("essential:\n" + essential("review") + essential("leaflet")),
)
