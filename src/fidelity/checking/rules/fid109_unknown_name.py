"""A name that the model, or the plan itself, does not have."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID109",
    name="unknown-name",
    summary="The model has no element, parameter, practice or exception of that name.",
    why=(
        "A plan speaks of the model by its ids. A name that the model does not have is mostly a slip, or belongs "
        "to another version. If it were ignored, the change would be judged as if it touched nothing, and that is "
        "the one answer that would surely be wrong. 'fidelity show MODEL' lists every id."
    ),
    source="Fidelity's design, sections 2 and 9",
    passes="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
undecided: [parent-mentor]
""",
    fails="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
undecided: [parent-mentors]
""",
)
