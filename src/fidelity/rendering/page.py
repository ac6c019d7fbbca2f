"""A page of plain text: paragraphs and labelled lines, wrapped and indented, with a little colour."""

from __future__ import annotations

from textwrap import wrap

from fidelity.rendering.english import printable, visible
from fidelity.rendering.workflow import line
from fidelity.verdicts import Verdict

__all__ = ["Page"]

_STYLES = {"heading": "1", Verdict.RED: "1;31", Verdict.AMBER: "1;33", Verdict.GREEN: "1;32", "unread": "1;35"}
_LABEL = 10


class Page:
    """Collects lines. Every text that goes in is made printable first; colour is added last, and only here."""

    def __init__(self, width: int = 80, *, colour: bool = False) -> None:
        self._width = width
        self._colour = colour
        self._lines: list[str] = []

    def __str__(self) -> str:
        return "\n".join(map(line, self._lines)) + "\n" if self._lines else ""

    def gap(self) -> None:
        """Leave one line empty, if the last one is not."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def between(self) -> None:
        """Leave one line empty between two blocks, and none after a heading."""
        if self._lines and set(self._lines[-1]) != {"-"}:
            self.gap()

    def heading(self, text: str) -> None:
        """Write a heading, underlined, with a line left empty before it."""
        self.gap()
        words = printable(text)
        self._lines += [self._styled(words, "heading"), "-" * min(len(words), self._width)]

    def say(self, text: str, *, indent: int = 0, mark: str = "", style: str | Verdict | None = None) -> None:
        """Write a paragraph. ``mark`` stands before its first line, the others are indented to match.

        ``style`` colours the mark, or the whole paragraph where there is none.
        """
        hang = indent + len(mark)
        rows = wrap(printable(text), max(self._width - hang, 30), break_long_words=False, break_on_hyphens=False) or [
            ""
        ]
        for number, row in enumerate(rows):
            lead = " " * hang if number else " " * indent + (self._styled(mark, style) if style else mark)
            body = self._styled(row, style) if style and not mark else row
            self._lines.append((lead + body).rstrip())

    def headline(self, mark: str, text: str, style: str | Verdict) -> None:
        """Write one line that is never broken, so that the first line of a report says it all."""
        self._lines.append(self._styled(mark, style) + printable(text))

    def field(self, label: str, text: str, *, indent: int) -> None:
        """Write a labelled paragraph: the label in a column of its own."""
        self.say(text, indent=indent, mark=f"{label:<{_LABEL}}")

    def verbatim(self, text: str, *, indent: int) -> None:
        """Write lines as they are, indented: for examples. What cannot be printed is shown as a question mark."""
        self._lines += [f"{' ' * indent}{visible(row, '?')}".rstrip() for row in text.rstrip("\n").split("\n")]

    def rule(self) -> None:
        """Write a line across the page, between two reports."""
        self.gap()
        self._lines += ["=" * self._width, ""]

    def _styled(self, text: str, style: str | Verdict | None) -> str:
        if not self._colour or style is None or not text.strip():
            return text
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"
