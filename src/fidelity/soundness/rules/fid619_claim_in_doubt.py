"""A variant that is looser than its parent somewhere, and no plan shows that this breaches the parent."""

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
    broken = {one.subject for one in claim.counterexamples}
    for one in claim.loosened:
        if one.subject not in broken:
            yield Remark(
                one.subject,
                f"{examined.model.reference} claims to implement {claim.parent.reference}, and is looser here: "
                f"{one.text} No plan that was tried shows that this breaches the parent: its word does not bind "
                "here, or it would have its owner asked.",
                (
                    "ask the owner of the parent whether that is still the model",
                    "ask for as much as the parent does",
                ),
                one.place,
            )


RULE = SoundnessRule(
    code="FID619",
    name="claim-in-doubt",
    level=Level.ADVICE,
    summary="A variant claims to implement its parent and is looser somewhere; no plan shows that this is a breach.",
    why=(
        "Nobody has said that the parent may be loosened there, and nobody with authority has said that it may not. "
        "The parent's owner has to be asked."
    ),
    source="Fidelity's design, section 1: refine, never redefine",
    find=_find,
)
