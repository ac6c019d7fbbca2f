"""The register of agreed variations over many plans: what was agreed, by whom, until when, and whether it counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from fidelity.checking import approvals
from fidelity.checking.approvals import CONDITIONAL, NOT_JUDGED, ApprovalNote, authority_key
from fidelity.checking.result import CheckResult
from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checking.result import Unreadable
    from fidelity.model.model import Model
    from fidelity.plan.plan import Approval, Change, Covered

Record: TypeAlias = "dict[str, str | int | None]"

IN_FORCE = "in force"
NOT_YET = "not yet valid"
EXPIRED = "expired"
STATES: tuple[str, ...] = (
    IN_FORCE, NOT_YET, EXPIRED, "void", "without authority", "by the plan's own site", "covers nothing", "not needed",
)  # fmt: skip
"""What can be said of an agreed variation. Only what is in force counts."""

_NEVER = 10_000_000  # after the last day that a date can be
_BY_CODE = {approvals.VOID: "void", approvals.EXPIRED: EXPIRED, approvals.NOT_YET_VALID: NOT_YET}
COLUMNS: tuple[str, ...] = (
    "state", "until", "days_left", "plan", "site", "model", "change", "subject", "nature", "set", "by", "role", "given",
    "conditions", "reference", "reason", "path", "line",
)  # fmt: skip
"""The columns of a register's records, in order; every record has all of them."""


@frozen(eq=False, repr=False)
class Variation(Content):
    """One agreed variation: a change that an approval covers, as the plan has it.

    Attributes
    ----------
    plan, site, model
        Whose it is.
    change, subject
        The id of the change, and of the element, addition or practice that it is about.
    nature, set
        The natures and the values that are agreed, as text.
    by, role, given, reference
        Who gave the approval, in which role, on which day, and how they refer to it.
    until
        The last day on which it counts; ``None`` where there is no end.
    conditions
        The conditions in words, or ``None``.
    state
        ``"in force"``, ``"not yet valid"``, ``"expired"``, ``"void"`` (the change has moved on), ``"without
        authority"``, ``"by the plan's own site"``, ``"covers nothing"`` (there is no such change) or ``"not needed"``.
    reason
        Why, in words; empty for what is in force.
    days_left
        On how many days after the day of the question it still counts (0: today is the last); ``None`` where there is
        no end, no day to judge by, or where it does not count.
    place
        Where the file says it.
    """

    plan: str
    site: str
    model: str
    change: str
    subject: str | None
    nature: str
    set: str
    by: str
    role: str
    given: date
    until: date | None
    conditions: str | None
    reference: str | None
    state: str
    reason: str = ""
    days_left: int | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    @property
    def counts(self) -> bool:
        """Whether it is in force."""
        return self.state == IN_FORCE

    def __repr__(self) -> str:
        until = f" until {self.until.isoformat()}" if self.until else ""
        return f"<Variation {self.plan} {self.change}: {self.state}{until}>"


class Register:
    """Every agreed variation of some plans; and the plans that could not be read.

    Attributes
    ----------
    variations
        The agreed variations, what runs out next first.
    unreadable
        The plans that could not be read.
    on
        The day of the question, or ``None``.

    Examples
    --------
    >>> register_of([]).variations
    ()
    """

    def __init__(self, variations: Iterable[Variation], unreadable: Iterable[Unreadable], on: date | None) -> None:
        self.variations: tuple[Variation, ...] = tuple(sorted(variations, key=_next_first))
        self.unreadable: tuple[Unreadable, ...] = tuple(unreadable)
        self.on = on

    def in_force(self) -> tuple[Variation, ...]:
        """Return what counts."""
        return tuple(one for one in self.variations if one.counts)

    def running_out(self, days: int = 90) -> tuple[Variation, ...]:
        """Return what counts today and no longer does in ``days`` days; nothing without a day to judge by."""
        return tuple(one for one in self.variations if one.days_left is not None and one.days_left < days)

    def lapsed(self) -> tuple[Variation, ...]:
        """Return what does not count: everything that is neither in force nor still to come."""
        return tuple(one for one in self.variations if one.state not in {IN_FORCE, NOT_YET, "not needed"})

    def to_records(self) -> list[Record]:
        """Return one flat record a variation with all of ``COLUMNS``: ready for a data frame. Days are ISO dates."""
        return [_record(one) for one in self.variations]

    def __repr__(self) -> str:
        return f"<Register: {len(self.variations)} agreed variations, {len(self.in_force())} in force>"


def register_of(results: Iterable[CheckResult | Unreadable], on: date | None = None) -> Register:
    """Return the register of some results that were judged for one day."""
    variations: list[Variation] = []
    unreadable: list[Unreadable] = []
    for result in results:
        if isinstance(result, CheckResult):
            variations += _of_result(result)
        else:
            unreadable.append(result)
    return Register(variations, unreadable, on)


def _of_result(result: CheckResult) -> Iterator[Variation]:
    if not result.plan.approvals:
        return
    notes = {
        (id(note.approval), note.covered.change): note
        for finding in result.remarks
        if isinstance(note := finding.raw.detail, ApprovalNote) and note.code not in {NOT_JUDGED, CONDITIONAL}
    }
    for approval in result.plan.approvals:
        for covered in approval.covers:
            yield _variation(result, approval, covered, notes.get((id(approval), covered.change)))


def _variation(result: CheckResult, approval: Approval, covered: Covered, note: ApprovalNote | None) -> Variation:
    plan, on = result.plan, result.on
    change = next((one for one in plan.changes if one.id == covered.change), None)
    state = _state(result.model, change, note)
    ends = on is not None and approval.until is not None and state == IN_FORCE
    return Variation(
        plan=plan.id,
        site=plan.site,
        model=result.model.reference,
        change=covered.change,
        subject=change.subject if change else None,
        nature=", ".join(covered.natures),
        set="; ".join(f"{setting.parameter}: {setting.text}" for setting in covered.settings),
        by=approval.by,
        role=approval.role,
        given=approval.given,
        until=approval.until,
        conditions=approval.conditions,
        reference=approval.reference,
        state=state,
        reason="" if note is None else note.reason,
        days_left=(approval.until - on).days if ends and approval.until and on else None,
        place=covered.place if covered.place.line else approval.place,
    )


def _state(model: Model, change: Change | None, note: ApprovalNote | None) -> str:
    if note is None:
        return IN_FORCE
    if note.code == approvals.UNUSED:
        return "covers nothing" if change is None else "not needed"
    if note.code == approvals.WITHOUT_AUTHORITY:
        listed = change is not None and note.approval.role in model.authority.get(authority_key(change, model), ())
        return "by the plan's own site" if listed else "without authority"
    return _BY_CODE[note.code]


def _next_first(one: Variation) -> tuple[int, int, str, str]:
    """Order by state; what is in force or to come by its end, and what has ended with the latest first."""
    day = one.until.toordinal() if one.until else _NEVER
    day = -day if one.state == EXPIRED else day
    return STATES.index(one.state), day, one.plan, one.change


def _record(one: Variation) -> Record:
    return {
        "state": one.state,
        "until": one.until.isoformat() if one.until else None,
        "days_left": one.days_left,
        "plan": one.plan,
        "site": one.site,
        "model": one.model,
        "change": one.change,
        "subject": one.subject,
        "nature": one.nature or None,
        "set": one.set or None,
        "by": one.by,
        "role": one.role,
        "given": one.given.isoformat(),
        "conditions": one.conditions,
        "reference": one.reference,
        "reason": one.reason or None,
        "path": one.place.path,
        "line": one.place.line or None,
    }
