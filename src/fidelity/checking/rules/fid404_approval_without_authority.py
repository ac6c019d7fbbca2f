"""An approval by somebody who has not the authority."""

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
    yield from approved.notes(case, "FID404")


def message(finding: Finding) -> str:
    """Return which approval it is, and why."""
    return f"{approved.called(finding)} does not count: {approved.note_of(finding).reason}."


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return what can be done about the approval."""
    return (
        "take the change to somebody who may agree to it",
        "withdraw the change",
    )


RULE = Rule(
    code="FID404",
    name="approval-without-authority",
    summary="An approval was given by somebody without the authority.",
    why=(
        "Who may agree to a variation is the model's word, tier by tier. A site does not approve its own change to "
        "what is essential, so that nobody is the only judge of their own change; and nobody approves the loss of a "
        "principle."
    ),
    source="RU-14 of the digest of methods; fidelity's design, section 4",
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
    by: Northtown Council
    role: site-lead
    given: 2026-05-01
    reference: NU/26/7
""",
)
