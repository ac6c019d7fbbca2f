"""Rules about what a variant claims of its parent (FID6xx)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import soundness_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.analysis import Examined


@soundness_rule(
    "FID618",
    Level.FAULT,
    summary="A variant allows what its parent calls a breach, although it claims to implement the parent.",
    why=(
        "Whoever follows such a variant may believe that the parent is followed too. The plan shown is within the "
        "variant, and red before the parent; the same checker judged both."
    ),
    source="Fidelity's design, section 1: refine, never redefine",
)
def _claim_fails(examined: Examined) -> Iterator[Remark]:
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


@soundness_rule(
    "FID619",
    Level.ADVICE,
    summary="A variant claims to implement its parent and is looser somewhere; no plan shows that this is a breach.",
    why=(
        "Nobody has said that the parent may be loosened there, and nobody with authority has said that it may not. "
        "The parent's owner has to be asked."
    ),
    source="Fidelity's design, section 1: refine, never redefine",
)
def _claim_in_doubt(examined: Examined) -> Iterator[Remark]:
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
