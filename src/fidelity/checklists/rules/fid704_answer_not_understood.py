"""An answer is neither a code nor a label of its item."""

from __future__ import annotations

from fidelity.checklists.rules.rule import FormRule

RULE = FormRule(
    code="FID704",
    name="answer-not-understood",
    summary="An answer is neither a code nor a label of its item.",
    why=(
        "Codes and labels are both understood, in any case. Anything else is listed with its place and counts "
        "as not answered, because a wrong guess would look like a rating that somebody made."
    ),
    source="RU-12 of the digest of methods; fidelity's design, section 5",
    shows="form",
    passes="""\
item,code
court_solves,2
""",
    fails="""\
item,code
court_solves,mostly
""",
)
