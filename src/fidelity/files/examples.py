"""What a template shows: a value to start from for each parameter, and examples of changes and of an approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from fidelity.model.amounts import Misfit
from fidelity.model.written import raw_in, raw_value
from fidelity.plan.frame import LISTS, NATURES, RECORD
from fidelity.plan.text import scalar, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.parameters import Constraint, Parameter
    from fidelity.model.types import RawValue

__all__ = ["Example", "approval", "example_changes", "sample"]


Example: TypeAlias = tuple[list[str], list[str]]
"""What is explained, and the lines of a plan."""

_FIRST = "first-change"
_RECORD = {
    "modified": "content",
    "when": "pre-implementation",
    "planned": "planned-proactive",
    "decided_by": "program-manager",
    "goal": "fit",
    "reasons": "available-resources",
    "level": "organization",
    "site_view": "unknown",
}
_MEANS = {
    "modified": "what was modified",
    "when": "when in the life of the service",
    "planned": "how it came about",
    "decided_by": "who took part in the decision; one or several",
    "goal": "what it is for; one or several",
    "reasons": "why; one or several",
    "level": "for whom it is made",
    "site_view": "whether you think that it fits the model",
}


def example_changes(model: Model) -> Iterator[Example]:
    """Yield examples of a change to an element, of a local addition, and of what the model rules out."""
    element = _element(model)
    if element is not None:
        yield _about_change(model), _change(element)
    yield _about_addition(), _addition(element)
    if model.proscribed:
        about = "Something that the model rules out and that comes in all the same. It needs no nature."
        lines = [
            "- id: ruled-out",
            f"  proscribed: {scalar(model.proscribed[0].id)}",
            "  what: Say in a sentence what happens.",
        ]
        yield [about], lines


def _element(model: Model) -> Element | None:
    """Return the element for the examples: one with a figure and a function, if the model has one."""
    ranked = sorted(model.elements, key=lambda one: (not (one.parameters and one.function), not one.function))
    return ranked[0] if ranked else None


def _about_change(model: Model) -> list[str]:
    lines = [
        (
            "A change to an element. Compulsory: id, element, nature and what. An essential element also needs "
            "function_kept: how what it is for is kept."
        ),
        f"- nature, one or several: {', '.join(NATURES)}",
        "- set: new values, only where the change is to a figure",
    ]
    for element in model.elements:
        for one in element.substitutes:
            words = f"'nature: substituting' and 'with: {one.id}'"
            lines.append(f"- what may stand in for {element.id}: {one.title}; write {words}")
    lines.append("- record: advised, in the words of FRAME; leave out what does not apply")
    lines += [f"  - {name} ({_MEANS[name]}): {', '.join(words)}" for name, words in RECORD.items()]
    lines.append("  - effects: what you expect for other elements, in a sentence")
    return lines


def _change(element: Element) -> list[str]:
    lines = [
        f"- id: {_FIRST}",
        f"  element: {scalar(element.id)}",
        "  nature: tailoring",
        *(f"  {line}" for line in _set(element)),
        "  what: Say in a sentence what is different here.",
        "  function_kept: Say in a sentence how what this element is for is kept.",
        "  record:",
    ]
    lines += [f"    {name}: {f'[{word}]' if name in LISTS else word}" for name, word in _RECORD.items()]
    return [*lines, "    effects: Say in a sentence what you expect for other elements."]


def _set(element: Element) -> list[str]:
    if not element.parameters:
        return []
    parameter = element.parameters[0]
    return ["set:", f"  {scalar(parameter.id)}: {written(sample(parameter), parameter.kind)}"]


def _about_addition() -> list[str]:
    return [
        (
            "An element of your own. touches: the elements that it bears on; requires and excludes: what it depends on "
            "and does not go with, if anything."
        )
    ]


def _addition(element: Element | None) -> list[str]:
    names = f"[{scalar(element.id)}]" if element is not None else "[]"
    return [
        "- id: first-addition",
        "  add:",
        "    id: local-element",
        "    title: Name it in a few words",
        "    statement: Say in a sentence what it is.",
        f"    requires: {names}",
        "    excludes: []",
        f"  touches: {names}",
        "  nature: adding",
        "  what: Say in a sentence what is added.",
    ]


def approval(model: Model) -> Example:
    """Return an example of an approval; it covers the example of a change."""
    about = [
        (
            "What was agreed: by whom, when, until when (the last day), on which conditions. An approval repeats "
            "exactly what it covers: if the change moves on, it is void. until, reference and conditions are optional."
        ),
        f"- role, as this model says who may agree: {_roles(model)}",
    ]
    element = _element(model)
    lines = ["- covers:", f"    - change: {_FIRST}", "      nature: tailoring"]
    lines += [f"      {line}" for line in (_set(element) if element is not None else [])]
    role = next((role for roles in model.authority.values() for role in roles), "model-owner")
    return about, [
        *lines,
        "  by: Name the body that agreed",
        f"  role: {scalar(role)}",
        "  given: 2026-01-31",
        "  until: 2027-01-30",
        "  reference: The number or date of the letter or minute",
        "  conditions: Say what was asked for in return.",
    ]


def _roles(model: Model) -> str:
    said = [f"{tier}: {', '.join(roles)}" for tier, roles in model.authority.items()]
    return "; ".join(said) or "it does not"


def sample(parameter: Parameter) -> RawValue:
    """Return a value of a parameter: the standard, or else one inside its limits where one can be seen.

    Where the model is silent, any value that can be read.

    Examples
    --------
    >>> import fidelity
    >>> reviews = fidelity.load_model("fdac").by_id["review-hearing"]
    >>> [sample(parameter) for parameter in reviews.parameters]
    ['2 weeks', '50%']
    """
    known = [raw for raw in _candidates(parameter) if _reads(parameter, raw)]
    inside = (raw for raw in known if all(limit.holds(parameter.value(raw)) for limit in parameter.limits))
    return next(inside, known[0])


def _candidates(parameter: Parameter) -> Iterator[RawValue]:
    for constraint in parameter.standard:
        yield from _values(constraint)
    for option in parameter.options:
        yield (option,) if parameter.kind.several else option
    for limit in parameter.limits:
        for constraint in limit.constraints:
            yield from _values(constraint)
    yield parameter.kind.sample(parameter.unit or "")
    yield from ("1 month", "1 per month")  # the other family of units


def _values(constraint: Constraint) -> Iterator[RawValue]:
    if constraint.operator == "in":
        yield from raw_in(constraint)
    else:
        raw = raw_value(constraint)
        yield raw if isinstance(raw, str) else tuple(raw)


def _reads(parameter: Parameter, raw: RawValue) -> bool:
    try:
        parameter.value(raw)
    except Misfit:
        return False
    return True
