"""Compares the raters of a score: who rated the same site and period, how far they agree, and where they differ."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.checklists.responses import period_of
from fidelity.content import Content
from fidelity.rendering.english import listed
from fidelity.scoring.agreement_coefficients import Agreement, agreement, icc, mean_absolute_difference
from fidelity.scoring.agreement_ratings import Ratings, Statistic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.checklists.checklist import Checklist, Item
    from fidelity.checklists.responses import Form
    from fidelity.scoring.scoring import Score

_PAIR = 2
_Unit = tuple[str, str, str]


@frozen(eq=False, repr=False)
class OnScale(Content):
    """Agreement on all items with the same answers. ``scale`` is the id of the response set, ``answers`` its labels."""

    scale: str
    answers: tuple[str, ...]
    agreement: Agreement


@frozen(eq=False, repr=False)
class Apart(Content):
    """An item that raters answered differently, on ``times`` of the ``of`` occasions on which two or more rated it."""

    item: str
    text: str
    times: int
    of: int


@frozen(eq=False, repr=False)
class Between(Content):
    """How far the raters agree who rated the same site in the same period.

    ``scales`` has the statistics on single answers, one for each set of answers. ``totals`` has the statistics on whole
    forms, in per cent of the possible range of the items that all raters answered. Of ``shared`` items (an item at a
    site in a period), ``same`` got the same answer from every rater who gave one. ``apart`` lists the items that did
    not, the most frequent first. ``notes`` say which forms were left out, and why.
    """

    raters: tuple[str, ...]
    occasions: tuple[str, ...]
    shared: int
    same: int
    scales: tuple[OnScale, ...]
    totals: tuple[Statistic, ...]
    apart: tuple[Apart, ...]
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The result in plain words."""
        if not self.shared:
            return f"{listed(self.raters)} rated the same, and no item was answered by two of them."
        where = f"at {len(self.occasions)} site{'s' if len(self.occasions) > 1 else ''} or periods"
        where = self.occasions[0] if len(self.occasions) == 1 else where
        said = (
            f"{listed(self.raters)} rated the same ({where}). "
            f"Of {self.shared} answers that two or more of them gave, {self.same} were the same from everybody"
        )
        if not self.apart:
            return f"{said}."
        first = f"'{self.apart[0].text}' ({self.apart[0].times} of {self.apart[0].of} times)"
        return f"{said}. They were apart most often at {first}: worth talking through, with the evidence on the table."


def between_raters(score: Score) -> Between | None:
    """Return how far the raters of a score agree; ``None`` where no site had two raters in one period.

    Not applicable and not known are no ratings. If a rater handed in several forms for one site and period, we leave
    them all out, because nobody can tell which to compare. We also leave out forms that do not name their rater.
    Cost: forms times items, and a thousand draws for the intervals.
    """
    found = _SharedOccasions(score)
    if not found.shared:
        return None
    units: dict[_Unit, dict[str, str]] = {}
    for (site, period), forms in found.shared.items():
        for rater, form in forms.items():
            for name, answer in form.answers.items():
                if _rated(score.checklist, name, answer.code):
                    units.setdefault((site, period, name), {})[rater] = answer.code
    both = {unit: said for unit, said in units.items() if len(said) >= _PAIR}
    return Between(
        found.raters,
        tuple(", ".join(filter(None, key)) or "all forms" for key in found.shared),
        len(both),
        sum(len(set(said.values())) == 1 for said in both.values()),
        tuple(_on_scales(score.checklist, found.raters, both)),
        _on_totals(score.checklist, list(found.shared.values())),
        _apart(score.checklist, both),
        tuple(found.notes),
    )


class _SharedOccasions:
    """The sites and periods with two or more raters, and the forms that had to be left out."""

    def __init__(self, score: Score) -> None:
        groups: dict[tuple[str, str], dict[str, list[Form]]] = {}
        for form in score.responses.forms:
            groups.setdefault((form.site, period_of(form)), {}).setdefault(form.rater, []).append(form)
        self.notes: list[str] = []
        self.shared: dict[tuple[str, str], dict[str, Form]] = {}
        for key, by_rater in groups.items():
            if len(by_rater) < _PAIR and "" not in by_rater:
                continue
            told: dict[str, Form] = {}
            where = ", ".join(filter(None, key)) or "all forms"
            for rater, forms in by_rater.items():
                if rater and len(forms) == 1:
                    told[rater] = forms[0]
                elif rater:
                    left = f"{rater} handed in {len(forms)} forms for {where}"
                    self.notes.append(f"{left}: left out of the comparison there.")
                elif len(forms) > 1 or len(by_rater) > 1:
                    self.notes.append(f"{where}: forms that do not say who rated are left out of the comparison.")
            if len(told) >= _PAIR:
                self.shared[key] = told
        self.raters = tuple(dict.fromkeys(rater for forms in self.shared.values() for rater in forms))


def _rated(checklist: Checklist, name: str, code: str) -> bool:
    option = checklist.responses_of(checklist[name]).option(code)
    return option is not None and option.weight is not None


def _on_scales(checklist: Checklist, raters: tuple[str, ...], both: dict[_Unit, dict[str, str]]) -> Iterator[OnScale]:
    for responses in checklist.response_sets:
        codes = [option for option in responses.options if option.weight is not None]
        codes.sort(key=lambda option: option.weight or Fraction(0))
        some = {unit: said for unit, said in both.items() if checklist[unit[2]].responses == responses.id}
        if not some or len(codes) < _PAIR:
            continue
        said = {rater: {"\n".join(unit): one.get(rater) for unit, one in some.items()} for rater in raters}
        ratings = Ratings.of(said, [option.code for option in codes])
        yield OnScale(responses.id, tuple(option.label for option in codes), agreement(ratings))


def _on_totals(checklist: Checklist, shared: Sequence[dict[str, Form]]) -> tuple[Statistic, ...]:
    raters = [rater for rater in shared[0] if all(rater in forms for forms in shared)]
    rows = [row for forms in shared if raters and (row := _row(checklist, [forms[rater] for rater in raters]))]
    return icc(rows), icc(rows, "consistency"), mean_absolute_difference(rows)


def _row(checklist: Checklist, forms: Sequence[Form]) -> list[float]:
    """Return the total of each form over the items that all forms answered; empty if there is no such item."""
    names = [
        name
        for name in forms[0].answers
        if all(name in form.answers and _rated(checklist, name, form.answers[name].code) for form in forms)
    ]
    whole = sum(checklist[name].weight for name in names)
    points = (sum(_share(checklist, checklist[name], form.answers[name].code) for name in names) for form in forms)
    return [float(100 * one / whole) for one in points] if whole else []


def _share(checklist: Checklist, item: Item, code: str) -> Fraction:
    responses = checklist.responses_of(item)
    option, low, high = responses.option(code), responses.lowest, responses.highest
    weight = low if option is None or option.weight is None else option.weight
    return item.weight * ((weight - low) / (high - low) if high > low else Fraction(1))


def _apart(checklist: Checklist, both: dict[_Unit, dict[str, str]]) -> tuple[Apart, ...]:
    of = Counter(unit[2] for unit in both)
    times = Counter(unit[2] for unit, said in both.items() if len(set(said.values())) > 1)
    order = {item.name: at for at, item in enumerate(checklist)}
    names = sorted(times, key=lambda name: (-Fraction(times[name], of[name]), order[name]))
    return tuple(Apart(name, checklist[name].text, times[name], of[name]) for name in names)
