"""The page of approvals: each change that was agreed in a row; rows of one approval belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.nodes import Broken, Mapping, Scalar, Sequence
from fidelity.files.workbook.changes import text_under
from fidelity.files.workbook.rows import mapping_of, settings_node, word_node

if TYPE_CHECKING:
    from fidelity.files.faults import Faults
    from fidelity.files.nodes import Node
    from fidelity.files.workbook.facts import Facts
    from fidelity.files.workbook.tables import Line, Table

__all__ = ["approvals_node"]

_COVERED = ("change", "nature", "with", "exception")
_AGREED = ("by", "role", "given", "until", "reference", "conditions")


def approvals_node(table: Table, changes: Sequence | None, facts: Facts, faults: Faults) -> Sequence | None:
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
    agreed = mapping_of(lines[0], _AGREED, faults)
    for line in lines[1:]:
        more = mapping_of(line, _AGREED, faults)
        for key, node in more.values.items():
            _check_same(agreed.values.setdefault(key, node), node, faults)
    covers: list[Node] = []
    for line in lines:
        covered = mapping_of(line, _COVERED, faults)
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
