"""Plans of all kinds for a model, approvals of their changes, and all that a judge is asked about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import strategies as st

from fidelity.model.elements import Tier
from fidelity.model.strength import Strength
from fidelity.plan.plan import Addition, Approval, Change, Choice, Covered, Plan, Setting
from fidelity.strategies.drawing import ADDITIONS, AUTHOR, OWNER, ROLES, SITE, TODAY, coin, number, pick, some
from fidelity.strategies.modelling import models, natures, sound_models
from fidelity.strategies.parameters import values_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from hypothesis.strategies import DrawFn, SearchStrategy

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter
    from fidelity.model.types import RawValue


@dataclass
class Draft:
    """A plan in the making: what was said so far, so that nothing is said twice."""

    model: Model
    budget: int
    changes: list[Change]
    choices: dict[str, list[Setting]]
    undecided: list[str]
    taken: set[tuple[str, str]]

    def names(self) -> list[str]:
        """Return the elements and proscribed practices of the model."""
        return [*self.model.by_id, *self.model.proscribed_by_id]

    def changed(self) -> set[str]:
        """Return what some change is about."""
        return {change.subject for change in self.changes}

    def free(self, element: str) -> list[Parameter]:
        """Return the parameters of an element that nobody has set yet."""
        return [
            parameter for parameter in self.model.by_id[element].parameters if (element, parameter.id) not in self.taken
        ]


@dataclass(frozen=True)
class Manner:
    """What a plan may contain, and how many parts are tried at least."""

    parts: tuple[str, ...] = (
        "change",
        "change",
        "change",
        "choice",
        "undecided",
        "add",
        "proscribed",
    )
    least: int = 0
    approvals: bool = True
    claims: tuple[str, ...] = ("implements", "implements", "implements", "inspired-by")
    value_allowed: Callable[[Model, str, Parameter, RawValue], bool] = lambda *_: True


EVERYTHING = Manner()


def plans(model: Model, *, max_atoms: int = 6) -> SearchStrategy[Plan]:
    """Plans of all kinds for a model."""
    return plans_in_manner(model, EVERYTHING, max_atoms=max_atoms)


@st.composite
def plans_in_manner(draw: DrawFn, model: Model, manner: Manner, *, max_atoms: int = 6) -> Plan:
    """Plans for a model in which only some things are said."""
    draft = Draft(model, max_atoms, [], {}, [], set())
    steps = {
        "change": add_change,
        "choice": add_choice,
        "undecided": add_undecided,
        "add": add_addition,
        "proscribed": add_proscribed,
    }
    sizes = sorted(range(max_atoms + 1), key=lambda size: abs(size - 0.6 * max_atoms))
    size = max(pick(draw, [*sizes, *sizes[:3]]), manner.least)
    for _ in range(size):
        steps[pick(draw, manner.parts)](draw, draft, manner)
    silence = pick(draw, ["as-specified", "as-specified", "undecided"])
    mentioned = draft.changed() | set(draft.undecided) | set(draft.choices)
    quiet = [name for name in draft.names() if name not in mentioned]
    said: Sequence[str] = some(draw, quiet, 0, len(quiet))
    if silence == "undecided":
        left = number(draw, 0, min(draft.budget, 2))
        said = quiet[left:]
    return Plan(
        id="northtown-example",
        model=model.reference,
        site=SITE,
        unmentioned=silence,
        author=pick(draw, [None, AUTHOR, AUTHOR, "team-manager"]),
        claim=pick(draw, manner.claims),
        as_specified=tuple(said),
        choices=tuple(Choice(name, tuple(set_)) for name, set_ in draft.choices.items()),
        changes=tuple(draft.changes),
        undecided=tuple(draft.undecided),
        approvals=tuple(approvals(draw, model, draft.changes)) if manner.approvals else (),
    )


def _settings(draw: DrawFn, draft: Draft, name: str, manner: Manner) -> tuple[Setting, ...]:
    found = []
    for parameter in draft.free(name):
        allowed = [raw for raw in values_for(parameter) if manner.value_allowed(draft.model, name, parameter, raw)]
        if coin(draw) and allowed:
            draft.taken.add((name, parameter.id))
            found.append(Setting(parameter.id, pick(draw, allowed)))
    return tuple(found)


def add_change(draw: DrawFn, draft: Draft, manner: Manner) -> None:
    """Say a change to an element that is not undecided."""
    open_ = [name for name in draft.model.by_id if name not in draft.undecided]
    if not open_ or draft.budget < 1:
        return
    draft.budget -= 1
    again = [name for name in open_ if name in draft.changed()]
    name = pick(draw, open_ if not again or number(draw, 0, 2) else again)
    chosen = natures(draw)
    with_ = None
    if "substituting" in chosen:
        with_ = pick(draw, [None, "stand-in", "stand-in", "elsewhere"])
    settings = _settings(draw, draft, name, manner)
    draft.changes.append(
        Change(
            id=f"c{len(draft.changes)}",
            what="Something is done differently.",
            element=name,
            natures=chosen,
            settings=settings,
            substitute=with_,
            exception=pick(draw, cited(draft.model.by_id[name], settings)),
            function_kept=pick(draw, [None, "It still serves its purpose.", "It is not kept."]),
        )
    )


def cited(element: Element, settings: Iterable[Setting]) -> list[str | None]:
    """Return the exceptions that a change may cite: none, or one that a parameter it sets has."""
    parameters_ = [p for s in settings if (p := element.parameter(s.parameter)) is not None]
    known = [exemption.id for parameter in parameters_ for exemption in parameter.exceptions]
    return [None, *known, *known]


def add_choice(draw: DrawFn, draft: Draft, manner: Manner) -> None:
    """Choose one value."""
    open_ = [name for name in draft.model.by_id if draft.free(name) and name not in draft.undecided]
    if not open_ or draft.budget < 1:
        return
    name = pick(draw, open_)
    parameter = pick(draw, draft.free(name))
    allowed = [raw for raw in values_for(parameter) if manner.value_allowed(draft.model, name, parameter, raw)]
    if not allowed:
        return
    draft.budget -= 1
    draft.taken.add((name, parameter.id))
    setting = Setting(parameter.id, pick(draw, allowed))
    draft.choices.setdefault(name, []).append(setting)


def add_undecided(draw: DrawFn, draft: Draft, _manner: Manner) -> None:
    """Leave an element or a proscribed practice open."""
    said = draft.changed() | set(draft.undecided) | set(draft.choices)
    open_ = [name for name in draft.names() if name not in said]
    if open_ and draft.budget > 0:
        draft.budget -= 1
        draft.undecided.append(pick(draw, open_))


def add_proscribed(draw: DrawFn, draft: Draft, _manner: Manner) -> None:
    """Bring in a proscribed practice; now and then in two changes."""
    open_ = [name for name in draft.model.proscribed_by_id if name not in draft.undecided]
    if not open_ or draft.budget < 1:
        return
    draft.budget -= 1
    name = pick(draw, open_)
    change = Change(id=f"c{len(draft.changes)}", what="It comes in.", proscribed=name)
    draft.changes.append(change)


def add_addition(draw: DrawFn, draft: Draft, _manner: Manner) -> None:
    """Add a local element that touches, requires and excludes others."""
    open_ = [name for name in ADDITIONS if name not in draft.changed()]
    if not open_ or draft.budget < 1:
        return
    draft.budget -= 1
    name = open_[0]
    others = list(draft.model.by_id)
    excludable = [*draft.model.by_id, *(other for other in ADDITIONS if other in draft.changed())]
    changed = [name for name in others if name in draft.changed()]
    requirable = [*(changed if changed and coin(draw) else others), *(x for x in ADDITIONS if x in draft.changed())]
    addition = Addition(
        id=name,
        title="An addition",
        statement="Something more.",
        requires=tuple(some(draw, requirable, 0, 2)),
        excludes=tuple(some(draw, excludable, 0, 2)),
    )
    draft.changes.append(
        Change(
            id=f"c{len(draft.changes)}",
            what="Something comes in addition.",
            natures=pick(draw, [(), ("adding",)]),
            addition=addition,
            touches=tuple(some(draw, others, 0, 2)),
        )
    )


# Approvals ------------------------------------------------------------------------------------------

_WRONG = ("nothing", "nothing", "nothing", "content", "content", "by", "role", "early", "late")
"""What is wrong with an approval: one thing at a time, so that a judge who overlooks that one thing is found out."""


def approvals(draw: DrawFn, model: Model, changes: Sequence[Change]) -> list[Approval]:
    """Draw approvals of some of the changes."""
    count = pick(draw, [0, 1, 2, 3]) if changes else 0
    return [approval_of(draw, model, some(draw, changes, 1, 3)) for _ in range(count)]


def approval_of(draw: DrawFn, model: Model, changes: Sequence[Change]) -> Approval:
    """Draw an approval of some changes. It is valid for the first of them, or one thing is wrong with it."""
    wrong = pick(draw, _WRONG)
    days_before = [-1] if wrong == "early" else [9] if wrong == "late" else [0, 9]
    days_after: list[int | None] = [-1] if wrong == "late" else [None, None, 0, 9]
    given = TODAY - timedelta(pick(draw, days_before))
    last = pick(draw, days_after)
    listed = model.authority.get(authority_of(model, changes[0])) or ROLES[:1]
    return Approval(
        covers=tuple(entry(draw, model, change, moved_on=wrong == "content") for change in changes),
        by=SITE if wrong == "by" else OWNER,
        role="stranger" if wrong == "role" else pick(draw, listed),
        given=given,
        until=None if last is None else max(given, TODAY + timedelta(last)),
        conditions=pick(draw, [None, None, None, "August only"]),
    )


def authority_of(model: Model, change: Change) -> str:
    """Return where the model says who may approve a change."""
    if change.proscribed is not None:
        return "proscribed"
    names = change.touches if change.addition is not None else (change.element or "",)
    found = {model.by_id[name].tier for name in names}
    return next((tier.value for tier in Tier if tier in found), Tier.FLEXIBLE.value)


def faithful(change: Change) -> Covered:
    """Return an approval's entry that repeats a change exactly."""
    return Covered(change.id, change.natures, change.settings, change.substitute, change.exception)


