"""What is wrong in a workbook is said with its sheet and cell, all of it in one run."""

from __future__ import annotations

from datetime import date, time

import pytest
from tests.files.workbook.forms import Form, only


def test_every_fault_of_a_workbook_is_told_in_one_run_page_by_page() -> None:
    form = Form().answer("Site", None).answer("Status", "started").say("same-judge", "as specifed")
    form.change(Nature="shortning", What_is_different=None).approve(Given_on="last week")
    assert [(fault.code, fault.place) for fault in form.faults()] == [
        ("FID105", "Plan!B5"),
        ("FID107", "Plan!B7"),
        ("FID107", f"Elements!F{form.row('Elements', 'same-judge')}"),
        ("FID107", "Changes!C3"),
        ("FID105", "Changes!E3"),
        ("FID107", "Approvals!O3"),
    ]


def test_near_misses_are_recognised() -> None:
    form = Form().say("same-judge", "as specifed").change(Nature="shortning")
    texts = [fault.text for fault in form.faults()]
    assert "'as specifed' (did you mean 'as specified'?)" in texts[0]
    assert "'shortning' (did you mean 'shortening'?)" in texts[1]


def test_what_is_missing_in_a_change_is_asked_for_in_its_own_cell() -> None:
    form = Form().fill("Changes", 3, Goal="fit")
    assert [(fault.code, fault.place, fault.text.partition(";")[0]) for fault in form.faults()] == [
        ("FID105", "Changes!A3", "a change that does not say what it changes"),
        ("FID105", "Changes!A3", "'Change' has no value"),
        ("FID105", "Changes!E3", "'What is different' has no value"),
    ]


def test_silence_has_no_default_in_a_workbook_either() -> None:
    fault = only(Form().answer("What is not mentioned", None).faults())
    assert (fault.code, fault.place) == ("FID105", "Plan!B9")
    assert fault.text.startswith("'What is not mentioned' has no value")
    assert "which has no default" in fault.text


def test_no_message_about_a_workbook_speaks_yaml() -> None:
    form = Form().answer("What is not mentioned", None).fill("Changes", 3, Goal="fit")
    form.change(4, Nature=None).change(5, Change="c2", **{"Stand-in": "x"}).change(6, Change="c2", Exception="august")
    form.fill("Changes", 7, **{"Change": "c4", "Element": "care-case", "Ruled-out practice": "x"})
    form.fill("Approvals", 3, Approval="1")
    texts = [fault.text for fault in form.faults()]
    assert len(texts) > 8
    assert not [text for text in texts if "[" in text or "{" in text or ":'" in text]
    assert "'Stand-in' has no meaning here; expected 'Stand-in' only where the nature is 'substituting'" in texts
    assert (
        "'Exception' has no meaning here; expected 'Exception' only beside 'Setting 1', for the values that it covers"
        in texts
    )


def test_what_is_said_twice_names_both_cells() -> None:
    form = Form().say("review-hearing", "as specified").change()
    row = form.row("Elements", "review-hearing")
    fault = only(form.faults())
    assert (fault.code, fault.place) == ("FID112", "Changes!B3")
    assert f"as specified in sheet 'Elements', cell F{row}" in fault.text


def test_a_change_that_stands_twice_names_the_first() -> None:
    fault = only(Form().change().change(9).faults())
    assert (fault.code, fault.place) == ("FID108", "Changes!A9")
    assert "(first in sheet 'Changes', cell A3)" in fault.text


def test_an_element_answered_twice_is_not_settled_by_chance() -> None:
    form = Form().say("same-judge", "as specified")
    sheet = form.page("Elements")
    last = sheet.max_row + 1
    sheet.cell(last, 1).value, sheet.cell(last, 6).value = "same-judge", "not decided"
    fault = only(form.faults())
    assert (fault.code, fault.place) == ("FID108", f"Elements!A{last}")
    assert "'same-judge' is answered here a second time" in fault.text


