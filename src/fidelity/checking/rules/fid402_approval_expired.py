"""An approval that has run out."""

from __future__ import annotations

from fidelity.checking.finding import Rule
from fidelity.checking.rules import approved

RULE = Rule(
    code="FID402",
    name="approval-expired",
    summary="An approval has run out.",
    why=(
        "An agreed variation counts until the day that was agreed, that day included. After it the change is "
        "judged as if the approval were not there."
    ),
    source="Fidelity's design, section 4",
    reads="approvals",
    remark=approved.remark("FID402"),
    message=approved.message("has run out"),
    ways_out=approved.ways("ask for the approval to be renewed", "withdraw the change"),
    passes=approved.PLAN
    + """\
    until: 2040-12-31
""",
    fails=approved.PLAN
    + """\
    until: 2026-06-30
""",
)
