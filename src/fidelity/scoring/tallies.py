"""Completed forms counted: cells, the groups that they are counted by, and what is in place as rated.

A cell is an item on a form. We first count the cells by item and code, so that we do the exact arithmetic only once for
each item and code, however many forms there are.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from attrs import frozen

from fidelity.checklists.response_sets import NOT_APPLICABLE, NOT_KNOWN
from fidelity.checklists.responses import period_of
from fidelity.content import Content

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from fidelity.checklists.bands import MissingRule
    from fidelity.checklists.checklist import Checklist, Condition, Item
    from fidelity.checklists.responses import Form

ANSWERED, MISSING = "answered", "missing"


Pair: TypeAlias = tuple[str, str]
"""The name of an item, and a code in its cells."""


class AskedItem(NamedTuple):
    """An item that one form was asked for, and its answer: a code, or ``missing``."""

    form: Form
    item: Item
    code: str


class Stack(NamedTuple):
    """Forms with the same details that were asked for the same items: often one form, in a data frame many.

    ``counts`` says how often each item has each code, on all ``times`` forms together.
    """

    form: Form
    times: int
    counts: Mapping[Pair, int]


class Figures(NamedTuple):
    """The value of an answer, and the lowest and the highest value that its item could have.

    ``answer`` is ``None`` where nothing was answered.
    """

    answer: Fraction | None
    lowest: Fraction
    highest: Fraction


class RatedCode(NamedTuple):
    """An item with one of the codes that its cells can have, and how often they have it.

    ``state`` is ``answered``, ``na``, ``nk`` or ``missing``. ``weights`` are those of the answers themselves, and
    ``shares`` are on the base of the score; ``enough`` is the weight at the threshold.
    """

    item: Item
    state: str
    times: int
    weights: Figures
    shares: Figures
    enough: Fraction | None

    @property
    def at_threshold(self) -> bool | None:
        """Whether the answer counts as in place; ``None`` without an answer or a threshold."""
        weight = self.weights.answer
        return None if weight is None or self.enough is None else weight >= self.enough


def cells_of(checklist: Checklist, forms: Iterable[Form]) -> Iterator[AskedItem]:
    """Yield every cell that a form was asked for, form after form.

    A form by a role that the model names as a rater is asked for the items of that role and for the items that name
    nobody. Any other form is asked for all items. An answer to another item still counts. An item whose condition does
    not hold is not asked for. Cost: forms times items.
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
                yield AskedItem(form, item, MISSING if answer is None else answer.code)


def stacks_of(checklist: Checklist, forms: Iterable[Form]) -> Iterator[Stack]:
    """Yield a stack for every form that was asked for anything."""
    for _, each in groupby(cells_of(checklist, forms), lambda cell: id(cell.form)):
        cells = list(each)
        yield Stack(cells[0].form, 1, Counter((cell.item.name, cell.code) for cell in cells))


def is_asked(checklist: Checklist, item: Item, rater: str) -> bool:
    """Return whether a rater is asked for an item. A rater whose role the model names skips other roles' items."""
    role = rater.casefold().strip()
    return role not in checklist.roles or item.rater is None or item.rater.casefold() == role


class RatedCodes:
    """Says what the codes of a checklist's items are worth on a base. It works out each of them once and keeps it."""

    def __init__(self, checklist: Checklist, base: str) -> None:
        self.checklist = checklist
        self._share = _SHARES[base]
        self._known: dict[Pair, RatedCode] = {}

    def of(self, counts: Mapping[Pair, int]) -> list[RatedCode]:
        """Return the codes in some cells with their worth, from how often each item has each code."""
        known = self._known
        for pair in counts.keys() - known.keys():
            known[pair] = self._kind(*pair)
        return [known[pair]._replace(times=times) for pair, times in counts.items()]

    def _kind(self, name: str, code: str) -> RatedCode:
        item = self.checklist[name]
        responses = self.checklist.responses_of(item)
        low, high = responses.lowest, responses.highest
        option = responses.option(code)
        weight = None if option is None else option.weight
        state = ANSWERED if weight is not None else NOT_APPLICABLE if code == NOT_APPLICABLE else NOT_KNOWN
        state = MISSING if option is None else state
        share = None if weight is None else self._share(weight, low, high)
        shares = Figures(share, self._share(low, low, high), self._share(high, low, high))
        return RatedCode(item, state, 0, Figures(weight, low, high), shares, responses.enough)


def _of_range(at: Fraction, low: Fraction, high: Fraction) -> Fraction:
    return (at - low) / (high - low) if high > low else Fraction(1)


