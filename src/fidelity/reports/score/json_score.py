"""A score as JSON: everything that it holds, figures unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.rendering.json import json_text
from fidelity.scoring.delivery import ways
from fidelity.scoring.scoring import score_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.reports import Layout
    from fidelity.scoring.agreement_between import Between
    from fidelity.scoring.delivery import DeliveryFinding, Occasion
    from fidelity.scoring.drift import Chart, SiteCharts
    from fidelity.scoring.report import ScoreReport
    from fidelity.scoring.tallies import Critical


def render(report: ScoreReport, _: Layout) -> Iterator[str]:
    """Yield one object, ending in a line break."""
    score = report.score
    document = {
        "schema_version": 1,
        **score.checklist.metadata,
        "title": score.checklist.title,
        "forms": len(score.responses),
        "critical": _critical(score.critical),
        "rules": {"base": score.base, "gaps": score.rule.name, "together": score.together, "words": list(score.rules)},
        "items": dict(score.items),
        "elements": dict(score.elements),
        "standings": {
            form: {
                "band": one.band.label if one.band else None,
                "possible": [band.label for band in one.possible],
                "words": one.words,
            }
            for form, one in score.standings.items()
        },
        "tallies": score_records(score),
        "occasions": [_occasion(one) for one in report.occasions],
        "agreement": None if report.raters is None else _agreement(report.raters),
        "charts": [_site(one) for one in report.charts],
        "not_understood": [
            {"code": one.code, "form": one.form, "item": one.item, "why": one.why, "where": one.where,
             "path": one.place.path, "line": one.place.line, "column": one.place.column}
            for one in score.responses.not_understood
        ],
        "remarks": list(score.responses.remarks),
    }  # fmt: skip
    yield json_text(document)


def _critical(critical: Critical) -> dict[str, object]:
    return {
        "met": critical.met,
        "of": critical.of,
        "not_met": list(critical.not_met),
        "unknown": list(critical.unknown),
    }


def _occasion(occasion: Occasion) -> dict[str, object]:
    delivery, total = occasion.delivery, occasion.score.total
    share = total.share.value if total is not None else None
    return {
        "site": occasion.site,
        "period": occasion.period,
        "planned": delivery.planned.verdict.value,
        "delivered": delivery.verdict.value,
        "critical": _critical(occasion.score.critical),
        "share": None if share is None else float(share),
        "findings": [{**_finding(one), "ways": list(ways(occasion, one))} for one in delivery.findings],
        "shifts": [
            {"element": one.element, "tier": one.tier, "planned": one.planned, "delivered": one.delivered}
            for one in delivery.shifts
        ],
        "weak_principles": list(delivery.weak_principles),
    }


def _finding(finding: DeliveryFinding) -> dict[str, object]:
    return {
        "code": finding.code,
        "verdict": finding.verdict.value,
        "element": finding.element,
        "message": finding.message,
        "because": list(finding.because),
        "follows": [_finding(inner) for inner in finding.follows],
    }


def _agreement(raters: Between) -> dict[str, object]:
    return {
        "words": raters.words,
        "raters": list(raters.raters),
        "occasions": list(raters.occasions),
        "shared": raters.shared,
        "same": raters.same,
        "scales": [
            {
                "scale": one.scale,
                "answers": list(one.answers),
                "units": one.agreement.units,
                "statistics": one.agreement.to_records(),
                "notes": list(one.agreement.notes),
            }
            for one in raters.scales
        ],
        "totals": [one.to_record() for one in raters.totals],
        "apart": [{"item": one.item, "times": one.times, "of": one.of} for one in raters.apart],
        "notes": list(raters.notes),
    }


def _site(one: SiteCharts) -> dict[str, object]:
    return {
        "site": one.site,
        "critical": None if one.critical is None else _chart(one.critical),
        "total": None if one.total is None else _chart(one.total),
        "notes": list(one.notes),
    }


def _chart(chart: Chart) -> dict[str, object]:
    points, signals = chart.points, chart.signals
    return {
        "kind": chart.kind,
        "judged": chart.judged,
        "words": chart.words,
        "rules": {"name": chart.rules.name, "shift": chart.rules.shift, "trend": chart.rules.trend},
        "rebased": list(chart.series.rebased),
        "points": [
            {"period": one.label, "value": one.value, "met": one.met, "rated": one.rated} for one in points
        ],
        "lines": [
            {"from": points[one.first].label, "centre": one.centre, "limits": [list(each) for each in one.limits],
             "cut": one.cut}
            for one in chart.lines
        ],
        "signals": [
            {"kind": one.kind, "way": "up" if one.up else "down", "from": points[one.first].label,
             "to": points[one.last].label}
            for one in signals
        ],
    }  # fmt: skip
