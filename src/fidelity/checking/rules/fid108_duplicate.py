"""A key, an id or an entry that stands in its place twice."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID108",
    name="duplicate",
    summary="A key, an id or an entry of a list stands there twice.",
    why=(
        "Ids are how findings, approvals and repairs point at a change, so two changes of one name cannot be told "
        "apart. With a key that stands twice, other programs keep the last and drop the first without a word. A "
        "local addition needs an id of its own as well: under the id of something in the model it would look like "
        "a change to that."
    ),
    source="Fidelity's design, section 9",
    passes="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
as_specified: [trained-judge, same-judge]
""",
    fails="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
as_specified: [same-judge, same-judge]
""",
)
