"""What the rules about approvals have in common: one note an approval and change, in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.approvals import Note
from fidelity.checking.evaluation import Raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding

__all__ = ["called", "note_of", "notes"]


def notes(case: Case, code: str) -> Iterator[Raw]:
    """Yield a remark for every note of a kind."""
    for note in case.notes:
        if note.code == code:
            known = note.covered.change in case.changes
            atoms = (f"change:{note.covered.change}",) if known else ()
            yield Raw(code, note.covered.change, 0, -1, atoms, note)


def note_of(finding: Finding) -> Note:
    """Return the note behind a remark."""
    note = finding.raw.item
    assert isinstance(note, Note)
    return note


def called(finding: Finding) -> str:
    """Return which approval, of which change, in a few words."""
    note = note_of(finding)
    reference = f" {note.approval.reference}" if note.approval.reference else ""
    return f"The approval{reference} by {note.approval.by} of the change {note.covered.change}"
