"""Rules about the parameters of a model (FID6xx): whether their limits leave the standard and the options room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import soundness_rule
from fidelity.soundness.rules.sample import essential, flexible, model_of
from fidelity.soundness.values import is_empty, standing_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.parameters import Limit, Parameter
    from fidelity.soundness.analysis import Examined

_EVERY = (
    "parameters: {{every: {{type: duration, standard: {}, limits: [{{max: 4 weeks, basis: [EX-1]}}], basis: [EX-1]}}}}"
)


@soundness_rule(
    "FID605",
    Level.FAULT,
    summary="The standard of a parameter is outside its own limits.",
    why="A site that writes down exactly what the model specifies would be told that this breaches the model.",
    source="Fidelity's design, section 1: limits still count as the model",
    passes=model_of(essential("review", _EVERY.format("2 weeks"))),
    fails=model_of(essential("review", _EVERY.format("6 weeks"))),
)
def _standard_outside_limits(examined: Examined) -> Iterator[Remark]:
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


@soundness_rule(
    "FID606",
    Level.FAULT,
    summary="The limits of a parameter leave no value at all.",
    why="Whatever a site sets would breach the model. Two limits that come from different sources often do this.",
    source="Fidelity's design, section 1: limits still count as the model",
    passes=model_of(
        essential(
            "review",
            "parameters: {staff: {type: whole-number, limits: [{min: 2, max: 4, basis: [EX-1]}], basis: [EX-1]}}",
        )
    ),
    fails=model_of(
        essential(
            "review",
            "parameters: {staff: {type: whole-number, basis: [EX-1],\n"
            "      limits: [{min: 4, basis: [EX-1]}, {max: 2, basis: [EX-1]}]}}",
        )
    ),
)
def _no_value_allowed(examined: Examined) -> Iterator[Remark]:
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


_VENUE = flexible("venue", "parameters: {place: {type: choice, options: [office, home], basis: [EX-1]}}")


@soundness_rule(
    "FID607",
    Level.FAULT,
    summary="An option is inside the limits, and yet no permitted plan can choose it.",
    why=(
        "The model offers room that is not there: a site that uses it is told off for a consequence. Options outside "
        "the limits are another matter; they are named so that they can be recognised."
    ),
    source="Fidelity's design, section 1: a flexible element may be adapted inside its limits",
    passes=model_of(essential("review"), flexibles=_VENUE),
    fails=model_of(
        essential("review", "excludes: [{parameter: venue.place, is: home, basis: [EX-1]}]"), flexibles=_VENUE
    ),
)
def _option_closed(examined: Examined) -> Iterator[Remark]:
    for closed in examined.analysis.closed:
        element = examined.model.by_id[closed.element]
        parameter = element.parameter(closed.parameter)
        name = closed.parameter if parameter is None else parameter.name
        yield Remark(
            element.id,
            f"The option '{closed.option}' of '{element.title}' ({name}) is offered, but a plan that chooses it breaks "
            "a link somewhere else.",
            ("take the option out", "loosen the link that rules it out"),
            element.place if parameter is None else parameter.place,
        )
