"""Approvals of some changes of a plan: most of them valid."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import evolve

from fidelity.plan.plan import Approval, Covered
from fidelity.strategies.drawing import pick, some
from fidelity.strategies.grounds import OWNER, ROLES, SITE, TODAY
from fidelity.strategies.parameters import values_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn

    from fidelity.model.model import Model
    from fidelity.plan.plan import Change, Setting

__all__ = ["approvals", "faithful"]


def approvals(draw: DrawFn, model: Model, changes: Sequence[Change]) -> list[Approval]:
    """Approvals of some of the changes: most of them valid."""
    if not changes:
        return []
    count = pick(draw, [0, 1, 2, 3])
    return [one_approval(draw, model, changes) for _ in range(count)]


def one_approval(draw: DrawFn, model: Model, changes: Sequence[Change]) -> Approval:
    """Draw an approval of one change or two, valid more often than not."""
    covers = some(draw, changes, 1, 3)
    given = pick(draw, [TODAY - timedelta(9), TODAY, TODAY, TODAY + timedelta(1)])
    ends = (TODAY + timedelta(9), TODAY, TODAY - timedelta(1))
    until = pick(draw, [None, None, *(end for end in ends if end >= given)])
    return Approval(
        covers=tuple(entry(draw, model, change) for change in covers),
        by=pick(draw, [OWNER, OWNER, OWNER, SITE]),
        role=pick(draw, [*ROLES, "model-owner", "model-owner", "stranger"]),
        given=given,
        until=until,
    )


def faithful(change: Change) -> Covered:
    """Return an approval's entry that repeats a change exactly."""
    return Covered(change.id, change.natures, change.settings, change.substitute, change.exception)


def entry(draw: DrawFn, model: Model, change: Change) -> Covered:
    """Draw what an approval repeats of a change: now and then not what the change has become."""
    covered = faithful(change)
    twist = pick(draw, ["", "", "", "", "", "", "same", "nature", "value", "with", "nowhere"])
    if twist == "same":
        settings = tuple(_reworded(model, change, s) for s in change.settings)
        return evolve(covered, natures=tuple(reversed(change.natures)), settings=settings)
    if twist == "nature" and change.proscribed is None:
        return evolve(covered, natures=pick(draw, [("adding",), ("population",)]))
    if twist == "value":
        return evolve(covered, settings=change.settings[1:])
    if twist == "with" and change.element is not None:
        return evolve(covered, substitute="stand-in")
    if twist == "nowhere" and change.addition is not None:
        return evolve(covered, natures=())
    return covered


def _reworded(model: Model, change: Change, setting: Setting) -> Setting:
    """Return the same value in other words, where there are any."""
    parameter = model.by_id[change.element or ""].parameter(setting.parameter)
    assert parameter is not None
    value = parameter.value(setting.value)
    same = [raw for raw in values_for(parameter) if parameter.value(raw) == value]
    return evolve(setting, value=same[-1])
