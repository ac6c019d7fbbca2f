"""An approval counted without a date to judge it by."""

from __future__ import annotations

from fidelity.checking.finding import Rule
from fidelity.checking.rules import approved

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
    remark=approved.remark("FID406"),
    message=approved.message("was counted, and whether it has run out was not judged"),
    ways_out=approved.ways("give the day to judge by, such as on=date.today()"),
    passes=approved.PLAN,
    fails=approved.PLAN + "    until: 2027-04-30\n",
)
