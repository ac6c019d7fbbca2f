"""Limits that the model's own standard does not meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, sample
from fidelity.soundness.values import standing_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.parameters import Limit, Parameter
    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    for element in examined.model.elements:
        for parameter in element.parameters:
            for limit in parameter.limits:
                if _excludes_standard(parameter, limit):
                    yield Remark(
                        element.id,
                        f"The standard of '{element.title}' ({parameter.name}: {parameter.standard_text}) is outside "
                        f"its own limit ({limit}).",
                        ("change the standard", "change the limit"),
                        limit.place if limit.place.line else parameter.place,
                    )


def _excludes_standard(parameter: Parameter, limit: Limit) -> bool:
    point = parameter.point
    if point is not None:
        return not limit.holds(point)
    if not parameter.standard or not parameter.kind.ordered:
        return False
    inside = [value for value in standing_for(parameter) if all(one.holds(value) for one in parameter.standard)]
    return not any(limit.holds(value) for value in inside)


RULE = SoundnessRule(
    code="FID605",
    name="standard-outside-limits",
    level=Level.FAULT,
    summary="The standard of a parameter is outside its own limits.",
    why="A site that writes down exactly what the model specifies would be told that this breaches the model.",
    source="Fidelity's design, section 1: limits still count as the model",
    find=_find,
    passes=sample(
        "essential:\n"
        + essential(
            "review",
            "parameters: {every: {type: duration, standard: 2 weeks, limits: [{max: 4 weeks, basis: [EX-1]}], "
            "basis: [EX-1]}}",
        )
    ),
    fails=sample(
        "essential:\n"
        + essential(
            "review",
            "parameters: {every: {type: duration, standard: 6 weeks, limits: [{max: 4 weeks, basis: [EX-1]}], "
            "basis: [EX-1]}}",
        )
    ),
)
