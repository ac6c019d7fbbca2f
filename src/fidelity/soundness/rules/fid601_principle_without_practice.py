"""A principle that nothing puts into practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    for principle in examined.model.principles:
        if principle.realised_by is None:
            yield Remark(
                principle.id,
                f"Nothing in the model puts the principle '{principle.title}' into practice, so no plan can lose it "
                "by what it does.",
                ("say under 'realised_by' which elements bring it about", "make it part of the summary"),
                principle.place,
            )


_LOOSE = """\
principles:
  - id: child-first
    title: The child comes first
    statement: What the child needs decides.
    basis: [EX-1]
    tier_basis: [EX-1]
    indicators: [{id: first, text: The child's needs were named first.}]
"""

RULE = SoundnessRule(
    code="FID601",
    name="principle-without-practice",
    level=Level.FAULT,
    summary="Nothing in the model puts a principle into practice.",
    why=(
        "A principle that no element realises cannot be lost by anything that a site does. The check would always "
        "find it in place, and say nothing about it."
    ),
    source="Fidelity's design, section 1: a principle is realised by elements",
    find=_find,
    passes=sample("essential:\n" + essential("review")),
    fails=sample("", principles=_LOOSE),
)
