"""Raters of the same site and period are held beside each other, and only they."""

from __future__ import annotations

import json

import fidelity
from fidelity.reports.score import render_score
from fidelity.scoring.agreement_between import Between, between_raters
from fidelity.scoring.agreement_coefficients import agreement, icc, mean_absolute_difference
from fidelity.scoring.agreement_ratings import Ratings

FDAC = fidelity.checklist("fdac")
BEST = {item.name: "2" if item.kind == "indicator" else "1" for item in FDAC}


def form(rater: str, site: str = "Ashby", period: str = "2026-Q1", **codes: str) -> fidelity.Form:
    """Return a form on which everything is in place but what is said."""
    answers = {name: fidelity.Answer(code) for name, code in (BEST | codes).items() if code}
    return fidelity.Form(f"{rater} {site} {period} {codes}", answers, rater=rater, site=site, period=period)


def found(*forms: fidelity.Form) -> Between:
    between = between_raters(fidelity.score(FDAC, fidelity.Responses(forms)))
    assert between is not None
    return between


def test_two_raters_of_one_site_are_held_beside_each_other_item_by_item() -> None:
    between = found(form("rater-1"), form("rater-2", review_gap="1", judge_same="0"))
    assert (between.raters, between.occasions) == (("rater-1", "rater-2"), ("Ashby, 2026-Q1",))
    assert (between.shared, between.same) == (len(FDAC), len(FDAC) - 2)
    assert [(one.item, one.times, one.of) for one in between.apart] == [("review_gap", 1, 1), ("judge_same", 1, 1)]
    assert between.words == (
        "rater-1 and rater-2 rated the same (Ashby, 2026-Q1). Of 52 answers that two or more of them gave, 50 were the "
        "same from everybody. They were apart most often at 'No two reviews were more than two weeks apart.' (1 of 1 "
        "times): worth talking through, with the evidence on the table."
    )


def test_the_statistics_are_those_of_the_ratings_themselves() -> None:
    second = {"review_gap": "1", "judge_same": "0", "worker_named": "nk", "mentor_offered": "na"}
    between = found(form("a"), form("b", **second))
    names = [item.name for item in FDAC if item.kind == "indicator"]
    said = {"a": dict.fromkeys(names, "2"), "b": {name: second.get(name, "2") for name in names}}
    for name in ("worker_named", "mentor_offered"):
        del said["a"][name], said["b"][name]
    by_hand = agreement(Ratings.of(said, "012"))
    rated = next(one for one in between.scales if one.scale == "rating")
    assert rated.answers == ("not in place", "partly", "fully")
    assert rated.agreement.to_records() == by_hand.to_records()
    assert [one.item for one in between.apart] == ["review_gap", "judge_same"]


def test_totals_are_compared_over_what_everybody_answered() -> None:
    between = found(
        form("a"),
        form("b", review_gap="0", worker_named="nk"),
        form("a", period="2026-Q2", review_gap="1"),
        form("b", period="2026-Q2", review_gap="0"),
    )
    size = len(FDAC)
    rows = [[100.0, 100 * (size - 2) / (size - 1)], [100 * (size - 0.5) / size, 100 * (size - 1) / size]]
    totals = {one.name: one for one in between.totals}
    assert [round(totals[name].value or 0, 9) for name in ("icc-a1", "icc-c1", "mean-absolute-difference")] == [
        round(one.value or 0, 9) for one in (icc(rows), icc(rows, "consistency"), mean_absolute_difference(rows))
    ]


def test_one_occasion_is_too_little_for_a_correlation_and_it_is_said() -> None:
    between = found(form("a"), form("b", review_gap="0"))
    assert str(between.totals[0]) == "not defined: it takes two sites and two raters at least"
    assert between.totals[2].value is not None


def test_no_statistic_where_everybody_says_the_same_and_the_reason_stands_there() -> None:
    score = fidelity.score(FDAC, fidelity.Responses((form("a"), form("b"))))
    text = " ".join(render_score(score, "text").split())
    assert "52 were the same from everybody." in text
    assert "Cohen's kappa: not defined: both raters put every unit into one and the same category" in text
    document = json.loads(render_score(score, "json"))
    kappa = next(one for one in document["agreement"]["scales"][0]["statistics"] if one["name"] == "cohen-kappa")
    assert (kappa["value"], kappa["undefined"][:11]) == (None, "both raters")
    assert kappa["definition"].startswith("(observed - expected) / (1 - expected)")


def test_who_rated_another_site_or_another_quarter_is_not_compared() -> None:
    apart = (form("a"), form("b", site="Barton"), form("c", period="2026-Q2"), form("a", period="2026-Q3"))
    score = fidelity.score(FDAC, fidelity.Responses(apart))
    assert between_raters(score) is None
    assert json.loads(render_score(score, "json"))["agreement"] is None
    assert "Agreement between raters" not in render_score(score, "text")


def test_two_forms_by_one_rater_and_forms_by_nobody_are_left_out_and_it_is_said() -> None:
    twice = form("c", review_gap="0")
    between = found(form("a"), form("b"), form("c"), twice, form(""))
    assert between.raters == ("a", "b")
    assert between.notes == (
        "c handed in 2 forms for Ashby, 2026-Q1: left out of the comparison there.",
        "Ashby, 2026-Q1: forms that do not say who rated are left out of the comparison.",
    )
    assert between_raters(fidelity.score(FDAC, fidelity.Responses((form(""), form("", review_gap="0"))))) is None


def test_raters_who_answered_different_items_are_said_to_share_none() -> None:
    first, second = "review_gap", "judge_same"
    forms = [
        fidelity.Form(rater, {name: fidelity.Answer("2")}, rater=rater) for rater, name in (("a", first), ("b", second))
    ]
    between = found(*forms)
    assert (between.shared, between.scales) == (0, ())
    assert between.words == "a and b rated the same, and no item was answered by two of them."


def test_raters_who_never_share_all_occasions_have_no_totals() -> None:
    between = found(form("a"), form("b"), form("c", site="Barton"), form("d", site="Barton"))
    assert {one.value for one in between.totals} == {None}
    assert (between.shared, len(between.occasions)) == (2 * len(FDAC), 2)
    assert "(at 2 sites or periods)" in between.words
