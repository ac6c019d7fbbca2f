"""An essential element is taken out."""

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
    """Return a finding for every essential element that the plan's own changes take away."""
    return absent.find(evaluation, "FID201", Tier.ESSENTIAL)


RULE = Rule(
    code="FID201",
    name="essential-element-removed",
    summary="A change takes an essential element out of the model.",
    why=(
        "An essential element is an operational part without which the model does not succeed or does not "
        "last. A site that leaves one out, replaces it by something that does not serve its function, or "
        "lets it drift away is no longer delivering the model that was shown to work."
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
  - id: mentor-leaflet
    element: parent-mentor
    nature: packaging
    what: The leaflet about parent mentors has pictures of local people.
    function_kept: Every parent is still offered a mentor with lived experience.
""",
    fails=PLAN
    + """\
changes:
  - id: no-mentors
    element: parent-mentor
    nature: removing
    what: Parents are not offered a mentor.
""",
)
