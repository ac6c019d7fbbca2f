"""From a workbook to the tree that a plan in YAML gives: the same nodes, each with its sheet and cell.

What reads plans goes on from there, and so knows nothing of workbooks. openpyxl is loaded only here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.nodes import Broken, CellMark, Mapping, Scalar, Sequence
from fidelity.files.workbook.cells import read_pair, read_word
from fidelity.files.workbook.form import (
    APPROVALS,
    CHANGES,
    ELEMENTS,
    HEAD,
    IN_ROOM,
    KEPT,
    KEPT_OUT,
    OPEN,
    PLAN,
    WorkbookFaults,
    name_of,
)
from fidelity.files.workbook.rows import mapping_of, settings_node, text_node, value_node, word_node
from fidelity.files.workbook.tables import facts_of, find_tables
from fidelity.plan import fields
from fidelity.rendering.english import in_short

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.files.faults import Faults
    from fidelity.files.nodes import Node
    from fidelity.files.workbook.sheets import Held, Sheet
    from fidelity.files.workbook.tables import Facts, Line, SheetTable

__all__ = [
    "WorkbookFaults",
    "approvals_node",
    "changes_node",
    "elements_nodes",
    "head_node",
    "parse_workbook",
    "plan_tree",
    "text_under",
]


def parse_workbook(data: bytes, faults: WorkbookFaults) -> Node:
    """Return the tree of the plan in a workbook; faults that leave a tree standing are recorded, others raised."""
    from fidelity.files.workbook.sheets import check_package, read_sheets

    check_package(data, faults)
    return plan_tree(read_sheets(data, faults), faults)


def plan_tree(sheets: list[Sheet], faults: WorkbookFaults) -> Node:
    """Return the tree of the plan on some sheets. Pages that are missing are recorded, and the others read."""
    facts = facts_of(sheets)
    tables = find_tables(sheets, faults)
    if PLAN.title not in tables:
        raise faults.error()
    tree = head_node(tables[PLAN.title], facts, faults)
    nodes: dict[str, Node | None] = {}
    if ELEMENTS.title in tables:
        nodes |= elements_nodes(tables[ELEMENTS.title], facts, faults)
    changes: Sequence | None = None
    if CHANGES.title in tables:
        changes = nodes["changes"] = changes_node(tables[CHANGES.title], facts, faults)
    if APPROVALS.title in tables:
        nodes["approvals"] = approvals_node(tables[APPROVALS.title], changes, facts, faults)
    for key, node in nodes.items():
        if node is not None:
            tree.values[key] = node
            tree.marks[key] = node.mark
    return tree


_QUESTIONS = {name_of(column.title): column for column in HEAD} | {column.key: column for column in HEAD}


def head_node(table: SheetTable, facts: Facts, faults: WorkbookFaults) -> Mapping:
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
    values |= _check_questions(unknown, marks, faults)
    _check_model(values, facts, faults)
    return Mapping(values, dict(marks), None, CellMark(table.header, min(table.columns), table.sheet.name))


def _check_questions(unknown: list[Line], marks: dict[str, CellMark], faults: WorkbookFaults) -> dict[str, Node]:
    """Record answers to unknown questions, as long as a known question is missing: else they are the site's own.

    Returns
    -------
    dict
        The keys that these answers are probably for, so that nobody is told besides that they are missing.
    """
    missing = [column.title for column in HEAD if column.key not in marks]
    meant: dict[str, Node] = {}
    for line in unknown if missing else ():
        asked = line.one("question")
        title = str(getattr(asked.value, "text", asked.value)) if asked else ""
        found = f"an answer to the unknown question {quoted(title)}{faults.suggestion(title, missing)}"
        held = asked or line.cells[0][1]
        faults.add(codes.UNKNOWN_KEY, held.at, found, f"the questions of the form; missing are: {in_short(missing)}")
        for one in missing if len(missing) <= len(unknown) else filter(None, [faults.like(title, missing)]):
            meant[_QUESTIONS[name_of(one)].key] = Broken("", None, held.mark)
    return meant


def _check_model(values: dict[str, Node], facts: Facts, faults: WorkbookFaults) -> None:
    """Record it if somebody has put another model into a form: its rows are those of the first."""
    model = values.get("model")
    if not facts.model or model is None or isinstance(model, Broken) or getattr(model, "text", "") == facts.model:
        return
    found = f"{quoted(getattr(model, 'text', ''))} in a workbook that was made for {quoted(facts.model)}"
    ways = (f"write {facts.model}", "or make a new workbook for the other model or version")
    faults.add(codes.WRONG_VALUE, model, found, "the model that the rows are from", *ways)
    values["model"] = Broken("", None, model.mark)


_ANSWERS = {
    KEPT: "as_specified", KEPT_OUT: "as_specified", "kept": "as_specified",
    OPEN: "undecided", "undecided": "undecided", "not decided yet": "undecided",
    IN_ROOM: "choices",
}  # fmt: skip


class _Found:
    """What was said so far, by the key of the plan and the name of the row, with the order of the plan."""

    def __init__(self, facts: Facts, faults: Faults) -> None:
        self.facts, self.faults = facts, faults
        self.listed: dict[str, list[tuple[str, Scalar]]] = {"as_specified": [], "undecided": []}
        self.chosen: list[tuple[str, tuple[str, str], CellMark, Node | None]] = []
        self.seen: dict[str, Held] = {}

    def sorted(self, names: Iterable[tuple[str, ...]]) -> list[int]:
        """Return the numbers of some rows in the order of the plan."""
        order = self.facts.order
        found = [order.get(name[0], len(order)) for name in names]
        return sorted(range(len(found)), key=found.__getitem__)


def elements_nodes(table: SheetTable, facts: Facts, faults: Faults) -> dict[str, Node]:
    """Return the lists and the choices of a plan; what nobody says anything about is not among them."""
    found = _Found(facts, faults)
    for line in table.lines():
        name, answer, value = line.one("id"), line.one("answer"), line.one("value")
        if answer is None and value is None:
            continue
        if name is None:
            at = Scalar("", None, line.mark("id"))
            faults.add(codes.MISSING_KEY, at, "an answer without a name", "the name of an element or a setting")
            continue
        _row(found, line, name)
    nodes: dict[str, Node] = {}
    for key, items in found.listed.items():
        if items:
            ordered = [items[number][1] for number in found.sorted((item[0],) for item in items)]
            nodes[key] = Sequence(list(ordered), None, items[0][1].mark)
    if found.chosen:
        nodes["choices"] = _choices(found)
    return nodes


def _row(found: _Found, line: Line, name: Held) -> None:
    node = text_node(name, found.faults)
    answer, value = line.one("answer"), line.one("value")
    if isinstance(node, Broken):
        return
    setting = read_pair(node.text)
    plain = ".".join(setting) if setting else read_word(node.text)
    first = found.seen.setdefault(f"{bool(setting)} {plain}", name)
    if first is not name:
        said = f"{quoted(plain)} is answered here a second time (first in {found.faults.where(first.at)})"
        found.faults.add(codes.DUPLICATE, name.at, said, "one answer", "empty the one that is not meant")
    elif setting is None:
        if value is not None:
            said = f"a value in the row of the element {quoted(plain)}"
            way = "write it into the row of one of its settings"
            found.faults.add(codes.WRONG_VALUE, value.at, said, "a value only in the row of a setting", way)
        if answer is not None:
            _answer(found, node.text, plain, answer)
    else:
        if answer is not None:
            said = f"an answer in the row of the setting {quoted(plain)}"
            way = "write the value into the column 'Your value'"
            found.faults.add(codes.WRONG_VALUE, answer.at, said, "an answer only in the row of an element", way)
        if value is not None:
            facts = found.facts
            read = value_node(value, found.faults, facts.types.get(setting, ""), facts.units.get(setting, ""))
            found.chosen.append((node.text, setting, value.mark, read))


def _answer(found: _Found, row: str, element: str, held: Held) -> None:
    node = text_node(held, found.faults)
    if isinstance(node, Broken):
        return
    said = name_of(node.text).replace("-", " ")
    key = _ANSWERS.get(said)
    if key is None:
        near = found.faults.suggestion(said, (KEPT, OPEN, KEPT_OUT))
        expected = f"'{KEPT}' ('{KEPT_OUT}' for what the model rules out), '{OPEN}', or nothing"
        way = "what you do differently goes on the page Changes"
        found.faults.add(codes.WRONG_VALUE, held.at, f"{quoted(node.text)}{near}", expected, way)
    elif key == "choices":
        found.chosen.append((row, (element, ""), held.mark, None))
    else:
        found.listed[key].append((row, Scalar(element, "'", held.mark)))


def _choices(found: _Found) -> Mapping:
    choices: dict[str, Node] = {}
    marks: dict[str, CellMark] = {}
    for number in found.sorted((item[0],) for item in found.chosen):
        _, (element, parameter), mark, node = found.chosen[number]
        marks.setdefault(element, mark)
        values = choices.setdefault(element, Mapping({}, {}, None, mark))
        assert isinstance(values, Mapping)
        if node is not None:
            values.values[parameter] = node
            values.marks[parameter] = mark
    return Mapping(choices, dict(marks), None, next(iter(marks.values())))


_IN_A_CELL = ("name", "text", "id", "word", "words", "natures", "names", "date")


def _keys(table: fields.Table) -> tuple[str, ...]:
    """Return the keys that a cell can hold."""
    return tuple(field.key for field in table.of_kind(*_IN_A_CELL))


def changes_node(table: SheetTable, facts: Facts, faults: Faults) -> Sequence | None:
    """Return the changes of a plan; ``None`` where there are none."""
    changes: list[Node] = [_change(line, facts, faults) for line in table.lines()]
    return Sequence(changes, None, changes[0].mark) if changes else None


def _change(line: Line, facts: Facts, faults: Faults) -> Mapping:
    change = mapping_of(line, _keys(fields.CHANGE), faults)
    added = mapping_of(line, _keys(fields.ADDITION), faults, "add.")
    record = mapping_of(line, _keys(fields.FRAME), faults, "record.")
    settings = settings_node(line, text_under(change, "element"), facts, faults)
    for key, node in (("add", added), ("record", record), ("set", settings)):
        if node is not None and node.values:
            change.values[key] = node
            change.marks[key] = next(iter(node.values.values())).mark
    return change


def text_under(mapping: Mapping, key: str) -> str:
    """Return the text of a key; empty where there is none."""
    node = mapping.values.get(key)
    return node.text if isinstance(node, Scalar) else ""


def approvals_node(table: SheetTable, changes: Sequence | None, facts: Facts, faults: Faults) -> Sequence | None:
    """Return the approvals of a plan; ``None`` where there are none. ``changes`` say which element each is about."""
    elements = {
        text_under(change, "id"): text_under(change, "element")
        for change in (changes.items if changes else ())
        if isinstance(change, Mapping)
    }
    groups: dict[str, list[Line]] = {}
    for line in table.lines():
        label = line.one("approval")
        name = word_node(label, faults).text if label else ""
        groups.setdefault(name or f"\0{line.number}", []).append(line)
    found: list[Node] = [_approval(lines, elements, facts, faults) for lines in groups.values()]
    return Sequence(found, None, found[0].mark) if found else None


def _approval(lines: list[Line], elements: dict[str, str], facts: Facts, faults: Faults) -> Mapping:
    agreed = mapping_of(lines[0], _keys(fields.APPROVAL), faults)
    for line in lines[1:]:
        more = mapping_of(line, _keys(fields.APPROVAL), faults)
        for key, node in more.values.items():
            _check_same(agreed.values.setdefault(key, node), node, faults)
    covers: list[Node] = []
    for line in lines:
        covered = mapping_of(line, _keys(fields.COVERED), faults)
        settings = settings_node(line, elements.get(text_under(covered, "change"), ""), facts, faults)
        if settings is not None:
            covered.values["set"] = settings
        covers.append(covered)
    agreed.values["covers"] = Sequence(covers, None, lines[0].mark("change"))
    return agreed


def _check_same(first: Node, again: Node, faults: Faults) -> None:
    """Record it if two rows of one approval do not agree."""
    if not isinstance(first, Scalar) or not isinstance(again, Scalar) or first.text == again.text:
        return
    if not isinstance(first, Broken) and not isinstance(again, Broken):
        found = f"{quoted(again.text)}, and {quoted(first.text)} in {faults.where(first)} for the same approval"
        ways = ("leave it empty in all rows but the first", "or give this row another word in the column 'Approval'")
        faults.add(codes.SAID_TWICE, again, found, "the same in each row of an approval", *ways)
