"""One cell a form and item: what was answered, or why there is nothing to score."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.response_sets import NOT_APPLICABLE, NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from fractions import Fraction

    from fidelity.checklists.checklist import Checklist, Condition, Item
    from fidelity.checklists.responses import Form

__all__ = ["ANSWERED", "MISSING", "Cell", "Kind", "Kinds", "Stack", "cells_of", "is_asked", "stacks_of"]

ANSWERED, MISSING = "answered", "missing"


class Cell(NamedTuple):
    """An item on one form, and what stands there: the code that was answered, or ``missing``."""

    form: Form
    item: Item
    code: str


class Stack(NamedTuple):
    """Forms that say the same of themselves and were asked for the same: often one, in a data frame many.

    ``counts`` says how often each code stands at each item name, on all ``times`` of them together.
    """

    form: Form
    times: int
    counts: Mapping[tuple[str, str], int]


class Kind(NamedTuple):
    """An item with one of the things that can stand there, and how often it does.

    ``state`` is ``answered``, ``na``, ``nk`` or ``missing``; ``weight`` is ``None`` unless it was answered.
    The others are the weights of the item's answers at the ends and at the threshold.
    """

    item: Item
    state: str
    weight: Fraction | None
    times: int
    lowest: Fraction
    highest: Fraction
    enough: Fraction | None

    @property
    def at_threshold(self) -> bool | None:
        """Whether the answer counts as in place; ``None`` if there is none, or no threshold."""
        return None if self.weight is None or self.enough is None else self.weight >= self.enough


def cells_of(checklist: Checklist, forms: Iterable[Form]) -> Iterator[Cell]:
    """Yield every cell that a form was asked for, form after form.

    A form by a role that the model names as a rater is asked for the items of that role and for those that
    name nobody; any other form is asked for all of them. What is answered all the same always counts. An item
    whose condition does not hold is not asked for. Cost: forms times items.
    """
    asked: dict[str, frozenset[str]] = {}
    for form in forms:
        if form.rater not in asked:
            asked[form.rater] = frozenset(item.name for item in checklist if is_asked(checklist, item, form.rater))
        for item in checklist:
            answer = form.answers.get(item.name)
            if answer is None and item.name not in asked[form.rater]:
                continue
            if item.show_if is None or _wanted(item.show_if, form):
                yield Cell(form, item, MISSING if answer is None else answer.code)


def stacks_of(checklist: Checklist, forms: Iterable[Form]) -> Iterator[Stack]:
    """Yield every form that was asked for anything as a stack of its own."""
    for _, each in groupby(cells_of(checklist, forms), lambda cell: id(cell.form)):
        cells = list(each)
        yield Stack(cells[0].form, 1, Counter((cell.item.name, cell.code) for cell in cells))


def is_asked(checklist: Checklist, item: Item, rater: str) -> bool:
    """Return whether a rater is asked for an item: not for those of another role, if theirs is one of the roles."""
    role = rater.casefold().strip()
    return role not in checklist.roles or item.rater is None or item.rater.casefold() == role


class Kinds:
    """Says what the codes of a checklist's items stand for; each of them is looked up once."""

    def __init__(self, checklist: Checklist) -> None:
        self._checklist = checklist
        self._known: dict[tuple[str, str], Kind] = {}

    def of(self, counts: Mapping[tuple[str, str], int]) -> list[Kind]:
        """Return what stands in some cells, from how often each code stands at each item name."""
        known = self._known
        for pair in counts.keys() - known.keys():
            known[pair] = self._kind(*pair)
        return [known[pair]._replace(times=times) for pair, times in counts.items()]

    def _kind(self, name: str, code: str) -> Kind:
        item = self._checklist[name]
        responses = self._checklist.responses_of(item)
        ends = (responses.lowest, responses.highest, responses.enough)
        option = responses.option(code)
        if option is None:
            return Kind(item, MISSING, None, 0, *ends)
        state = ANSWERED if option.weight is not None else NOT_APPLICABLE if code == NOT_APPLICABLE else NOT_KNOWN
        return Kind(item, state, option.weight, 0, *ends)


def _wanted(condition: Condition, form: Form) -> bool:
    """Return whether a condition can hold: unanswered, nobody can tell, so that the item is a gap."""
    decides = form.answers.get(condition.item)
    return decides is None or decides.code == NOT_KNOWN or decides.code in condition.codes
