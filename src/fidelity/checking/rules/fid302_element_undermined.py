"""An element that is kept, but lacks what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN, follows, words

if TYPE_CHECKING:
    from fidelity.checking.finding import Finding


def message(finding: Finding) -> str:
    """Return which element no longer works as the model means it, and what brings that about."""
    element = words.element_of(finding)
    verb = "lacks what it needs" if finding.raw.detail.certain else "may lack what it needs"
    return f"The {element.tier.noun} '{element.title}' {verb}, {follows.because(finding)}."


def ask(finding: Finding) -> str | None:
    """Return the question whether the element can do without, where no source that binds says so."""
    if finding.own_verdict != "amber" or not finding.raw.detail.certain:
        return None
    element = words.element_of(finding)
    return words.owner_question(finding, f"can '{element.title}' do its work {follows.given(finding)}?")


RULE = Rule(
    code="FID302",
    name="element-undermined",
    summary="An element is kept, but lacks what it needs.",
    why=(
        "Elements lean on each other. One that stays on paper while what it needs has gone does not do its "
        "work any more; it counts as not in place."
    ),
    source="Fidelity's design, sections 1 and 4; RU-09 of the digest of methods (effects on other elements)",
    message=message,
    why_here=words.purpose,
    needs=follows.needs,
    ask=ask,
    ways_out=follows.ways_out,
    passes=PLAN
    + """\
changes:
  - id: key-worker-cards
    element: key-worker
    nature: packaging
    what: Key workers hand out a card with their number.
    function_kept: One person still works with each parent and holds the plan together.
""",
    fails=PLAN
    + """\
changes:
  - id: no-key-worker
    element: key-worker
    nature: removing
    what: Parents are seen by whoever is on duty.
""",
)
