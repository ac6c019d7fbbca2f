"""Plans that go to the edge of what a variant allows, one step each."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from fidelity.model.elements import Tier
from fidelity.model.parameters import read_value
from fidelity.plan.frame import NATURES
from fidelity.plan.plan import Addition, Change, Choice, Plan, Setting
from fidelity.soundness.texts import member_text, raw_text
from fidelity.soundness.values import members, own_constraints, standing_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element, Substitute
    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter, RawValue, Value

__all__ = ["Edge", "edges", "substituted", "untouched_plan", "values_of"]

_MANY = 8  # sets with more members than this are tried without each member and with each, not in every combination


class Edge(NamedTuple):
    """A plan, what it does in a sentence, and the id that it does it to."""

    subject: str
    words: str
    plan: Plan


def untouched_plan(variant: Model) -> Plan:
    """Return a plan that keeps everything as specified."""
    return Plan("untouched", variant.reference, "Anywhere", "as-specified", author="site-lead")


def edges(variant: Model, parent: Model) -> Iterator[Edge]:
    """Yield plans for a variant, the simplest first: whether the variant allows them is for a check to say.

    There is one that changes nothing, one for each optional element that is left out, for each value that some
    comparison of either model tells apart, for each substitute, and for each nature of change to what was overridden.
    """
    untouched = untouched_plan(variant)
    yield Edge("", "A plan that keeps everything as specified.", untouched)
    for element in variant.elements:
        before = parent.by_id.get(element.id)
        if element.tier is Tier.FLEXIBLE:
            change = Change("left-out", "It is left out.", element=element.id, natures=("removing",))
            plan = evolve(untouched, id="left-out", changes=(change,))
            yield Edge(element.id, f"A plan that leaves out '{element.title}'.", plan)
        for parameter in element.parameters:
            known = before.parameter(parameter.id) if before is not None else None
            yield from _values(element, parameter, known, untouched)
        yield from _substituted(element, untouched)
        if before is not None and before is not element and _rules(element) != _rules(before):
            yield from _changed(element, untouched)
    for practice in parent.proscribed:
        if practice.id not in variant.proscribed_by_id:
            yield _practice(practice.id, practice.title, practice.statement, untouched)


def _rules(element: Element) -> tuple[object, ...]:
    return (element.tier, element.optional, element.adaptation)


def _values(element: Element, parameter: Parameter, known: Parameter | None, untouched: Plan) -> Iterator[Edge]:
    """Yield a plan for each value that some comparison tells apart, alone and under each exception."""
    for raw in _raws(parameter, known):
        setting = Setting(parameter.id, raw)
        words = f"A plan in which '{element.title}' has {parameter.name}: {setting.text}."
        plan = evolve(untouched, id="value", choices=(Choice(element.id, (setting,)),))
        yield Edge(element.id, words, plan)
        for exception in parameter.exceptions:
            change = Change(
                "by-exception",
                "The value is another one.",
                element=element.id,
                natures=("tailoring",),
                settings=(setting,),
                exception=exception.id,
                function_kept="It serves what it is for.",
            )
            named = f"{words.removesuffix('.')}, by the exception '{exception.title}'."
            yield Edge(element.id, named, evolve(untouched, id="exception", changes=(change,)))


def _raws(parameter: Parameter, known: Parameter | None) -> Iterator[RawValue]:
    compared = tuple(own_constraints(known)) if known is not None else ()
    if parameter.type == "set":
        yield from _sets(tuple(map(member_text, members(parameter, compared))))
    else:
        for value in standing_for(parameter, compared):
            yield raw_text(parameter, value)


def values_of(parameter: Parameter, known: Parameter) -> tuple[tuple[str, Value], ...]:
    """Return values that stand for all of a parameter, before an override and after, each with its text."""
    return tuple(
        (raw if isinstance(raw, str) else ", ".join(raw) or "none", read_value(parameter.type, raw, parameter.unit))
        for raw in _raws(parameter, known)
    )


def _sets(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(names) <= _MANY:
        for count in range(len(names) + 1):
            yield from combinations(names, count)
        return
    yield ()
    yield names
    for name in names:
        yield (name,)
        yield tuple(one for one in names if one != name)


def substituted(element: Element, substitute: Substitute) -> Change:
    """Return the change that puts a substitute in place, and says no more: one that is accepted needs no more."""
    return Change(
        "substituted",
        "The substitute stands in.",
        element=element.id,
        natures=("substituting",),
        substitute=substitute.id,
    )


def _substituted(element: Element, untouched: Plan) -> Iterator[Edge]:
    for substitute in element.substitutes:
        words = f"A plan with '{substitute.title}' in the place of '{element.title}'."
        plan = evolve(untouched, id="substituted", changes=(substituted(element, substitute),))
        yield Edge(element.id, words, plan)


def _changed(element: Element, untouched: Plan) -> Iterator[Edge]:
    for nature in NATURES:
        change = Change(
            "changed",
            "It is changed.",
            element=element.id,
            natures=(nature,),
            function_kept="It serves what it is for.",
        )
        words = f"A plan that changes '{element.title}' ({nature})."
        yield Edge(element.id, words, evolve(untouched, id="changed", changes=(change,)))


def _practice(id_: str, title: str, statement: str, untouched: Plan) -> Edge:
    change = Change("practice", statement, natures=("adding",), addition=Addition(id_, title, statement))
    return Edge(id_, f"A plan that adds '{title}'.", evolve(untouched, id="practice", changes=(change,)))
