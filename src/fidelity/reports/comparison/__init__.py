"""Reports of a comparison: one format a file, and here what the readable ones say in the same words.

A new file beside its siblings is a new format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.comparing.difference import Bearing
from fidelity.comparing.history import HISTORY
from fidelity.comparing.models import ModelDiff
from fidelity.comparing.plans import Move
from fidelity.plugins import Registry
from fidelity.rendering.english import counted

if TYPE_CHECKING:
    from fidelity.checking.result import Unreadable
    from fidelity.comparing.difference import Difference
    from fidelity.comparing.effect import Effect
    from fidelity.comparing.plans import PlanDiff

FORMATS = Registry("fidelity.reports.comparison")


class Compared(NamedTuple):
    """What is to be laid out: a comparison, and for two versions of a model what they do to some plans."""

    found: ModelDiff | PlanDiff
    plans: tuple[Effect | Unreadable, ...] = ()


BEARINGS: dict[Bearing, str] = {
    Bearing.BREAKING: "Breaking: a plan may now be judged worse",
    Bearing.COMPATIBLE: "Compatible: no plan is judged worse",
    Bearing.EDITORIAL: "Editorial: nothing is judged by it",
}
MOVES: dict[Move, str] = {
    Move.ADDED: "Added",
    Move.WITHDRAWN: "Withdrawn",
    Move.TIGHTENED: "Tightened: nearer to the model",
    Move.LOOSENED: "Loosened: further from the model",
    Move.ALTERED: "Altered: neither nearer nor further, as far as that can be told",
    Move.REWORDED: "In other words",
}


def headline(found: ModelDiff | PlanDiff) -> tuple[str, str]:
    """Return the word and the line that say it all."""
    if isinstance(found, ModelDiff):
        names = f"{found.old.reference} to {found.new.reference}"
        counts = ", ".join(f"{len(some)} {one.value}" for one in Bearing if (some := found.of(one)))
    else:
        names = f"{found.old.id} to {found.new.id}"
        counts = ", ".join(f"{len(moved)} {one.value}" for one in Move if (moved := found.of(one)))
    total = counted(len(found.differences), "difference")
    return ("SAME  ", f"{names}: no difference") if found.same else ("DIFFERENT  ", f"{names}: {total} ({counts})")


def remark(found: ModelDiff | PlanDiff) -> str:
    """Return what has to be known before reading on; empty where there is nothing."""
    if not isinstance(found, ModelDiff):
        if found.old.model != found.new.model:
            return "The two are written for different models or versions; values are judged by the newer plan's model."
        return ""
    if found.relation == "strangers":
        return (
            "These are two different models, and neither extends the other. They are compared all the same, part by "
            "part; a plan for the one is no plan for the other."
        )
    if found.relation == "variant":
        return "The one extends the other. 'fidelity lint' says whether the variant keeps what it claims."
    if not found.same and found.old.version == found.new.version:
        return f"Both call themselves {found.new.reference}. Give one of them another version: plans pin it."
    return ""


def told_with(one: Difference) -> list[str]:
    """Return what comes with a difference, in sentences; its own history is no news and is left out."""
    return [inner.text for inner in one.with_it if inner.path[-1] not in HISTORY]


def effect_line(one: Effect) -> str:
    """Return what a new version does to a plan, in one line."""
    name = one.plan.place.path or one.plan.id
    after = one.after.verdict.value if one.after is not None else "does not fit"
    if one.after is not None and one.before.verdict is one.after.verdict:
        return f"{name} ({one.plan.site}): {after}, as before"
    return f"{name} ({one.plan.site}): {one.before.verdict.value} before, {after} now"
