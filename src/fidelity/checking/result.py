"""The answer for one plan: its verdict, its findings, the state of every element, and the repairs."""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from fidelity.checking.finding import BY_BADNESS
from fidelity.checking.grouping import findings_of, remarks_of
from fidelity.checking.repairs import Repairs, repairs_of
from fidelity.doors import door
from fidelity.errors import BreachError, Fault, InputError
from fidelity.verdicts import AMBER, GREEN, RED, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding
    from fidelity.checking.local import LocalRule
    from fidelity.checking.states import State
    from fidelity.model.model import Model
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Approval, Plan

__all__ = ["NOTHING_EXTRA", "CheckResult", "Extra", "Unreadable"]


class Extra(NamedTuple):
    """What a check does beside judging by the model: local rules, and the scan for personal data."""

    rules: tuple[LocalRule, ...] = ()
    privacy_scan: bool = True


NOTHING_EXTRA = Extra()


class CheckResult:
    """What a check found. Immutable; the verdict is there at once, the rest is worked out when asked for.

    Results are equal if they judge equal plans before equal models with the same outcome. ``bool(result)``
    raises, because green is not "true": ask for ``result.verdict`` or ``result.ok``.

    Examples
    --------
    >>> import fidelity
    >>> plan = fidelity.Plan(id="a", model="fdac@2026.1", site="Ashby", unmentioned="as-specified", author="site-lead")
    >>> result = fidelity.check(plan)
    >>> result.verdict, result.ok, len(result.findings)
    (<Verdict.GREEN: 'green'>, True, 0)
    """

    readable = True

    def __init__(self, case: Case, judge: Callable[[Plan], Case], extra: Extra = NOTHING_EXTRA) -> None:
        self._case = case
        self._judge = judge
        self._extra = extra
        case.scans = extra.privacy_scan

    @property
    def plan(self) -> Plan:
        """The plan that was checked."""
        return self._case.plan

    @property
    def model(self) -> Model:
        """The model that judged it."""
        return self._case.model

    @property
    def bind(self) -> Strength:
        """The weakest strength that binds."""
        return self._case.line.bind

    @property
    def on(self) -> date | None:
        """The day on which approvals were judged, or ``None`` if their expiry was not judged."""
        return self._case.on

    @cached_property
    def verdict(self) -> Verdict:
        """The worst of all findings."""
        case = self._case
        if not (case.grants or self._extra.rules):
            return BY_BADNESS[max((raw.badness for raw in case.raws), default=0)]
        return max((finding.verdict for finding in self._judged), key=lambda one: one.rank, default=GREEN)

    @property
    def ok(self) -> bool:
        """Whether nothing is red."""
        return self.verdict is not RED

    @cached_property
    def _of_the_model(self) -> tuple[Finding, ...]:
        return findings_of(self._case)

    @cached_property
    def _local(self) -> tuple[Finding, ...]:
        if not self._extra.rules:
            return ()
        from fidelity.checking.local import findings_of_rules  # few plans are checked by local rules

        plain = CheckResult(self._case, self._judge, self._extra._replace(rules=()))
        return findings_of_rules(plain, self._case, self._extra.rules)

    @cached_property
    def _judged(self) -> tuple[Finding, ...]:
        local = tuple(finding for finding in self._local if finding.verdict is not GREEN)
        if not local:
            return self._of_the_model
        return tuple(sorted((*self._of_the_model, *local), key=lambda one: -one.verdict.rank))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, worst first. Root causes come with their consequences nested; remarks (green) come last."""
        advice = tuple(finding for finding in self._local if finding.verdict is GREEN)
        return self._judged + remarks_of(self._case) + advice

    @property
    def breaches(self) -> tuple[Finding, ...]:
        """The red findings."""
        return tuple(finding for finding in self._judged if finding.verdict is RED)

    @property
    def open(self) -> tuple[Finding, ...]:
        """The amber findings, which are not settled; each says what it needs."""
        return tuple(finding for finding in self._judged if finding.verdict is AMBER)

    @property
    def agreed(self) -> tuple[Finding, ...]:
        """The agreed variations, consequences included."""
        every = [inner for finding in self._judged for inner in (finding, *finding.consequences)]
        return tuple(finding for finding in every if finding.approval is not None)

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """What has to be said about approvals, and advice."""
        return self.findings[len(self._judged) :]

    @cached_property
    def elements(self) -> Mapping[str, State]:
        """The state of every element of the model, in the order of its file. Local rules do not bear on it."""
        from fidelity.checking.states import states_of

        return MappingProxyType(states_of(self._case, self._of_the_model))

    @cached_property
    def taken_out(self) -> Mapping[str, tuple[str, ...]]:
        """The elements that the plan's own changes leave out, agreed or not, with the ids of those changes."""
        from fidelity.checking.states import taken_out_of

        return MappingProxyType(taken_out_of(self._case))

    @property
    def agreements(self) -> Mapping[str, tuple[Approval, ...]]:
        """The approvals that count, by the id of the change that they cover."""
        grants = self._case.grants.items()
        return MappingProxyType({change: tuple(grant.approval for grant in some) for change, some in grants})

    def repairs(self, no_longer: str = "red") -> Repairs:
        """Return the smallest sets of actions after which the plan is no longer red (or ``"amber"``).

        Every set was re-checked by evaluating the repaired plan, and no proper subset of it works. What local
        rules find is not repaired: they may find anything.
        """
        return repairs_of(self._case, self._judge, no_longer=Verdict(no_longer))

    def raise_for_breaches(self) -> None:
        """Do nothing, or raise ``BreachError`` with one message a breach if the verdict is red."""
        if self.verdict is RED:
            raise BreachError(f"{finding.code} {finding.message}" for finding in self.breaches)

    def to_records(self) -> list[dict[str, str | None]]:
        """Return one flat record a finding, consequences included: ready for a data frame."""
        from fidelity.checking.records import result_records

        return result_records(self)

    def to_frame(self, backend: str = "pandas") -> object:
        """Return the records as a data frame of ``backend`` (``pandas`` or ``polars``), if you have it."""
        from importlib import import_module

        frame: object = import_module(backend).DataFrame(self.to_records())
        return frame

    @property
    def _identity(self) -> tuple[object, ...]:
        case = self._case
        return case.plan, case.model, case.line.bind, case.on, self._extra

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CheckResult) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash((self.plan.id, self.model.reference, self.bind, self.on))

    def __bool__(self) -> NoReturn:
        raise TypeError("a check result is neither true nor false: ask for result.verdict, or result.ok for 'not red'")

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        from fidelity.checking.check import judge_plan  # a copy judges anew, and so carries nothing but its ingredients

        return judge_plan, self._identity

    def __repr__(self) -> str:
        judged = [finding.verdict for finding in self._judged]
        words = f"{judged.count(RED)} red, {judged.count(AMBER)} amber, {len(self.agreed)} agreed"
        return f"<CheckResult {self.plan.id}: {self.verdict} ({words})>"

    def _repr_html_(self) -> str:
        return str(door("CheckResult._repr_html_")(self))


class Unreadable:
    """The answer for a plan that could not be read, so that the others are still reported."""

    readable = False

    def __init__(self, path: str, faults: tuple[Fault, ...]) -> None:
        self.path = path
        self.faults = faults

    @property
    def ok(self) -> bool:
        """Always ``False``, because nothing was judged."""
        return False

    def raise_for_breaches(self) -> None:
        """Raise ``InputError``: a plan that could not be read has not passed."""
        raise InputError(self.faults)

    def __repr__(self) -> str:
        noun = "fault" if len(self.faults) == 1 else "faults"
        return f"<Unreadable {self.path}: {len(self.faults)} {noun}>"
