"""Which items and elements are in place, as rated: met, not met, not known, or not applicable."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.response_sets import NOT_APPLICABLE
from fidelity.scoring.cells import Kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fidelity.checklists.checklist import Checklist
    from fidelity.scoring.cells import Kind, Stack

__all__ = ["MET", "NOT_MET", "UNKNOWN", "Critical", "critical_of", "element_statuses", "item_statuses"]

MET, NOT_MET, UNKNOWN, NA = "met", "not met", "not known", "not applicable"


class Critical(NamedTuple):
    """How many critical components are met: principles, essential elements and proscribed practices that were rated."""

    met: int
    of: int
    not_met: tuple[str, ...]
    unknown: tuple[str, ...]


def item_statuses(checklist: Checklist, stacks: Iterable[Stack], together: str) -> dict[str, str]:
    """Return the status of every item that has a threshold, by name, in the order of the form.

    Nothing is guessed: an item is met (or not met) only if the gaps could not change that.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for stack in stacks:
        counts.update(stack.counts)
    by_item: dict[str, list[Kind]] = {item.name: [] for item in checklist}
    for kind in Kinds(checklist).of(counts):
        by_item[kind.item.name].append(kind)
    return {
        name: _status(some, together)
        for name, some in by_item.items()
        if checklist.responses_of(checklist[name]).enough is not None
    }


def _status(kinds: Sequence[Kind], together: str) -> str:
    applicable = [one for one in kinds if one.state != NOT_APPLICABLE]
    asked = sum(one.times for one in applicable)
    if not asked:
        return NA if kinds else UNKNOWN
    yes = sum(one.times for one in applicable if one.at_threshold is True)
    no = sum(one.times for one in applicable if one.at_threshold is False)
    if together == "every":
        return NOT_MET if no else MET if yes == asked else UNKNOWN
    if 2 * yes > asked:
        return MET
    return NOT_MET if 2 * no >= asked else UNKNOWN


def element_statuses(checklist: Checklist, items: Mapping[str, str]) -> dict[str, str]:
    """Return the status of every element that is asked about, by id.

    An element is met if all its applicable items are, not met if one of them is not, else not known.
    """
    by_element: dict[str, list[str]] = {}
    for item in checklist:
        if item.name in items:
            by_element.setdefault(item.element, []).append(items[item.name])
    return {id_: _whole(statuses) for id_, statuses in by_element.items()}


def _whole(statuses: Sequence[str]) -> str:
    if NOT_MET in statuses:
        return NOT_MET
    if UNKNOWN in statuses:
        return UNKNOWN
    return MET if MET in statuses else NA


def critical_of(checklist: Checklist, elements: Mapping[str, str]) -> Critical:
    """Return how many critical components are met; those that are not applicable do not count."""
    critical = dict.fromkeys(item.element for item in checklist if item.critical)
    rated = {id_: elements[id_] for id_ in critical if elements.get(id_, NA) != NA}
    return Critical(
        sum(status == MET for status in rated.values()),
        len(rated),
        tuple(id_ for id_, status in rated.items() if status == NOT_MET),
        tuple(id_ for id_, status in rated.items() if status == UNKNOWN),
    )
