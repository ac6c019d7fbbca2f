"""The parts of the page on a score: figures, planned against delivered, agreement between raters, drift over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import UNDECIDED
from fidelity.rendering.english import capital
from fidelity.rendering.html import Html, badge, joined, listing, table, tag, terms
from fidelity.scoring.chart_pictures import chart_svg
from fidelity.scoring.delivery import ways
from fidelity.scoring.report import gaps, percent, tells, title_of
from fidelity.scoring.tallies import MET, NOT_MET, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fidelity.scoring.agreement.between import Between
    from fidelity.scoring.agreement.ratings import Statistic
    from fidelity.scoring.delivery import Delivery, DeliveryFinding, Occasion
    from fidelity.scoring.drift import Chart, SiteCharts
    from fidelity.scoring.scoring import Score
    from fidelity.scoring.tallies import Critical, Measure, Tally

__all__ = ["agreement_part", "deliveries", "figures", "met", "over_time", "share", "when"]


_GROUPS = (
    ("principle", "By principle", "Principle", "An element that serves several principles counts under each."),
    ("element", "By element", "Element", ""),
    ("tier", "By tier", "Tier", ""),
    ("section", "By section", "Section", ""),
    ("site", "By site", "Site", ""),
    ("period", "By period", "Period", ""),
    ("rater", "By rater", "Rater", ""),
    ("item", "By item", "Item", ""),
)
_COUNTS = ("Answered", "In all", "Not rated")
_SIGNS = {MET: "within", NOT_MET: "breach", UNKNOWN: "open"}
_WHOLE = 100
_KINDS = {"red": "breach", "amber": "open", "green": "remark"}
_OPEN = "Not known, or not decided"
_MOST_APART = 10
_STATISTIC_HEAD = ("Statistic", "Value", "95% interval", "Rated by two or more", "What was computed")


def met(critical: Critical) -> str:
    """Return how many critical components are met."""
    return f"{critical.met} of {critical.of}"


def when(occasion: Occasion) -> str:
    """Return where and when forms were filled in."""
    return ", ".join(filter(None, (occasion.site, occasion.period))) or "All forms"


def figures(score: Score) -> Iterator[Html]:
    """Yield a section for every kind of group that tells more than the total."""
    for kind, title, noun, about in _GROUPS:
        if not tells(score, kind):
            continue
        yield tag("section", tag("h3", title), tag("p", about) if about else Html(), _group_table(score, kind, noun))


def _group_table(score: Score, kind: str, noun: str) -> Html:
    statuses = {"item": score.items, "element": score.elements}.get(kind)
    head = (noun, "Share", *(("In place",) if statuses is not None else ()), *_COUNTS)
    rows = (_group_row(one, statuses) for one in score.by(kind).values())
    return table(f"by-{kind}", f"Scores by {kind}", head, rows, "figures")


def _group_row(tally: Tally, statuses: Mapping[str, str] | None) -> tuple[str, ...]:
    counts = (f"{tally.answered} of {tally.applicable}", str(tally.total), gaps(tally))
    return (tally.title, share(tally.share), *(() if statuses is None else (_sign(statuses.get(tally.key)),)), *counts)


def _sign(status: str | None) -> Html | str:
    if status is None:
        return "no threshold is set"
    return badge(_SIGNS.get(status, "remark"), status)


def share(measure: Measure) -> Html:
    """Return a share as a bar with what it could be given the gaps, and in words. The bar adds nothing to these."""
    words = percent(measure)
    if measure.lowest is None or measure.highest is None:
        return tag("span", words)
    low, high = float(measure.lowest) * _WHOLE, float(measure.highest) * _WHOLE
    value = None if measure.value is None else float(measure.value) * _WHOLE
    parts = [
        '<rect class="track" width="100" height="10" vector-effect="non-scaling-stroke"/>',
        _rect("possible", low, high),
    ]
    if value is not None:
        parts.append(_rect("value", 0, value, 3, 4))
    inside = Html("".join(parts))
    bar = Html(
        f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">{inside}</svg>'
    )
    return tag("span", bar, tag("span", words), class_="share")


def _rect(class_: str, low: float, high: float, top: int = 0, height: int = 10) -> str:
    width = max(high - low, 0)
    return f'<rect class="{class_}" x="{low:.2f}" y="{top}" width="{width:.2f}" height="{height}"/>'


def deliveries(occasions: Sequence[Occasion]) -> Iterator[Html]:
    """Yield the sections: all occasions at a glance, and each that has something to say, the latest of a site first."""
    if len(occasions) > 1:
        yield _index(occasions)
    sites = list(dict.fromkeys(one.site for one in occasions))
    latest = sorted(enumerate(occasions), key=lambda pair: (sites.index(pair[1].site), -pair[0]))
    number = 0
    for at, one in latest:
        if one.delivery.findings or one.delivery.weak_principles or len(occasions) == 1:
            number += 1
            yield _occasion(one, f"o{at + 1}")
    if not number:
        yield tag("p", "At no site and in no period does delivery add anything to what the check of the plan says.")


def _index(occasions: Sequence[Occasion]) -> Html:
    head = ("Where and when", "Critical components met", "Planned", "Delivered", "Share of what was answered")
    rows = (_occasion_row(one, f"o{at + 1}") for at, one in enumerate(occasions))
    return table("occasions", "Every site and period, in the order of time", head, rows, "periods")


def _occasion_row(one: Occasion, id_: str) -> tuple[str, ...]:
    told = one.delivery.findings or one.delivery.weak_principles
    name = tag("a", when(one), href=f"#{id_}") if told else when(one)
    total = one.score.total
    return (
        name,
        met(one.score.critical),
        _verdict(one.delivery.planned.verdict.value),
        _verdict(one.delivery.verdict.value),
        share(total.share) if total is not None else "nothing to score",
    )


def _verdict(word: str) -> Html:
    return badge({"red": "breach", "amber": "open", "green": "within"}[word], word)


def _occasion(one: Occasion, id_: str) -> Html:
    delivery, critical, checklist = one.delivery, one.score.critical, one.score.checklist
    rows = [
        ("Critical components met", met(critical)),
        ("Not met", listing(title_of(checklist, name) for name in critical.not_met)),
        ("Cannot be told", listing(title_of(checklist, name) for name in critical.unknown)),
        ("Planned", _verdict(delivery.planned.verdict.value)),
        ("Delivered", joined([_verdict(delivery.verdict.value), " ", _meaning(delivery)])),
        ("Differs from the plan", listing(_shifts(delivery))),
        ("Rated below the threshold themselves", listing(delivery.weak_principles)),
    ]
    found = [_finding(one, each, number) for number, each in enumerate(delivery.findings, 1)]
    return tag("section", tag("h3", when(one), id=id_), terms(rows), *found, class_="occasion")


def _meaning(delivery: Delivery) -> str:
    if not delivery.findings:
        return "Delivery adds nothing to what the check of the plan says."
    if any(one.verdict.value == "red" for one in delivery.findings):
        return "Something that the model does not let go of is missing in delivery. Below stands what could help."
    return "Nothing that is known breaches the model, but not everything can be told."


def _shifts(delivery: Delivery) -> list[str]:
    return [
        f"{one.title}: planned {one.planned.replace('-', ' ')}, delivered {one.delivered.replace('-', ' ')}"
        for one in delivery.shifts
    ]


def _finding(occasion: Occasion, finding: DeliveryFinding, number: int) -> Html:
    kind = _KINDS[finding.verdict.value]
    title = _OPEN if finding.code == UNDECIDED else finding.title.strip("'")
    return tag(
        "article",
        tag("h4", f"{number}. {title}"),
        tag("p", badge(kind), tag("span", finding.code, class_="soft"), class_="kind"),
        tag("p", finding.message),
        terms(
            [
                ("What follows from it", listing(_follows(one) for one in finding.follows)),
                ("Ways to get better", listing(ways(occasion, finding))),
            ]
        ),
        class_="finding",
        data_kind=kind,
        data_code=finding.code,
    )


def _follows(one: DeliveryFinding) -> Html:
    sign = badge(_KINDS[one.verdict.value])
    return joined([sign, " ", one.message, " ", tag("span", f"[{one.code}]", class_="soft")])


def agreement_part(raters: Between) -> Html:
    """Return the section on agreement."""
    apart = [f"{one.text} ({one.times} of {one.of} times)" for one in raters.apart[:_MOST_APART]]
    left = len(raters.apart) - _MOST_APART
    return tag(
        "section",
        tag("h2", "Do the raters agree?"),
        tag("p", raters.words),
        *([tag("h3", "Where they were apart"), listing(apart)] if apart else []),
        tag("p", f"And {left} more items.") if left > 0 else Html(),
        tag("h3", "Statistics"),
        *(_scale(number, one.answers, one.agreement.statistics, one.agreement.notes)
          for number, one in enumerate(raters.scales, 1)),
        table("totals", "Totals of whole forms, in per cent of the range of what all raters answered", _STATISTIC_HEAD,
              map(_statistic_row, raters.totals), "statistics"),
        listing(raters.notes),
    )  # fmt: skip


def _scale(number: int, answers: tuple[str, ...], found: Iterable[Statistic], notes: tuple[str, ...]) -> Html:
    caption = f"Items answered with {' / '.join(answers)}"
    rows = table(f"agreement-{number}", caption, _STATISTIC_HEAD, map(_statistic_row, found), "statistics")
    return Html(f"{rows}\n{listing(notes)}")


def _statistic_row(one: Statistic) -> tuple[str, ...]:
    value = "not defined" if one.value is None else f"{one.value:.2f}"
    bounds = "none" if one.low is None or one.high is None else f"{one.low:.2f} to {one.high:.2f}"
    said = [f"{one.definition}.", f"Not defined: {one.undefined}." if one.undefined else ""]
    said.append(f"Interval: {one.interval}." if one.interval else "")
    return one.label, value, bounds, str(one.units), " ".join(capital(text) for text in said if text)


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
