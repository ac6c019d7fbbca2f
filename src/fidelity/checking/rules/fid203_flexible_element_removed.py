"""A flexible element that is not optional is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.finding import Rule
from fidelity.checking.rules import absent
from fidelity.checking.rules.examples import PLAN
from fidelity.model.elements import Tier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.facts import Raw


def find(evaluation: Evaluation) -> Iterable[Raw]:
    """Return a finding for every flexible element, not optional, that the plan's own changes take away."""
    return absent.find(evaluation, "FID203", Tier.FLEXIBLE)


RULE = Rule(
    code="FID203",
    name="flexible-element-removed",
    summary="A change takes out a flexible element that has to exist in some form.",
    why=(
        "A flexible element may be adapted to the place, and the model says within which limits. Unless it is "
        "marked as optional, it still has to be there in some form."
    ),
    source="Fidelity's design, sections 3 and 4; RU-01 of the digest of methods",
    reads="absences",
    find=find,
    message=absent.message,
    why_here=absent.why_here,
    needs=absent.needs,
    ask=absent.ask,
    ways_out=absent.ways_out,
    passes=PLAN
    + """\
changes:
  - id: local-rooms
    element: commissioning-structure
    nature: setting
    what: The team moves to rooms beside the court.
""",
    fails=PLAN
    + """\
changes:
  - id: no-rooms
    element: commissioning-structure
    nature: removing
    what: Nobody commissions the team; people help when they can.
""",
)
