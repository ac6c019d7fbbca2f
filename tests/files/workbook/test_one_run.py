"""All faults of a workbook are told in one run, and each names the cell that somebody has to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.files.workbook.forms import FDAC, Form
from tests.files.workbook.test_in_use import saved_by_libreoffice

import fidelity
from fidelity.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

# A row of the page Changes that has nothing wrong with it, for each thing that a change can be about.
ELEMENT = {
    "Element": "review-hearing", "Nature": "shortening", "What is different": "Less.", "Setting 1": "interval",
    "Value 1": "3 weeks",
}  # fmt: skip
OWN = {"Own element": "ours", "Its title": "Ours", "What it is": "Our own.", "What is different": "More."}
RULED_OUT = {"Ruled-out practice": "ordinary-track-alongside", "What is different": "It comes in."}
SLIPS: dict[str, tuple[Mapping[str, object], str, object]] = {
    "an element that there is not": ({**ELEMENT, "Setting 1": None, "Value 1": None}, "Element", "review-hering"),
    "a nature that there is not": (ELEMENT, "Nature", "shortning"),
    "a second nature that there is not": (ELEMENT, "Second nature", "formatt"),
    "a setting that there is not": (ELEMENT, "Setting 1", "intervall"),
    "a value that is none": (ELEMENT, "Value 1", "often"),
    "an exception that there is not": (ELEMENT, "Exception", "august"),
    "a way of planning that there is not": (ELEMENT, "Planned", "perhaps"),
    "a reason that there is not": (ELEMENT, "Reason", "existing-laws; whim"),
    "a practice that there is not": (RULED_OUT, "Ruled-out practice", "ordinary-track"),
    "what it depends on is not there": (OWN, "Depends on", "same-judge; nobody"),
    "what it does not go with is not there": (OWN, "Does not go with", "nothing"),
    "what it bears on is not there": (OWN, "Bears on", "nowhere"),
    "an own element with the name of another": (OWN, "Own element", "same-judge"),
}


def filled(slips: Iterable[str]) -> tuple[Form, set[str]]:
    """Return a form with a change for each slip, and the cells that are wrong."""
    form, wrong = Form(), set()
    for row, name in enumerate(slips, 3):
        usual, title, value = SLIPS[name]
        own = {"Own element": f"ours-{row}"} if "Own element" in usual else {}
        for column, said in {"Change": f"c{row}", **usual, **own, title: value}.items():
            form.cell("Changes", row, column).value = said  # type: ignore[assignment]
        wrong.add(f"Changes!{form.cell('Changes', row, title).coordinate}")
    return form, wrong


def told(form: Form, tmp_path: Path) -> list[str]:
    """Return the cells that a check names."""
    path = tmp_path / "plan.fidelity.xlsx"
    path.write_bytes(form.saved())
    with pytest.raises(InputError) as caught:
        fidelity.check(path)
    return [f"{fault.place.sheet}!{fault.place.cell}" for fault in caught.value.faults]


@pytest.mark.parametrize("name", SLIPS)
def test_the_cell_that_is_wrong_is_named_and_no_other(name: str, tmp_path: Path) -> None:
    form, wrong = filled([name])
    assert told(form, tmp_path) == [*wrong]


@times(0.3)
@given(slips=st.lists(st.sampled_from(sorted(SLIPS)), min_size=1, max_size=6, unique_by=lambda name: SLIPS[name][1]))
def test_as_many_faults_are_told_in_one_run_as_cells_are_wrong(
    slips: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    # A value can be set once only: all but one of the changes to the element say no value.
    form, wrong = filled(slips)
    setting = [row for row, name in enumerate(slips, 3) if "Setting 1" in SLIPS[name][0]]
    kept = next((row for row in setting if SLIPS[slips[row - 3]][1] in {"Setting 1", "Value 1", "Exception"}), None)
    for row in setting:
        if row != kept and SLIPS[slips[row - 3]][1] not in {"Setting 1", "Value 1", "Exception"}:
            form.cell("Changes", row, "Setting 1").value = form.cell("Changes", row, "Value 1").value = None
    found = told(form, tmp_path_factory.mktemp("run"))
    clashes = sum(SLIPS[name][1] in {"Value 1", "Exception"} for name in slips) > 1
    assert set(found) == wrong or (clashes and wrong < {*found})
    assert clashes or len(found) == len(wrong)


def test_faults_of_all_pages_come_in_the_order_of_the_workbook(tmp_path: Path) -> None:
    form, wrong = filled(["an element that there is not", "a nature that there is not"])
    form.answer("Status", "whatever").choose("review-hearing.interval", "often").approve(Given_on="soon")
    row = form.row("Elements", "review-hearing.interval")
    value = f"Elements!{form.cell('Elements', row, 'Your value').coordinate}"
    found = told(form, tmp_path)
    pages = [one.partition("!")[0] for one in found]
    assert pages == sorted(pages, key=["Plan", "Elements", "Changes", "Approvals"].index)
    assert {*pages} == {"Plan", "Elements", "Changes", "Approvals"}
    assert {value, *wrong} < {*found}


def test_a_text_file_is_told_in_one_run_too_with_the_line_and_column_of_each_word(tmp_path: Path) -> None:
    path = tmp_path / "plan.fidelity.yaml"
    path.write_text(
        f"plan: a\nmodel: {FDAC.reference}\nsite: A\nunmentioned: as-specified\nstatus: whatever\n"
        "choices:\n  review-hearing:\n    interval: often\nchanges:\n"
        "  - id: c1\n    what: x\n    nature: removing\n    element: same-jugde\n",
        "utf-8",
    )
    with pytest.raises(InputError) as caught:
        fidelity.check(path)
    places = [(fault.place.line, fault.place.column) for fault in caught.value.faults]
    assert places == [(5, 9), (8, 15), (13, 14)]
    mended = path.read_text("utf-8").replace("whatever", "proposed")
    path.write_text(mended, "utf-8")
    with pytest.raises(InputError) as caught:  # now it is read the quick way first
        fidelity.check(path)
    assert [(fault.place.line, fault.place.column) for fault in caught.value.faults] == [(8, 15), (13, 14)]


# Every cell of a workbook that somebody has filled in ---------------------------------------------


def whole() -> Form:
    """Return a form with something on every page, and nothing wrong in it."""
    form = Form().say("key-worker", "as specified").say("same-judge", "not decided")
    form.choose("review-hearing.interval", "2 weeks").answer("Author", "site-lead")
    form.change(3, Element="case-length", Setting_1="length", Value_1="30 weeks", Second_nature="format")
    form.fill("Changes", 4, Change="c2", **{title.replace(" ", "_"): said for title, said in OWN.items()})
    form.fill("Changes", 5, Change="c3", **{title.replace(" ", "_"): said for title, said in RULED_OUT.items()})
    form.fill("Changes", 4, Depends_on="same-judge", Does_not_go_with="parent-mentor", Bears_on="same-judge")
    return form.approve(Second_nature="format", Setting_1="length", Value_1="30 weeks", Until="2027-05-01")


def filled_cells() -> list[tuple[str, int, str]]:
    """Return the cells that a person fills in or can overwrite, each by its page, row and title."""
    form = whole()
    rows = {
        "Plan": [row for row in range(3, form.page("Plan").max_row + 1) if form.cell("Plan", row, "Question").value],
        "Elements": [form.row("Elements", name) for name in ("key-worker", "same-judge", "review-hearing.interval")],
        "Changes": [3, 4, 5],
        "Approvals": [3],
    }
    titles = {page: [str(cell.value) for cell in form.page(page)[2] if cell.value] for page in rows}
    found = [(page, row, title) for page in rows for row in rows[page] for title in titles[page]]
    return [one for one in found if form.cell(*one).value is not None]


PRINTED = {("Plan", "What it means")} | {
    ("Elements", title) for title in ("Tier", "Element or setting", "What it is", "Room that the model gives")
}
READ = [one for one in filled_cells() if (one[0], one[2]) not in PRINTED]  # what is printed for people is not read


def spoilt(form: Form, cell: tuple[str, int, str]) -> str:
    """Put what a spreadsheet shows for a failed formula into a cell, and return how the cell is called."""
    held = form.cell(*cell)
    held.value, held.data_type = "#REF!", "e"
    return f"{cell[0]}!{held.coordinate}"


def test_a_form_that_is_filled_in_on_every_page_has_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "plan.fidelity.xlsx"
    path.write_bytes(whole().saved())
    assert fidelity.check(path).plan.approvals


@pytest.mark.parametrize("cell", READ, ids=lambda cell: f"{cell[0]}-{cell[1]}-{cell[2]}")
def test_one_wrong_value_in_any_cell_is_one_fault_at_this_cell(cell: tuple[str, int, str], tmp_path: Path) -> None:
    form = whole()
    wrong = spoilt(form, cell)
    assert told(form, tmp_path) == [wrong]


NAMED = {"Your answer": "Question", "Your value": "Name in the plan", "Value 1": "Setting 1"}


def answer_of(cell: tuple[str, int, str]) -> tuple[str, int, str]:
    """Return a cell by what it is an answer to: nobody can judge an answer whose question cannot be read."""
    page, row, title = cell
    asked = "Name in the plan" if page == "Elements" else NAMED.get(title, title)
    return page, row, asked


@times(0.3)
@given(cells=st.lists(st.sampled_from(READ), min_size=2, max_size=6, unique_by=answer_of))
def test_n_wrong_values_in_n_cells_are_n_faults(
    cells: list[tuple[str, int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    form = whole()
    wrong = {spoilt(form, cell) for cell in cells}
    assert set(told(form, tmp_path_factory.mktemp("many"))) == wrong


@pytest.mark.slow
def test_what_libreoffice_saves_is_told_at_the_same_cells(tmp_path: Path) -> None:
    slips = ["a nature that there is not", "a practice that there is not", "what it bears on is not there"]
    form, wrong = filled(slips)
    wrong.add(spoilt(form, ("Plan", form.row("Plan", "Site"), "Your answer")))
    path = tmp_path / "plan.fidelity.xlsx"
    path.write_bytes(form.saved())
    saved = Form(data=saved_by_libreoffice(path, tmp_path / "saved").read_bytes())
    assert set(told(saved, tmp_path)) == wrong
