"""An approval that covers nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.approvals import UNUSED, Note
from fidelity.checking.facts import Family, Raw
from fidelity.checking.finding import Rule
from fidelity.checking.rules import approved
from fidelity.plan.atoms import CHANGE, atom_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.case import Case


def remark(case: Case) -> Iterator[Raw]:
    """Yield a remark for every approval of a change that is not there, or that needed none."""
    yield from approved.notes(case, UNUSED)
    if not case.grants:
        return
    used = {atom for raw in case.raws for atom in raw.atoms}
    following = [raw for raw in case.raws if raw.family is Family.CONSEQUENCE]
    used |= {atom for raw in following for row in case.found_causes(raw).sets for atom in row}
    for approval in case.plan.approvals:
        for covered in approval.covers:
            granted = any(grant.approval is approval for grant in case.grants.get(covered.change, ()))
            atom = atom_of(CHANGE, covered.change)
            if granted and atom not in used:
                note = Note(UNUSED, approval, covered, "the change needs no approval")
                yield Raw(UNUSED, covered.change, 0, -1, (atom,), note)


RULE = Rule(
    code="FID405",
    name="approval-unused",
    summary="An approval covers no change that needs it.",
    why=(
        "An approval for a change that is not in the plan, or that was never needed, clutters the register and "
        "can hide a slip in an id."
    ),
    source="Fidelity's design, section 4",
    reads="approvals",
    remark=remark,
    message=approved.message("covers nothing"),
    ways_out=approved.ways("take the approval out of the plan", "check the id of the change that it covers"),
    passes=approved.PLAN,
    fails="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
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
)
