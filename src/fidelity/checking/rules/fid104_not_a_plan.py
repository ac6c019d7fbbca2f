"""A file that can be read, and is something other than a plan."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID104",
    name="not-a-plan",
    summary="The file can be read, and is something other than a plan.",
    why=(
        "An empty file, a list or a practice model is no adaptation plan. Were it taken for one, a slip in the "
        "name of a file would look like a plan without changes, which is green. (Where a model is asked for and "
        "the file is a plan, the code is the same.)"
    ),
    source="Fidelity's design, sections 2 and 9",
    passes="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
""",
    fails="""\
# Northtown keeps everything as the model has it.
""",
)
