"""Plans of all kinds for a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from fidelity.plan.plan import Addition, Change, Choice, Plan, Setting
from fidelity.strategies.approving import approvals
from fidelity.strategies.drawing import coin, number, pick, some
from fidelity.strategies.elements import natures
from fidelity.strategies.grounds import ADDITIONS, AUTHOR, SITE
from fidelity.strategies.parameters import values_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter, RawValue

__all__ = ["Manner", "plans", "plans_in_manner"]


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
    """What a plan may contain."""

    parts: tuple[str, ...] = (
        "change",
        "change",
        "change",
        "choice",
        "undecided",
        "add",
        "proscribed",
    )
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
    size = pick(draw, [*sizes, *sizes[:3]])
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
    name = pick(draw, open_)
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
            function_kept=pick(draw, [None, "It still serves its purpose."]),
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
    requirable = changed if changed and coin(draw) else others
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
