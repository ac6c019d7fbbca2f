"""One cell a form and item: what was answered, or why there is nothing to score."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.response_sets import NOT_APPLICABLE, NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from fidelity.checklists.checklist import Checklist, Item
    from fidelity.checklists.response_sets import ResponseSet
    from fidelity.checklists.responses import Form

__all__ = ["ANSWERED", "GAPS", "MISSING", "Cell", "cells_of"]

ANSWERED, MISSING = "answered", "missing"
GAPS = (NOT_KNOWN, MISSING)


class Cell(NamedTuple):
    """An item on one form. ``state`` is ``answered``, ``na``, ``nk`` or ``missing``; ``weight`` counts if answered."""

    form: Form
    item: Item
    responses: ResponseSet
    state: str
    weight: Fraction | None = None

    @property
    def at_threshold(self) -> bool | None:
        """Whether the answer counts as in place; ``None`` if there is none, or no threshold."""
        enough = self.responses.enough
        return None if self.weight is None or enough is None else self.weight >= enough


def cells_of(checklist: Checklist, forms: Iterable[Form]) -> Iterator[Cell]:
    """Yield every cell that a form was asked for, form after form.

    A form by a role that the model names as a rater is asked for the items of that role and for those that
    name nobody; any other form is asked for all of them. What is answered all the same always counts. An item
    whose condition does not hold is not asked for. Cost: forms times items.
    """
    roles = {item.rater.casefold() for item in checklist if item.rater}
    for form in forms:
        role = form.rater.casefold().strip()
        for item in checklist:
            answer = form.answers.get(item.name)
            others = role in roles and item.rater is not None and item.rater.casefold() != role
            if (others and answer is None) or not _wanted(item, form):
                continue
            responses = checklist.responses_of(item)
            option = responses.option(answer.code) if answer is not None else None
            if option is None:
                yield Cell(form, item, responses, MISSING)
            elif option.weight is None:
                yield Cell(form, item, responses, NOT_APPLICABLE if option.code == NOT_APPLICABLE else NOT_KNOWN)
            else:
                yield Cell(form, item, responses, ANSWERED, option.weight)


def _wanted(item: Item, form: Form) -> bool:
    """Return whether the condition of an item can hold: unanswered, nobody can tell, so it is a gap."""
    if item.show_if is None:
        return True
    decides = form.answers.get(item.show_if.item)
    return decides is None or decides.code == NOT_KNOWN or decides.code in item.show_if.codes
