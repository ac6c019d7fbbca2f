"""What the rules about approvals have in common: one note an approval and change, in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.approvals import Note
from fidelity.checking.facts import Raw
from fidelity.plan.atoms import CHANGE, atom_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding

__all__ = ["PLAN", "called", "message", "note_of", "notes", "remark", "ways"]

PLAN = """\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
changes:
  - id: video-reviews
    element: review-hearing
    nature: format
    what: Every second review is held by video.
    function_kept: Parents still talk with the judge themselves.
approvals:
  - covers:
      - change: video-reviews
        nature: format
    by: FDAC National Unit
    role: model-owner
    given: 2026-05-01
    reference: NU/26/7
"""
"""A plan with one approval that counts: the example that the rules' pages vary."""


def notes(case: Case, code: str) -> Iterator[Raw]:
    """Yield a remark for every note of a kind."""
    for note in case.notes:
        if note.code == code:
            known = note.covered.change in case.changes
            atoms = (atom_of(CHANGE, note.covered.change),) if known else ()
            yield Raw(code, note.covered.change, 0, -1, atoms, note)


def remark(code: str) -> Callable[[Case], Iterator[Raw]]:
    """Return what yields a remark for every note of a kind."""
    return lambda case: notes(case, code)


def note_of(finding: Finding) -> Note:
    """Return the note behind a remark."""
    note = finding.raw.detail
    assert isinstance(note, Note)
    return note


def called(finding: Finding) -> str:
    """Return which approval, of which change, in a few words."""
    note = note_of(finding)
    reference = f" {note.approval.reference}" if note.approval.reference else ""
    return f"The approval{reference} by {note.approval.by} of the change {note.covered.change}"


def message(what: str) -> Callable[[Finding], str]:
    """Return what says which approval it is, what is the matter with it, and why."""
    return lambda finding: f"{called(finding)} {what}: {note_of(finding).reason.rstrip('.')}."


def ways(*choices: str) -> Callable[[Finding], tuple[str, ...]]:
    """Return what gives the same ways out for every such approval."""
    return lambda _: choices
