"""A file has the shape of a completed checklist, and holds no form."""

from __future__ import annotations

from fidelity.checklists.rules.rule import FormRule

RULE = FormRule(
    code="FID708",
    name="nothing-to-score",
    summary="A file has the shape of a completed checklist, and holds no form.",
    why=(
        "Often an export was made before anything was filled in, or with a filter that left nothing over. No "
        "score is better than a score of nothing, which would look like a bad one."
    ),
    source="RU-12 of the digest of methods; fidelity's design, section 5",
    shows="form",
    passes="""\
item,code
court_solves,2
""",
    fails="""\
item,code
""",
)
