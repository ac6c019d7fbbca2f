"""An approval that does not count yet."""

from __future__ import annotations

from fidelity.checking.finding import Rule
from fidelity.checking.rules import approved

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
    remark=approved.remark("FID403"),
    message=approved.message("does not count yet"),
    ways_out=approved.ways("wait until that day", "check the date on which the approval was given"),
    passes=approved.PLAN,
    fails=approved.PLAN.replace("given: 2026-05-01", "given: 2040-01-01"),
)
