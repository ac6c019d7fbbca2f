"""A model that asks for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, flexible, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    model = examined.model
    if not (model.principles or model.essential or model.proscribed):
        yield Remark(
            "",
            "The model has no core principle and no essential element, and rules nothing out: a plan could do almost "
            "anything and be called the model.",
            ("say what the model is for, and what it does not work without", "say what it rules out"),
            model.place,
        )


RULE = SoundnessRule(
    code="FID620",
    name="nothing-to-keep",
    level=Level.ADVICE,
    summary="A model has no core principle and no essential element, and rules nothing out.",
    why=(
        "A check says whether a plan keeps what makes the model the model. Where nothing does, green means nothing. "
        "Most such files are drafts."
    ),
    source="Fidelity's design, section 1: what a practice model is",
    find=_find,
    passes=sample("essential:\n" + essential("review")),
    fails=sample("flexible:\n" + flexible("review"), principles=""),
)
