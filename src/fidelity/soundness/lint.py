"""Everything that the rules of the family FID6xx find about a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from attrs import frozen

from fidelity.content import Content
from fidelity.soundness.analysis import Examined
from fidelity.soundness.claims import ClaimTest
from fidelity.soundness.issue import Issue, Level
from fidelity.soundness.rules.rule import all_rules

if TYPE_CHECKING:
    from fidelity.errors import Place
    from fidelity.model.model import Model

__all__ = ["Linted", "Soundness", "lint"]


class Linted(Protocol):
    """What can be sound or not: a model or a scale."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def version(self) -> str:
        """Its version."""

    @property
    def reference(self) -> str:
        """Its id and version, as plans and forms pin it."""

    @property
    def title(self) -> str:
        """What people call it."""

    @property
    def place(self) -> Place:
        """Where its file begins."""


@frozen(slots=False, eq=False, repr=False)
class Soundness(Content):
    """What was found about one model or scale.

    Attributes
    ----------
    model
        The model or scale.
    issues
        What was found, the worst first.
    claim
        The test of what a variant claims; ``None`` for anything else.
    """

    model: Linted
    issues: tuple[Issue, ...]
    claim: ClaimTest | None = None

    @property
    def ok(self) -> bool:
        """Whether there is no fault. Advice and notes leave a model sound."""
        return not self.at(Level.FAULT)

    def at(self, level: Level) -> tuple[Issue, ...]:
        """Return the issues of one level."""
        return tuple(issue for issue in self.issues if issue.level is level)

    @property
    def worst(self) -> int:
        """The highest rank of any issue; -1 if there is none."""
        return max((issue.level.rank for issue in self.issues), default=-1)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.at(level))} {level.value}" for level in Level)
        return f"<Soundness {self.model.reference}: {counts}>"


def lint(model: Model) -> Soundness:
    """Return whether a model is itself sound, with reasons.

    Parameters
    ----------
    model
        A model.

    Returns
    -------
    Soundness
        What the rules of the family FID6xx find, the worst first.

    Raises
    ------
    MissingExtraError
        If the extra ``lint`` (python-sat) is not installed.

    Notes
    -----
    Analyses of links are exact. A model of 5,000 elements takes seconds.

    Examples
    --------
    >>> import fidelity
    >>> lint(fidelity.load_model("fdac")).ok
    True
    """
    examined = Examined(model)
    issues = [
        Issue(rule.code, rule.name, rule.level, one.subject, one.message, one.ways_out, one.place, one.plan)
        for rule in all_rules()
        for one in rule.find(examined)
    ]
    issues.sort(key=lambda issue: -issue.level.rank)
    return Soundness(model, tuple(issues), examined.claim)
