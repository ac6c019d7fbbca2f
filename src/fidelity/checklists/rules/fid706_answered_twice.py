"""An item or a form stands there twice."""

from __future__ import annotations

from fidelity.checklists.rules.rule import FormRule

RULE = FormRule(
    code="FID706",
    name="answered-twice",
    summary="An item or a form stands there twice.",
    why=(
        "Two different answers to one item on one form cannot both be meant, so neither counts. One form id "
        "for two raters, sites or days is listed, and the forms are kept apart under ids of their own."
    ),
    source="RU-12 and RU-16 of the digest of methods; fidelity's design, section 5",
    shows="form",
    passes="""\
item,code
court_solves,2
""",
    fails="""\
item,code
court_solves,2
court_solves,0
""",
)
