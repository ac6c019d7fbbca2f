"""Two bands hold the same score."""

from __future__ import annotations

from fidelity.checklists.rules.rule import FormRule

RULE = FormRule(
    code="FID711",
    name="bands-that-overlap",
    summary="Two bands hold the same score.",
    why=(
        "A form with that score stands in two places at once, and whoever reads it picks one. Say with "
        "'below' that a band ends where the next one begins."
    ),
    source="RU-13 of the digest of methods",
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
title: Example scale
source: made up for this page
answers:
  - {code: 1, label: not in place}
  - {code: 3, label: in place}
bands:
  - {label: low, at_least: 1, at_most: 2}
  - {label: high, at_least: 2, at_most: 3}
sections:
  - id: all
    title: All
    items:
      - {id: review_held, text: A review was held}
""",
)