def _of_maximum(at: Fraction, low: Fraction, high: Fraction) -> Fraction:  # noqa: ARG001 - as for the range
    return at / high if high else _ZERO


_ZERO = Fraction(0)
_SHARES = {"range": _of_range, "maximum": _of_maximum}
"""The functions that turn an answer into a proportion, by the base of the score."""


def _wanted(condition: Condition, form: Form) -> bool:
    """Return whether a condition can hold. If its item is unanswered nobody can tell, and the asking item is a gap."""
    decides = form.answers.get(condition.item)
    return decides is None or decides.code == NOT_KNOWN or decides.code in condition.codes


@frozen(eq=False, repr=False)
class Measure(Content):
    """A figure, exact and unrounded, with the lowest and the highest value that the gaps allow.

    ``value`` is ``None`` if the rule for gaps gives no value. All three are ``None`` if nothing was applicable.
    """

    value: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None


NOTHING = Measure(None, None, None)


@frozen(eq=False, repr=False)
class Tally(Content):
    """The answers to some items on some forms, counted in cells. A cell is an item on a form.

    ``total`` cells were asked for. ``applicable`` cells are all but the ``na`` cells, and ``answered``, ``nk`` and
    ``missing`` add up to them. ``share`` is a proportion from 0 to 1 on the score's named base: the mean of the items'
    shares, weighted by the items' weights. ``mean`` is the weighted mean of the answers; items with different scales
    have none. ``points`` is the weighted sum for each form; there is none if an item is not applicable.
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
"""The kinds of groups that a score counts, in the order of a report."""
COUNTED = tuple(kind for kind in KINDS if kind != "form")
"""The same kinds for a data frame, which does not keep single forms."""


class Counts:
    """How often each item has each code, in all and by what a form says about itself.

    ``whole`` counts all forms together. ``by_form`` counts the forms of each group of a kind, with their number.
    ``asked`` says how many forms were asked for the same items.
    """

    def __init__(self) -> None:
        self.whole: Counter[Pair] = Counter()
        self.by_form: dict[str, dict[str, tuple[Counter[Pair], int]]] = {kind: {} for kind in OF_FORMS}
        self.asked: Counter[frozenset[str]] = Counter()

    @classmethod
    def of(cls, stacks: Iterable[Stack], by: Collection[str] = KINDS) -> Counts:
        """Return the counts of some stacks, ``by`` some kinds of groups."""
        counts = cls()
        for form, times, pairs in stacks:
            counts.whole.update(pairs)
            counts.asked[frozenset(name for name, _ in pairs)] += times
            for kind, key in zip(OF_FORMS, (form.rater, form.site, period_of(form), form.id), strict=True):
                if kind in by:
                    counts.add_to(kind, key, times, pairs)
        return counts

    def add_to(self, kind: str, key: str, times: int, pairs: Mapping[Pair, int]) -> None:
        """Add a number of forms to the counts of a group."""
        counts, before = self.by_form[kind].get(key) or (Counter(), 0)
        counts.update(pairs)
        self.by_form[kind][key] = counts, before + times

    def forms(self, names: Collection[str]) -> int:
        """Return how many forms were asked for any of some items."""
        return sum(times for asked, times in self.asked.items() if not asked.isdisjoint(names))


def tallies(codes: RatedCodes, counts: Counts, rule: MissingRule, by: Iterable[str] = KINDS) -> Iterator[Tally]:
    """Yield a tally for every group of every kind that has cells, in the order of the checklist and the forms."""
    wanted, checklist = frozenset(by), codes.checklist
    order = {item.name: at for at, item in enumerate(checklist)}
    whole = sorted(counts.whole.items(), key=lambda row: order[row[0][0]])
    for kind in (one for one in OF_ITEMS if one in wanted):
        titles = _titles(kind, checklist)
        groups: dict[str, dict[Pair, int]] = {}
        for pair, count in whole:
            for key in _keys(kind, checklist, pair[0]):
                groups.setdefault(key, {})[pair] = count
        for key, some in groups.items():
            forms = counts.forms({name for name, _ in some})
            yield _tally((kind, key, titles.get(key, key)), codes.of(some), forms, rule)
    for kind in (one for one in OF_FORMS if one in wanted):
        for key, (pairs, forms) in counts.by_form[kind].items():
            yield _tally((kind, key, key or "not said"), codes.of(pairs), forms, rule)


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


def _tally(names: tuple[str, str, str], codes: list[RatedCode], forms: int, rule: MissingRule) -> Tally:
    count = Counter({ANSWERED: 0, NOT_APPLICABLE: 0, NOT_KNOWN: 0, MISSING: 0})
    for one in codes:
        count[one.state] += one.times
    applicable = [one for one in codes if one.state != NOT_APPLICABLE]
    asked = sum(one.times for one in applicable)
    enough = asked * rule.needed <= count[ANSWERED]
    alike = len({one.weights[1:] for one in codes}) == 1
    rows = [(one.item.weight * one.times, one) for one in applicable]
    mean = _mean([(times, one.weights) for times, one in rows], rule, enough=enough) if alike else NOTHING
    return Tally(
        kind=names[0],
        key=names[1],
        title=names[2],
        forms=forms,
        items=len({one.item.name for one in codes}),
        total=asked + count[NOT_APPLICABLE],
        applicable=asked,
        answered=count[ANSWERED],
        na=count[NOT_APPLICABLE],
        nk=count[NOT_KNOWN],
        missing=count[MISSING],
        share=_mean([(times, one.shares) for times, one in rows], rule, enough=enough),
        mean=mean,
        points=_points(rows, mean, rule, forms) if not count[NOT_APPLICABLE] else NOTHING,
    )


def _mean(rows: list[tuple[int, Figures]], rule: MissingRule, *, enough: bool) -> Measure:
    """Return the weighted mean of the values of the cells, and the range that the gaps allow."""
    whole = sum(times for times, _ in rows)
    if not whole:
        return NOTHING
    answered = sum(times for times, one in rows if one.answer is not None)
    known = _sum((times, one.answer) for times, one in rows if one.answer is not None)
    low = known + _sum((times, one.lowest) for times, one in rows if one.answer is None)
    high = known + _sum((times, one.highest) for times, one in rows if one.answer is None)
    if rule.lowest:
        return Measure(low / whole, low / whole, low / whole)
    return Measure(known / answered if answered and enough else None, low / whole, high / whole)


def _sum(rows: Iterable[tuple[int, Fraction]]) -> Fraction:
    """Return the exact sum of some figures, each multiplied by its number.

    We first add up whole numbers for each denominator, because adding fractions one by one takes twenty times as long.
    """
    numerators: dict[int, int] = {}
    for times, figure in rows:
        below = figure.denominator
        numerators[below] = numerators.get(below, 0) + times * figure.numerator
    return sum((Fraction(above, below) for below, above in numerators.items()), _ZERO)


def _points(rows: list[tuple[int, RatedCode]], mean: Measure, rule: MissingRule, forms: int) -> Measure:
    """Return the sum of a form, or the mean sum of several forms, if every item is applicable."""
    if mean.lowest is None or mean.highest is None:
        return NOTHING
    whole = Fraction(sum(times for times, _ in rows), forms)
    complete = all(one.state == ANSWERED for _, one in rows) or rule.fills or rule.lowest
    value = mean.value * whole if mean.value is not None and complete else None
    return Measure(value, mean.lowest * whole, mean.highest * whole)


MET, NOT_MET, UNKNOWN, NA = "met", "not met", "not known", "not applicable"


class Critical(NamedTuple):
    """How many critical components are met: the rated principles, essential elements and proscribed practices."""

    met: int
    of: int
    not_met: tuple[str, ...]
    unknown: tuple[str, ...]


def item_statuses(codes: RatedCodes, counts: Mapping[Pair, int], together: str) -> dict[str, str]:
    """Return the status of every item that has a threshold, by name, in the order of the form.

    We never guess: an item is met, or not met, only if the gaps could not change that.
    """
    by_item: dict[str, list[RatedCode]] = {item.name: [] for item in codes.checklist}
    for one in codes.of(counts):
        by_item[one.item.name].append(one)
    return {
        name: _status(some, together)
        for name, some in by_item.items()
        if codes.checklist.responses_of(codes.checklist[name]).enough is not None
    }


def _status(codes: Sequence[RatedCode], together: str) -> str:
    applicable = [one for one in codes if one.state != NOT_APPLICABLE]
    asked = sum(one.times for one in applicable)
    if not asked:
        return NA if codes else UNKNOWN
    yes = sum(one.times for one in applicable if one.at_threshold is True)
    no = sum(one.times for one in applicable if one.at_threshold is False)
    if together == "every":
        return NOT_MET if no else MET if yes == asked else UNKNOWN
    if 2 * yes > asked:
        return MET
    return NOT_MET if 2 * no >= asked else UNKNOWN


def element_statuses(checklist: Checklist, items: Mapping[str, str]) -> dict[str, str]:
    """Return the status of every element that is asked about, by id.

    An element is met if all its applicable items are met, and not met if one of them is not met; else it is not known.
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
