"""The workbook that is made: what it offers, protects, prints and repeats."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.files.workbook.forms import FDAC, HEADER, Form

import fidelity
from fidelity.errors import InputError
from fidelity.files.templates import FORMATS, converted, template
from fidelity.files.workbook.form import CHANGES, PAGES
from fidelity.plan.frame import NATURES, RECORD
from fidelity.plan.plan import Approval, Change, Choice, Covered, Plan, Setting

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

VISIBLE = ["Read me", "Plan", "Elements", "Changes", "Approvals", "Words"]


def offered(form: Form, page: str, cell: str) -> list[str]:
    """Return what the drop-down of a cell offers."""
    rule = next(
        rule for rule in form.page(page).data_validations.dataValidation if rule.type == "list" and cell in rule.sqref
    )
    name = rule.formula1.removeprefix("=")
    sheet, area = form.book.defined_names[name].attr_text.replace("$", "").split("!")
    return [str(row[0].value) for row in form.book[sheet.strip("'")][area]]


def prompt(form: Form, page: str, cell: str) -> str:
    rules = form.page(page).data_validations.dataValidation
    return next(str(rule.prompt) for rule in rules if cell in rule.sqref)


def test_there_is_a_page_for_everything_and_the_hidden_ones_are_hidden() -> None:
    book = Form().book
    states = {sheet.title: sheet.sheet_state for sheet in book.worksheets}
    assert [name for name, state in states.items() if state == "visible"] == VISIBLE
    assert [name for name, state in states.items() if state == "hidden"] == ["_lists", "_meta"]
    assert book.properties.title == "Adaptation plan for Family Drug and Alcohol Court (fdac@2026.1)"


def test_every_element_and_every_setting_has_a_row_with_its_tier_and_its_room() -> None:
    for name in fidelity.model_references():
        model = fidelity.load_model(name)
        sheet = Form(model).page("Elements")
        names = [cell.value for cell in sheet["A"][HEADER:]]
        expected = [
            one
            for tier in (model.principles, model.essential, model.flexible)
            for element in tier
            for one in (element.id, *(f"{element.id}.{parameter.id}" for parameter in element.parameters))
        ]
        assert names == expected + [practice.id for practice in model.proscribed]
        for row in sheet.iter_rows(min_row=HEADER + 1, max_col=5):
            assert all(cell.value for cell in row), row[0].value


def test_the_room_of_a_setting_is_said_beside_it_and_shown_at_its_cell() -> None:
    form = Form()
    row = form.row("Elements", "review-hearing.interval")
    room = form.cell("Elements", row, "Room that the model gives").value
    assert str(room).startswith("Usually 2 weeks; at most that")
    assert prompt(form, "Elements", f"G{row}").startswith("Usually 2 weeks; at most that")


def test_cells_offer_the_words_that_they_take() -> None:
    form = Form()
    kept, out = form.row("Elements", "same-judge"), form.row("Elements", FDAC.proscribed[0].id)
    assert offered(form, "Elements", f"F{kept}") == ["as specified", "not decided"]
    assert offered(form, "Elements", f"F{out}") == ["kept out", "not decided"]
    assert offered(form, "Plan", "B9") == ["as-specified", "undecided"]
    columns = {cell.value: str(cell.coordinate).rstrip("2") for cell in form.page("Changes")[HEADER]}
    assert offered(form, "Changes", f"{columns['Nature']}3") == list(NATURES)
    assert offered(form, "Changes", f"{columns['Second nature']}202") == list(NATURES)
    assert offered(form, "Changes", f"{columns['Reason']}9") == list(RECORD["reasons"])
    assert offered(form, "Changes", f"{columns['Element']}9") == [element.id for element in FDAC.elements]
    assert "review-hearing.interval" in offered(form, "Changes", f"{columns['Setting 2']}9")
    options = next((e, p) for e in FDAC.elements for p in e.parameters if p.type == "choice" and p.options)
    row = form.row("Elements", f"{options[0].id}.{options[1].id}")
    assert offered(form, "Elements", f"G{row}") == list(options[1].options)


def test_an_approval_offers_the_changes_that_were_typed() -> None:
    form = Form().change().change(4, Change="c2")
    assert offered(form, "Approvals", "B3")[:2] == ["c1", "c2"]


def test_an_approval_of_a_change_that_the_plan_no_longer_has_is_kept() -> None:
    covers = tuple(
        Covered(f"gone-{number}", ("format",), (Setting(name, "1"),)) for number, name in enumerate(("p", "a.b", 'q"'))
    )
    approval = Approval(covers, "The owner", "model-owner", date(1899, 12, 31), date(2026, 5, 1))
    plan = Plan("a", FDAC.reference, "A", "undecided", approvals=(approval,))
    made = converted(plan, "xlsx", FDAC)
    assert isinstance(made, bytes)
    form = Form(data=made)
    assert form.plan() == plan
    assert form.cell("Approvals", 3, "Given on").value == "1899-12-31"
    assert form.cell("Approvals", 3, "Until").value == datetime(2026, 5, 1)  # noqa: DTZ001 - as openpyxl reads it


def test_answers_can_be_typed_and_the_rest_is_protected_without_a_password() -> None:
    form = Form()
    for title in VISIBLE:
        protection = form.page(title).protection
        assert (protection.sheet, protection.password) == (True, None)
    row = form.row("Elements", "same-judge")
    open_, shut = form.cell("Elements", row, "Your answer"), form.cell("Elements", row, "Element or setting")
    assert (open_.protection.locked, shut.protection.locked) == (False, True)
    assert not form.cell("Plan", form.row("Plan", "Site"), "Your answer").protection.locked
    assert form.cell("Plan", form.row("Plan", "Model"), "Your answer").protection.locked
    changes = form.page("Changes")
    assert changes["A2"].protection.locked
    assert not changes.column_dimensions["A"].protection.locked
    assert not changes.protection.insertRows
    assert not changes.protection.deleteRows


@pytest.mark.parametrize("title", VISIBLE)
def test_pages_print_in_landscape_with_their_titles_on_each_sheet(title: str) -> None:
    sheet: Worksheet = Form().page(title)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert not sheet.merged_cells.ranges
    if title != "Read me":
        assert sheet.print_title_rows == "$2:$2"
        assert sheet.freeze_panes is not None


def test_nothing_in_the_file_comes_from_the_clock() -> None:
    made = template(FDAC, "xlsx")
    assert isinstance(made, bytes)
    assert made == template(FDAC, "xlsx")
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert {part.date_time[0] for part in archive.infolist()} == {1980}
    assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_what_looks_like_a_formula_stays_a_text() -> None:
    for text in ("=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A0", "\t=1", "http://example.org"):
        stays_a_text(text)


@times(0.3)
@given(
    st.sampled_from(["=", "+", "-", "@", "{=", "http://", "internal:", "mailto:"]),
    st.text("=+-@!(){}'\"A1:|/ ", min_size=1),
)
def test_no_text_of_a_plan_becomes_a_formula_or_a_link_in_a_workbook(start: str, rest: str) -> None:
    stays_a_text(f"{start}{rest}x")


def stays_a_text(text: str) -> None:
    """Assert that a text that somebody wrote in a plan is the same text in its workbook, and nothing else."""
    change = Change("c1", text, element="key-worker", natures=("tailoring",), function_kept=text)
    made = converted(Plan("a", FDAC.reference, text.strip(), "undecided", changes=(change,)), "xlsx", FDAC)
    assert isinstance(made, bytes)
    form = Form(data=made)
    cell = form.cell("Changes", 3, "What is different")
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    parts = zipfile.ZipFile(io.BytesIO(made))
    assert not [name for name in parts.namelist() if b"<f>" in parts.read(name) and "worksheets" in name]


def test_texts_of_a_model_stay_texts_too() -> None:
    nasty = "=1+1</t></si>&amp;\"' <script>"
    first = evolve(FDAC.elements[0], title=nasty, statement=nasty)
    model = evolve(FDAC, title=nasty, summary=nasty, elements=(first, *FDAC.elements[1:]))
    form = Form(model)
    assert form.book.properties.title == f"Adaptation plan for {nasty} (fdac@2026.1)"
    cell = form.cell("Elements", form.row("Elements", first.id), "Element or setting")
    assert (cell.value, cell.data_type) == (nasty, "s")
    with pytest.raises(InputError, match=r"FID103 the sign '\\x01' in a text"):
        template(evolve(FDAC, title="a\x01b"), "xlsx")


def test_the_titles_of_a_page_are_told_apart_and_the_words_are_explained() -> None:
    for page in PAGES:
        assert len({title.lower() for title in page.titles}) == len(page.titles)
    words = {row[1].value for row in Form().page("Words").iter_rows(min_row=HEADER + 1)}
    assert words == {word for column in CHANGES.columns for word in column.takes}


def test_the_hidden_page_says_which_form_it_is() -> None:
    rows = [[cell.value for cell in row] for row in Form().book["_meta"].iter_rows()]
    said = {str(row[0]): row[1] for row in rows}
    assert (said["form"], said["model"]) == ("fidelity plan", "fdac@2026.1")
    assert ["setting", "review-hearing.interval", "duration"] in rows


def test_a_row_has_room_for_as_many_settings_as_a_change_has() -> None:
    model = fidelity.load_model("signs-of-safety")
    element = max(model.elements, key=lambda one: len(one.parameters))
    settings = tuple(Setting(parameter.id, "x") for parameter in element.parameters)
    assert len(settings) > 3
    change = Change("c1", "All of it.", element=element.id, natures=("tailoring",), settings=settings)
    made = converted(Plan("a", model.reference, "A", "undecided", changes=(change,)), "xlsx", model)
    assert isinstance(made, bytes)
    assert Form(data=made).plan().changes == (change,)


def test_what_the_model_does_not_have_keeps_a_row() -> None:
    plan = Plan(
        "a", FDAC.reference, "A", "undecided", as_specified=("no.such", "same-judge"), undecided=("nor-this",),
        choices=(Choice("what", (Setting("ever", "1"),)), Choice("key-worker", ())),
    )  # fmt: skip
    made = converted(plan, "xlsx", FDAC)
    assert isinstance(made, bytes)
    form = Form(data=made)
    assert form.plan() == plan
    assert form.cell("Elements", form.row("Elements", "nor-this"), "Tier").value == "Not in the model"


def test_formats_are_found_by_walking() -> None:
    assert FORMATS.names == ("xlsx", "yaml")
