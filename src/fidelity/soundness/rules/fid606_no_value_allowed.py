"""Limits that leave no value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, sample
from fidelity.soundness.values import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    for element in examined.model.elements:
        for parameter in element.parameters:
            if parameter.limits and is_empty(parameter):
                limits = "; ".join(map(str, parameter.limits))
                yield Remark(
                    element.id,
                    f"No value of '{parameter.name}' ('{element.title}') is inside all of its limits: {limits}.",
                    ("loosen one of the limits", "take one out"),
                    parameter.place,
                )


RULE = SoundnessRule(
    code="FID606",
    name="no-value-allowed",
    level=Level.FAULT,
    summary="The limits of a parameter leave no value at all.",
    why="Whatever a site sets would breach the model. Two limits that come from different sources often do this.",
    source="Fidelity's design, section 1: limits still count as the model",
    find=_find,
    passes=sample(
        "essential:\n"
        + essential(
            "review",
            "parameters: {staff: {type: whole-number, limits: [{min: 2, max: 4, basis: [EX-1]}], basis: [EX-1]}}",
        )
    ),
    fails=sample(
        "essential:\n"
        + essential(
            "review",
            "parameters: {staff: {type: whole-number, basis: [EX-1],\n"
            "      limits: [{min: 4, basis: [EX-1]}, {max: 2, basis: [EX-1]}]}}",
        )
    ),
)
