"""A file cannot be read as a scale."""

from __future__ import annotations

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
    passes="""\
scale: example
version: "1"
title: Example scale
source: made up for this page
answers:
  - {code: 1, label: not in place}
  - {code: 3, label: in place}
bands:
  - {label: low, at_least: 1, at_most: 1}
  - {label: high, at_least: 2, at_most: 3}
sections:
  - id: all
    title: All
    items:
      - {id: review_held, text: A review was held}
""",
    fails="""\
scale: example
version: "1"
source: made up for this page
answers:
  - {code: 1, label: not in place}
  - {code: 3, label: in place}
bands:
  - {label: low, at_least: 1, at_most: 1}
  - {label: high, at_least: 2, at_most: 3}
sections:
  - id: all
    title: All
    items:
      - {id: review_held, text: A review was held}
""",
)
