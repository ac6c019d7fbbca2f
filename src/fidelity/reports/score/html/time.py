"""Drift over time on a page: a picture a chart, with what it says in words below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.rendering.english import capital
from fidelity.rendering.html import Html, listing, tag
from fidelity.scoring.chart_pictures import chart_svg

if TYPE_CHECKING:
    from fidelity.scoring.drift import Chart, SiteCharts

__all__ = ["over_time"]


def over_time(sites: tuple[SiteCharts, ...]) -> Html:
    """Return the section with the charts of every site; nothing where there are none."""
    parts = [_site(number, one) for number, one in enumerate(sites, 1)]
    intro = (
        "Critical components that cannot be told count as not met here. A chart tells what varies by itself from what "
        "has changed; it does not tell why."
    )
    return tag("section", tag("h2", "Over time"), tag("p", intro), *parts) if parts else Html()


def _site(number: int, one: SiteCharts) -> Html:
    drawn = [_figure(f"c{number}-{at}", chart) for at, chart in enumerate(one.charts, 1)]
    return tag("section", tag("h3", one.site or "All forms"), *drawn, listing(one.notes))


def _figure(name: str, chart: Chart) -> Html:
    words = f"{capital(chart.series.title)}. {chart.words}"
    region = tag(
        "div",
        Html(chart_svg(chart, name)),
        class_="scrolls chart",
        role="region",
        tabindex="0",
        aria_label=f"Chart: {chart.series.title}",
    )
    return tag("figure", region, tag("figcaption", words))
