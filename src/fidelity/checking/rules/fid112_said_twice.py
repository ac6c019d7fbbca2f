"""An element that is said to be two things, or a value that is set in two places."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID112",
    name="said-twice",
    summary="One element is said to be two things, or one value is set in two places.",
    why=(
        "An element that is both kept as specified and changed, or both settled and undecided, has no state that "
        "could be judged; a value that is set twice may be either. Only whoever wrote the plan knows which was "
        "meant."
    ),
    source="Fidelity's design, section 2",
    passes="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
choices:
  review-hearing:
    interval: 10 days
""",
    fails="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
choices:
  review-hearing:
    interval: 10 days
undecided: [review-hearing]
""",
)
