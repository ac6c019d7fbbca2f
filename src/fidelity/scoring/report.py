"""Everything that a report of a score tells: the score, delivery by site and period, agreement, and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.scoring.agreement.between import Between, between_raters
from fidelity.scoring.charts.of_sites import SiteCharts, site_charts
from fidelity.scoring.occasions import Occasion
from fidelity.scoring.scoring import Score

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ScoreReport", "score_report"]


@frozen(eq=False)
class ScoreReport:
    """What the formats of a score render.

    ``raters`` is ``None`` where no site had two raters in one period; ``counted`` says that the answers were counted in
    a data frame and not kept, so that raters could not be held beside each other.
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
        For a set of rules that does not exist, or a period to start anew from that no form is of.
    """
    counted = score.total is not None and not score.by("form")
    raters = None if counted else between_raters(score)
    return ScoreReport(score, tuple(occasions), raters, site_charts(occasions, rules, rebased), counted)
