"""What is wrong with a model itself, or worth knowing about it."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE
from fidelity.plan.plan import Plan


class Level(Enum):
    """How much an issue matters.

    Attributes
    ----------
    FAULT
        It misleads plans.
    ADVICE
        To follow it would improve the model.
    NOTE
        It is worth knowing.
    """

    FAULT = "fault"
    ADVICE = "advice"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """From 0, a note, to 2, a fault."""
        return {"note": 0, "advice": 1, "fault": 2}[self.value]


@frozen(eq=False, repr=False)
class Remark(Content):
    """What a rule says about one part of a model: the parts of an ``Issue`` that the rule itself does not fix."""

    subject: str
    message: str
    ways_out: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, eq=False, repr=False)
    plan: Plan | None = None


@frozen(eq=False, repr=False)
class Issue(Content):
    """One thing that a rule found about a model.

    Attributes
    ----------
    code, name, level
        The rule, and how much it matters.
    subject
        The id of the part that it is about; empty for the model as a whole.
    message
        What was found.
    ways_out
        What its owner could do about it.
    place
        Where the model says it.
    plan
        A plan that shows it, if there is one: for a claim that fails, a plan that the variant allows and its parent
        does not.
    """

    code: str
    name: str
    level: Level
    subject: str
    message: str
    ways_out: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, eq=False, repr=False)
    plan: Plan | None = None
