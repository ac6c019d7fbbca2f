"""What is amiss with a model itself, or worth knowing about it."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE
from fidelity.plan.plan import Plan

__all__ = ["Issue", "Level", "Remark"]


class Level(Enum):
    """How much an issue matters: a ``FAULT`` misleads plans, ``ADVICE`` would improve the model, a ``NOTE`` informs."""

    FAULT = "fault"
    ADVICE = "advice"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """From 0, a note, to 2, a fault."""
        return {"note": 0, "advice": 1, "fault": 2}[self.value]


@frozen(eq=False, repr=False)
class Remark(Content):
    """What a rule says about one part of a model. ``subject`` is an id; empty for the model as a whole."""

    subject: str
    message: str
    ways_out: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, eq=False, repr=False)
    plan: Plan | None = None


@frozen(eq=False, repr=False)
class Issue(Content):
    """One thing that a rule found about a model.

    ``plan`` is a plan that shows it, where there is one: for a claim that fails, a plan that the variant allows and
    its parent does not.
    """

    code: str
    name: str
    level: Level
    subject: str
    message: str
    ways_out: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, eq=False, repr=False)
    plan: Plan | None = None
