"""The page of questions about the plan as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.nodes import Broken, CellMark, Mapping
from fidelity.files.workbook.form import HEAD, name_of
from fidelity.files.workbook.rows import word_node
from fidelity.files.workbook.texts import text_node
from fidelity.rendering.english import in_short

if TYPE_CHECKING:
    from fidelity.files.nodes import Node
    from fidelity.files.workbook.facts import Facts
    from fidelity.files.workbook.faults import WorkbookFaults
    from fidelity.files.workbook.tables import Line, Table

__all__ = ["head_node"]

_QUESTIONS = {name_of(column.title): column for column in HEAD} | {column.key: column for column in HEAD}


def head_node(table: Table, facts: Facts, faults: WorkbookFaults) -> Mapping:
    """Return the keys at the top of a plan."""
    values: dict[str, Node] = {}
    marks: dict[str, CellMark] = {}
    unknown: list[Line] = []
    for line in table.lines():
        asked = line.one("question")
        column = _QUESTIONS.get(name_of(str(asked.value))) if asked else None
        answer = line.one("answer")
        if column is None:
            unknown += [line] if answer else []
            continue
        if column.key in marks:
            found = f"the question {quoted(column.title)} stands here a second time"
            faults.add(codes.DUPLICATE, line.cells[0][1].at, found, "each question once")
            continue
        marks[column.key] = line.mark("answer")
        faults.titles[table.sheet.name, line.number, -1] = column.title
        if answer is not None:
            read = word_node(answer, faults, column.takes) if column.kind == "word" else text_node(answer, faults)
            values[column.key] = read
    _check_questions(unknown, marks, faults)
    _check_model(values, facts, faults)
    return Mapping(values, dict(marks), None, CellMark(table.header, min(table.columns), table.sheet.name))


def _check_questions(unknown: list[Line], marks: dict[str, CellMark], faults: WorkbookFaults) -> None:
    """Record answers to unknown questions, as long as a known question is missing: else they are the site's own."""
    missing = [column.title for column in HEAD if column.key not in marks]
    for line in unknown if missing else ():
        asked = line.one("question")
        title = str(asked.value) if asked else ""
        found = f"an answer to the unknown question {quoted(title)}{faults.suggestion(title, missing)}"
        held = asked or line.cells[0][1]
        faults.add(codes.UNKNOWN_KEY, held.at, found, f"the questions of the form; missing are: {in_short(missing)}")


def _check_model(values: dict[str, Node], facts: Facts, faults: WorkbookFaults) -> None:
    """Record it if somebody has put another model into a form: its rows are those of the first."""
    model = values.get("model")
    if not facts.model or model is None or isinstance(model, Broken) or getattr(model, "text", "") == facts.model:
        return
    found = f"{quoted(getattr(model, 'text', ''))} in a workbook that was made for {quoted(facts.model)}"
    ways = (f"write {facts.model}", "or make a new workbook for the other model or version")
    faults.add(codes.WRONG_VALUE, model, found, "the model that the rows are from", *ways)
