"""Directives that put what the library says today into pages that people write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from .natures import nature_table
from .sources import help_of, nature_entries, report_on

if TYPE_CHECKING:
    from typing import ClassVar

__all__ = ["CheckedPlan", "CommandHelp", "NatureTable"]


class NatureTable(SphinxDirective):
    """Shows what each nature of change means at each tier."""

    def run(self) -> list[nodes.Node]:
        """Return the table, parsed from Markdown."""
        lines = nature_table(nature_entries()).splitlines()
        self.content = StringList(lines, source="the library's table of natures")
        return self.parse_content_to_nodes()


class CommandHelp(SphinxDirective):
    """Shows what ``fidelity COMMAND --help`` prints; its argument is the command."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Return the help as a block of text."""
        text = help_of(self.arguments[0])
        return [nodes.literal_block(text, text, language="text")]


class CheckedPlan(SphinxDirective):
    """Shows a plan and the report on it; its argument is the name of the plan's file."""

    required_arguments: ClassVar[int] = 1
    has_content: ClassVar[bool] = True

    def run(self) -> list[nodes.Node]:
        """Return the plan and the report as two blocks of text."""
        name, plan = self.arguments[0], "\n".join(self.content)
        report = f"$ fidelity check {name}\n{report_on(plan, name)}".rstrip()
        return [
            nodes.literal_block(plan, plan, language="yaml"),
            nodes.literal_block(report, report, language="text"),
        ]
