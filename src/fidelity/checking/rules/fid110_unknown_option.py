"""A value that is not among the options that the model lists."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID110",
    name="unknown-option",
    summary="The model lists the options for this, and the value is none of them.",
    why=(
        "Where a model lists options, a choice is one of them. Something else may still be a good idea, but then "
        "it is no choice inside the model's room: it is a change, which says what it is and is judged as one."
    ),
    source="Fidelity's design, sections 1 and 9; RU-05 of the digest of methods",
    passes="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
choices:
  review-room:
    room: judge's chambers
""",
    fails="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
choices:
  review-room:
    room: village hall
""",
)
