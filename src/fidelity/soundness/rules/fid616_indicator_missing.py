"""A principle or essential element that nobody could rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    for element in (*examined.model.principles, *examined.model.essential):
        if not element.indicators:
            yield Remark(
                element.id,
                f"'{element.title}' has no indicator, so a checklist cannot ask whether it is in place.",
                ("add what somebody could observe, under 'indicators'",),
                element.place,
            )


RULE = SoundnessRule(
    code="FID616",
    name="indicator-missing",
    level=Level.ADVICE,
    summary="A principle or an essential element has no indicator.",
    why="Fidelity in delivery is judged by what can be observed. What has no indicator is never looked at.",
    source="Fidelity's design, section 5: elements carry indicators",
    find=_find,
    passes=sample("essential:\n" + essential("review")),
    fails=sample(
        "essential:\n"
        + essential("review").replace("    indicators: [{id: review_seen, text: There was a review.}]\n", "")
    ),
)
