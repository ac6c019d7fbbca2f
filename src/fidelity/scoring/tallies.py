"""Completed forms counted: cells, the groups that they are counted by, and what is in place as rated.

A cell is an item on a form. Cells are counted by item and code first, so that the exact arithmetic is done once for
each of these, however many forms there are.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from fidelity.checklists.response_sets import NOT_APPLICABLE, NOT_KNOWN
from fidelity.checklists.responses import period_of
from fidelity.content import Content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from fidelity.checklists.bands import MissingRule
    from fidelity.checklists.checklist import Checklist, Condition, Item
    from fidelity.checklists.responses import Form

__all__ = [
    "ANSWERED",
    "COUNTED",
    "KINDS",
    "MET",
    "MISSING",
    "NOT_MET",
    "UNKNOWN",
    "Cell",
    "Critical",
    "Kind",
    "Kinds",
    "Measure",
    "Stack",
    "Tally",
    "cells_of",
    "critical_of",
    "element_statuses",
    "is_asked",
    "item_statuses",
    "stacks_of",
    "tallies",
]


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


@frozen(eq=False, repr=False)
class Measure(Content):
    """A figure, exact and unrounded, with what it could be, given the gaps, at the least and at the most.

    ``value`` is ``None`` where the rule for gaps gives none; all three are where nothing was applicable.
    """

    value: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None


NOTHING = Measure(None, None, None)


@frozen(eq=False, repr=False)
class Tally(Content):
    """What was answered to some items on some forms, counted in cells (an item on a form).

    ``total`` cells were asked for; ``applicable`` ones are all but the ``na``; ``answered``, ``nk`` and
    ``missing`` add up to those. ``share`` is a proportion from 0 to 1 on the score's named base, the mean of the
    items' own, weighted by the items' weights. ``mean`` is the weighted mean of the answers themselves (none where
    the items have different scales), and ``points`` their weighted sum a form (nor where an item is not applicable).
    """

    kind: str
    key: str
    title: str
    forms: int
    items: int
    total: int
    applicable: int
    answered: int
    na: int
    nk: int
    missing: int
    share: Measure
    mean: Measure
    points: Measure


OF_ITEMS = ("total", "tier", "principle", "section", "element", "item")
OF_FORMS = ("rater", "site", "period", "form")
KINDS = OF_ITEMS + OF_FORMS
"""What a score is counted by, in the order of a report."""
COUNTED = tuple(kind for kind in KINDS if kind != "form")
"""The same where single forms are not kept, only counted."""


def tallies(
    checklist: Checklist, stacks: Iterable[Stack], base: str, rule: MissingRule, by: Iterable[str] = KINDS
) -> Iterator[Tally]:
    """Yield a tally for every group of every kind that has cells, in the order of the checklist and the forms.

    Cells are counted by item and code first, so that the exact arithmetic is done once for each of these.
    """
    wanted = frozenset(by)
    counted, kinds = _Counted(checklist, stacks, wanted), Kinds(checklist)
    for kind in (one for one in OF_ITEMS if one in wanted):
        titles = _titles(kind, checklist)
        groups: dict[str, Counter[tuple[str, str]]] = {}
        for (name, code), count in counted.by_item.items():
            for key in _keys(kind, checklist, name):
                groups.setdefault(key, Counter())[name, code] += count
        for key, counts in groups.items():
            forms = sum(counted.times[at] for at in set().union(*(counted.forms[name] for name, _ in counts)))
            yield _tally((kind, key, titles.get(key, key)), kinds.of(counts), forms, base, rule)
    for kind in (one for one in OF_FORMS if one in wanted):
        for key, (counts, some) in counted.by_form[kind].items():
            yield _tally((kind, key, key or "not said"), kinds.of(counts), some, base, rule)


class _Counted:
    """How often each code stands at each item: in all, and by what a form says of itself."""

    def __init__(self, checklist: Checklist, stacks: Iterable[Stack], wanted: frozenset[str]) -> None:
        self.by_item: dict[tuple[str, str], int] = {}
        self.forms: dict[str, set[int]] = {}
        self.times: list[int] = []
        self.by_form: dict[str, dict[str, tuple[Counter[tuple[str, str]], int]]] = {one: {} for one in OF_FORMS}
        whole: Counter[tuple[str, str]] = Counter()
        for at, (form, times, pairs) in enumerate(stacks):
            self.times.append(times)
            whole.update(pairs)
            for name, _ in pairs:
                self.forms.setdefault(name, set()).add(at)
            for kind, key in zip(OF_FORMS, (form.rater, form.site, period_of(form), form.id), strict=True):
                if kind not in wanted:
                    continue
                counts, some = self.by_form[kind].get(key) or (Counter(), 0)
                counts.update(pairs)
                self.by_form[kind][key] = counts, some + times
        order = {item.name: at for at, item in enumerate(checklist)}
        self.by_item = dict(sorted(whole.items(), key=lambda row: order[row[0][0]]))


def _keys(kind: str, checklist: Checklist, name: str) -> tuple[str, ...]:
    """Return the groups of a kind that an item belongs to."""
    item = checklist[name]
    if kind == "principle":
        own = (item.element,) if item.tier == "principle" else ()
        return own + item.serves
    if kind == "section":
        return (checklist.section_of[name],)
    return ({"total": "all", "tier": item.tier, "element": item.element, "item": name}[kind],)


def _titles(kind: str, checklist: Checklist) -> dict[str, str]:
    """Return the titles of groups, where they have any beside their key."""
    if kind == "total":
        return {"all": checklist.title}
    if kind == "item":
        return {item.name: item.text for item in checklist}
    if kind == "tier":
        return {}
    sections = {section.id: section.title for section in checklist.sections}
    return sections if kind == "section" else {item.element: item.title for item in checklist} | sections


def _tally(names: tuple[str, str, str], kinds: list[Kind], forms: int, base: str, rule: MissingRule) -> Tally:
    states = (ANSWERED, NOT_APPLICABLE, NOT_KNOWN, MISSING)
    count = {state: sum(one.times for one in kinds if one.state == state) for state in states}
    applicable = [one for one in kinds if one.state != NOT_APPLICABLE]
    asked = sum(one.times for one in applicable)
    enough = asked * rule.needed <= count[ANSWERED]
    alike = len({(one.lowest, one.highest) for one in kinds}) == 1
    mean = _mean(applicable, lambda _, at: at, rule, enough=enough) if alike else NOTHING
    return Tally(
        kind=names[0],
        key=names[1],
        title=names[2],
        forms=forms,
        items=len({one.item.name for one in kinds}),
        total=asked + count[NOT_APPLICABLE],
        applicable=asked,
        answered=count[ANSWERED],
        na=count[NOT_APPLICABLE],
        nk=count[NOT_KNOWN],
        missing=count[MISSING],
        share=_mean(applicable, _SHARES[base], rule, enough=enough),
        mean=mean,
        points=_points(applicable, mean, rule, forms) if not count[NOT_APPLICABLE] else NOTHING,
    )


def _of_range(one: Kind, at: Fraction) -> Fraction:
    low, high = one.lowest, one.highest
    return (at - low) / (high - low) if high > low else Fraction(1)


def _of_maximum(one: Kind, at: Fraction) -> Fraction:
    high = one.highest
    return at / high if high else Fraction(0)


_SHARES: dict[str, Callable[[Kind, Fraction], Fraction]] = {"range": _of_range, "maximum": _of_maximum}


def _mean(
    applicable: list[Kind], figure: Callable[[Kind, Fraction], Fraction], rule: MissingRule, *, enough: bool
) -> Measure:
    """Return the weighted mean of what the cells come to, and its range over the gaps."""
    whole = sum(one.item.weight * one.times for one in applicable)
    if not whole:
        return NOTHING
    rows = [(one, one.item.weight * one.times) for one in applicable]
    known = sum((times * figure(one, one.weight) for one, times in rows if one.weight is not None), _ZERO)
    answered = sum(times for one, times in rows if one.weight is not None)
    gaps = [(one, times) for one, times in rows if one.weight is None]
    low = known + sum((times * figure(one, one.lowest) for one, times in gaps), _ZERO)
    high = known + sum((times * figure(one, one.highest) for one, times in gaps), _ZERO)
    if rule.lowest:
        return Measure(low / whole, low / whole, low / whole)
    value = known / answered if answered and enough else None
    return Measure(value, low / whole, high / whole)


_ZERO = Fraction(0)


def _points(applicable: list[Kind], mean: Measure, rule: MissingRule, forms: int) -> Measure:
    """Return the sum of a form (the mean sum of several), where every item is applicable."""
    if mean.lowest is None or mean.highest is None:
        return NOTHING
    whole = Fraction(sum(one.item.weight * one.times for one in applicable), forms)
    complete = all(one.weight is not None for one in applicable) or rule.fills or rule.lowest
    value = mean.value * whole if mean.value is not None and complete else None
    return Measure(value, mean.lowest * whole, mean.highest * whole)


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
