"""Cells counted together: by item, element, principle, tier, section, rater, site, period, form, and all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.checklists.response_sets import NOT_APPLICABLE, NOT_KNOWN
from fidelity.checklists.responses import period_of
from fidelity.checklists.scoring_cells import ANSWERED, MISSING
from fidelity.content import Content

if TYPE_CHECKING:
    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.scoring_cells import Cell
    from fidelity.checklists.scoring_rules import MissingRule

__all__ = ["KINDS", "Measure", "Tally", "tallies"]


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


_Keys = Callable[["Cell"], Iterable[str]]


def _by(kind: str, checklist: Checklist) -> tuple[_Keys, dict[str, str]]:
    """Return how cells belong to groups of a kind, and the titles of the groups."""
    section_of = {item.name: section.id for section in checklist.sections for item in section.items}
    sections = {section.id: section.title for section in checklist.sections}
    titles = {item.element: item.title for item in checklist}
    principles = {id_ for item in checklist for id_ in item.serves} | {
        item.element for item in checklist if item.tier == "principle"
    }
    ways: dict[str, tuple[_Keys, dict[str, str]]] = {
        "total": (lambda _: ("all",), {"all": checklist.title}),
        "tier": (lambda cell: (cell.item.tier,), {}),
        "principle": (
            lambda cell: [id_ for id_ in (cell.item.element, *cell.item.serves) if id_ in principles],
            {**titles, **sections},
        ),
        "section": (lambda cell: (section_of[cell.item.name],), sections),
        "element": (lambda cell: (cell.item.element,), titles),
        "item": (lambda cell: (cell.item.name,), {item.name: item.text for item in checklist}),
        "rater": (lambda cell: (cell.form.rater,), {}),
        "site": (lambda cell: (cell.form.site,), {}),
        "period": (lambda cell: (period_of(cell.form),), {}),
        "form": (lambda cell: (cell.form.id,), {}),
    }
    return ways[kind]


KINDS = ("total", "tier", "principle", "section", "element", "item", "rater", "site", "period", "form")
"""What a score is counted by, in the order of a report."""


def tallies(checklist: Checklist, cells: Iterable[Cell], base: str, rule: MissingRule) -> Iterator[Tally]:
    """Yield a tally for every group of every kind that has cells, in the order of the checklist and the forms."""
    every = list(cells)
    for kind in KINDS:
        keys, titles = _by(kind, checklist)
        groups: dict[str, list[Cell]] = {}
        for cell in every:
            for key in dict.fromkeys(keys(cell)):
                groups.setdefault(key, []).append(cell)
        for key, some in groups.items():
            yield _tally(kind, key, titles.get(key, key or "not said"), some, base, rule)


def _tally(kind: str, key: str, title: str, cells: list[Cell], base: str, rule: MissingRule) -> Tally:
    count = {
        state: sum(cell.state == state for cell in cells) for state in (ANSWERED, NOT_APPLICABLE, NOT_KNOWN, MISSING)
    }
    applicable = [cell for cell in cells if cell.state != NOT_APPLICABLE]
    forms = len({id(cell.form) for cell in cells})
    enough = len(applicable) * rule.needed <= count[ANSWERED]
    alike = len({(cell.responses.lowest, cell.responses.highest) for cell in cells}) == 1
    mean = _mean(applicable, lambda _, at: at, rule, enough=enough) if alike else NOTHING
    return Tally(
        kind=kind,
        key=key,
        title=title,
        forms=forms,
        items=len({cell.item.name for cell in cells}),
        total=len(cells),
        applicable=len(applicable),
        answered=count[ANSWERED],
        na=count[NOT_APPLICABLE],
        nk=count[NOT_KNOWN],
        missing=count[MISSING],
        share=_mean(applicable, _SHARES[base], rule, enough=enough),
        mean=mean,
        points=_points(applicable, mean, rule, forms) if not count[NOT_APPLICABLE] else NOTHING,
    )


def _of_range(cell: Cell, at: Fraction) -> Fraction:
    low, high = cell.responses.lowest, cell.responses.highest
    return (at - low) / (high - low) if high > low else Fraction(1)


def _of_maximum(cell: Cell, at: Fraction) -> Fraction:
    high = cell.responses.highest
    return at / high if high else Fraction(0)


_SHARES: dict[str, Callable[[Cell, Fraction], Fraction]] = {"range": _of_range, "maximum": _of_maximum}


def _mean(
    applicable: list[Cell], figure: Callable[[Cell, Fraction], Fraction], rule: MissingRule, *, enough: bool
) -> Measure:
    """Return the weighted mean of what the cells come to, and its range over the gaps."""
    whole = sum(cell.item.weight for cell in applicable)
    if not whole:
        return NOTHING
    known = sum((cell.item.weight * figure(cell, cell.weight) for cell in applicable if cell.weight is not None), _ZERO)
    answered = sum(cell.item.weight for cell in applicable if cell.weight is not None)
    gaps = [cell for cell in applicable if cell.weight is None]
    low = known + sum((cell.item.weight * figure(cell, cell.responses.lowest) for cell in gaps), _ZERO)
    high = known + sum((cell.item.weight * figure(cell, cell.responses.highest) for cell in gaps), _ZERO)
    if rule.lowest:
        return Measure(low / whole, low / whole, low / whole)
    value = known / answered if answered and enough else None
    return Measure(value, low / whole, high / whole)


_ZERO = Fraction(0)


def _points(applicable: list[Cell], mean: Measure, rule: MissingRule, forms: int) -> Measure:
    """Return the sum of a form (the mean sum of several), where every item is applicable."""
    if mean.lowest is None or mean.highest is None:
        return NOTHING
    whole = Fraction(sum(cell.item.weight for cell in applicable), forms)
    complete = all(cell.weight is not None for cell in applicable) or rule.fills or rule.lowest
    value = mean.value * whole if mean.value is not None and complete else None
    return Measure(value, mean.lowest * whole, mean.highest * whole)
