"""All faults of a workbook are told in one run, and each names the cell that somebody has to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.files.workbook.forms import FDAC, Form

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
