"""What spreadsheets, word processors and other people do to a workbook, and that it is read all the same."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.files.workbook.forms import FDAC, Form

import fidelity
from fidelity.plan.plan import Plan, Setting


def settings(plan: Plan) -> dict[str, str]:
    return {f"{one.element}.{set_.parameter}": set_.text for one in plan.choices for set_ in one.settings}


def test_a_new_workbook_is_a_plan_in_which_nothing_is_decided() -> None:
    plan = Form().plan()
    assert plan == Plan("our-plan", "fdac@2026.1", "Our site", "undecided", author="site-lead")
    assert fidelity.check(plan).verdict.value == "amber"


def test_a_filled_in_workbook_is_the_plan_that_somebody_meant() -> None:
    form = Form().answer("Site", "Ashby").answer("What is not mentioned", "as-specified")
    form.say("same-judge", "as specified").say("parent-mentor", "not decided")
    form.choose("review-hearing.remote", "20%")
    form.change(Setting_1="review-hearing.interval", Value_1="4 weeks", Second_nature="format", Goal="feasibility")
    form.change(4, Change="own", Element=None, Nature=None, Own_element="school-link", Its_title="School link")
    form.fill("Changes", 4, What_it_is="A worker links to schools.", Bears_on="key-worker; review-hearing")
    form.approve(Second_nature="format", Setting_1="interval", Value_1="4 weeks", Until="2027-04-30")
    plan = form.plan()
    assert (plan.site, plan.unmentioned, plan.as_specified, plan.undecided) == (
        "Ashby", "as-specified", ("same-judge",), ("parent-mentor",),
    )  # fmt: skip
    assert settings(plan) == {"review-hearing.remote": "20%"}
    first, second = plan.changes
    assert (first.natures, first.settings, first.record.goal) == (
        ("shortening", "format"), (Setting("interval", "4 weeks"),), ("feasibility",),
    )  # fmt: skip
    assert second.addition is not None
    assert (second.addition.id, second.touches, second.natures) == (
        "school-link", ("key-worker", "review-hearing"), ("adding",),
    )  # fmt: skip
    [approval] = plan.approvals
    assert approval.until == date(2027, 4, 30)
    assert approval.covers[0].settings == first.settings


@pytest.mark.parametrize(
    "typed",
    [
        "short\u2010ening".replace("\u2010", ""),
        " shortening\u00a0",
        "Shortening",
        "\u201cshortening\u201d",
        "Shortening/condensing (pacing/timing)",
        "shorten\u00ading",
    ],
)
def test_a_word_is_known_in_whatever_way_a_program_has_dressed_it_up(typed: str) -> None:
    assert Form().change(Nature=typed).plan().changes[0].natures == ("shortening",)


def test_dashes_and_quotes_of_word_processors_are_read_in_names_and_kept_in_prose() -> None:
    said = "\u201cEvery month\u201d \u2013 in August"
    change = Form().change(Element="review\u2013hearing", What_is_different=f"{said}\u00a0").plan().changes[0]
    assert (change.element, change.what) == ("review-hearing", said)


@pytest.mark.parametrize(
    ("setting", "typed", "format_", "read"),
    [
        ("review-hearing.remote", 0.2, "0%", "20%"),
        ("review-hearing.remote", 0.175, "0.0%", "17.5%"),
        ("review-hearing.remote", 0.2, "General", "0.2"),
        ("review-hearing.remote", 0.1 + 0.2, "General", "0.3"),
        ("review-hearing.remote", 0.00001, "General", "0.00001"),
        ("same-judge.judges", 2.0, "General", "2"),
        ("same-judge.judges", 2, "General", "2"),
        ("referral-by-authority.exclusive", False, "General", "no"),
        ("referral-by-authority.exclusive", True, "General", "yes"),
        ("referral-by-authority.exclusive", "Yes ", "General", "Yes"),
        ("review-hearing.interval", "3\u00a0weeks ", "General", "3 weeks"),
    ],
)
def test_a_number_or_a_truth_is_read_as_people_write_it(setting: str, typed: object, format_: str, read: str) -> None:
    form = Form().choose(setting, typed)
    form.cell("Elements", form.row("Elements", setting), "Your value").number_format = format_
    plan = form.plan()
    assert settings(plan) == {setting: read}
    element, _, parameter = setting.partition(".")
    known = FDAC.by_id[element].parameter(parameter)
    assert known is not None
    known.value(read)


def test_a_bare_number_gets_the_unit_of_a_quantity() -> None:
    model = fidelity.load_model("focus-on-practice")
    element, parameter = next(
        (one, parameter) for one in model.elements for parameter in one.parameters if parameter.type == "quantity"
    )
    form = Form(model).choose(f"{element.id}.{parameter.id}", 12)
    assert settings(form.plan()) == {f"{element.id}.{parameter.id}": f"12 {parameter.unit}"}


def test_a_set_has_an_entry_on_each_line_or_between_semicolons() -> None:
    for typed in ("nurse\njudge", "nurse; judge", "nurse ;judge;", '"nurse"; judge'):
        [choice] = Form().choose("specialist-team.disciplines", typed).plan().choices
        assert choice.settings == (Setting("disciplines", ("nurse", "judge")),)


@pytest.mark.parametrize(
    "typed",
    [
        date(2026, 5, 31),
        datetime(2026, 5, 31, 14, 30),  # noqa: DTZ001 - as a spreadsheet holds it
        "2026-05-31",
        "2026/5/31",
        "31/05/2026",
        "31.5.2026",
        "05/31/2026",
        "31 May 2026",
        "31st May 2026",
        " 31 may\u00a02026 ",
    ],
)
def test_a_date_is_read_however_it_is_written_if_it_can_mean_one_day_only(typed: object) -> None:
    [approval] = Form().change().approve(Given_on=typed).plan().approvals
    assert approval.given == date(2026, 5, 31)


def test_inserted_deleted_and_hidden_rows_and_columns_do_not_matter() -> None:
    form = Form().say("same-judge", "as specified").change().change(6, Change="c2", Element="key-worker")
    expected = form.plan()
    form.page("Elements").insert_rows(3, 4)
    form.page("Elements").insert_rows(form.row("Elements", "same-judge"), 2)
    form.page("Elements").delete_rows(form.row("Elements", "care-case"))
    form.page("Changes").insert_rows(1, 3)
    form.page("Changes").insert_cols(1, 2)
    form.page("Plan").insert_rows(4)
    form.page("Changes").row_dimensions[6].hidden = True
    assert form.plan() == expected


def test_rows_and_columns_may_be_moved() -> None:
    form = Form().say("same-judge", "as specified").say("trained-judge", "as specified").change()
    sheet = form.page("Changes")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=4)]
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(reversed(row), 1):
            sheet.cell(number, column).value = value
    elements = form.page("Elements")
    first, second = form.row("Elements", "same-judge"), form.row("Elements", "trained-judge")
    for column in range(1, 8):
        one, other = elements.cell(first, column), elements.cell(second, column)
        one.value, other.value = other.value, one.value
    plan = form.plan()
    assert plan.as_specified == ("same-judge", "trained-judge")
    assert plan.changes[0].what == "Every month."


def test_renamed_sheets_are_known_by_their_titles_and_other_sheets_are_not_read() -> None:
    form = Form().change()
    expected = form.plan()
    form.page("Changes").title = "Was wir anders machen"
    form.page("Plan").title = "Overview"
    form.book.create_sheet("Our notes", 0)["A1"] = "Change"
    form.book.move_sheet("Elements", 3)
    assert form.plan() == expected


def test_columns_and_questions_of_ones_own_are_not_read() -> None:
    form = Form().change()
    expected = form.plan()
    sheet = form.page("Changes")
    last = sheet.max_column + 1
    sheet.cell(2, last).value = "Who will tell the team"
    sheet.cell(3, last).value = "the manager"
    plan = form.page("Plan")
    plan.cell(15, 1).value = "Last meeting"
    plan.cell(15, 2).value = "Tuesday"
    assert form.plan() == expected


def test_a_workbook_without_its_hidden_pages_can_still_be_read() -> None:
    form = Form().choose("review-hearing.interval", "3 weeks").change()
    expected = form.plan()
    del form.book["_meta"]
    del form.book["_lists"]
    assert form.plan() == expected


def test_the_result_of_a_formula_counts_where_the_workbook_keeps_it() -> None:
    import io

    import xlsxwriter

    from fidelity.files.faults import Faults
    from fidelity.files.workbook.sheets import read_sheets

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet("x")
    sheet.write_formula("A1", '="re"&"ach"', None, "reach")
    sheet.write_formula("A2", "=1/0", None, "#DIV/0!")
    book.close()
    [read] = read_sheets(held.getvalue(), Faults("x.xlsx"))
    assert [str(getattr(one.value, "text", one.value)) for one in read.cells.values()] == ["reach", "#DIV/0!"]


def test_rows_with_the_same_word_are_one_approval() -> None:
    form = Form().change().change(4, Change="c2", Element="key-worker", Nature="tailoring")
    form.approve(3, Approval="letter")
    form.fill("Approvals", 4, Approval="letter", Change="c2", Nature="tailoring")
    form.approve(5, Approval=None)
    plan = form.plan()
    assert [[one.change for one in approval.covers] for approval in plan.approvals] == [["c1", "c2"], ["c1"]]


def test_cells_merged_above_the_titles_and_titles_that_stand_twice_do_no_harm() -> None:
    form = Form().say("same-judge", "as specified")
    sheet = form.page("Elements")
    sheet.merge_cells("A1:C1")
    for number, title in ((20, "Name in the plan"), (21, "Your answer"), (22, "Your value")):
        sheet.cell(5, number).value = title
    assert form.plan().as_specified == ("same-judge",)
