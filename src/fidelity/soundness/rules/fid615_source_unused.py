"""A source that no evidence is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    used = {key for item in examined.model.evidence for key in item.sources}
    for source in examined.model.sources:
        if source.id not in used and source.origin is None:
            yield Remark(
                source.id,
                f"No evidence is drawn from the source '{source.id}' ({source.title}).",
                ("add what it says to the evidence", "take the source out"),
                source.place,
            )


_MORE = "  report: {type: report, authors: A council, title: Report}\n"

RULE = SoundnessRule(
    code="FID615",
    name="source-unused",
    level=Level.ADVICE,
    summary="A source is listed, and no evidence is drawn from it.",
    why="A reader takes a list of sources for what the model rests on, and one document too many misleads.",
    source="Fidelity's design, section 1: evidence and strength",
    find=_find,
    passes=sample("essential:\n" + essential("review")),
    fails=sample("essential:\n" + essential("review")).replace("evidence:\n", _MORE + "evidence:\n"),
)
