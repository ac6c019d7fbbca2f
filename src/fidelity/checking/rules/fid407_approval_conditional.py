"""An approval that counts on conditions."""

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
    yield from approved.notes(case, "FID407")


def message(finding: Finding) -> str:
    """Return which approval it is, and why."""
    called, reason = approved.called(finding), approved.note_of(finding).reason.rstrip(".")
    return f"{called} counts on a condition that only people can watch over: {reason}."


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return what can be done about the approval."""
    return ("make sure that the condition is kept, and by whom it is watched over",)


RULE = Rule(
    code="FID407",
    name="approval-conditional",
    summary="An approval counts on conditions.",
    why=("Somebody agreed on conditions. The library can say that they exist, not whether they are kept."),
    source="Fidelity's design, section 2",
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
    given: 2026-05-01
    reference: NU/26/7
    conditions: August only
""",
)
