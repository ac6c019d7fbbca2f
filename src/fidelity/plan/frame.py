"""The vocabulary in which changes are described: FRAME (Wiltsey Stirman, Baumann and Miller 2019).

Labels keep the published terms of art; the short words are those of plan files. Which options were read
in a reproduction and which are recalled is recorded in the project's digest of methods.
"""

from __future__ import annotations

NATURES: dict[str, str] = {
    "tailoring": "Tailoring/tweaking/refining",
    "packaging": "Changes in packaging or materials",
    "adding": "Adding elements",
    "removing": "Removing/skipping elements",
    "shortening": "Shortening/condensing (pacing/timing)",
    "lengthening": "Lengthening/extending (pacing/timing)",
    "substituting": "Substituting",
    "reordering": "Reordering of intervention modules or segments",
    "spreading": "Spreading (breaking up session content over multiple sessions)",
    "integrating-into-another-framework": "Integrating parts of the intervention into another framework",
    "integrating-another-treatment": "Integrating another treatment into EBP",
    "repeating": "Repeating elements or modules",
    "loosening-structure": "Loosening structure",
    "departing-with-return": "Departing from the intervention ('drift') followed by a return to protocol",
    "drift-without-returning": "Drift from protocol without returning",
    "format": "Format",
    "setting": "Setting",
    "personnel": "Personnel",
    "population": "Population",
}
"""From a nature's word in a plan to its published label; the last four are contextual."""

_REASONS = (
    # sociopolitical
    "existing-laws", "existing-mandates", "existing-policies", "existing-regulations", "political-climate",
    "funding-policies", "historical-context", "societal-cultural-norms", "funding-or-resource-allocation",
    # organisation or setting
    "available-resources", "competing-demands", "time-constraints", "service-structure",
    "location-accessibility", "regulatory-compliance", "billing-constraints", "social-context", "mission",
    "cultural-or-religious-norms",
    # provider
    "provider-race", "provider-ethnicity", "provider-sexual-gender-identity", "provider-languages",
    "previous-training-and-skills", "provider-preferences", "clinical-judgement",
    "provider-cultural-norms-competency", "perception-of-intervention",
    # recipient
    "recipient-race", "recipient-ethnicity", "recipient-gender-identity", "recipient-sexual-orientation",
    "access-to-resources", "cognitive-capacity", "physical-capacity", "literacy-and-education-level",
    "recipient-languages", "legal-status", "recipient-cultural-or-religious-norms", "comorbidity",
    "immigration-status", "crisis-or-emergent-circumstances", "motivation-and-readiness",
)  # fmt: skip

RECORD: dict[str, tuple[str, ...]] = {
    "modified": ("content", "context", "training", "implementation"),
    "when": ("pre-implementation", "implementation", "scale-up", "maintenance"),
    "planned": ("planned-proactive", "planned-reactive", "unplanned-reactive"),
    "decided_by": (
        "political-leaders", "program-leader", "funder", "administrator", "program-manager",
        "intervention-developer", "researcher", "treatment-team", "individual-practitioners",
        "community-members", "recipients",
    ),
    "goal": (
        "reach", "retention", "feasibility", "fit", "cultural-factors", "effectiveness", "cost", "satisfaction",
    ),
    "reasons": _REASONS,
    "level": (
        "individual", "target-group", "cohort", "individual-practitioner", "unit", "organization",
        "network-or-community",
    ),
    "site_view": ("consistent", "inconsistent", "unknown"),
}  # fmt: skip
"""From a field of the FRAME record to the words it takes; ``effects`` is free text and not listed here."""

LISTS: frozenset[str] = frozenset({"decided_by", "goal", "reasons"})
"""The fields of the record that take one word or several."""

STATUSES: tuple[str, ...] = ("proposed", "agreed", "in-delivery", "ended")
CLAIMS: tuple[str, ...] = ("implements", "inspired-by")
SILENCE: tuple[str, ...] = ("as-specified", "undecided")
