"""A value in a unit that cannot be turned into that of its parameter."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID111",
    name="unit-does-not-convert",
    summary="The value has a unit that cannot be turned exactly into that of its parameter.",
    why=(
        "Minutes, hours, days and weeks turn into each other exactly; so do months and years. A month is not a "
        "number of weeks, though: whether 'every 2 months' is more or less than 'every 8 weeks' depends on the "
        "months. Near a limit that decides the verdict, so the plan has to say which is meant."
    ),
    source="Fidelity's design, section 1",
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
    interval: 1 month
""",
)
