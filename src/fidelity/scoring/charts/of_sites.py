"""Drift over time: for every site, the critical components met and the total share, period by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.content import Content
from fidelity.scoring.charts.chart import Chart, chart
from fidelity.scoring.charts.series import Point, Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fidelity.scoring.occasions import Occasion

__all__ = ["SiteCharts", "site_charts"]

_FEWEST = 2


@frozen(eq=False, repr=False)
class SiteCharts(Content):
    """The charts of a site: ``critical`` components met, as proportions; the ``total`` share, as single values.

    ``notes`` name the periods that have no point, and why. A chart is ``None`` where fewer than two periods have one.
    """

    site: str
    critical: Chart | None
    total: Chart | None
    notes: tuple[str, ...] = ()

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Those of the two that there are."""
        return tuple(one for one in (self.critical, self.total) if one is not None)


def site_charts(
    occasions: Iterable[Occasion], rules: str = "8-6", rebased: Sequence[str] = ()
) -> tuple[SiteCharts, ...]:
    """Return the charts of every site with two periods or more, sites and periods in the order of the occasions.

    Parameters
    ----------
    occasions
        Planned against delivered by site and period, periods in the order of time.
    rules
        The name of a set of rules for signals.
    rebased
        Periods from which limits are worked out anew; a site without forms then starts anew at its next period.

    Raises
    ------
    ValueError
        If no occasion is of one of the periods, or the set of rules does not exist.
    """
    sites: dict[str, list[Occasion]] = {}
    for one in occasions:
        sites.setdefault(one.site, []).append(one)
    periods = sorted({one.period for some in sites.values() for one in some if one.period})
    unknown = [period for period in rebased if period not in periods]
    if unknown:
        raise ValueError(f"no form is of the period '{unknown[0]}'; periods are {', '.join(periods) or 'not said'}")
    return tuple(
        _charts(site, some, rules, rebased)
        for site, some in sites.items()
        if len([one for one in some if one.period]) >= _FEWEST
    )


def _charts(site: str, some: list[Occasion], rules: str, rebased: Sequence[str]) -> SiteCharts:
    critical, total, notes = [], [], []
    for one in some:
        if not one.period:
            notes.append("Forms that state neither period nor date are in no chart.")
            continue
        met, of = one.score.critical.met, one.score.critical.of
        if of:
            critical.append(Point.counted(one.period, met, of))
        share = one.score.total.share.value if one.score.total is not None else None
        if share is None:
            notes.append(f"{one.period}: no total by the rule for gaps, so it is not in the chart of totals.")
        else:
            total.append(Point(one.period, float(share)))
    name = f"{site}: " if site else ""
    return SiteCharts(
        site,
        _chart(f"{name}critical components met", critical, "p", rules, rebased),
        _chart(f"{name}total share", total, "xmr", rules, rebased),
        tuple(notes),
    )


def _chart(title: str, points: list[Point], kind: str, rules: str, rebased: Sequence[str]) -> Chart | None:
    if len(points) < _FEWEST:
        return None
    later = [next((point.label for point in points if point.label >= period), None) for period in rebased]
    series = Series(title, tuple(points), tuple(dict.fromkeys(label for label in later if label is not None)))
    return chart(series, "p" if kind == "p" else "xmr", rules)
