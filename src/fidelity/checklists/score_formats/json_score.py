"""A score as JSON: everything that it holds, figures unrounded."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

from fidelity.checklists.score_records import score_records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.checklists.delivery_words import DeliveryFinding
    from fidelity.checklists.occasions import Occasion
    from fidelity.checklists.scoring import Score
    from fidelity.checklists.scoring_status import Critical

__all__ = ["render"]


def render(score: Score, occasions: Sequence[Occasion] = ()) -> str:
    """Return one object, ending in a line break."""
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
        "occasions": [_occasion(one) for one in occasions],
        "not_understood": [
            {"code": one.code, "form": one.form, "item": one.item, "why": one.why, "where": one.where,
             "path": one.place.path, "line": one.place.line, "column": one.place.column}
            for one in score.responses.not_understood
        ],
        "remarks": list(score.responses.remarks),
    }  # fmt: skip
    return dumps(document, ensure_ascii=False, indent=2) + "\n"


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
        "findings": [_finding(one) for one in delivery.findings],
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
