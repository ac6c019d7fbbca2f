"""The page of elements: what is kept, what is open, and the values that the site chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.nodes import Broken, Mapping, Scalar, Sequence
from fidelity.files.workbook.cells import read_pair, read_word
from fidelity.files.workbook.form import IN_ROOM, KEPT, KEPT_OUT, OPEN, name_of
from fidelity.files.workbook.rows import value_node
from fidelity.files.workbook.texts import text_node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.files.faults import Faults
    from fidelity.files.nodes import CellMark, Node
    from fidelity.files.workbook.facts import Facts
    from fidelity.files.workbook.sheets import Held
    from fidelity.files.workbook.tables import Line, Table

__all__ = ["elements_nodes"]

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


def elements_nodes(table: Table, facts: Facts, faults: Faults) -> dict[str, Node]:
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
