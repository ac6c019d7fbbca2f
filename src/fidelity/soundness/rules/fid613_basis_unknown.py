"""A basis that cites evidence, or evidence that cites a source, that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.evidence import Basis
from fidelity.soundness.examined import parts
from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element, Proscribed
    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    model = examined.model
    everything: tuple[Element | Proscribed, ...] = (*model.elements, *model.proscribed)
    for one in everything:
        cited = {id_ for part in parts(one) if isinstance(part, Basis) for id_ in part.evidence}
        for id_ in sorted(cited - model.evidence_by_id.keys()):
            yield Remark(
                one.id,
                f"'{one.title}' rests on the evidence '{id_}', which the model does not have.",
                ("add the evidence", "cite what there is"),
                one.place,
            )
    for item in model.evidence:
        for key in item.sources:
            if key not in model.sources_by_id:
                yield Remark(
                    item.id,
                    f"The evidence '{item.id}' is drawn from the source '{key}', which the model does not have.",
                    ("add the source", "cite what there is"),
                    item.place,
                )


RULE = SoundnessRule(
    code="FID613",
    name="basis-unknown",
    level=Level.FAULT,
    summary="A basis cites evidence that is not there.",
    why=(
        "Every claim of a model says what it rests on. In a file such a slip is found while reading (FID109); in a "
        "model that was put together in Python it is found here."
    ),
    source="Fidelity's design, section 1: evidence and strength",
    find=_find,
)
