"""A value that its key or its parameter cannot take."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID107",
    name="wrong-value",
    summary="A value is not of the kind that belongs there.",
    why=(
        "Some keys take one of a few words, some a list, some a number or a date. A value of another kind cannot "
        "be judged, and guessing what was meant would put words into the site's mouth. What a word means follows "
        "from its key: 'no' is a text where a text belongs, and an answer where the question is yes or no."
    ),
    source="Fidelity's design, section 9; the natures are those of FRAME (Wiltsey Stirman and others 2019)",
    passes="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
status: agreed
""",
    fails="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
status: finalised
""",
)
