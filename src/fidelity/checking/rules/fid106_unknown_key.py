"""A key that has no meaning where it stands."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID106",
    name="unknown-key",
    summary="A key has no meaning where it stands.",
    why=(
        "A key that is not known is mostly a slip of the pen, or a key in the wrong place. If it were passed over, "
        "what stands under it would be lost, and the plan would be judged as if it had never said it. The answer "
        "names the keys that can stand there, and the nearest one."
    ),
    source="Fidelity's design, section 9",
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
undecidd: [parent-mentor]
""",
)
