"""A score as one page for the browser and for paper: critical components first, then what it means, then the figures.

It has no scripts and asks no network for anything, and is made of the same parts as the report of a check.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fidelity.checking.facts import UNDECIDED
from fidelity.rendering.english import capital, counted
from fidelity.rendering.html import Html, badge, html_page, joined, kind_of, listing, table, tag, terms
from fidelity.scoring.delivery import ways
from fidelity.scoring.drift import STYLE, chart_svg
from fidelity.scoring.report import ONLY_COUNTED, counts, gaps, percent, tells, title_of
from fidelity.scoring.tallies import MET, NOT_MET, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fidelity.reports import Layout
    from fidelity.scoring.agreement_between import Between
    from fidelity.scoring.agreement_ratings import Statistic
    from fidelity.scoring.delivery import Delivery, DeliveryFinding, Occasion
    from fidelity.scoring.drift import Chart, SiteCharts
    from fidelity.scoring.report import ScoreReport
    from fidelity.scoring.scoring import Score
    from fidelity.scoring.tallies import Critical, Measure, Tally

_FEW = 3
_NOTHING = "No form could be read, so there is nothing to score."
_ABOUT = (
    "The answers are told to the same checker that judges plans: an essential element below the threshold is not in "
    "place, and what follows from that is worked out. So what was planned and what is delivered are judged alike."
)


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


def render(report: ScoreReport, _: Layout) -> Iterator[str]:
    """Yield the page. Percentages and statistics are rounded for reading, and nothing else is."""
    styles = [STYLE for site in report.charts if site.charts]
    return html_page(_headline(report), _parts(report), _foot(), styles, _sheet())


@cache
def _sheet() -> str:
    return files("fidelity.reports.score").joinpath("score.css").read_text("utf-8").strip()


def _parts(report: ScoreReport) -> Iterator[Html]:
    score = report.score
    yield _head(report)
    yield tag("section", tag("h2", "In two minutes"), terms(_brief(report)), class_="brief")
    if report.occasions:
        title = tag("h2", "Planned against delivered")
        yield tag("section", title, tag("p", _ABOUT), *deliveries(report.occasions))
    yield over_time(report.charts)
    if report.raters is not None:
        yield agreement_part(report.raters)
    if score.total is not None:
        yield tag("section", tag("h2", "The figures"), _key(), *figures(score))
    yield _not_understood(report)
    yield tag("section", tag("h2", "The rules behind the figures"), listing(score.rules))


def _latest(report: ScoreReport) -> list[Occasion]:
    """Return the last occasion of every site."""
    return list({one.site: one for one in report.occasions}.values())


def _headline(report: ScoreReport) -> str:
    critical, latest = report.score.critical, _latest(report)
    if not critical.of:
        return report.score.checklist.title
    if 1 < len(latest) <= _FEW:
        return f"Critical components met: {', '.join(f'{met(one.score.critical)} in {when(one)}' for one in latest)}"
    if len(latest) > _FEW:
        whole = sum(one.score.critical.met == one.score.critical.of for one in latest)
        return f"Critical components met: all of them at {whole} of {len(latest)} sites"
    if len(report.occasions) > 1:
        return f"Critical components met: {met(latest[0].score.critical)} in {when(latest[0])}"
    return f"Critical components met: {met(critical)}"


def _head(report: ScoreReport) -> Html:
    score, latest = report.score, _latest(report)
    lead = score.checklist.title + (f", {score.checklist.site}" if score.checklist.site else "")
    title: list[str] = [_headline(report)]
    if latest:
        worst = max((one.delivery.verdict for one in latest), key=lambda verdict: verdict.rank)
        sign = badge(kind_of(worst), f"DELIVERED {worst.value.upper()}")
        title = [tag("span", sign, class_="verdict"), " ", *title]
    words = f"{lead}. A score is a start for improvement, not an audit: totals stand beside the findings."
    return tag("header", tag("h1", *title), tag("p", words, class_="lead"))


def _brief(report: ScoreReport) -> Iterator[tuple[str, str]]:
    score, total, latest = report.score, report.score.total, _latest(report)
    checklist, critical = score.checklist, score.critical
    if len(report.occasions) > 1:
        yield "Critical components met", listing(f"{when(one)}: {met(one.score.critical)}" for one in latest)
        yield "Not met", listing(f"{when(one)}: {words}" for one in latest for words in _named(one, "not_met"))
        yield "Cannot be told", listing(f"{when(one)}: {words}" for one in latest for words in _named(one, "unknown"))
    elif critical.of:
        yield "Critical components met", met(critical)
        yield "Not met", listing(title_of(checklist, id_) for id_ in critical.not_met)
        yield "Cannot be told", listing(title_of(checklist, id_) for id_ in critical.unknown)
    yield "Breaches of the model", listing(_breaches(latest))
    if total is None:
        yield "Forms", _NOTHING
        return
    yield "Forms", f"{counted(total.forms, 'form')}, {total.items} items: {counts(total)}."
    yield "Overall", share(total.share)
    yield "Bands", listing(f"{form}: {one.words}." for form, one in score.standings.items())
    yield "Over time", _movement(report)
    yield "Raters", report.raters.words if report.raters else ONLY_COUNTED if report.counted else ""


def _named(one: Occasion, which: str) -> list[str]:
    ids: tuple[str, ...] = getattr(one.score.critical, which)
    return ["; ".join(title_of(one.score.checklist, id_) for id_ in ids)] if ids else []


def _breaches(latest: list[Occasion]) -> Iterator[str]:
    """Yield what breaches the model at the last occasion of each site, and what comes with it."""
    for one in latest:
        found = [each for finding in one.delivery.findings for each in (finding, *finding.follows)]
        red = sum(each.verdict.value == "red" for each in found)
        if found:
            rest = len(found) - red
            yield (
                f"{when(one)}: {counted(red, 'breach', 'breaches')} that {'was' if red == 1 else 'were'} not planned, "
                f"and {counted(rest, 'open matter')}."
            )


def _movement(report: ScoreReport) -> str:
    charts = [chart for site in report.charts for chart in site.charts]
    if not charts:
        return ""
    told = [f"{one.series.title}: {one.words}" for one in charts if one.signals]
    if told:
        return listing(told)
    if not any(one.judged for one in charts):
        return "Too few periods to judge yet; the charts show what there is."
    return "No chart signals a change."


def _key() -> Html:
    words = (
        "In the bars, the thin line is the share of what was answered, and the broad part behind it is what the share "
        "could be, given the gaps. The same stands beside each bar in words. 'Answered' is of what was applicable; "
        "'in all' is everything that was asked."
    )
    return tag("p", words, class_="soft")


def _not_understood(report: ScoreReport) -> Html:
    amiss, remarks = report.score.responses.not_understood, report.score.responses.remarks
    if not amiss and not remarks:
        return Html()
    rows = ((f"{one.place}", one.code, one.form, one.message) for one in amiss)
    head = ("Place", "Code", "Form", "What was not understood")
    found = table("amiss", "Values that were not understood, and so count as not answered", head, rows)
    title = tag("h2", "Not understood" if amiss else "Remarks")
    return tag("section", title, found if amiss else Html(), listing(remarks))


def _foot() -> Html:
    from fidelity._version import __version__

    made = f"Made with fidelity {__version__}: a start for improvement, and no audit. It decides nothing for you."
    return tag("footer", joined([tag("p", made)]))


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
    """Yield all occasions at a glance, then each that has something to say, the latest of a site first."""
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
    found = [_delivery_finding(one, each, number) for number, each in enumerate(delivery.findings, 1)]
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


def _delivery_finding(occasion: Occasion, finding: DeliveryFinding, number: int) -> Html:
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
