"""A workbook in somebody's hands: made, opened, filled in as a person would, and saved."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
import pytest

import fidelity
from fidelity.errors import InputError
from fidelity.files.plans import read_plan
from fidelity.files.templates import template

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from fidelity.errors import Fault
    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan

FDAC = fidelity.load_model("fdac")
HEADER = 2
"""The row of the titles, as a spreadsheet counts."""


class Form:
    """A workbook for a plan, open in an editor."""

    def __init__(self, model: Model = FDAC, data: bytes | None = None) -> None:
        made = template(model, "xlsx") if data is None else data
        assert isinstance(made, bytes)
        self.book: Workbook = openpyxl.load_workbook(io.BytesIO(made))

    def page(self, title: str) -> Worksheet:
        """Return a page."""
        return next(sheet for sheet in self.book.worksheets if sheet.title == title)

    def cell(self, page: str, row: int, title: str) -> Cell:
        """Return the cell of a row under a title."""
        sheet = self.page(page)
        number = next(cell.column for cell in sheet[HEADER] if cell.value == title)
        found = sheet.cell(row, number)
        assert isinstance(found, openpyxl.cell.cell.Cell)
        return found

    def row(self, page: str, name: str) -> int:
        """Return the row that begins with a name."""
        return next(int(cell.row) for cell in self.page(page)["A"] if cell.value == name)

    def answer(self, question: str, said: object) -> Form:
        """Answer a question of the page Plan."""
        self.cell("Plan", self.row("Plan", question), "Your answer").value = said  # type: ignore[assignment]
        return self

    def say(self, name: str, said: object, title: str = "Your answer") -> Form:
        """Say something about an element."""
        self.cell("Elements", self.row("Elements", name), title).value = said  # type: ignore[assignment]
        return self

    def choose(self, setting: str, value: object) -> Form:
        """Choose a value."""
        return self.say(setting, value, "Your value")

    def fill(self, page: str, row: int, **said: object) -> Form:
        """Fill in cells of a row; underscores in the titles stand for blanks."""
        for title, value in said.items():
            self.cell(page, row, title.replace("_", " ")).value = value  # type: ignore[assignment]
        return self

    def change(self, row: int = 3, **said: object) -> Form:
        """Fill in a change: fewer review hearings, unless something else is said."""
        usual = {
            "Change": "c1",
            "Element": "review-hearing",
            "Nature": "shortening",
            "What_is_different": "Every month.",
        }
        return self.fill("Changes", row, **usual | said)

    def approve(self, row: int = 3, **said: object) -> Form:
        """Fill in an approval."""
        usual = {"Change": "c1", "Nature": "shortening", "Agreed_by": "The owner", "Their_role": "model-owner"}
        return self.fill("Approvals", row, **usual | {"Given_on": "2026-05-01"} | said)

    def saved(self) -> bytes:
        """Return the file."""
        held = io.BytesIO()
        self.book.save(held)
        return held.getvalue()

    def plan(self) -> Plan:
        """Return the plan that is read from it."""
        return read_plan(self.saved(), "plan.xlsx")

    def faults(self) -> list[Found]:
        """Return the faults that reading it raises."""
        return faults_of(self.saved())


class Found(NamedTuple):
    """A fault, as tests compare it: its place is a sheet and a cell."""

    code: str
    place: str
    text: str


def found(fault: Fault) -> Found:
    """Return a fault as tests compare it."""
    place = fault.place
    return Found(fault.code, f"{place.sheet}!{place.cell}" if place.sheet else "", fault.message)


def faults_of(data: bytes, path: str = "plan.xlsx") -> list[Found]:
    """Return the faults that reading a file raises."""
    with pytest.raises(InputError) as caught:
        read_plan(data, path)
    return [found(fault) for fault in caught.value.faults]


def only(faults: list[Found]) -> Found:
    """Return the one fault there is."""
    assert len(faults) == 1, faults
    return faults[0]
