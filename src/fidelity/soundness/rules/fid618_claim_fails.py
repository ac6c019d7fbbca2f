"""A variant that allows what its parent calls a breach, although it claims to implement it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    claim = examined.claim
    if claim is None or claim.claim != "implements":
        return
    for one in claim.counterexamples:
        yield Remark(
            one.subject,
            f"{examined.model.reference} claims to implement {claim.parent.reference}, and allows what its parent "
            f"calls a breach: {one.allowed} The parent says: {one.breach}",
            (
                "ask for as much as the parent does",
                "claim 'extends', which promises less",
                "have the parent's owner agree, and the parent changed",
            ),
            one.place,
            one.plan,
        )


RULE = SoundnessRule(
    code="FID618",
    name="claim-fails",
    level=Level.FAULT,
    summary="A variant allows what its parent calls a breach, although it claims to implement the parent.",
    why=(
        "Whoever follows such a variant may believe that the parent is followed too. The plan shown is within the "
        "variant, and red before the parent; the same checker judged both."
    ),
    source="Fidelity's design, section 1: refine, never redefine",
    find=_find,
)
