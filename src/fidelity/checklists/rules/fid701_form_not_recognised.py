"""A file is no completed checklist that can be read."""

from __future__ import annotations

from fidelity.checklists.rules.rule import FormRule

RULE = FormRule(
    code="FID701",
    name="form-not-recognised",
    summary="A file is no completed checklist that can be read.",
    why=(
        "Forms come back as spreadsheets, exports and JSON, and each kind is recognised by its own shape. A "
        "file of another shape is refused whole, because a guess at what its columns mean would put words "
        "into a rater's mouth."
    ),
    source="Fidelity's design, section 5; RU-12 of the digest of methods",
    shows="form",
    passes="""\
item,code
court_solves,2
""",
    fails="""\
question,answer
Did the court solve problems?,yes
""",
)
