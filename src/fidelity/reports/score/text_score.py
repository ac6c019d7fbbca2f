"""A score as text: critical components first, then what was delivered, the figures, and the rules behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.rendering.english import capital, counted
from fidelity.rendering.page import Page
from fidelity.scoring.report import ONLY_COUNTED, counts, percent, tells, title_of
from fidelity.scoring.tallies import NOT_MET, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.reports import Layout
    from fidelity.scoring.delivery import DeliveryFinding, Occasion
    from fidelity.scoring.report import ScoreReport
    from fidelity.scoring.scoring import Score

_KINDS = (("principle", "By principle"), ("section", "By section"), ("tier", "By tier"), ("rater", "By rater"))
_LAST = "A score is a start for improvement, not an audit. Totals stand beside the findings, never instead of them."


def render(report: ScoreReport, layout: Layout) -> Iterator[str]:
    """Yield the report. Percentages and statistics are rounded for reading, and nothing else is."""
    page, score = Page(layout.width), report.score
    _head(page, score, report.occasions)
    for occasion in report.occasions:
        _occasion(page, occasion)
    _over_time(page, report)
    _raters(page, report)
    _figures(page, score)
    _below(page, score)
    _not_understood(page, score)
    page.heading("Rules")
    for rule in score.rules:
        page.say(rule, mark="- ")
    page.gap()
    page.say(_LAST)
    yield str(page)


def _head(page: Page, score: Score, occasions: Sequence[Occasion]) -> None:
    checklist, critical, total = score.checklist, score.critical, score.total
    page.say(f"{checklist.title}{f', {checklist.site}' if checklist.site else ''}", style="heading")
    for one in occasions if len(occasions) > 1 else ():
        met = f"{one.score.critical.met} of {one.score.critical.of}"
        page.say(f"{_when(one)}: critical components met: {met}; delivered {one.delivery.verdict}.")
    if critical.of and not occasions[1:]:  # of several, a count over all would hide the one that drifts
        page.say(f"Critical components met: {critical.met} of {critical.of}.")
        for label, ids in (("Not met", critical.not_met), ("Cannot be told", critical.unknown)):
            if ids:
                page.say(f"{label}: {'; '.join(title_of(checklist, id_) for id_ in ids)}.", indent=2)
    if total is None:
        page.say("No form could be read, so there is nothing to score.")
        return
    page.say(f"{counted(total.forms, 'form')}, {total.items} items: {counts(total)}.")
    page.say(f"Overall: {percent(total.share)}.")
    for form, place in score.standings.items():
        page.say(f"{form}: {place.words}.")


def _occasion(page: Page, occasion: Occasion) -> None:
    delivery, critical = occasion.delivery, occasion.score.critical
    page.heading(f"{_when(occasion)}: planned {delivery.planned.verdict}, delivered {delivery.verdict}")
    total = occasion.score.total
    share = f"; {percent(total.share)}" if total is not None else ""
    page.say(f"Critical components met: {critical.met} of {critical.of}{share}.")
    for finding in delivery.findings:
        _finding(page, finding, 0)
    if delivery.weak_principles:
        page.say(f"Principles rated below the threshold themselves: {'; '.join(delivery.weak_principles)}.")
    if not delivery.findings:
        page.say("Delivery adds nothing to what the check of the plan says.")


def _when(occasion: Occasion) -> str:
    return ", ".join(filter(None, (occasion.site, occasion.period))) or "All forms"


def _finding(page: Page, finding: DeliveryFinding, indent: int) -> None:
    page.say(finding.message, indent=indent, mark=f"{finding.code} {finding.verdict}  ", style=finding.verdict)
    for inner in finding.follows:
        _finding(page, inner, indent + 2)


def _over_time(page: Page, report: ScoreReport) -> None:
    if report.charts:
        page.heading("Over time")
    for site in report.charts:
        for one in site.charts:
            page.say(f"{capital(one.series.title)}. {one.words}", mark="- ")
        for note in site.notes:
            page.say(note, indent=2)


def _raters(page: Page, report: ScoreReport) -> None:
    raters = report.raters
    if report.counted:
        page.gap()
        page.say(ONLY_COUNTED)
    if raters is None:
        return
    page.heading("Agreement between raters")
    page.say(raters.words)
    for scale in raters.scales:
        page.gap()
        page.say(f"Answers {' / '.join(scale.answers)}, {scale.agreement.units} rated by two or more:")
        for one in scale.agreement.statistics:
            page.say(f"{one.label}: {one}", mark="- ")
        for note in scale.agreement.notes:
            page.say(note, indent=2)
    page.gap()
    page.say("Totals of whole forms, in per cent of the range of what all of them answered:")
    for one in raters.totals:
        page.say(f"{one.label}: {one}", mark="- ")
    for note in raters.notes:
        page.say(note)
    page.say("Definitions and kinds of interval stand in the HTML and the JSON.")


def _figures(page: Page, score: Score) -> None:
    for kind, title in _KINDS:
        if not tells(score, kind):
            continue
        page.heading(title)
        for tally in score.by(kind).values():
            page.say(f"{tally.title}: {percent(tally.share)}; {counts(tally)}", mark="- ")


def _below(page: Page, score: Score) -> None:
    for status, title in ((NOT_MET, "Items below the threshold"), (UNKNOWN, "Items that cannot be told")):
        names = [name for name, one in score.items.items() if one == status]
        if names:
            page.heading(title)
        for name in names:
            item = score.checklist[name]
            page.say(f"{item.text} ({name}{', critical' if item.critical else ''})", mark="- ")


def _not_understood(page: Page, score: Score) -> None:
    if score.responses.not_understood:
        page.heading("Not understood, and so not counted")
        for one in score.responses.not_understood:
            page.say(str(one), mark="- ")
    if score.responses.remarks:
        page.heading("Remarks")
        for remark in score.responses.remarks:
            page.say(remark, mark="- ")
