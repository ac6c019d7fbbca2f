"""A date, or what was looked at, is not understood."""

from __future__ import annotations

from fidelity.checklists.rules.rule import FormRule

RULE = FormRule(
    code="FID707",
    name="detail-not-understood",
    summary="A date, or what was looked at, is not understood.",
    why=(
        "A form is kept even where such a detail is not understood; only the detail is left out. Without its "
        "date a form cannot be put into a quarter, so it is worth mending."
    ),
    source="Fidelity's design, section 5",
    shows="form",
    passes="""\
date,item,code
2026-03-02,court_solves,2
""",
    fails="""\
date,item,code
2 March,court_solves,2
""",
)
