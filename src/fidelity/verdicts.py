"""The words of an answer: verdicts, and what would settle a finding that is open."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """The answer on a finding or a plan. Compares as its word: ``verdict == "red"``.

    Attributes
    ----------
    GREEN
        Within the model, or agreed.
    AMBER
        Not settled: see what it needs.
    RED
        Breaches a non-negotiable component.
    """

    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def rank(self) -> int:
        """0 for green, 1 for amber, 2 for red."""
        return _RANKS[self]


class Need(StrEnum):
    """What would settle an amber finding.

    Attributes
    ----------
    OWNER
        The answer of the model's owner.
    DECISION
        A decision of the site.
    EVIDENCE
        Evidence: no source says whether it is within the model.
    CONDITION
        Something else that it depends on.
    """

    OWNER = "owner"
    DECISION = "decision"
    EVIDENCE = "evidence"
    CONDITION = "condition"


GREEN, AMBER, RED = Verdict.GREEN, Verdict.AMBER, Verdict.RED
_RANKS = {GREEN: 0, AMBER: 1, RED: 2}
NEEDS: dict[Need, str] = {
    Need.OWNER: "ask the model's owner",
    Need.DECISION: "you still have to decide",
    Need.EVIDENCE: "no source says whether this still counts",
    Need.CONDITION: "it depends on what else is still open",
}


def worst(*verdicts: Verdict) -> Verdict:
    """Return the worst of some verdicts; green if there are none."""
    return max(verdicts, key=_RANKS.__getitem__, default=GREEN)
