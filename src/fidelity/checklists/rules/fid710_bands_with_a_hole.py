"""No band holds some score that is possible."""

from __future__ import annotations

from fidelity.checklists.rules.rule import FormRule

RULE = FormRule(
    code="FID710",
    name="bands-with-a-hole",
    summary="No band holds some score that is possible.",
    why=(
        "A form with that score would have no name for where it stands. Published bands have such holes too: "
        "one list goes from 51 to 79 and from 80 on, and leaves out what lies between."
    ),
    source="RU-13 and TH-80 of the digest of methods",
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
  - {label: low, at_least: 1, at_most: 1}
  - {label: high, at_least: 3, at_most: 3}
sections:
  - id: all
    title: All
    items:
      - {id: review_held, text: A review was held}
""",
)