def test_an_answer_in_the_wrong_column_says_where_it_goes() -> None:
    form = Form().say("review-hearing.interval", "3 weeks").choose("review-hearing", "3 weeks")
    texts = {fault.place[:10]: fault.text for fault in form.faults()}
    assert texts["Elements!G"].endswith("Write it into the row of one of its settings.")
    assert texts["Elements!F"].endswith("Write the value into the column 'Your value'.")


def test_an_answer_without_a_name_is_not_passed_over() -> None:
    form = Form()
    sheet = form.page("Elements")
    last = sheet.max_row + 2
    sheet.cell(last, 6).value = "as specified"
    fault = only(form.faults())
    assert (fault.code, fault.place) == ("FID105", f"Elements!A{last}")


@pytest.mark.parametrize(
    ("said", "place", "code", "text"),
    [
        ({"Setting_1": "interval"}, "Changes!G3", "FID105", "'Setting 1' without 'Value 1'"),
        ({"Value_2": "3 weeks"}, "Changes!J3", "FID105", "'Value 2' without 'Setting 2'"),
        (
            {
                "Setting_1": "interval",
                "Value_1": "3 weeks",
                "Setting_3": "review-hearing.interval",
                "Value_3": "1 week",
            },
            "Changes!K3",
            "FID108",
            "'interval' stands in this row a second time",
        ),
        (
            {"Setting_1": "key-worker.sessions", "Value_1": "3"},
            "Changes!G3",
            "FID107",
            "'key-worker.sessions', which is a setting of 'key-worker'; expected a setting of 'review-hearing'",
        ),
    ],
)
def test_settings_and_values_come_in_pairs(said: dict[str, str], place: str, code: str, text: str) -> None:
    fault = only(Form().change().fill("Changes", 3, **said).faults())
    assert (fault.code, fault.place) == (code, place)
    assert text in fault.text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("01/05/2026", "'01/05/2026', which can mean two days"),
        ("soon", "the text 'soon'"),
        ("31/02/2026", "the text '31/02/2026'"),
        ("32 May 2026", "the text '32 may 2026'".replace("may", "May")),
        (46143, "the number 46143"),
        (time(12, 30), "a time of day (12:30:00)"),
    ],
)
def test_a_date_that_can_mean_two_days_or_none_is_asked_about(typed: object, text: str) -> None:
    fault = only(Form().change().approve(Given_on=typed).faults())
    assert (fault.code, fault.place) == ("FID107", "Approvals!O3")
    assert fault.text.startswith(text)
    assert "a date such as 2026-05-01" in fault.text or "apostrophe" in fault.text


def test_what_a_spreadsheet_turned_into_a_date_is_explained() -> None:
    fault = only(Form().choose("review-hearing.interval", date(2026, 3, 2)).faults())
    assert fault.code == "FID107"
    assert fault.text.startswith("a date (2026-03-02); expected a text.")
    assert "apostrophe in front" in fault.text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ('=A1&"x"', "the formula '=A1&\"x\"', whose result the workbook does not keep"),
        ("#REF!", "'#REF!', which is what a spreadsheet shows where a formula has failed"),
        ("#N/A", "'#N/A'"),
    ],
)
@pytest.mark.parametrize("title", ["Change", "Nature", "What is different", "Goal", "Exception"])
def test_a_formula_or_its_failure_is_explained_and_nothing_else_is(typed: str, text: str, title: str) -> None:
    form = Form().change()
    cell = form.cell("Changes", 3, title)
    cell.value = typed
    fault = only([fault for fault in form.faults() if "has no meaning here" not in fault.text])
    assert (fault.code, fault.place) == ("FID107", f"Changes!{cell.coordinate}")
    assert fault.text.startswith(text)


def test_formulas_and_failures_are_explained_on_every_page() -> None:
    form = Form().answer("Site", "=1+1").say("same-judge", "=1").choose("review-hearing.interval", "#REF!").change()
    form.change(Setting_1="=2", Value_1="3 weeks").approve(Given_on="=TODAY()", Approval="=3")
    assert [fault.place.partition("!")[0] for fault in form.faults()] == [
        "Plan", "Elements", "Elements", "Changes", "Approvals", "Approvals",
    ]  # fmt: skip


