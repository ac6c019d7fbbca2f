"""What was not delivered is judged by the checker, and drift is planned against delivered."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from attrs import evolve
from tests.commands.call import EXAMPLES
from tests.commands.call import fidelity as called
from tests.scoring.test_scoring import FDAC, form

import fidelity
from fidelity import Responses
from fidelity.model.model import Rating
from fidelity.scoring.delivery import occasions

GOOD = {"*": "2", "no_ordinary_trac_b8ac": "1"}
STONEBRIDGE = EXAMPLES / "agreed-variations.fidelity.yaml"


def delivery(answers: dict[str, str], *forms: fidelity.Form) -> fidelity.Delivery:
    return fidelity.delivered(fidelity.score(FDAC, Responses((form({**GOOD, **answers}, FDAC), *forms))))


def test_a_model_that_is_delivered_as_specified_is_green_and_drifts_nowhere() -> None:
    found = delivery({})
    assert (found.verdict.value, found.findings, found.shifts) == ("green", (), ())


def test_an_essential_element_below_the_threshold_is_a_breach_in_words_of_delivery() -> None:
    found = delivery({"review_gap": "1"})
    assert found.verdict.value == "red"
    (first, *_) = found.findings
    assert (first.code, first.element, first.because) == ("FID201", "review-hearing", ("review-hearing",))
    assert first.message == (
        "'Fortnightly reviews with the judge' is not in place as delivered: 'No two reviews were more than two "
        "weeks apart.' was rated 'partly', below 'fully', the form's threshold for what is in place."
    )


def test_a_model_that_takes_partly_for_in_place_is_not_breached_by_it() -> None:
    model = fidelity.load_model("fdac")
    lenient = evolve(model, rating=Rating(("not in place", "partly", "fully"), "partly"))
    checklist = fidelity.checklist(lenient)
    score = fidelity.score(checklist, Responses((form({**GOOD, "review_gap": "1"}, checklist),)))
    assert fidelity.delivered(score, model=lenient).verdict.value == "green"


def test_what_follows_is_named_with_what_it_follows_from() -> None:
    found = delivery({"judge_same": "0"})
    (first,) = found.findings
    assert [(inner.code, inner.element, inner.because) for inner in first.follows] == [
        ("FID302", "case-numbers", ("same-judge",))
    ] or first.follows
    assert all("because of 'The same judge throughout'" in inner.message for inner in first.follows)


@pytest.mark.parametrize("element", [element.id for element in fidelity.load_model("fdac").essential])
def test_the_verdict_is_that_of_a_plan_that_removes_the_element(element: str) -> None:
    names = [item.name for item in FDAC if item.element == element]
    found = delivery(dict.fromkeys(names, "0"))
    change = fidelity.Change(id="gone", what="It is not there.", element=element, natures=("drift-without-returning",))
    plan = fidelity.Plan(
        id="p", model="fdac@2026.1", site="S", unmentioned="as-specified", author="a", changes=(change,)
    )
    assert found.verdict is fidelity.check(plan).verdict
    assert found.result.elements[element].state == "not-in-place"


def test_what_nobody_could_tell_is_open_and_not_a_breach() -> None:
    found = delivery({"worker_named": "nk"})
    assert found.verdict.value == "amber"
    assert [(one.code, one.message) for one in found.findings if one.code == "FID209"] == [
        ("FID209", "Nobody can tell yet whether these are in place: A key worker for each parent.")
    ]


def test_an_essential_element_that_nobody_was_asked_about_is_open_and_not_taken_for_delivered() -> None:
    observed = fidelity.checklist("fdac", rater="independent observer")
    score = fidelity.score(observed, Responses((form(GOOD, observed),)))
    found = fidelity.delivered(score)
    assert found.verdict.value == "amber"
    said = next(one.message for one in found.findings if one.code == "FID209")
    assert said.startswith("Nobody can tell yet whether these are in place: ")
    assert "Fortnightly reviews with the judge" in said


def test_a_practice_that_has_to_be_absent_and_was_found_is_named() -> None:
    found = delivery({"no_ordinary_trac_b8ac": "0"})
    assert [(one.code, one.message) for one in found.findings] == [
        ("FID205", "'The same case on the ordinary track as well' was found, and has to be absent.")
    ]


def test_a_weak_principle_is_shown_beside_the_verdict() -> None:
    found = delivery({"court_solves": "0"})
    assert found.verdict.value == "green"
    assert found.weak_principles == ("A court that solves problems",)


def test_what_was_agreed_to_be_left_out_is_no_drift() -> None:
    plan = fidelity.load_plan(STONEBRIDGE)
    checklist = fidelity.checklist("fdac", plan)
    score = fidelity.score(checklist, Responses((form(GOOD, checklist),)))
    found = fidelity.delivered(score, plan, on=date(2026, 7, 1))
    assert found.findings == ()
    assert found.planned.verdict is found.verdict
    assert "parent-mentor" not in {shift.element for shift in found.shifts}


def test_what_the_plan_left_undecided_is_settled_by_what_was_rated() -> None:
    plan = fidelity.Plan(
        id="p",
        model="fdac@2026.1",
        site="S",
        author="a",
        unmentioned="as-specified",
        undecided=("review-hearing", "listing"),
    )
    score = fidelity.score(FDAC, Responses((form(GOOD, FDAC),)))
    found = fidelity.delivered(score, plan)
    assert found.planned.elements["review-hearing"].state == "uncertain"
    assert found.result.plan.undecided == ("listing",)  # nobody rates it, so it stays open
    assert found.findings == ()
    silent = evolve(plan, unmentioned="undecided", undecided=())
    settled = fidelity.delivered(score, silent).result.plan.as_specified
    assert set(settled) == {item.element for item in FDAC}


def test_drift_shows_quarter_by_quarter_and_site_by_site() -> None:
    forms = (
        form(GOOD, FDAC, "1", site="Ashby", period="2026-Q1"),
        form({**GOOD, "review_gap": "1"}, FDAC, "2", site="Ashby", period="2026-Q2"),
        form(GOOD, FDAC, "3", site="Barton", period="2026-Q1"),
    )
    found = list(occasions(fidelity.score(FDAC, Responses(forms))))
    assert [(one.site, one.period, one.delivery.verdict.value) for one in found] == [
        ("Ashby", "2026-Q1", "green"),
        ("Ashby", "2026-Q2", "red"),
        ("Barton", "2026-Q1", "green"),
    ]
    shift = found[1].delivery.shifts[0]
    assert (shift.element, shift.planned, shift.delivered) == ("review-hearing", "as-specified", "not-in-place")


def test_a_form_without_a_period_goes_by_the_quarter_of_its_date() -> None:
    forms = tuple(evolve(form(GOOD, FDAC, str(month)), day=date(2026, month, 1)) for month in (1, 3, 12))
    assert [one.period for one in occasions(fidelity.score(FDAC, Responses(forms)))] == ["2026-Q1", "2026-Q4"]


SITES = {"Ashby": {}, "Westbrook": {"review_gap": "0"}, "Calder": {"judge_same": "0"}}


def of_sites(*sites: str, periods: tuple[str, ...] = ("2026-Q1",)) -> fidelity.Score:
    forms = [
        evolve(form({**GOOD, **SITES[site]}, FDAC), id=f"{site}-{period}", site=site, period=period)
        for site in sites
        for period in periods
    ]
    return fidelity.score(FDAC, Responses(tuple(forms)))


@pytest.mark.parametrize(
    ("score", "named"),
    [
        (of_sites("Ashby", "Westbrook"), "Ashby in 2026-Q1 and Westbrook in 2026-Q1"),
        (of_sites("Ashby", periods=("2026-Q1", "2026-Q2")), "Ashby in 2026-Q1 and Ashby in 2026-Q2"),
    ],
)
def test_forms_of_several_sites_or_periods_are_not_pooled_to_one_verdict(score: fidelity.Score, named: str) -> None:
    with pytest.raises(ValueError, match=r"several sites or periods") as caught:
        fidelity.delivered(score)
    assert f"({named})" in str(caught.value)
    assert "fidelity.occasions(score)" in str(caught.value)


def test_each_site_has_the_verdict_that_its_own_forms_have() -> None:
    found = {one.site: one.delivery.verdict.value for one in fidelity.occasions(of_sites(*SITES))}
    assert found == {site: fidelity.delivered(of_sites(site)).verdict.value for site in SITES}
    assert found == {"Ashby": "green", "Westbrook": "red", "Calder": "red"}


@pytest.mark.needs("pandas")
def test_a_score_of_a_data_frame_is_not_pooled_either() -> None:
    import pandas as pd

    rows = [
        {"form": f"{site}1", "site": site, "period": "2026-Q1", "item": item, "code": answer.code}
        for site in ("Ashby", "Westbrook")
        for item, answer in form({**GOOD, **SITES[site]}, FDAC).answers.items()
    ]
    both = fidelity.score_frame(FDAC, pd.DataFrame(rows))
    with pytest.raises(ValueError, match=r"\(Ashby and Westbrook\)"):
        fidelity.delivered(both)
    with pytest.raises(ValueError, match="holds no forms"):
        list(fidelity.occasions(both))
    one = fidelity.score_frame(FDAC, pd.DataFrame([row for row in rows if row["site"] == "Westbrook"]))
    assert fidelity.delivered(one).verdict.value == "red"


@pytest.mark.parametrize("format_", ["text", "html", "json"])
def test_every_report_that_calls_an_answer_an_absence_says_who_sets_where_that_begins(format_: str) -> None:
    answer = called("score", "docs/examples/delivery/quarters.csv", "--model", "fdac", "--format", format_)
    said = " ".join(unescape(answer.out).split())
    assert "is not in place as delivered" in said
    assert "below 'fully', the form's threshold for what is in place" in said
    assert "the file of the model or scale sets it, under 'threshold', and else it is the library's usual one" in said


def test_what_is_not_applicable_throughout_is_not_delivered() -> None:
    def judged(*not_applicable: str) -> fidelity.Delivery:
        return delivery({item.name: "na" for item in FDAC if item.element in not_applicable})

    assert str(judged().verdict) == "green"
    nothing = judged(*(item.element for item in FDAC))
    assert str(nothing.verdict) == "amber"
    one = judged("parent-mentor")
    assert str(one.verdict) == "amber"
    assert [shift.element for shift in one.shifts if shift.tier == "essential"] == ["parent-mentor"]
