"""What is remarked on about approvals (FID4xx): one note an approval and change, in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.approvals import UNUSED, ApprovalNote
from fidelity.checking.facts import Raw
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN
from fidelity.codes import CONSEQUENCES
from fidelity.plan.atoms import CHANGE, atom_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding

APPROVED = (
    PLAN
    + """\
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
)
"""A plan with one approval that counts: the example that these codes vary."""


def _notes(case: Case, code: str) -> Iterator[Raw]:
    """Yield a remark for every note of a kind."""
    for note in case.notes:
        if note.code == code:
            known = note.covered.change in case.changes
            atoms = (atom_of(CHANGE, note.covered.change),) if known else ()
            yield Raw(code, note.covered.change, 0, -1, atoms, note)


def _remark(code: str) -> Callable[[Case], Iterator[Raw]]:
    """Return what yields a remark for every note of a kind."""
    return lambda case: _notes(case, code)


def _note_of(finding: Finding) -> ApprovalNote:
    """Return the note behind a remark."""
    note = finding.raw.detail
    assert isinstance(note, ApprovalNote)
    return note


def _called(finding: Finding) -> str:
    """Return which approval, of which change, in a few words."""
    note = _note_of(finding)
    reference = f" {note.approval.reference}" if note.approval.reference else ""
    return f"The approval{reference} by {note.approval.by} of the change {note.covered.change}"


def _message(what: str) -> Callable[[Finding], str]:
    """Return what says which approval it is, what is the matter with it, and why."""
    return lambda finding: f"{_called(finding)} {what}: {_note_of(finding).reason.rstrip('.')}."


def _ways(*choices: str) -> Callable[[Finding], tuple[str, ...]]:
    """Return what gives the same ways out for every such approval."""
    return lambda _: choices


def _unused(case: Case) -> Iterator[Raw]:
    """Yield a remark for every approval of a change that is not there, or that needed none."""
    yield from _notes(case, UNUSED)
    if not case.grants:
        return
    used = {atom for raw in case.raws for atom in raw.atoms}
    following = [raw for raw in case.raws if raw.family == CONSEQUENCES]
    causing = {atom for raw in following for row in case.found_causes(raw).sets for atom in row}
    used |= case.with_alike(causing)  # the causes name a few of many that do the same
    granted = {(id(grant.approval), change) for change, grants in case.grants.items() for grant in grants}
    for approval in case.plan.approvals:
        for covered in approval.covers:
            atom = atom_of(CHANGE, covered.change)
            if (id(approval), covered.change) in granted and atom not in used:
                note = ApprovalNote(UNUSED, approval, covered, "the change needs no approval")
                yield Raw(UNUSED, covered.change, 0, -1, (atom,), note)


RULES = (
    Rule(
        code="FID401",
        name="approval-void",
        summary="An approval is void because the change has moved on.",
        why=(
            "An approval agrees to exactly what it repeats. If the change says something else now, nobody has agreed "
            "to that; the change is judged as if the approval were not there."
        ),
        source="Fidelity's design, section 4; RU-11 of the digest of methods",
        reads="approvals",
        remark=_remark("FID401"),
        message=_message("does not match the change as it stands"),
        ways_out=_ways(
            "have the change as it is now agreed, and repeat it in the approval",
            "take the change back to what was agreed",
        ),
        passes=APPROVED,
        fails=APPROVED.replace("        nature: format", "        nature: setting"),
    ),
    Rule(
        code="FID402",
        name="approval-expired",
        summary="An approval has run out.",
        why=(
            "An agreed variation counts until the day that was agreed, that day included. After it the change is "
            "judged as if the approval were not there."
        ),
        source="Fidelity's design, section 4",
        reads="approvals",
        remark=_remark("FID402"),
        message=_message("has run out"),
        ways_out=_ways("ask for the approval to be renewed", "withdraw the change"),
        passes=APPROVED
        + """\
    until: 2040-12-31
""",
        fails=APPROVED
        + """\
    until: 2026-06-30
""",
    ),
    Rule(
        code="FID403",
        name="approval-not-yet-valid",
        summary="An approval does not count yet.",
        why=(
            "An approval counts from the day on which it was given. Before it the change is judged as if the "
            "approval were not there."
        ),
        source="Fidelity's design, section 4",
        reads="approvals",
        remark=_remark("FID403"),
        message=_message("does not count yet"),
        ways_out=_ways("wait until that day", "check the date on which the approval was given"),
        passes=APPROVED,
        fails=APPROVED.replace("given: 2026-05-01", "given: 2040-01-01"),
    ),
    Rule(
        code="FID404",
        name="approval-without-authority",
        summary="An approval was given by somebody without the authority.",
        why=(
            "Who may agree to a variation is the model's word, tier by tier. A site does not approve its own change to "
            "what is essential, so that nobody is the only judge of their own change; and nobody approves the loss of "
            "a principle."
        ),
        source="RU-14 of the digest of methods; fidelity's design, section 4",
        reads="approvals",
        remark=_remark("FID404"),
        message=_message("does not count"),
        ways_out=_ways("take the change to somebody who may agree to it", "withdraw the change"),
        passes=APPROVED,
        fails=APPROVED.replace("by: FDAC National Unit", "by: Northtown Council").replace(
            "role: model-owner", "role: site-lead"
        ),
    ),
    Rule(
        code="FID405",
        name="approval-unused",
        summary="An approval covers no change that needs it.",
        why=(
            "An approval for a change that is not in the plan, or that was never needed, clutters the register and "
            "can hide a slip in an id."
        ),
        source="Fidelity's design, section 4",
        reads="approvals",
        remark=_unused,
        message=_message("covers nothing"),
        ways_out=_ways("take the approval out of the plan", "check the id of the change that it covers"),
        passes=APPROVED,
        fails=PLAN
        + """\
changes:
  - id: longer-reviews
    element: review-length
    nature: lengthening
    what: Reviews with an interpreter take a little longer.
approvals:
  - covers:
      - change: longer-reviews
        nature: lengthening
    by: FDAC National Unit
    role: model-owner
    given: 2026-05-01
    reference: NU/26/8
""",
    ),
    Rule(
        code="FID406",
        name="approval-expiry-not-judged",
        summary="Whether an approval has run out was not judged.",
        why=(
            "Without a day to judge by, an approval counts and the result says that its end was not looked at. The "
            "command line takes today unless it is told otherwise."
        ),
        source="Fidelity's design, section 4",
        reads="approvals",
        remark=_remark("FID406"),
        message=_message("was counted, and whether it has run out was not judged"),
        ways_out=_ways("give the day to judge by, such as on=date.today()"),
        passes=APPROVED,
        fails=APPROVED + "    until: 2027-04-30\n",
    ),
    Rule(
        code="FID407",
        name="approval-conditional",
        summary="An approval counts on conditions.",
        why="Somebody agreed on conditions. The library can say that they exist, not whether they are kept.",
        source="Fidelity's design, section 2",
        reads="approvals",
        remark=_remark("FID407"),
        message=_message("counts on a condition that only people can watch over"),
        ways_out=_ways("make sure that the condition is kept, and by whom it is watched over"),
        passes=APPROVED,
        fails=APPROVED + "    conditions: August only\n",
    ),
)
