"""Which agreed variations count, and why the others do not.

Authority is the model's word; the plan's own site cannot approve at essential tier, so that nobody is the
only judge of their own change (RU-14 in the project's digest of methods).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from fidelity.checking.binding import near
from fidelity.checking.facts import RawDetail
from fidelity.model.amounts import Misfit
from fidelity.model.elements import Tier
from fidelity.plan.plan import Approval, Covered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from fidelity.errors import Place
    from fidelity.model.model import Model
    from fidelity.model.types import Value
    from fidelity.plan.plan import Change, Plan, Setting

VOID, EXPIRED, NOT_YET_VALID, WITHOUT_AUTHORITY, UNUSED = "FID401", "FID402", "FID403", "FID404", "FID405"
NOT_JUDGED, CONDITIONAL = "FID406", "FID407"


class Grant(NamedTuple):
    """A valid approval of one change."""

    change: str
    approval: Approval


@frozen(eq=False, repr=False)
class ApprovalNote(RawDetail):
    """Why an approval, as far as one change goes, does not count, or what goes with it."""

    code: str
    approval: Approval
    covered: Covered
    reason: str

    @property
    def place(self) -> Place:
        """Where the approval repeats the change, else where the approval stands."""
        return self.covered.place if self.covered.place.line else self.approval.place


def authority_key(change: Change, model: Model) -> str:
    """Return under which entry of the model's ``authority`` a change is approved."""
    if change.proscribed is not None:
        return "proscribed"
    names = change.touches if change.addition is not None else (change.element or "",)
    tiers = {model.by_id[name].tier for name in names if name in model.by_id}
    return next((tier.value for tier in Tier if tier in tiers), Tier.FLEXIBLE.value)


def approvers(plan: Plan, model: Model, change: Change) -> tuple[str, ...]:
    """Return the roles other than the site's own that may approve a change."""
    return tuple(role for role in model.authority.get(authority_key(change, model), ()) if role != plan.author)


def may_approve(plan: Plan, model: Model, key: str, *, by: str | None, role: str) -> bool:
    """Return whether a role has the authority at a tier, and is not the site judging its own change."""
    if role not in model.authority.get(key, ()):
        return False
    return key == Tier.FLEXIBLE.value or (by != plan.site and role != plan.author)


MOST_SLIPS = 20
"""For how many unknown names in approvals the nearest name is looked for: each is held beside every change."""


def grants_of(plan: Plan, model: Model, on: date | None) -> dict[str, list[Grant]]:
    """Return the valid approvals by change."""
    grants: dict[str, list[Grant]] = {}
    changes = {change.id: change for change in plan.changes}
    for approval in plan.approvals:
        for covered in approval.covers:
            change = changes.get(covered.change)
            if change is not None and _objection(plan, model, approval, covered, change, on) is None:
                grants.setdefault(change.id, []).append(Grant(change.id, approval))
    return grants


def notes_of(plan: Plan, model: Model, on: date | None) -> tuple[ApprovalNote, ...]:
    """Return a note on everything about approvals that needs saying."""
    notes: list[ApprovalNote] = []
    changes = {change.id: change for change in plan.changes}
    slips = 0
    for approval in plan.approvals:
        for covered in approval.covers:
            change = changes.get(covered.change)
            if change is None:
                slips += 1
                notes.append(_of_unknown(approval, covered, changes if slips <= MOST_SLIPS else ()))
                continue
            note = _objection(plan, model, approval, covered, change, on)
            if note is not None:
                notes.append(note)
                continue
            if on is None and approval.until is not None:
                notes.append(ApprovalNote(NOT_JUDGED, approval, covered, f"it runs until {approval.until.isoformat()}"))
            if approval.conditions is not None:
                notes.append(ApprovalNote(CONDITIONAL, approval, covered, approval.conditions))
    return tuple(notes)


def _of_unknown(approval: Approval, covered: Covered, names: Iterable[str]) -> ApprovalNote:
    """Return the note on an approval of a change that the plan does not have."""
    nearest = "".join(f"; {way}" for way in near(covered.change, names))
    return ApprovalNote(UNUSED, approval, covered, f"the plan has no change '{covered.change}'{nearest}".rstrip("?"))


def _objection(
    plan: Plan, model: Model, approval: Approval, covered: Covered, change: Change, on: date | None
) -> ApprovalNote | None:
    """Return why an approval does not count for a change, or ``None`` where it does."""
    moved = list(differences(covered, change, model))
    if moved:
        return ApprovalNote(VOID, approval, covered, "; ".join(moved))
    if on is not None and on < approval.given:
        return ApprovalNote(
            NOT_YET_VALID, approval, covered, f"it was given for {approval.given.isoformat()} and later"
        )
    if on is not None and approval.until is not None and on > approval.until:
        return ApprovalNote(EXPIRED, approval, covered, f"it ran until {approval.until.isoformat()}")
    key = authority_key(change, model)
    if not may_approve(plan, model, key, by=approval.by, role=approval.role):
        return ApprovalNote(WITHOUT_AUTHORITY, approval, covered, _no_authority(model, approval, key))
    return None


def _no_authority(model: Model, approval: Approval, key: str) -> str:
    roles = model.authority.get(key, ())
    what = "a proscribed practice" if key == "proscribed" else Tier(key).noun
    article = "an" if what[0] in "aeiou" else "a"
    what = what if key == "proscribed" else f"{article} {what}"
    if not roles:
        return f"nobody can approve a variation of {what}"
    if approval.role in roles:
        return f"a site does not approve its own change to {what}"
    return f"a variation of {what} is approved by: {', '.join(roles)}; not by the role '{approval.role}'"


def differences(covered: Covered, change: Change, model: Model) -> Iterator[str]:
    """Yield how a change differs from what an approval repeats of it; nothing where it is the same."""
    unsaid = {"adding"} if change.addition is not None else set()
    ours, theirs = set(change.natures) or unsaid, set(covered.natures) or unsaid
    if change.proscribed is None and ours != theirs:
        yield f"the nature is {_listed(ours)}, and what was agreed is {_listed(theirs)}"
    if _values(change.settings, change, model) != _values(covered.settings, change, model):
        yield f"the change sets {_settings(change.settings)}, and what was agreed is {_settings(covered.settings)}"
    if change.substitute != covered.substitute:
        yield f"the substitute is {change.substitute or 'none'}, and what was agreed is {covered.substitute or 'none'}"
    if change.exception != covered.exception:
        ours_, theirs_ = change.exception or "none", covered.exception or "none"
        yield f"the exception cited is {ours_}, and what was agreed is {theirs_}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words)) or "not said"


def _settings(settings: Iterable[Setting]) -> str:
    return ", ".join(f"{setting.parameter}: {setting.text}" for setting in settings) or "no value"


def _values(settings: Iterable[Setting], change: Change, model: Model) -> dict[str, Value | None]:
    element = model.by_id.get(change.element or "")
    values: dict[str, Value | None] = {}
    for setting in settings:
        parameter = element.parameter(setting.parameter) if element else None
        try:
            values[setting.parameter] = parameter.value(setting.value) if parameter else setting.text
        except Misfit:
            values[setting.parameter] = setting.text
    return values
