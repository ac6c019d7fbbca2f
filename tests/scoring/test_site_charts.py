"""Drift over time: a chart of critical components and one of totals for every site."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from tests.reports.page_read import read

import fidelity
from fidelity.reports.score import render_score
from fidelity.scoring.delivery import occasions
from fidelity.scoring.drift import site_charts

if TYPE_CHECKING:
    from fidelity.scoring.delivery import Occasion

FDAC = fidelity.checklist("fdac")
BEST = {item.name: "2" if item.kind == "indicator" else "1" for item in FDAC}
PERIODS = tuple(f"{year}-Q{quarter}" for year in (2023, 2024, 2025, 2026) for quarter in (1, 2, 3, 4))
LATE = [item.name for item in FDAC if item.tier == "essential"][:14]


def form(site: str, period: str, **codes: str) -> fidelity.Form:
    answers = {name: fidelity.Answer(code) for name, code in (BEST | codes).items() if code}
    return fidelity.Form(f"{site} {period}", answers, rater="a", site=site, period=period)


@cache
def drifting() -> tuple[fidelity.Score, tuple[Occasion, ...]]:
    """Ashby holds for four years; in Barton more and more is missing from 2025 on; Carbrook has two quarters."""
    forms = []
    for at, period in enumerate(PERIODS):
        gone = dict.fromkeys(LATE[: max(0, 2 * (at - 8))], "0")
        forms += [form("Ashby", period), form("Barton", period, **gone)]
    forms += [form("Carbrook", period) for period in PERIODS[-2:]]
    score = fidelity.score(FDAC, fidelity.Responses(tuple(forms)))
    return score, tuple(occasions(score))


def test_every_site_has_its_critical_components_as_proportions_and_its_total_as_single_values() -> None:
    ashby, barton, carbrook = site_charts(drifting()[1])
    assert [one.kind for one in ashby.charts + barton.charts] == ["p", "xmr", "p", "xmr"]
    assert barton.critical is not None
    first, last = barton.critical.points[0], barton.critical.points[-1]
    assert (first.label, first.met, first.rated) == ("2023-Q1", 41, 41)
    assert last.label == "2026-Q4"
    assert last.met is not None
    assert last.met < 35
    assert [one.kind for one in carbrook.charts] == ["run", "run"]


def test_the_site_that_drifts_signals_and_the_one_that_holds_does_not() -> None:
    ashby, barton, carbrook = site_charts(drifting()[1])
    assert ashby.critical is not None
    assert (ashby.critical.judged, ashby.critical.signals) == (True, ())
    assert barton.critical is not None
    assert {(one.kind, one.up) for one in barton.critical.signals} >= {("shift", True), ("trend", False)}
    assert "a trend down over" in barton.critical.words
    assert "(rule set '8-6')" in barton.critical.words
    assert carbrook.critical is not None
    assert carbrook.critical.words.startswith("Too few points to judge: 12 are needed")


def test_the_rule_set_is_named_in_every_format() -> None:
    score, found = drifting()
    text = " ".join(render_score(score, "text", found, "9-6").split())
    assert "9 points in a row on one side of the centre line" in text
    assert "(rule set '9-6')" in text
    document = json.loads(render_score(score, "json", found, "9-6"))
    barton = next(one for one in document["charts"] if one["site"] == "Barton")
    assert barton["critical"]["rules"] == {"name": "9-6", "shift": 9, "trend": 6}
    assert ("trend", "down") in {(one["kind"], one["way"]) for one in barton["critical"]["signals"]}
    page = render_score(score, "html", found, "9-6")
    assert "(rule set '9-6')" in " ".join(node.text for node in read(page) if node.name == "figcaption")


def test_limits_start_anew_at_a_named_period_or_at_the_sites_next_one() -> None:
    score, found = drifting()
    some = [one for one in found if one.site == "Ashby"] + [
        one for one in found if one.site == "Barton" and one.period != "2025-Q1"
    ]
    ashby, barton = site_charts(some, rebased=["2025-Q1"])
    assert ashby.critical is not None
    assert barton.critical is not None
    assert (ashby.critical.series.rebased, barton.critical.series.rebased) == (("2025-Q1",), ("2025-Q2",))
    document = json.loads(render_score(score, "json", some, rebased=["2025-Q1"]))
    assert [one["from"] for one in document["charts"][1]["total"]["lines"]] == ["2023-Q1", "2025-Q2"]


def test_a_period_that_no_form_is_of_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=re.escape("no form is of the period '2031-Q1'; periods are 2023-Q1, ")):
        site_charts(drifting()[1], rebased=["2031-Q1"])
    with pytest.raises(ValueError, match="periods are not said"):
        site_charts((), rebased=["2031-Q1"])


def test_a_total_that_the_rule_for_gaps_refuses_has_no_point_and_it_is_said() -> None:
    half = dict.fromkeys(list(BEST)[:20], "")
    forms = (form("Ashby", "2026-Q1"), form("Ashby", "2026-Q2", **half), form("Ashby", "2026-Q3"), form("Ashby", ""))
    score = fidelity.score(FDAC, fidelity.Responses(forms), rule="80-percent")
    found = tuple(occasions(score))
    [ashby] = site_charts(found)
    assert ashby.total is not None
    assert [point.label for point in ashby.total.points] == ["2026-Q1", "2026-Q3"]
    assert ashby.notes == (
        "Forms that state neither period nor date are in no chart.",
        "2026-Q2: no total by the rule for gaps, so it is not in the chart of totals.",
    )
    assert "2026-Q2: no total by the rule for gaps" in " ".join(render_score(score, "text", found).split())


def test_one_period_makes_no_chart() -> None:
    forms = (form("Ashby", "2026-Q1"), form("Barton", "2026-Q1"))
    assert site_charts(occasions(fidelity.score(FDAC, fidelity.Responses(forms)))) == ()


def test_a_site_of_which_nothing_can_be_scored_has_no_picture() -> None:
    empty = [
        fidelity.Form(period, {"review_gap": fidelity.Answer("nk")}, site="Ashby", period=period) for period in PERIODS
    ]
    score = fidelity.score(FDAC, fidelity.Responses(tuple(empty)))
    [ashby] = site_charts(occasions(score))
    assert ashby.total is None
    assert ashby.critical is not None
    assert {point.met for point in ashby.critical.points} == {0}
