"""The page of changes: one in each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files.nodes import Mapping, Scalar, Sequence
from fidelity.files.workbook.rows import mapping_of, settings_node
from fidelity.plan.frame import RECORD

if TYPE_CHECKING:
    from fidelity.files.faults import Faults
    from fidelity.files.nodes import Node
    from fidelity.files.workbook.facts import Facts
    from fidelity.files.workbook.tables import Line, Table

__all__ = ["changes_node", "text_under"]

_PLAIN = ("id", "element", "nature", "what", "function_kept", "with", "exception", "proscribed", "touches")
_ADDED = ("id", "title", "statement", "requires", "excludes")


def changes_node(table: Table, facts: Facts, faults: Faults) -> Sequence | None:
    """Return the changes of a plan; ``None`` where there are none."""
    changes: list[Node] = [_change(line, facts, faults) for line in table.lines()]
    return Sequence(changes, None, changes[0].mark) if changes else None


def _change(line: Line, facts: Facts, faults: Faults) -> Mapping:
    change = mapping_of(line, _PLAIN, faults)
    added = mapping_of(line, _ADDED, faults, "add.")
    record = mapping_of(line, (*RECORD, "effects"), faults, "record.")
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
