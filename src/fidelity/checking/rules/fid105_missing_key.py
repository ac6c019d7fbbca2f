"""Something that a plan has to say, and this one does not."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID105",
    name="missing-key",
    summary="The plan leaves out something that it has to say.",
    why=(
        "What is compulsory is what a verdict cannot do without: which plan, which model and version, which site, "
        "what silence means; and for a change, what it changes, in which way, and what will be different. None of "
        "these has a default, because a blank must never pass for a yes."
    ),
    source="RU-03 of the digest of methods; fidelity's design, sections 2 and 9",
    passes="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
""",
    fails="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
""",
)
