"""A form was made from another model or version."""

from __future__ import annotations

from fidelity.checklists.rules.rule import FormRule

RULE = FormRule(
    code="FID702",
    name="other-model",
    summary="A form was made from another model or version.",
    why=(
        "The same name can ask for something else in another version, and answers to another model say "
        "nothing about this one. So such answers are never scored."
    ),
    source="Fidelity's design, section 5",
    shows="form",
    passes="""\
model,version,item,code
fdac,2026.1,court_solves,2
""",
    fails="""\
model,version,item,code
fdac,2019.1,court_solves,2
""",
)
