"""Cells counted together: by item, element, principle, tier, section, rater, site, period, form, and all of them."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.checklists.response_sets import NOT_APPLICABLE, NOT_KNOWN
from fidelity.checklists.responses import period_of
from fidelity.content import Content
from fidelity.scoring.cells import ANSWERED, MISSING, Kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fidelity.checklists.checklist import Checklist
    from fidelity.scoring.cells import Kind, Stack
    from fidelity.scoring.rules import MissingRule

__all__ = ["COUNTED", "KINDS", "Measure", "Tally", "tallies"]


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
