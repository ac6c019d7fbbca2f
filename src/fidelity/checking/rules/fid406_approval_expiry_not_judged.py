"""An approval counted without a date to judge it by."""

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
    yield from approved.notes(case, "FID406")


def message(finding: Finding) -> str:
    """Return which approval it is, and why."""
    called, reason = approved.called(finding), approved.note_of(finding).reason.rstrip(".")
    return f"{called} was counted, and whether it has run out was not judged: {reason}."


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return what can be done about the approval."""
    return ("give the day to judge by, such as on=date.today()",)


_PLAN = """\
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
"""

RULE = Rule(
    code="FID406",
    name="approval-expiry-not-judged",
    summary="Whether an approval has run out was not judged.",
    why=(
        "Without a day to judge by, an approval counts and the result says that its end was not looked at. The "
        "command line takes today unless it is told otherwise."
    ),
    source="Fidelity's design, section 4",
    reads="approvals",
    remark=remark,
    message=message,
    ways_out=ways_out,
    passes=_PLAN,
    fails=_PLAN + "    until: 2027-04-30\n",
)
