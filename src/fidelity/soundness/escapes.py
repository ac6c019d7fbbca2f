"""Plans that a variant permits and that do not do what some link of its parent asks for, found by a solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from fidelity.plan.plan import Addition, Change, Choice, Plan, Setting
from fidelity.rendering.english import listed
from fidelity.soundness.edges import Edge, substituted
from fidelity.soundness.solver import Solver
from fidelity.soundness.space import Room, Space, demands_of
from fidelity.soundness.texts import member_text, raw_text
from fidelity.soundness.words import term_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.model.elements import Element, Substitute
    from fidelity.model.model import Model
    from fidelity.model.parameters import Exemption, RawValue
    from fidelity.model.requirements import Term

__all__ = ["Escape", "escapes"]


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
