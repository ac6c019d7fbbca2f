"""The vocabulary in which changes are described: FRAME (Wiltsey Stirman, Baumann and Miller 2019).

Labels keep the published terms of art; the short words are those of plan files. Which options were read
in a reproduction and which are recalled is recorded in the project's digest of methods.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

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
    "departing-with-return": (
        "Departing from the intervention ('drift') followed by a return to protocol within the encounter"
    ),
    "drift-without-returning": "Drift from protocol without returning",
    "format": "Format",
    "setting": "Setting",
    "personnel": "Personnel",
    "population": "Population",
}
"""From a nature's word in a plan to its published label; the last four are contextual."""

# Wrapped by hand, a level of reasons at a time.
# fmt: off
_REASONS = {
    "Sociopolitical": {
        "existing-laws": "Existing Laws", "existing-mandates": "Existing Mandates",
        "existing-policies": "Existing Policies", "existing-regulations": "Existing Regulations",
        "political-climate": "Political Climate", "funding-policies": "Funding Policies",
        "historical-context": "Historical Context", "societal-cultural-norms": "Societal/Cultural Norms",
        "funding-or-resource-allocation": "Funding or Resource Allocation/Availability",
    },
    "Organization/Setting": {
        "available-resources": "Available resources (funds, staffing, technology, space)",
        "competing-demands": "Competing demands or mandates", "time-constraints": "Time constraints",
        "service-structure": "Service structure", "location-accessibility": "Location/accessibility",
        "regulatory-compliance": "Regulatory/compliance", "billing-constraints": "Billing constraints",
        "social-context": "Social context (culture, climate, leadership support)", "mission": "Mission",
        "cultural-or-religious-norms": "Cultural or religious norms",
    },
    "Provider": {
        "provider-race": "Race", "provider-ethnicity": "Ethnicity",
        "provider-sexual-gender-identity": "Sexual/gender identity", "provider-languages": "First/spoken languages",
        "previous-training-and-skills": "Previous Training and Skills", "provider-preferences": "Preferences",
        "clinical-judgement": "Clinical Judgement", "provider-cultural-norms-competency": "Cultural norms, competency",
        "perception-of-intervention": "Perception of intervention",
    },
    "Recipient": {
        "recipient-race": "Race", "recipient-ethnicity": "Ethnicity", "recipient-gender-identity": "Gender identity",
        "recipient-sexual-orientation": "Sexual Orientation", "access-to-resources": "Access to resources",
        "cognitive-capacity": "Cognitive capacity", "physical-capacity": "Physical capacity",
        "literacy-and-education-level": "Literacy and education level", "recipient-languages": "First/spoken languages",
        "legal-status": "Legal status", "recipient-cultural-or-religious-norms": "Cultural or religious norms",
        "comorbidity": "Comorbidity/Multimorbidity", "immigration-status": "Immigration Status",
        "crisis-or-emergent-circumstances": "Crisis or emergent circumstances",
        "motivation-and-readiness": "Motivation and readiness",
    },
}

RECORD: dict[str, dict[str, str]] = {
    "modified": {
        "content": "Content", "context": "Contextual", "training": "Training and evaluation",
        "implementation": "Implementation and scale-up activities",
    },
    "when": {
        "pre-implementation": "Pre-implementation/planning/pilot", "implementation": "Implementation",
        "scale-up": "Scale up", "maintenance": "Maintenance/Sustainment",
    },
    "planned": {
        "planned-proactive": "Planned/Proactive (proactive adaptation)",
        "planned-reactive": "Planned/Reactive (reactive adaptation)",
        "unplanned-reactive": "Unplanned/Reactive (modification)",
    },
    "decided_by": {
        "political-leaders": "Political leaders", "program-leader": "Program leader", "funder": "Funder",
        "administrator": "Administrator", "program-manager": "Program manager",
        "intervention-developer": "Intervention developer/purveyor", "researcher": "Researcher",
        "treatment-team": "Treatment/Intervention team",
        "individual-practitioners": "Individual practitioners (those who deliver it)",
        "community-members": "Community members", "recipients": "Recipients",
    },
    "goal": {
        "reach": "Increase reach or engagement", "retention": "Increase retention",
        "feasibility": "Improve feasibility", "fit": "Improve fit with recipients",
        "cultural-factors": "To address cultural factors", "effectiveness": "Improve effectiveness/outcomes",
        "cost": "Reduce cost", "satisfaction": "Increase satisfaction",
    },
    "reasons": {word: f"{level}: {label}" for level, words in _REASONS.items() for word, label in words.items()},
    "level": {
        "individual": "Individual", "target-group": "Target intervention group",
        "cohort": "Cohort/individuals that share a particular characteristic",
        "individual-practitioner": "Individual practitioner", "unit": "Clinic/unit level",
        "organization": "Organization", "network-or-community": "Network System/Community",
    },
    "site_view": {
        "consistent": "Fidelity Consistent/Core elements or functions preserved",
        "inconsistent": "Fidelity Inconsistent/Core elements or functions changed", "unknown": "Unknown",
    },
}
# fmt: on
"""From a field of the FRAME record to the words it takes, each with its published label; ``effects`` is free text.

FRAME prints some reasons at two levels ("Race"), so a reason has its level in front.
"""

LISTS: frozenset[str] = frozenset({"decided_by", "goal", "reasons"})
"""The fields of the record that take one word or several."""

STATUSES: tuple[str, ...] = ("proposed", "agreed", "in-delivery", "ended")
CLAIMS: tuple[str, ...] = ("implements", "inspired-by")
SILENCE: tuple[str, ...] = ("as-specified", "undecided")

_EXPLAINED, _SLASH = re.compile(r"\s*\([^()]*\)$"), re.compile(r"\s*/\s*")


def meant(label: str, takes: Collection[str]) -> tuple[str, ...]:
    """Return the words that a published label stands for.

    It is known in capitals or without, without its explanation in parentheses, and a reason without its level.

    Parameters
    ----------
    label
        What somebody wrote that is no word of ours.
    takes
        The words that are taken; with their published labels if it is one of the tables above.

    Returns
    -------
    tuple of str
        One word as a rule; two where FRAME has the label at two levels; none where it is no such label.

    Examples
    --------
    >>> meant("Planned/Reactive", RECORD["planned"]), meant("race", RECORD["reasons"])
    (('planned-reactive',), ('provider-race', 'recipient-race'))
    """
    plain = _plain(label)
    return tuple([word for word, known in takes.items() if plain in _names(known)]) if isinstance(takes, dict) else ()


def _names(label: str) -> set[str]:
    """Return how a published label may be written."""
    whole = _plain(label)
    named = {whole, _EXPLAINED.sub("", whole)}
    return named | {name.partition(": ")[2] for name in named if ": " in name}


def _plain(text: str) -> str:
    return _SLASH.sub("/", " ".join(text.lower().split()))
