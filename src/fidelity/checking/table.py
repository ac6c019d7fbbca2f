"""What a nature of change means at each tier where the element has no rule of its own.

The table follows the general traffic-light guidance for adaptations (ETR; Balis and others 2021; O'Connor
and others 2007) as the project's digest of methods records it. Where it departs from that guidance it is
house policy, and ``departs`` says how. The table alone never makes anything worse than amber: red comes
from an element's stated tier and content, its limits and its links.
"""

from __future__ import annotations

from typing import NamedTuple

from fidelity.model.elements import Tier

PERMITTED, CONSULT, ABSENT = 0, 1, 2
RULE_WORDS: tuple[str, ...] = ("permitted", "consult", "absent")


class Row(NamedTuple):
    """The answers for one nature: at a principle, an essential and a flexible element, and where from."""

    principle: int
    essential: int
    flexible: int
    source: str
    departs: str = ""


_LISTS = "traffic-light lists (ETR; Balis and others 2021)"
_GREEN = Row(CONSULT, PERMITTED, PERMITTED, f"green in the {_LISTS}")
_YELLOW = Row(CONSULT, CONSULT, PERMITTED, f"yellow in the {_LISTS}")
_UNSAID = Row(CONSULT, CONSULT, PERMITTED, "not in the lists", "house policy: to be taken to the owner")
_FORMAT = Row(CONSULT, CONSULT, PERMITTED, "not listed as such; replacing videos is yellow (ETR)")
_RED_LIST = Row(
    CONSULT, CONSULT, CONSULT, f"red in the {_LISTS}; asks for the strictest attention",
    "house policy: amber, because a general list knows no model; the model's own limits can make it red",
)  # fmt: skip
_GONE = Row(ABSENT, ABSENT, ABSENT, f"red in the {_LISTS}")

TABLE: dict[str, Row] = {
    "tailoring": _GREEN,
    "packaging": _GREEN,
    "repeating": Row(CONSULT, PERMITTED, PERMITTED, "not in the lists", "house policy: adds dose, removes nothing"),
    "adding": _YELLOW,
    "integrating-another-treatment": _UNSAID,
    "lengthening": _UNSAID,
    "spreading": _UNSAID,
    "reordering": _YELLOW,
    "departing-with-return": _UNSAID,
    "format": _FORMAT,
    "setting": _YELLOW,
    "personnel": Row(
        CONSULT, CONSULT, PERMITTED,
        "red only where staff are untrained, unqualified or too few (O'Connor and others 2007)",
    ),
    "population": _YELLOW,
    "shortening": _RED_LIST,
    "loosening-structure": Row(
        CONSULT, CONSULT, CONSULT, "not in the lists; usually grouped with drift",
        "house policy: to be taken to the owner",
    ),
    "substituting": Row(
        ABSENT, ABSENT, PERMITTED,
        "yellow, unless the replaced part is a core activity and its function is lost (Balis and others 2021)",
    ),
    "removing": _GONE,
    "integrating-into-another-framework": Row(
        ABSENT, ABSENT, ABSENT, "the model is no longer the frame", "house policy"
    ),
    "drift-without-returning": Row(ABSENT, ABSENT, ABSENT, "the protocol is abandoned", "house policy"),
}  # fmt: skip
"""One row a nature. ``substituting`` at essential tier is consult where the plan says how the function is kept."""


def table_level(nature: str, tier: Tier, *, function_kept: bool) -> int:
    """Return ``PERMITTED``, ``CONSULT`` or ``ABSENT`` for a nature at a tier.

    For an essential element, what the table permits holds once the plan says how the function is kept.

    Examples
    --------
    >>> RULE_WORDS[table_level("tailoring", Tier.ESSENTIAL, function_kept=False)]
    'consult'
    """
    row = TABLE[nature]
    if tier is Tier.PRINCIPLE:
        return row.principle
    if tier is Tier.FLEXIBLE:
        return row.flexible
    if nature == "substituting" and function_kept:
        return CONSULT
    return once_kept(row.essential, tier, function_kept=function_kept)


def once_kept(level: int, tier: Tier, *, function_kept: bool) -> int:
    """Return ``level``, or consult where it permits a change to an essential element without saying how."""
    if level == PERMITTED and tier is Tier.ESSENTIAL and not function_kept:
        return CONSULT
    return level


def asks_owner(low: int, high: int, *, optional: bool) -> bool:
    """Return whether a nature has to be taken to the owner, by its two levels.

    Natures are judged separately, as if each stood in a change of its own: one that takes the element out does not
    settle another. That an optional element is absent is green however it came about.
    """
    return low < ABSENT and (CONSULT in {low, high} or (high == ABSENT and not optional))
