"""An answer is to something that the checklist does not ask."""

from __future__ import annotations

from fidelity.checklists.rules.rule import FormRule

RULE = FormRule(
    code="FID705",
    name="unknown-item",
    summary="An answer is to something that the checklist does not ask.",
    why=(
        "The item may be misspelt, or belong to another version, plan or rater's form. What it says cannot be "
        "counted, and it is listed so that it is not lost."
    ),
    source="Fidelity's design, section 5",
    shows="form",
    passes="""\
item,code
court_solves,2
""",
    fails="""\
item,code
court_solvse,2
""",
)
