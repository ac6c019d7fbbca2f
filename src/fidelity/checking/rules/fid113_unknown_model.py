"""A model or a version of it that is not there, or one that the plan cannot be judged by."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID113",
    name="unknown-model",
    summary="There is no such model or no such version, or the plan cannot be judged by it.",
    why=(
        "A verdict is about one version of one model. Versions differ in what they ask for, so the nearest one is "
        "never taken instead: a plan pins its version, and is judged by that. With --model a plan can be judged by "
        "another version of the model that it pins, and by nothing else."
    ),
    source="Fidelity's design, sections 1 and 6",
    passes="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
""",
    fails="""\
plan: northtown
model: fdac@2019.1
site: Northtown
author: site-lead
unmentioned: as-specified
""",
)
