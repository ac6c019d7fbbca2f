"""Plans that a variant permits and that do not do what some link of its parent asks for, found by a solver."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from fidelity.model.elements import Tier
from fidelity.model.parameters import read_value
from fidelity.plan.frame import NATURES
from fidelity.plan.plan import Addition, Change, Choice, Plan, Setting
from fidelity.rendering.english import listed
from fidelity.soundness.space import Room, Solver, Space, demands_of
from fidelity.soundness.texts import member_text, raw_text, term_words
from fidelity.soundness.values import members, own_constraints, standing_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.model.elements import Element, Substitute
    from fidelity.model.model import Model
    from fidelity.model.parameters import Exemption, Parameter
    from fidelity.model.requirements import Term
    from fidelity.model.types import RawValue, Value

__all__ = ["Edge", "Escape", "edges", "escapes", "substituted", "untouched_plan", "values_of"]


class Escape(NamedTuple):
    """What an element of a variant can do that its parent does not allow, in words, and a plan that does it."""

    element: str
    text: str
    edge: Edge


class _Way(NamedTuple):
    """A way to escape a link: the literals of a plan that does, and the substitute that it uses, if any."""

    element: Element
    text: str
    literals: tuple[int, ...]
    substitute: Substitute | None = None


def escapes(variant: Model, parent: Model, untouched: Plan) -> Iterator[Escape]:
    """Yield, for each link of the parent that a variant lets go, one plan that shows it.

    The plan does nothing that it could do without. That it escapes is exact; whether the parent's word binds, so that
    this is a breach, is for a check to say.
    """
    space = Space(variant, tuple(_terms(parent)))
    ways = [way for element in parent.elements for way in _ways(element, variant, space, parent)]
    demands = [*space.mandatory.values(), *space.switches]
    with Solver(space) as solver:
        for way in ways:
            asked = [*demands, space.place[way.element.id], *way.literals]
            if solver.holds(asked):
                found = _simplest(space, solver, asked)
                yield Escape(way.element.id, way.text, _edge(way, space, found, untouched))


def _terms(model: Model) -> Iterator[Term]:
    for element in model.elements:
        whens = (substitute.when for substitute in element.substitutes)
        yield from (group for group in (element.requires, element.realised_by, *whens) if group is not None)
        yield from (exclusion.other for exclusion in element.excludes)


def _ways(before: Element, variant: Model, space: Space, parent: Model) -> Iterator[_Way]:
    """Yield the ways in which a plan could have an element and not do what a link of the parent asks for."""
    now = variant.by_id.get(before.id)
    if now is None:
        return
    for group in (before.requires, before.realised_by):
        for term in demands_of(group):
            text = f"can be kept without what its parent asks for: {term_words(term, parent)}."
            yield _Way(now, text, (-space.literal(term),))
    for exclusion in before.excludes:
        text = f"can go with what its parent rules out: {term_words(exclusion.other, parent)}."
        yield _Way(now, text, (space.side(exclusion.other),))
    accepted = {one.id: one for one in now.substitutes}
    for substitute in before.substitutes:
        if substitute.when is not None and substitute.id in accepted:
            ours = accepted[substitute.id]
            met = space.true if ours.when is None else space.literal(ours.when)
            text = f"can have '{ours.title}' in its place where its parent does not accept that."
            yield _Way(now, text, (-space.literal(substitute.when), met), ours)


def _simplest(space: Space, solver: Solver, asked: Sequence[int]) -> frozenset[int]:
    """Return the literals of a plan that has what is asked, and leaves out, sets and adds no more than that takes."""
    kept, plan = list(asked), solver.plan()
    wanted = [*(-literal for literal in space.additions.values()), *space.place.values()]
    for literal in [*wanted, *(room.left for room in space.rooms.values())]:
        if literal not in plan and solver.holds([*kept, literal]):
            plan = solver.plan()
        if literal in plan:
            kept.append(literal)
    return plan


# As a plan -----------------------------------------------------------------------------------------------


def _edge(way: _Way, space: Space, found: frozenset[int], untouched: Plan) -> Edge:
    model = space.model
    out = [model.by_id[id_] for id_, literal in space.place.items() if literal not in found]
    added = [name for name, literal in space.additions.items() if literal in found]
    rooms = [room for room in space.rooms.values() if room.left not in found]
    settings = [(room, Setting(room.parameter.id, _raw(room, found))) for room in rooms]
    plan = evolve(
        untouched,
        id="escape",
        choices=tuple(_choices(settings)),
        changes=(
            *(_left_out(element) for element in out),
            *(_added(name) for name in added),
            *(change for room, setting in settings for change in _excepted(room, setting)),
            *([] if way.substitute is None else [substituted(way.element, way.substitute)]),
        ),
    )
    parts = [f"leaves out {listed([_quoted(element.title) for element in out])}"] if out else []
    parts += [f"adds {listed(map(_quoted, added))}"] if added else []
    parts += [f"sets {room.parameter.name} of '{model.by_id[room.element].title}' to {s.text}" for room, s in settings]
    if way.substitute is not None:
        parts.append(f"has '{way.substitute.title}' in the place of '{way.element.title}'")
    return Edge(way.element.id, f"A plan that {listed(parts) or 'keeps everything as specified'}.", plan)


def _quoted(text: str) -> str:
    return f"'{text}'"


def _raw(room: Room, found: frozenset[int]) -> RawValue:
    if room.members:
        return tuple(member_text(name) for name, literal in room.members.items() if literal in found)
    return next(raw_text(room.parameter, value) for value, literal in room.values.items() if literal in found)


def _exception(room: Room, setting: Setting) -> Exemption | None:
    """Return the exception that a value needs, or ``None`` where it is inside the limits."""
    parameter = room.parameter
    value = parameter.value(setting.value)
    if all(limit.holds(value) for limit in parameter.limits):
        return None
    return next((one for one in parameter.exceptions if one.holds(value)), None)


def _choices(settings: Iterable[tuple[Room, Setting]]) -> Iterator[Choice]:
    chosen: dict[str, tuple[Setting, ...]] = {}
    for room, setting in settings:
        if _exception(room, setting) is None:
            chosen[room.element] = (*chosen.get(room.element, ()), setting)
    return (Choice(element, theirs) for element, theirs in chosen.items())


def _excepted(room: Room, setting: Setting) -> Iterator[Change]:
    exception = _exception(room, setting)
    if exception is not None:
        yield Change(
            f"{room.element}-{room.parameter.id}",
            "The value is another one.",
            element=room.element,
            natures=("tailoring",),
            settings=(setting,),
            exception=exception.id,
            function_kept="It serves what it is for.",
        )


def _left_out(element: Element) -> Change:
    return Change(f"without-{element.id}", "It is left out.", element=element.id, natures=("removing",))


def _added(name: str) -> Change:
    return Change(f"with-{name}", "It is added.", natures=("adding",), addition=Addition(name, name, "It is added."))


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
    if parameter.kind.several:
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
