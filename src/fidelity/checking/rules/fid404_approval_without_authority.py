"""An approval by somebody who has not the authority."""

from __future__ import annotations

from fidelity.checking.finding import Rule
from fidelity.checking.rules import approved

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
    remark=approved.remark("FID404"),
    message=approved.message("does not count"),
    ways_out=approved.ways("take the change to somebody who may agree to it", "withdraw the change"),
    passes=approved.PLAN,
    fails=approved.PLAN.replace("by: FDAC National Unit", "by: Northtown Council").replace(
        "role: model-owner", "role: site-lead"
    ),
)
