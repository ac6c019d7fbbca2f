"""A demand that follows from the element's other links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, sample
from fidelity.soundness.texts import term_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    for redundant in examined.analysis.redundant:
        element = examined.model.by_id[redundant.owner]
        yield Remark(
            element.id,
            f"'{element.title}' asks for {term_words(redundant.term, examined.model)}, which follows from its other "
            "links.",
            ("leave it, if a source says it in so many words", "take it out, so that there is one way to read it"),
            redundant.term.place if redundant.term.place.line else element.place,
        )


RULE = SoundnessRule(
    code="FID611",
    name="requirement-implied",
    level=Level.NOTE,
    summary="A requirement follows from other requirements.",
    why=(
        "It does no harm, and a source may say it in so many words. But whoever loosens one of the links later has to "
        "loosen the other too."
    ),
    source="Fidelity's design, section 1: links",
    find=_find,
    passes=sample("essential:\n" + essential("review", "requires: {all: [visit], basis: [EX-1]}") + essential("visit")),
    fails=sample(
        "essential:\n"
        + essential("review", "requires: {all: [visit, notes], basis: [EX-1]}")
        + essential("visit", "requires: {all: [notes], basis: [EX-1]}")
        + essential("notes")
    ),
)
