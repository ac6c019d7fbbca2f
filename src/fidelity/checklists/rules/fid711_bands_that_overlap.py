"""Two bands hold the same score."""

from __future__ import annotations

from fidelity.checklists.rules.example import EXAMPLE, scale_with_bands
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
    passes=EXAMPLE,
    fails=scale_with_bands("at_least: 1, at_most: 2", "at_least: 2, at_most: 3"),
)
