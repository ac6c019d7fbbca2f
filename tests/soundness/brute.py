"""Every plan of a small model, put before the library's own checker: slow, and without a solver.

What a plan can do here: have each element as it is, leave it out, or put an accepted substitute in its place; set each
parameter to a value, as a choice or under an exception, or leave it alone; and add what some link names as a local
addition. A plan is **permitted** if the checker finds nothing red in it with every source counted (``bind="inferred"``:
then nothing is uncertain but what the plan itself leaves open, and these plans leave nothing open), and if it really
has what it does not leave out: an optional element that falls without a word is another plan, the one without it.

An amber for a matter on which the model is silent, or for a tolerance, does not forbid anything.
"""

from __future__ import annotations

from functools import cached_property
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve
from tests.strategies import ADDITIONS, all_leaves

from fidelity.checking.result import judge_plan
from fidelity.model.elements import NatureRule, Tier
from fidelity.model.evidence import Basis
from fidelity.model.requirements import AdditionTerm, Group, ParameterTerm
from fidelity.model.strength import Strength
from fidelity.plan.plan import Addition, Change, Choice, Plan, Setting
from fidelity.soundness.analysis import Closed, Redundant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter
    from fidelity.model.requirements import Term
    from fidelity.model.types import RawValue

__all__ = ["Brute", "asking_only", "count", "is_possible", "plain", "plans", "redundant", "values_of"]

_KEPT, _OUT = "kept", "out"
_BASIS = Basis(inferred="for the test")
_RULES = (NatureRule("tailoring", "permitted", _BASIS), NatureRule("substituting", "absent", _BASIS))
_VALUES: dict[tuple[str, str | None], tuple[RawValue, ...]] = {
    ("whole-number", None): tuple("0123456"),
    ("duration", "minutes"): ("1 day", "1 week", "10 days", "2 weeks", "3 weeks", "4 weeks", "5 weeks"),
    ("duration", "months"): (
        "0 months",
        "1 month",
        "2 months",
        "3 months",
        "4 months",
        "6 months",
        "1 year",
        "2 years",
    ),
    ("rate", "per minute"): tuple(f"{times} per 4 weeks" for times in (0, 2, 3, 4, 6, 8, 9)),
    ("proportion", None): ("0.4", "0.5", "0.6", "0.8", "0.9", "1"),
    ("quantity", "family"): tuple(f"{families} families" for families in (9, 10, 11, 12, 15, 20, 21)),
    ("yes-no", None): ("yes", "no"),
}
_MEMBERS = ("nurse", "doctor", "teacher", "cook")
"""By type and unit: every value that a random model may name, and one on either side of each."""


def values_of(parameter: Parameter) -> tuple[RawValue, ...]:
    """Return values of a parameter of a random model of which every other value has a twin here."""
    if parameter.type == "choice":
        return parameter.options
    if parameter.type == "set":
        return tuple(row for size in range(len(_MEMBERS) + 1) for row in combinations(_MEMBERS, size))
    return _VALUES[parameter.type, parameter.family]


def plain(model: Model) -> Model:
    """Return a random model with what the analyses are about.

    Each substitute has an id of its own, as in a file. Parameters that no link is about are left out. Rules of elements
    for natures of change are replaced, so that a substitute counts only where it is accepted, and an exception can be
    cited at every tier.
    """
    named = {(x.element, x.parameter) for x in all_leaves(model) if isinstance(x, ParameterTerm)}
    named |= {
        (x.other.element, x.other.parameter)
        for e in model.elements
        for x in e.excludes
        if isinstance(x.other, ParameterTerm)
    }
    return evolve(
        model,
        elements=tuple(
            evolve(
                element,
                adaptation=_RULES,
                tolerance=None,
                parameters=tuple(one for one in element.parameters if (element.id, one.id) in named),
                substitutes=tuple(evolve(one, id=f"{element.id}-stand-in") for one in element.substitutes),
            )
            for element in model.elements
        ),
    )


class Done(NamedTuple):
    """What a plan does: each element's state, each value that is set, and what is added."""

    states: dict[str, str]
    values: dict[tuple[str, str], RawValue]
    plan: Plan


