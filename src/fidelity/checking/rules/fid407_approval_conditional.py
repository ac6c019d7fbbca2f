"""An approval that counts on conditions."""

from __future__ import annotations

from fidelity.checking.finding import Rule
from fidelity.checking.rules import approved

RULE = Rule(
    code="FID407",
    name="approval-conditional",
    summary="An approval counts on conditions.",
    why="Somebody agreed on conditions. The library can say that they exist, not whether they are kept.",
    source="Fidelity's design, section 2",
    reads="approvals",
    remark=approved.remark("FID407"),
    message=approved.message("counts on a condition that only people can watch over"),
    ways_out=approved.ways("make sure that the condition is kept, and by whom it is watched over"),
    passes=approved.PLAN,
    fails=approved.PLAN + "    conditions: August only\n",
)