def entry(draw: DrawFn, model: Model, change: Change, *, moved_on: bool) -> Covered:
    """Draw what an approval repeats of a change, perhaps in other words; or one thing that the change no longer is."""
    covered = faithful(change)
    if not moved_on:
        if change.addition is not None and coin(draw):
            return evolve(covered, natures=("adding",) if not change.natures else ())
        settings = tuple(_reworded(model, change, s) for s in change.settings)
        return pick(draw, [covered, evolve(covered, natures=change.natures[::-1], settings=settings)])
    differences: list[Covered] = []
    if change.proscribed is None:
        more = next(
            one for one in ("format", "setting", "adding") if one not in change.natures
        )  # there are at most two
        natures_now = pick(draw, [("adding",), ("population",), (*change.natures, more)])
        differences.append(evolve(covered, natures=natures_now))
    if change.element is not None:
        differences.append(evolve(covered, substitute=None if change.substitute else "stand-in"))
        differences.append(evolve(covered, exception=None if change.exception else "august"))
    if change.settings:
        first = change.settings[0]
        parameter = model.by_id[change.element or ""].parameter(first.parameter)
        assert parameter is not None
        other = evolve(first, value=pick(draw, values_for(parameter)))
        differences += [
            evolve(covered, settings=(other, *change.settings[1:])),
            evolve(covered, settings=change.settings[1:]),
        ]
    return pick(draw, differences) if differences else covered