def plans(model: Model) -> Iterator[Done]:
    """Yield every plan."""
    ids = [element.id for element in model.elements]
    parameters = {(e.id, p.id): list(_settings(p)) for e in model.elements for p in e.parameters}
    named = {leaf.addition for leaf in all_leaves(model) if isinstance(leaf, AdditionTerm)}
    added = [(None, name) if name in named else (None,) for name in ADDITIONS]
    for states in product(*(_states(element) for element in model.elements)):
        for settings in product(*parameters.values()):
            for additions in product(*added):
                chosen = {key: one for key, one in zip(parameters, settings, strict=True) if one is not None}
                state = dict(zip(ids, states, strict=True))
                yield _done(model, state, chosen, [name for name in additions if name is not None])


def count(model: Model) -> int:
    """Return how many plans there are."""
    added = {leaf.addition for leaf in all_leaves(model) if isinstance(leaf, AdditionTerm)}
    sizes = [len(_states(element)) for element in model.elements]
    sizes += [len(list(_settings(parameter))) for element in model.elements for parameter in element.parameters]
    return prod(sizes) << len(added)


def _states(element: Element) -> tuple[str, ...]:
    return (_KEPT, _OUT, *(one.id for one in element.substitutes))


def _settings(parameter: Parameter) -> Iterator[tuple[RawValue, str | None] | None]:
    """Yield: nothing, each value, and each value under each exception."""
    yield None
    for raw in values_of(parameter):
        yield raw, None
        yield from ((raw, exception.id) for exception in parameter.exceptions)


def _done(
    model: Model,
    states: dict[str, str],
    chosen: dict[tuple[str, str], tuple[RawValue, str | None]],
    additions: list[str],
) -> Done:
    changes = [_change(id_, state) for id_, state in states.items() if state != _KEPT]
    choices: dict[str, tuple[Setting, ...]] = {}
    for at, ((element, parameter), (raw, exception)) in enumerate(chosen.items()):
        setting = Setting(parameter, raw)
        if exception is None:
            choices[element] = (*choices.get(element, ()), setting)
        else:
            changes.append(_under(exception, element, setting, f"set-{at}"))
    changes += [Change(name, "It comes.", natures=("adding",), addition=Addition(name, "x", "y")) for name in additions]
    plan = Plan(
        "any",
        model.reference,
        "Northtown",
        "as-specified",
        choices=tuple(Choice(element, settings) for element, settings in choices.items()),
        changes=tuple(changes),
    )
    return Done(states, {key: raw for key, (raw, _) in chosen.items()}, plan)


def _change(element: str, state: str) -> Change:
    natures, with_ = (("removing",), None) if state == _OUT else (("substituting",), state)
    return Change(f"c-{element}", "x", element=element, natures=natures, substitute=with_, function_kept="so")


def _under(exception: str, element: str, setting: Setting, id_: str) -> Change:
    return Change(
        id_, "x", element=element, natures=("tailoring",), settings=(setting,), exception=exception, function_kept="so"
    )


class Brute:
    """A model and all of its plans."""

    def __init__(self, model: Model) -> None:
        self.model = model

    @cached_property
    def permitted(self) -> list[Done]:
        """The plans that the checker permits."""
        return [done for done in plans(self.model) if permits(self.model, done)]

    @cached_property
    def core(self) -> tuple[str, ...]:
        """What every permitted plan has."""
        return tuple(id_ for id_ in self.model.by_id if all(done.states[id_] != _OUT for done in self.permitted))

    @cached_property
    def dead(self) -> tuple[str, ...]:
        """What no permitted plan has."""
        return tuple(id_ for id_ in self.model.by_id if all(done.states[id_] == _OUT for done in self.permitted))

    @property
    def forced(self) -> tuple[str, ...]:
        """The optional elements that every permitted plan has."""
        return tuple(id_ for id_ in self.core if self.model.by_id[id_].optional)

    @property
    def unusable(self) -> tuple[str, ...]:
        """The substitutes with a condition that no permitted plan uses, though some have the element."""
        return tuple(
            substitute.id
            for element in self.model.elements
            for substitute in element.substitutes
            if substitute.when is not None and element.id not in self.dead
            if all(done.states[element.id] != substitute.id for done in self.permitted)
        )

    @property
    def closed(self) -> set[Closed]:
        """The options that would be permitted if there were no links, and are not as it is."""
        offered = {one for one in Brute(unlinked(self.model)).chosen if is_named(self.model, one)}
        return {one for one in offered - self.chosen if one.element not in self.dead}

    @property
    def chosen(self) -> set[Closed]:
        """Every option that some permitted plan chooses."""
        return {
            Closed(element, parameter, option)
            for done in self.permitted
            for (element, parameter), raw in done.values.items()
            for option in ((raw,) if isinstance(raw, str) else raw)
            if done.states[element] != _OUT
        }


