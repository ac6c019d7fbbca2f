"""Plans that a variant permits and its parent may not: found by a solver, or at the edge of what is allowed."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from fidelity.model.elements import Tier
from fidelity.model.parameters import read_value
from fidelity.plan.frame import NATURES
from fidelity.plan.plan import Addition, Change, Choice, Plan, Setting
from fidelity.rendering.english import listed
from fidelity.soundness.space import ParameterLiterals, Solver, Space, demands_of, terms_of
from fidelity.soundness.texts import member_text, raw_text, term_words
from fidelity.soundness.values import members, own_constraints, standing_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.model.elements import Element, Substitute
    from fidelity.model.model import Model
    from fidelity.model.parameters import Exemption, Parameter
    from fidelity.model.types import RawValue, Value


class Escape(NamedTuple):
    """What an element of a variant can do that its parent does not allow, in words, and a plan that does it."""

    element: str
    text: str
    edge: Edge


class _Way(NamedTuple):
    """A way to escape a link: the literals of a plan that escapes it, and the substitute that it uses, if any."""

    element: Element
    text: str
    literals: tuple[int, ...]
    substitute: Substitute | None = None


def escapes(variant: Model, parent: Model, untouched: Plan) -> Iterator[Escape]:
    """Yield, for each link of the parent that a variant lets go, one plan that shows it.

    The plan does nothing that it could do without. That it escapes is exact. A check has to say whether the parent's
    word binds, so that this is a breach.
    """
    space = Space(variant, tuple(terms_of(parent)))
    ways = [way for element in parent.elements for way in _ways(element, variant, space, parent)]
    demands = [*space.mandatory.values(), *space.switches]
    with Solver(space) as solver:
        for way in ways:
            asked = [*demands, space.place[way.element.id], *way.literals]
            if solver.holds(asked):
                found = _simplest(space, solver, asked)
                yield Escape(way.element.id, way.text, _edge(way, space, found, untouched))


def _ways(before: Element, variant: Model, space: Space, parent: Model) -> Iterator[_Way]:
    """Yield the ways in which a plan could have an element without doing what a link of the parent asks for."""
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
    """Return the literals of a plan that has what is asked, and leaves out, sets and adds no more than needed."""
    kept, plan = list(asked), solver.plan()
    additions = [-literal for literal in space.additions.values()]
    left = [literals.left for literals in space.parameters.values()]
    for literal in [*additions, *space.place.values(), *left]:
        if literal not in plan and solver.holds([*kept, literal]):
            plan = solver.plan()
        if literal in plan:
            kept.append(literal)
    return plan


# As a plan -----------------------------------------------------------------------------------------------


class Edge(NamedTuple):
    """A plan, what it does in a sentence, and the id that it does it to."""

    subject: str
    words: str
    plan: Plan


def _edge(way: _Way, space: Space, found: frozenset[int], untouched: Plan) -> Edge:
    """Return the plan that some literals stand for."""
    model = space.model
    out = [model.by_id[id_] for id_, literal in space.place.items() if literal not in found]
    added = [name for name, literal in space.additions.items() if literal in found]
    titles = [f"'{element.title}'" for element in out]
    parts = [f"leaves out {listed(titles)}"] if out else []
    names = [f"'{name}'" for name in added]
    parts += [f"adds {listed(names)}"] if added else []
    changes = [_change(f"without-{element.id}", "It is left out.", element.id, "removing") for element in out]
    changes += [
        Change(f"with-{name}", "It is added.", natures=("adding",), addition=Addition(name, name, "It is added."))
        for name in added
    ]
    chosen: dict[str, tuple[Setting, ...]] = {}
    for literals in space.parameters.values():
        if literals.left in found:
            continue
        parameter, element = literals.parameter, literals.element
        setting = Setting(parameter.id, _raw(literals, found))
        value = parameter.value(setting.value)
        inside_limits = all(limit.holds(value) for limit in parameter.limits)
        exception = None if inside_limits else next((one for one in parameter.exceptions if one.holds(value)), None)
        if exception is None:
            chosen[element] = (*chosen.get(element, ()), setting)
        else:
            changes.append(_excepted(f"{element}-{parameter.id}", element, setting, exception))
        parts.append(f"sets {parameter.name} of '{model.by_id[element].title}' to {setting.text}")
    if way.substitute is not None:
        changes.append(_substituted(way.element, way.substitute))
        parts.append(f"has '{way.substitute.title}' in the place of '{way.element.title}'")
    choices = tuple(Choice(element, settings) for element, settings in chosen.items())
    plan = evolve(untouched, id="escape", choices=choices, changes=tuple(changes))
    return Edge(way.element.id, f"A plan that {listed(parts) or 'keeps everything as specified'}.", plan)


def _raw(literals: ParameterLiterals, found: frozenset[int]) -> RawValue:
    if literals.members:
        return tuple(member_text(name) for name, literal in literals.members.items() if literal in found)
    return next(raw_text(literals.parameter, value) for value, literal in literals.values.items() if literal in found)


def _change(id_: str, what: str, element: str, nature: str) -> Change:
    return Change(id_, what, element=element, natures=(nature,))


def _excepted(id_: str, element: str, setting: Setting, exception: Exemption) -> Change:
    """Return the change that sets a value by an exception."""
    change = _change(id_, "The value is another one.", element, "tailoring")
    return evolve(change, settings=(setting,), exception=exception.id, function_kept=_KEPT)


def _substituted(element: Element, substitute: Substitute) -> Change:
    """Return the change that puts a substitute in place; one that is accepted needs no more words."""
    return evolve(
        _change("substituted", "The substitute stands in.", element.id, "substituting"), substitute=substitute.id
    )


# Plans that go to the edge of what a variant allows ----------------------------------------------------------

_MOST_MEMBERS = 8
"""Up to how many members of a set every combination is tried: 256 sets, each of them two checks."""
_KEPT = "It serves what it is for."


def untouched_plan(variant: Model) -> Plan:
    """Return a plan that keeps everything as specified."""
    return Plan("untouched", variant.reference, "Anywhere", "as-specified", author="site-lead")


def edges(variant: Model, parent: Model) -> Iterator[Edge]:
    """Yield plans for a variant, the simplest first; a check has to say whether the variant allows them.

    There is one that changes nothing, one for each optional element that is left out, for each value that some
    comparison of either model tells apart, for each substitute, and for each nature of change to what was overridden.
    """
    untouched = untouched_plan(variant)
    yield Edge("", "A plan that keeps everything as specified.", untouched)
    for element in variant.elements:
        before = parent.by_id.get(element.id)
        if element.tier is Tier.FLEXIBLE:
            change = _change("left-out", "It is left out.", element.id, "removing")
            plan = evolve(untouched, id="left-out", changes=(change,))
            yield Edge(element.id, f"A plan that leaves out '{element.title}'.", plan)
        for parameter in element.parameters:
            known = before.parameter(parameter.id) if before is not None else None
            yield from _values(element, parameter, known, untouched)
        for substitute in element.substitutes:
            plan = evolve(untouched, id="substituted", changes=(_substituted(element, substitute),))
            yield Edge(element.id, f"A plan with '{substitute.title}' in the place of '{element.title}'.", plan)
        if before is not None and before is not element and _rules(element) != _rules(before):
            for nature in NATURES:
                change = evolve(_change("changed", "It is changed.", element.id, nature), function_kept=_KEPT)
                plan = evolve(untouched, id="changed", changes=(change,))
                yield Edge(element.id, f"A plan that changes '{element.title}' ({nature}).", plan)
    for one in parent.proscribed:
        if one.id not in variant.proscribed_by_id:
            addition = Addition(one.id, one.title, one.statement)
            change = Change("practice", one.statement, natures=("adding",), addition=addition)
            yield Edge(one.id, f"A plan that adds '{one.title}'.", evolve(untouched, id="practice", changes=(change,)))


def _rules(element: Element) -> tuple[object, ...]:
    return (element.tier, element.optional, element.adaptation)


def _values(element: Element, parameter: Parameter, known: Parameter | None, untouched: Plan) -> Iterator[Edge]:
    """Yield a plan for each value that some comparison tells apart, alone and under each exception."""
    for raw in _raws(parameter, known):
        setting = Setting(parameter.id, raw)
        words = f"A plan in which '{element.title}' has {parameter.name}: {setting.text}"
        yield Edge(element.id, f"{words}.", evolve(untouched, id="value", choices=(Choice(element.id, (setting,)),)))
        for exception in parameter.exceptions:
            plan = evolve(
                untouched, id="exception", changes=(_excepted("by-exception", element.id, setting, exception),)
            )
            yield Edge(element.id, f"{words}, by the exception '{exception.title}'.", plan)


def _raws(parameter: Parameter, known: Parameter | None) -> Iterator[RawValue]:
    """Yield values that stand for all of a parameter, as it is and as it was known, in the words of a plan."""
    compared = tuple(own_constraints(known)) if known is not None else ()
    if not parameter.kind.several:
        yield from (raw_text(parameter, value) for value in standing_for(parameter, compared))
        return
    names = tuple(map(member_text, members(parameter, compared)))
    if len(names) <= _MOST_MEMBERS:
        yield from (some for count in range(len(names) + 1) for some in combinations(names, count))
        return
    yield from ((), names)
    for name in names:
        yield from ((name,), tuple(one for one in names if one != name))


def values_of(parameter: Parameter, known: Parameter) -> tuple[tuple[str, Value], ...]:
    """Return values that stand for all of a parameter, before an override and after, each with its text."""
    return tuple(
        (raw if isinstance(raw, str) else ", ".join(raw) or "none", read_value(parameter.type, raw, parameter.unit))
        for raw in _raws(parameter, known)
    )