def _reworded(model: Model, change: Change, setting: Setting) -> Setting:
    """Return the same value in other words, where there are any."""
    parameter = model.by_id[change.element or ""].parameter(setting.parameter)
    assert parameter is not None
    value = parameter.value(setting.value)
    same = [raw for raw in values_for(parameter) if parameter.value(raw) == value]
    return evolve(setting, value=same[-1])


# All that a judge is asked ----------------------------------------------------------------------------


@st.composite
def questions(
    draw: DrawFn, *, sound: bool | None = None, max_size: int = 9, max_atoms: int = 6
) -> tuple[Model, Plan, Strength, date | None]:
    """Draw a model, a plan for it, what binds and the day; without ``sound`` two models in three are sound."""
    kinds = {None: [sound_models, sound_models, models], True: [sound_models], False: [models]}
    kind = pick(draw, kinds[sound])
    model = draw(kind(max_size=max_size))
    plan = draw(plans(model, max_atoms=max_atoms))
    return model, plan, draw(binds()), draw(days())


@cache
def binds() -> SearchStrategy[Strength]:
    """Draw what binds: the default more often than the rest."""
    return st.sampled_from([Strength.RESTATED, *Strength])


@cache
def days() -> SearchStrategy[date | None]:
    """Draw the day on which a plan is judged, if any."""
    return st.sampled_from([TODAY, TODAY, None, TODAY + timedelta(1)])
