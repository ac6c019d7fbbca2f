"""Which items and elements are in place, as rated: met, not met, not known, or not applicable."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.response_sets import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.scoring_cells import Cell

__all__ = ["MET", "NOT_MET", "UNKNOWN", "Critical", "critical_of", "element_statuses", "item_statuses"]

MET, NOT_MET, UNKNOWN, NA = "met", "not met", "not known", "not applicable"


class Critical(NamedTuple):
    """How many critical components are met: principles, essential elements and proscribed practices that were rated."""

    met: int
    of: int
    not_met: tuple[str, ...]
    unknown: tuple[str, ...]


def item_statuses(checklist: Checklist, cells: Iterable[Cell], together: str) -> dict[str, str]:
    """Return the status of every item that has a threshold, by name, in the order of the form.

    Nothing is guessed: an item is met (or not met) only if the gaps could not change that.
    """
    by_item: dict[str, list[Cell]] = {item.name: [] for item in checklist}
    for cell in cells:
        by_item[cell.item.name].append(cell)
    return {
        name: _status(some, together)
        for name, some in by_item.items()
        if checklist.responses_of(checklist[name]).enough is not None
    }


def _status(cells: Sequence[Cell], together: str) -> str:
    if cells and all(cell.state == NOT_APPLICABLE for cell in cells):
        return NA
    applicable = [cell for cell in cells if cell.state != NOT_APPLICABLE]
    if not applicable:
        return UNKNOWN
    yes = sum(cell.at_threshold is True for cell in applicable)
    no = sum(cell.at_threshold is False for cell in applicable)
    if together == "every":
        return NOT_MET if no else MET if yes == len(applicable) else UNKNOWN
    if 2 * yes > len(applicable):
        return MET
    return NOT_MET if 2 * no >= len(applicable) else UNKNOWN


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
