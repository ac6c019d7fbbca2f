"""An approval of something else than the plan now says."""

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
    yield from approved.notes(case, "FID401")


def message(finding: Finding) -> str:
    """Return which approval it is, and why."""
    called, reason = approved.called(finding), approved.note_of(finding).reason.rstrip(".")
    return f"{called} no longer covers it, because the change has moved on: {reason}."


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return what can be done about the approval."""
    return (
        "have the change as it is now agreed, and repeat it in the approval",
        "take the change back to what was agreed",
    )


RULE = Rule(
    code="FID401",
    name="approval-void",
    summary="An approval is void because the change has moved on.",
    why=(
        "An approval agrees to exactly what it repeats. If the change says something else now, nobody has agreed to "
        "that; the change is judged as if the approval were not there."
    ),
    source="Fidelity's design, section 4; RU-11 of the digest of methods",
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
        nature: setting
    by: FDAC National Unit
    role: model-owner
    given: 2026-05-01
    reference: NU/26/7
""",
)