def permits(model: Model, done: Done) -> bool:
    """Return whether the checker permits a plan, and the plan has all that it does not leave out."""
    result = judge_plan(done.plan, model, Strength.INFERRED, None)
    return result.verdict != "red" and all(
        result.elements[id_].state != "not-in-place" for id_, state in done.states.items() if state != _OUT
    )


def is_possible(model: Model) -> bool:
    """Return whether the checker permits any plan."""
    return any(permits(model, done) for done in plans(model))


def is_named(model: Model, option: Closed) -> bool:
    """Return whether a parameter itself names an option, and is not silent."""
    parameter = model.by_id[option.element].parameter(option.parameter)
    assert parameter is not None
    if parameter.type != "set" or not parameter.limits:
        return bool(parameter.limits) and parameter.type in ("choice", "yes-no")
    limits = [*parameter.limits, *(one for exception in parameter.exceptions for one in exception.limits)]
    own = [*parameter.standard, *(one for limit in limits for one in limit.constraints)]
    return (
        parameter.type == "set" and bool(parameter.limits) and any(option.option in one.text.split(", ") for one in own)
    )


def unlinked(model: Model) -> Model:
    """Return a model in which nothing is asked of any element but to be there."""
    return evolve(model, elements=tuple(map(_unlinked, model.elements)))


def asking_only(model: Model, ids: set[str]) -> Model:
    """Return a model of which only some elements have to be in place, or ask for anything."""
    return evolve(
        model,
        elements=tuple(
            element if element.id in ids else evolve(_unlinked(element), tier=Tier.FLEXIBLE, optional=True)
            for element in model.elements
        ),
    )


def _unlinked(element: Element) -> Element:
    return evolve(element, requires=None, realised_by=None, excludes=())


def redundant(model: Model) -> tuple[Redundant, ...]:
    """Return each demand that follows from the rest, in file order; what was found is not part of the rest any more."""
    left = [Redundant(element.id, term) for element in model.elements for term in demands(element)]
    found = []
    for one in tuple(left):
        rest = [other for other in left if other is not one]
        if _follows(model, one, rest):
            left = rest
            found.append(one)
    return tuple(found)


def demands(element: Element) -> Iterator[Term]:
    """Yield what an element asks for, one by one."""
    open_: list[Term | None] = [element.requires, element.realised_by]
    while open_:
        term = open_.pop(0)
        if isinstance(term, Group) and term.kind == "all":
            open_ = [*term.terms, *open_]
        elif term is not None:
            yield term


def _follows(model: Model, asked: Redundant, rest: list[Redundant]) -> bool:
    """Return whether no plan has an element, does all of the rest and not what is asked; some plan has it."""
    without, with_ = _asked(model, rest), _asked(model, [*rest, asked])
    having = [done for done in plans(without) if done.states[asked.owner] == _KEPT and permits(without, done)]
    return bool(having) and all(permits(with_, done) for done in having)


def _asked(model: Model, every: list[Redundant]) -> Model:
    """Return a model of optional elements that asks for some things only."""
    elements = []
    for element in model.elements:
        terms = tuple(one.term for one in every if one.owner == element.id)
        bare = evolve(_unlinked(element), tier=Tier.FLEXIBLE, optional=True, substitutes=(), excludes=element.excludes)
        elements.append(evolve(bare, requires=Group("all", terms, _BASIS) if terms else None))
    return evolve(model, elements=tuple(elements))
