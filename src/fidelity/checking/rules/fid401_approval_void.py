"""An approval of something else than the plan now says."""

from __future__ import annotations

from fidelity.checking.finding import Rule
from fidelity.checking.rules import approved

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
    remark=approved.remark("FID401"),
    message=approved.message("does not match the change as it stands"),
    ways_out=approved.ways(
        "have the change as it is now agreed, and repeat it in the approval", "take the change back to what was agreed"
    ),
    passes=approved.PLAN,
    fails=approved.PLAN.replace("        nature: format", "        nature: setting"),
)
