"""Evidence that nothing rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    uncited = [one for one in examined.model.evidence if one.id not in examined.cited and one.origin is None]
    if uncited:
        ids = ", ".join(one.id for one in uncited)
        yield Remark(
            "",
            f"Nothing in the model rests on this evidence, and no note names it: {ids}.",
            ("leave it, if it is about context or results", "say which element it is about"),
            uncited[0].place,
        )


_MORE = "  - {id: EX-2, says: Reviews went well., source: standards, voice: research, status: seen}\n"

RULE = SoundnessRule(
    code="FID614",
    name="evidence-uncited",
    level=Level.NOTE,
    summary="Some evidence is cited by no element, parameter, limit or link.",
    why=(
        "Findings about results and context are part of what is known, and make no element. Anything else that is "
        "known and left unused may be an element that was forgotten."
    ),
    source="Fidelity's design, section 1: evidence and strength",
    find=_find,
    passes=sample("essential:\n" + essential("review")),
    fails=sample("essential:\n" + essential("review")).replace("principles:\n", _MORE + "principles:\n"),
)
