"""A file cannot be read as a scale."""

from __future__ import annotations

from fidelity.checklists.rules.example import EXAMPLE
from fidelity.checklists.rules.rule import FormRule

RULE = FormRule(
    code="FID709",
    name="scale-at-fault",
    summary="A file cannot be read as a scale.",
    why=(
        "A scale is scored by what its file says: its answers, its items, its bands and its rule for gaps. "
        "Where one of these is missing or cannot be meant, the scores would be wrong without anybody "
        "noticing."
    ),
    source="Fidelity's design, section 5",
    shows="scale",
    passes=EXAMPLE,
    fails=EXAMPLE.replace("title: Example scale\n", ""),
)
