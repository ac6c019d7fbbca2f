"""A page of plain text: paragraphs and labelled lines, wrapped and indented, with a little colour."""

from __future__ import annotations

from fidelity.rendering.english import printable, visible
from fidelity.rendering.workflow import line
from fidelity.verdicts import Verdict

_STYLES = {"heading": "1", Verdict.RED: "1;31", Verdict.AMBER: "1;33", Verdict.GREEN: "1;32", "unread": "1;35"}
_LABEL = 10


class Page:
    """Collects lines. It makes every text printable first and adds colour last."""

    def __init__(self, width: int = 80, *, colour: bool = False) -> None:
        self._width = width
        self._colour = colour
        self._lines: list[str] = []
        self._taken = 0

    def __str__(self) -> str:
        text = "".join(f"{row}\n" for row in self._lines[self._taken :])
        if "::" in text or "##" in text:  # skip the work for nearly all texts: only these signs could start a command
            return "".join(f"{line(row)}\n" for row in self._lines[self._taken :])
        return text

    def take(self) -> str:
        """Return what was written since the last time and forget it, so that we never hold a long page whole."""
        text = str(self)
        del self._lines[:-1]  # the last line tells whether a gap is needed before the next
        self._taken = len(self._lines)
        return text

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
        for number, row in enumerate(_wrapped(printable(text), max(self._width - hang, 30))):
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


def _wrapped(text: str, width: int) -> list[str]:
    """Return a text of words with single blanks as rows of whole words; a word that is too long has a row of its own.

    ``textwrap.wrap`` gives the same rows and takes many times as long: it took most of the time of a long report.
    """
    rows = []
    start, size = 0, len(text)
    while size - start > width:
        end = text.rfind(" ", start, start + width + 1)
        if end < 0:
            end = text.find(" ", start + width)
        if end < 0:
            break
        rows.append(text[start:end])
        start = end + 1
    return [*rows, text[start:]]
