"""Scores by named rules: held against a plain count, and never more certain than the answers allow."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times

import fidelity
from fidelity import Answer, Form, Responses
from fidelity.checklists.bands import Band
from fidelity.checklists.checklist import Condition, Section
from fidelity.scoring.scoring import standing
from fidelity.scoring.tallies import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.checklists.checklist import Checklist

FDAC = fidelity.checklist("fdac")
FEW = evolve(FDAC, sections=tuple(evolve(section, items=section.items[:2]) for section in FDAC.sections[:3]))


def form(
    answers: dict[str, str],
    checklist: Checklist = FEW,
    name: str = "f",
    *,
    rater: str = "",
    site: str = "",
    period: str = "",
) -> Form:
    """Return a form with answers by item name; ``"*"`` stands for every item that is not named."""
    rest = answers.get("*")
    codes = {item.name: answers.get(item.name, rest) for item in checklist}
    return Form(name, {item: Answer(code) for item, code in codes.items() if code is not None}, rater, site, period)


def forms_of(checklist: Checklist, most: int = 3) -> st.SearchStrategy[list[Form]]:
    """Return forms with anything or nothing answered."""
    answers = st.fixed_dictionaries(
        {},
        optional={
            item.name: st.sampled_from([option.code for option in checklist.responses_of(item).options])
            for item in checklist
        },
    )
    rows = st.lists(st.tuples(answers, st.sampled_from("ab")), max_size=most)
    return rows.map(
        lambda some: [form(given_, checklist, f"f{at}", site=site) for at, (given_, site) in enumerate(some)]
    )


def completed(forms: Sequence[Form], data: st.DataObject) -> Responses:
    """Return the forms with every gap filled by some scored answer."""
    whole = []
    for one in forms:
        answers = dict(one.answers)
        for item in FEW:
            if item.name not in answers or answers[item.name].code == "nk":
                options = FEW.responses_of(item).scored
                answers[item.name] = Answer(data.draw(st.sampled_from(options)).code)
        whole.append(evolve(one, answers=answers))
    return Responses(tuple(whole))


@times(1.5)
@given(forms=forms_of(FEW))
def test_what_was_asked_is_answered_not_applicable_not_known_or_missing(forms: list[Form]) -> None:
    score = fidelity.score(FEW, Responses(tuple(forms)))
    for tally in score.tallies:
        assert tally.total == tally.applicable + tally.na
        assert tally.applicable == tally.answered + tally.nk + tally.missing
    total = score.total
    assert (total.total if total else 0) == len(forms) * len(FEW)


@times(1.5)
@given(forms=forms_of(FEW), base=st.sampled_from(["range", "maximum"]))
def test_every_share_is_what_a_plain_count_gives(forms: list[Form], base: str) -> None:
    score = fidelity.score(FEW, Responses(tuple(forms)), base=base)
    for name, tally in score.by("item").items():
        codes = [one.answers[name].code for one in forms if name in one.answers]
        weights = [int(code) for code in codes if code.isdigit()]
        expected = sum(weights) / len(weights) / 2 if weights else None
        assert tally.share.value == (None if expected is None else pytest.approx(expected))
        assert tally.answered == len(weights)


@times(1.5)
@given(forms=forms_of(FEW), data=st.data())
def test_however_the_gaps_turn_out_the_score_lies_in_its_range(forms: list[Form], data: st.DataObject) -> None:
    before = {(tally.kind, tally.key): tally for tally in fidelity.score(FEW, Responses(tuple(forms))).tallies}
    for tally in fidelity.score(FEW, completed(forms, data)).tallies:
        share = before[tally.kind, tally.key].share
        if tally.share.value is not None:
            assert share.lowest is not None
            assert share.highest is not None
            assert share.lowest <= tally.share.value <= share.highest


@times(2)
@given(forms=forms_of(FEW), data=st.data(), together=st.sampled_from(["majority", "every"]))
def test_what_is_met_or_not_met_stays_so_however_the_gaps_turn_out(
    forms: list[Form], data: st.DataObject, together: str
) -> None:
    before = fidelity.score(FEW, Responses(tuple(forms)), together=together)
    after = fidelity.score(FEW, completed(forms, data), together=together)
    for name, status in before.items.items():
        if status != "not known":
            assert after.items[name] == status
        else:
            assert after.items[name] in {"met", "not met", "not known"}
    for name, status in before.elements.items():
        if status != "not known":
            assert after.elements[name] == status


@given(forms=forms_of(FEW), rule=st.sampled_from(["80-percent", "half"]))
def test_a_rule_for_gaps_gives_a_score_only_where_enough_was_answered(forms: list[Form], rule: str) -> None:
    needed = {"80-percent": Fraction(4, 5), "half": Fraction(1, 2)}[rule]
    plain = {(tally.kind, tally.key): tally for tally in fidelity.score(FEW, Responses(tuple(forms))).tallies}
    for tally in fidelity.score(FEW, Responses(tuple(forms)), rule=rule).tallies:
        if tally.applicable and tally.answered >= needed * tally.applicable:
            assert tally.share.value == plain[tally.kind, tally.key].share.value
        else:
            assert tally.share.value is None


def test_forms_of_another_checklist_are_not_scored() -> None:
    other = evolve(form({"*": "2"}), checklist="0123456789ab")
    with pytest.raises(fidelity.InputError, match="is of the checklist '0123456789ab'; expected the checklist"):
        fidelity.score(FEW, Responses((other,)))


def test_by_default_nothing_is_filled_in_and_a_total_with_a_gap_is_not_given() -> None:
    names = [item.name for item in FEW]
    gap = fidelity.score(FEW, Responses((form({"*": "2", names[0]: "nk"}),))).by("form")["f"]
    assert gap.points.value is None
    assert [gap.points.lowest, gap.points.highest] == [10, 12]
    whole = fidelity.score(FEW, Responses((form({"*": "2"}),))).by("form")["f"]
    assert whole.points.value == 12


def test_a_gap_that_counts_as_the_lowest_answer_leaves_no_range() -> None:
    names = [item.name for item in FEW]
    tally = fidelity.score(FEW, Responses((form({"*": "2", names[0]: "nk"}),)), rule="lowest").by("form")["f"]
    assert tally.share.value == tally.share.lowest == tally.share.highest == Fraction(10, 12)


def test_not_applicable_leaves_the_base_and_not_known_does_not() -> None:
    names = [item.name for item in FEW]
    tally = fidelity.score(FEW, Responses((form({"*": "2", names[0]: "na", names[1]: "nk"}),))).total
    assert tally is not None
    assert (tally.total, tally.applicable, tally.answered, tally.na, tally.nk, tally.missing) == (6, 5, 4, 1, 1, 0)
    assert [tally.share.value, tally.share.lowest, tally.share.highest] == [1, Fraction(4, 5), 1]


def test_critical_components_come_first_and_a_high_mean_does_not_hide_one() -> None:
    score = fidelity.score(FDAC, Responses((form({"*": "2", "review_gap": "0", "no_ordinary_trac_b8ac": "1"}, FDAC),)))
    assert score.total is not None
    assert score.total.share.value is not None
    assert score.total.share.value > Fraction(9, 10)
    assert (score.critical.met, score.critical.of, score.critical.not_met) == (40, 41, ("review-hearing",))
    text = score._repr_markdown_()
    assert text.splitlines()[2] == "Critical components met: 40 of 41."


def test_three_raters_of_whom_two_say_fully_make_it_met_and_one_in_two_does_not() -> None:
    name = FEW.items[0].name

    def status(*codes: str, together: str = "majority") -> str:
        forms = tuple(form({name: code}, name=f"f{at}") for at, code in enumerate(codes))
        return fidelity.score(FEW, Responses(forms), together=together).items[name]

    assert status("2", "2", "1") == "met"
    assert status("2", "1") == "not met"
    assert status("2", "2", "nk") == "met"
    assert status("2", "nk") == "not known"
    assert status("na", "na") == "not applicable"
    assert status("2", "2", "1", together="every") == "not met"
    assert status("2", "2", "nk", together="every") == "not known"
    assert status() == "not known"


def test_a_form_by_a_role_of_the_model_is_asked_for_the_items_of_that_role() -> None:
    answers = {item.name: "2" for item in FDAC if item.rater == "independent observer"}
    score = fidelity.score(FDAC, Responses((form(answers, FDAC, rater="Independent Observer"),)))
    assert score.total is not None
    assert score.total.missing == sum(item.rater is None for item in FDAC)
    everybody = fidelity.score(FDAC, Responses((form(answers, FDAC, rater="visitor"),)))
    assert everybody.total is not None
    assert everybody.total.total == len(FDAC)


def test_an_item_whose_condition_does_not_hold_is_not_asked_for() -> None:
    first, second = FEW.items[:2]
    section = FEW.sections[0]
    asked = evolve(second, show_if=Condition(first.name, ("0", "1")))
    conditional = evolve(FEW, sections=(Section(section.id, section.title, "", (first, asked)),))

    def total(answers: dict[str, str]) -> int:
        tally = fidelity.score(conditional, Responses((form(answers, conditional),))).total
        assert tally is not None
        return tally.total

    assert total({first.name: "2"}) == 1
    assert total({first.name: "1"}) == 2
    assert total({first.name: "nk"}) == 2
    assert total({}) == 2


def test_an_element_counts_under_every_principle_that_it_serves() -> None:
    item = next(item for item in FDAC if len(item.serves) > 1)
    alone = fidelity.score(FDAC, Responses((form({item.name: "2"}, FDAC),)))
    assert {key for key, tally in alone.by("principle").items() if tally.answered} == set(item.serves)
    assert sum(tally.answered for tally in alone.by("section").values()) == 1


def test_scores_go_by_site_period_rater_and_form_and_into_records() -> None:
    forms = (form({"*": "2"}, name="a", site="Ashby", period="2026-Q1"), form({"*": "0"}, name="b", site="Barton"))
    score = fidelity.score(FEW, Responses(forms))
    assert {key: tally.share.value for key, tally in score.by("site").items()} == {"Ashby": 1, "Barton": 0}
    records = score.to_records()
    assert list(dict.fromkeys(str(record["kind"]) for record in records)) == list(KINDS)
    ashby = next(record for record in records if record["key"] == "Ashby")
    assert (ashby["share"], ashby["answered"], ashby["base"], ashby["rule"]) == (1.0, 6, "range", "none")


@pytest.mark.parametrize(("key", "value"), [("base", "total"), ("rule", "mean"), ("together", "most")])
def test_a_rule_that_does_not_exist_is_refused_with_those_that_do(key: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"is one of .*; not '{value}'"):
        fidelity.score(FEW, Responses(()), **{key: value})


BANDS = (Band("low", "share", below=Fraction(4, 5)), Band("high", "share", at_least=Fraction(4, 5)))


def test_a_cut_off_is_applied_to_the_unrounded_figure_and_says_where_it_is() -> None:
    names = [item.name for item in FDAC]
    answers = {"*": "2", "no_ordinary_trac_b8ac": "1"}
    tally = fidelity.score(FDAC, Responses((form(answers, FDAC),))).by("form")["f"]
    certain = standing(BANDS, tally)
    assert certain is not None
    assert certain.band == BANDS[1]
    assert certain.words == "high: from 0.8 (included); by the unrounded figure"
    many = dict.fromkeys(names[:11], "0")
    almost = fidelity.score(FDAC, Responses((form({**answers, **many}, FDAC),))).by("form")["f"]
    assert almost.share.value == Fraction(41, 52)
    below = standing(BANDS, almost)
    assert below is not None
    assert below.band == BANDS[0]


def test_a_threshold_is_not_called_met_where_the_gaps_could_take_it_away() -> None:
    names = [item.name for item in FDAC]
    answers = {"*": "2", "no_ordinary_trac_b8ac": "1", **dict.fromkeys(names[:11], "nk")}
    tally = fidelity.score(FDAC, Responses((form(answers, FDAC),))).by("form")["f"]
    assert tally.share.value == 1
    open_ = standing(BANDS, tally)
    assert open_ is not None
    assert not open_.certain
    assert open_.words == "cannot be told: with the gaps it lies between 0.79 and 1, which is 'low' or 'high'"


def test_a_score_between_two_bands_is_said_to_be_in_none() -> None:
    bands = (Band("low", "share", at_most=Fraction(1, 2)), Band("high", "share", at_least=Fraction(9, 10)))
    tally = fidelity.score(FEW, Responses((form({"*": "2", FEW.items[0].name: "0"}),))).by("form")["f"]
    found = standing(bands, tally)
    assert found is not None
    assert found.words == "no band holds 0.83: the bands leave it out"
    assert standing((), tally) is None
