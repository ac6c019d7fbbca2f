"""A form was made from another checklist of this model."""

from __future__ import annotations

from fidelity.checklists.rules.rule import FormRule

RULE = FormRule(
    code="FID703",
    name="other-checklist",
    summary="A form was made from another checklist of this model.",
    why=(
        "A plan changes what is asked: local values come in, elements go out, additions are asked about. The "
        "hash on every form says which questions were answered; answers to other questions are not mixed with "
        "these."
    ),
    source="Fidelity's design, section 5",
    shows="form",
    passes="""\
item,code
court_solves,2
""",
    fails="""\
hash,item,code
0123456789ab,court_solves,2
""",
)
