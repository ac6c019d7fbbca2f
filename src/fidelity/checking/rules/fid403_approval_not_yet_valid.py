"""An approval that does not count yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.rules import approved
from fidelity.checking.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.evaluation import Raw
    from fidelity.checking.finding import Finding


def remark(case: Case) -> Iterator[Raw]:
    """Yield a remark for every such approval of a change."""
    yield from approved.notes(case, "FID403")


def message(finding: Finding) -> str:
    """Return which approval it is, and why."""
    return f"{approved.called(finding)} does not count yet: {approved.note_of(finding).reason}."


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return what can be done about the approval."""
    return (
        "wait until that day",
        "check the date on which the approval was given",
    )


RULE = Rule(
    code="FID403",
    name="approval-not-yet-valid",
    summary="An approval does not count yet.",
    why=(
        "An approval counts from the day on which it was given. Before it the change is judged as if the "
        "approval were not there."
    ),
    source="Fidelity's design, section 4",
    reads="approvals",
    remark=remark,
    message=message,
    ways_out=ways_out,
    passes="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
changes:
  - id: video-reviews
    element: review-hearing
    nature: format
    what: Every second review is held by video.
    function_kept: Parents still talk with the judge themselves.
approvals:
  - covers:
      - change: video-reviews
        nature: format
    by: FDAC National Unit
    role: model-owner
    given: 2026-05-01
    reference: NU/26/7
""",
    fails="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
changes:
  - id: video-reviews
    element: review-hearing
    nature: format
    what: Every second review is held by video.
    function_kept: Parents still talk with the judge themselves.
approvals:
  - covers:
      - change: video-reviews
        nature: format
    by: FDAC National Unit
    role: model-owner
    given: 2040-01-01
    reference: NU/26/7
""",
)
