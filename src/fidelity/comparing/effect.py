"""What a new version of a model does to a plan: the verdict by both, and what is new, gone or otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.checking.check import judge_plan
from fidelity.checking.result import CheckResult
from fidelity.comparing.carrying import Edit, carried
from fidelity.comparing.models import ModelDiff
from fidelity.content import Content
from fidelity.doors import door
from fidelity.errors import Fault, InputError
from fidelity.plan.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from fidelity.checking.finding import Finding
    from fidelity.model.strength import Strength

__all__ = ["Effect", "FindingChange", "effect_of"]


@frozen(eq=False, repr=False)
class FindingChange(Content):
    """A finding that is ``new``, ``gone`` or ``changed``: it has another verdict.

    Two findings are the same if code and subject are, renames followed.
    """

    kind: str
    code: str
    subject: str
    verdict_before: str | None
    verdict_after: str | None
    message: str


@frozen(slots=False, eq=False, repr=False)
class Effect(Content):
    """What a new version of a model does to one plan. Immutable.

    ``plan`` is the plan as it is, ``carried`` the plan as the new version reads it, and ``edits`` what its owner has to
    change to make it so. ``before`` and ``after`` are the checks by the two versions; ``after`` is ``None`` where even
    the carried plan does not fit the new version, and ``faults`` then say why.
    """

    versions: ModelDiff
    plan: Plan
    carried: Plan
    edits: tuple[Edit, ...]
    before: CheckResult
    after: CheckResult | None
    findings: tuple[FindingChange, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def worse(self) -> bool:
        """Whether the plan fares worse by the new version, or does not fit it any more."""
        return self.after is None or self.after.verdict.rank > self.before.verdict.rank

    def __repr__(self) -> str:
        after = self.after.verdict.value if self.after is not None else "does not fit"
        return f"<Effect on {self.plan.id}: {self.before.verdict.value} to {after}, {len(self.edits)} edits>"

    def _repr_html_(self) -> str:
        return str(door("Effect._repr_html_")(self))


def effect_of(plan: Plan, versions: ModelDiff, bind: Strength, on: date | None) -> Effect:
    """Return what the new one of two versions does to a plan for the old one.

    Raises
    ------
    InputError
        If the plan does not fit the old version.
    """
    before = judge_plan(plan, versions.old, bind, on)
    moved = carried(plan, versions.new, versions.history)
    try:
        after = judge_plan(moved.plan, versions.new, bind, on)
    except InputError as error:
        return Effect(versions, plan, moved.plan, moved.edits, before, None, (), error.faults)
    found = tuple(_changes(before, after, versions))
    return Effect(versions, plan, moved.plan, moved.edits, before, after, found)


def _changes(before: CheckResult, after: CheckResult, versions: ModelDiff) -> Iterator[FindingChange]:
    old = {(one.code, _now(one.subject, versions)): one for one in _every(before)}
    new = {(one.code, one.subject): one for one in _every(after)}
    for key in dict.fromkeys((*new, *old)):
        was, is_ = old.get(key), new.get(key)
        before_, after_ = (None if one is None else one.own_verdict.value for one in (was, is_))
        if before_ == after_:
            continue
        kind = "new" if was is None else "gone" if is_ is None else "changed"
        shown = is_ if is_ is not None else was
        assert shown is not None
        yield FindingChange(kind, key[0], key[1], before_, after_, shown.message)


def _every(result: CheckResult) -> Iterator[Finding]:
    for finding in result.findings:
        yield finding
        yield from finding.consequences


def _now(subject: str, versions: ModelDiff) -> str:
    """Return the subject of a finding with the ids of the new version in it."""
    sides = []
    for side in subject.split("|"):
        element, dot, parameter = side.partition(".")
        sides.append(versions.history.now(element) + dot + parameter)
    return "|".join(sides)
