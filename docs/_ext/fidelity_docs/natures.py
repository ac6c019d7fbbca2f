"""The table that says what each nature of change means at each tier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NatureEntry", "nature_table"]


@dataclass(frozen=True)
class NatureEntry:
    """A nature: its word, its published label, the answer at each tier, and where that comes from."""

    word: str
    label: str
    answers: tuple[str, str, str]
    source: str
    departs: str


def nature_table(entries: Sequence[NatureEntry]) -> str:
    """Return the table as Markdown."""
    head = "| nature | principle | essential | flexible | where from |\n| --- | --- | --- | --- | --- |\n"
    return head + "".join(_row(entry) for entry in entries)


def _row(entry: NatureEntry) -> str:
    departs = f" **{entry.departs[:1].upper()}{entry.departs[1:]}.**" if entry.departs else ""
    source = f"{entry.source[:1].upper()}{entry.source[1:]}."
    return f"| `{entry.word}` | {' | '.join(entry.answers)} | {source}{departs} |\n"