def test_merged_cells_are_to_be_split() -> None:
    form = Form().change().change(4, Change="c2")
    form.page("Changes").merge_cells("B3:B4")
    faults = form.faults()
    assert ("FID107", "Changes!B3") in [(fault.code, fault.place) for fault in faults]
    assert any(fault.text.startswith("merged cells, as far as B4") for fault in faults)


def test_a_title_that_was_changed_is_not_passed_over() -> None:
    form = Form().change(Goal="fit")
    form.cell("Changes", 2, "Goal").value = "Gaol"
    fault = only(form.faults())
    assert (fault.code, fault.text.partition(";")[0]) == ("FID106", "unknown column 'Gaol' (did you mean 'Goal'?)")
    assert fault.place.startswith("Changes!")


def test_a_question_that_was_changed_is_not_passed_over() -> None:
    form = Form()
    form.page("Plan")["A5"] = "Sitte"
    faults = form.faults()
    assert "the unknown question 'Sitte' (did you mean 'Site'?)" in faults[-1].text
    assert faults[-1].place == "Plan!A5"


def test_a_question_or_a_column_that_stands_twice_is_not_settled_by_chance() -> None:
    form = Form().change()
    form.page("Plan")["A14"], form.page("Plan")["B14"] = "Site", "Elsewhere"
    form.cell("Changes", 2, "Second nature").value = "Nature"
    codes = {fault.place: fault.code for fault in form.faults()}
    assert codes == {"Plan!A14": "FID108", "Changes!D2": "FID108"}


def test_a_page_that_is_missing_or_stands_twice_is_told() -> None:
    form = Form().change()
    form.page("Approvals").delete_rows(2)
    form.book.copy_worksheet(form.page("Changes")).title = "Changes (2)"
    first, second = form.faults()
    assert (first.code, first.place) == ("FID105", "")
    assert first.text.startswith("a workbook without the approvals")
    assert (second.code, second.place.partition("!")[0]) == ("FID108", "Changes (2)")
    assert "stand on the sheet 'Changes' already" in second.text


def test_another_model_in_the_same_form_is_told() -> None:
    fault = only(Form().answer("Model", "fdac@2027.1").faults())
    assert (fault.code, fault.place) == ("FID107", "Plan!B4")
    assert fault.text.startswith("'fdac@2027.1' in a workbook that was made for 'fdac@2026.1'")


def test_rows_of_one_approval_have_to_agree() -> None:
    form = Form().change().change(4, Change="c2").approve(Approval="1")
    form.approve(4, Approval="1", Change="c2", Agreed_by="Somebody else")
    fault = only(form.faults())
    assert (fault.code, fault.place) == ("FID112", "Approvals!M4")
    assert "'Somebody else', and 'The owner' in sheet 'Approvals', cell M3" in fault.text


def test_a_sheet_with_a_forged_name_cannot_forge_a_line() -> None:
    form = Form().change(Nature="x")
    form.page("Changes").title = "a'\u2028b"
    fault = only(form.faults())
    assert "\u2028" not in fault.place


@pytest.mark.parametrize("page", ["Elements", "Changes", "Approvals"])
def test_a_page_that_is_not_there_is_one_fault(page: str) -> None:
    form = Form().change().approve()
    del form.book[page]
    fault = only(form.faults())
    assert fault.code == "FID105"
    assert f"no sheet has the columns of the page '{page}'" in fault.text


def test_a_name_or_an_approval_that_cannot_be_read_is_one_fault() -> None:
    form = Form().say("same-judge", "as specified")
    form.page("Elements").cell(form.row("Elements", "same-judge"), 1).value = date(2026, 5, 1)
    assert only(form.faults()).code == "FID107"
    form = Form().change().change(4, Change="c2", Element="key-worker").approve(Approval="1")
    form.approve(4, Approval="1", Change="c2", Agreed_by=date(2026, 5, 1))
    assert [fault.code for fault in form.faults()] == ["FID107"]
