"""A core principle is given up."""

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
    """Return a finding for every core principle that the plan's own changes take away."""
    return absent.find(evaluation, "FID202", Tier.PRINCIPLE)


RULE = Rule(
    code="FID202",
    name="principle-abandoned",
    summary="A change gives up a core principle.",
    why=(
        "A core principle is what the model is for. It can be served in many ways, and the model says which; a "
        "change that gives the principle itself up leaves a service that may be good, but is another one. "
        "Nobody can approve that as a variation."
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
  - id: welcome-words
    element: informed-choice
    nature: tailoring
    what: The welcome talk about choosing FDAC is given in plainer words.
""",
    fails=PLAN
    + """\
changes:
  - id: no-choice
    element: informed-choice
    nature: removing
    what: Families are placed in FDAC without being asked.
""",
)
