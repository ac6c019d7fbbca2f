"""Everything that a report of a score tells, and its figures in words.

That is the score, delivery by site and period, agreement, and charts. Figures are rounded for reading, with the range
that the gaps leave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.checklists.bands import number
from fidelity.scoring.agreement_between import Between, between_raters
from fidelity.scoring.delivery import Occasion
from fidelity.scoring.drift import SiteCharts, site_charts
from fidelity.scoring.scoring import Score

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from fidelity.checklists.checklist import Checklist
    from fidelity.scoring.tallies import Measure, Tally


@frozen(eq=False)
class ScoreReport:
    """What the formats of a score render.

    ``raters`` is ``None`` if no site had two raters in one period. ``counted`` says that a data frame counted the
    answers and did not keep them, so that we cannot compare raters.
    """

    score: Score
    occasions: tuple[Occasion, ...]
    raters: Between | None
    charts: tuple[SiteCharts, ...]
    counted: bool


def score_report(
    score: Score, occasions: Sequence[Occasion] = (), rules: str = "8-6", rebased: Sequence[str] = ()
) -> ScoreReport:
    """Return everything that there is to tell of a score.

    Raises
    ------
    ValueError
        If the set of rules does not exist, or if no form is of a period from which limits start anew.
    """
    counted = score.total is not None and not score.by("form")
    raters = None if counted else between_raters(score)
    return ScoreReport(score, tuple(occasions), raters, site_charts(occasions, rules, rebased), counted)


ONLY_COUNTED = (
    "These answers were counted where they lie, and single forms were not kept: raters were not held beside each other."
)
"""What a report says about answers from a data frame."""


def percent(share: Measure) -> str:
    """Return a share as a percentage, with what it could be given the gaps.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from fidelity.scoring.tallies import Measure
    >>> percent(Measure(Fraction(2, 3), Fraction(1, 2), Fraction(3, 4)))
    '66.7% of what was answered (between 50% and 75% with the gaps)'
    >>> percent(Measure(Fraction(1), Fraction(1), Fraction(1))), percent(Measure(None, None, None))
    ('100%', 'nothing to score')
    """
    if share.lowest is None or share.highest is None:
        return "nothing to score"
    between = f"between {_rounded(share.lowest)} and {_rounded(share.highest)} with the gaps"
    if share.value is None:
        return f"no score by the rule for gaps ({between})"
    if share.lowest == share.highest:
        return _rounded(share.value)
    return f"{_rounded(share.value)} of what was answered ({between})"


def counts(tally: Tally) -> str:
    """Return how many items were answered out of how many, and what happened to the rest."""
    rest = gaps(tally)
    return f"{tally.answered} of {tally.applicable} applicable answered{f', {rest}' if rest != 'none' else ''}"


def gaps(tally: Tally) -> str:
    """Return how many answers are no ratings, with separate counts of not applicable, not known and not answered."""
    rest = [
        f"{count} {noun}"
        for count, noun in ((tally.na, "not applicable"), (tally.nk, "not known"), (tally.missing, "not answered"))
        if count
    ]
    return ", ".join(rest) or "none"


def tells(score: Score, kind: str) -> bool:
    """Return whether a kind of group has anything to tell: a scale has sections, but no tiers or elements."""
    groups = score.by(kind)
    of_scale = all(item.kind == "scale" for item in score.checklist)
    if kind in {"principle", "tier", "element"}:
        return bool(groups) and not of_scale
    if kind == "section":
        return bool(groups) and (of_scale or not score.by("principle"))
    return len(groups) > (1 if kind in {"site", "period", "rater"} else 0)


def title_of(checklist: Checklist, element: str) -> str:
    """Return the title of an element that a checklist asks about."""
    return next((item.title for item in checklist if item.element == element), element)


def _rounded(share: Fraction) -> str:
    return f"{number(share * 100, 1)}%"
