"""No band holds some score that is possible."""

from __future__ import annotations

from fidelity.checklists.rules.example import EXAMPLE, scale_with_bands
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
    passes=EXAMPLE,
    fails=scale_with_bands("at_least: 1, at_most: 1", "at_least: 3, at_most: 3"),
)
