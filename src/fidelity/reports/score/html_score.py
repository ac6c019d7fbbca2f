"""A score as one page for the browser and for paper: critical components first, then what it means, then the figures.

It has no scripts and asks no network for anything, and is made of the same parts as the report of a check.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fidelity.rendering.english import counted
from fidelity.rendering.html import Html, badge, html_page, joined, kind_of, listing, table, tag, terms
from fidelity.reports.score.html_parts import agreement_part, deliveries, figures, met, over_time, share, when
from fidelity.scoring.chart_pictures import STYLE
from fidelity.scoring.report import ONLY_COUNTED, counts, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.reports import Layout
    from fidelity.scoring.delivery import Occasion
    from fidelity.scoring.report import ScoreReport

__all__ = ["render"]

_FEW = 3
_NOTHING = "No form could be read, so there is nothing to score."
_ABOUT = (
    "The answers are told to the same checker that judges plans: an essential element below the threshold is not in "
    "place, and what follows from that is worked out. So what was planned and what is delivered are judged alike."
)


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
