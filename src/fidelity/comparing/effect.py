"""What a new version of a model does to a plan: both verdicts, and which findings are new, gone or different."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from fidelity.checking.result import CheckResult, judge_plan
from fidelity.comparing.models import ModelDiff
from fidelity.content import Content
from fidelity.doors import door
from fidelity.errors import Fault, InputError, Place
from fidelity.model.evidence import NOWHERE
from fidelity.plan.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from datetime import date

    from fidelity.checking.finding import Finding
    from fidelity.comparing.history import History
    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Addition, Approval, Change, Choice, Setting


@frozen(eq=False, repr=False)
class FindingChange(Content):
    """A finding that only one of two versions has, or that has another verdict by each.

    Two findings are the same if they have the same code and the same subject once renames are followed.

    Attributes
    ----------
    kind
        ``new``, ``gone``, or ``changed`` where only the verdict differs.
    code, subject, message
        The finding by the new version; for one that is gone, by the old version.
    verdict_before, verdict_after
        The verdict by each version; ``None`` where it has no such finding.
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

    Attributes
    ----------
    versions
        How the two versions differ.
    plan, carried
        The plan as it is, and the plan as the new version reads it.
    edits
        What the owner of the plan has to change in it, so that it fits.
    before, after
        The checks by the two versions; ``after`` is ``None`` where even the carried plan does not fit the new version.
    findings
        The findings that are new, gone or different.
    faults
        Why the carried plan does not fit.
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
        """Whether the plan has a worse verdict by the new version, or does not fit it any more."""
        return self.after is None or self.after.verdict.rank > self.before.verdict.rank

    def __repr__(self) -> str:
        after = self.after.verdict.value if self.after is not None else "does not fit"
        return f"<Effect on {self.plan.id}: {self.before.verdict.value} to {after}, {len(self.edits)} edits>"

    def _repr_html_(self) -> str:
        return str(door("Effect._repr_html_")(self))


def effect_of(plan: Plan, versions: ModelDiff, bind: Strength, on: date | None) -> Effect:
    """Return what the new one of two versions does to a plan for the old one.

    Parameters
    ----------
    plan
        A plan for the old version.
    versions
        How the two versions differ.
    bind, on
        How firmly something must be known to bind, and the day to judge by, as in ``fidelity.check``.

    Returns
    -------
    Effect
        The checks by both versions, and what the owner of the plan has to change.

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
    changes = tuple(_finding_changes(before, after, versions.history))
    return Effect(versions, plan, moved.plan, moved.edits, before, after, changes)


def _finding_changes(before: CheckResult, after: CheckResult, history: History) -> Iterator[FindingChange]:
    old = {(one.code, _renamed_subject(one.subject, history)): one for one in _every(before)}
    new = {(one.code, one.subject): one for one in _every(after)}
    for key in dict.fromkeys((*new, *old)):
        was, is_ = old.get(key), new.get(key)
        verdict_before, verdict_after = (None if one is None else one.own_verdict.value for one in (was, is_))
        shown = is_ if is_ is not None else was
        if verdict_before != verdict_after and shown is not None:
            kind = "new" if was is None else "gone" if is_ is None else "changed"
            yield FindingChange(kind, *key, verdict_before, verdict_after, shown.message)


def _every(result: CheckResult) -> Iterator[Finding]:
    for finding in result.findings:
        yield from (finding, *finding.consequences)


def _renamed_subject(subject: str, history: History) -> str:
    """Return the subject of a finding with the ids of the new version in it."""
    sides = (side.partition(".") for side in subject.split("|"))
    return "|".join(f"{history.now(element)}{dot}{parameter}" for element, dot, parameter in sides)


@frozen(eq=False, repr=False)
class Edit(Content):
    """One thing that the owner of a plan has to change in it, so that it fits the new version.

    Attributes
    ----------
    kind
        ``rename`` (``old`` is called ``new`` now), ``drop`` (the model no longer has ``old``) or ``decide`` (``old``
        was split or merged, and the plan has to say which of ``new`` it means).
    old, new
        Ids of the two versions; several of them are separated by commas, and ``new`` is empty where something is
        dropped.
    text
        The edit as one sentence.
    place
        Where the plan names ``old``.
    """

    kind: str
    old: str
    new: str
    text: str
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class Carried(Content):
    """A plan as the new version reads it.

    Attributes
    ----------
    plan
        The plan in the words of the new version.
    edits
        What its owner has to change for that.
    """

    plan: Plan
    edits: tuple[Edit, ...] = ()


def carried(plan: Plan, new: Model, history: History) -> Carried:
    """Return a plan in the words of another version of its model.

    Renames are followed. Anything that the new version does not have is left out. A change to an element that was split
    is read as a change to each of its parts, which is the harshest way to read it.

    Parameters
    ----------
    plan
        A plan that fits the old version.
    new
        The version to carry it to.
    history
        What became of the elements of the old version.
    """
    return _Carrier(plan, new, history).carried()


class _Carrier:
    def __init__(self, plan: Plan, new: Model, history: History) -> None:
        self.plan = plan
        self.new = new
        self.history = history
        self.edits: dict[tuple[str, str], Edit] = {}
        self.set: set[tuple[str, str]] = set()

    def carried(self) -> Carried:
        changes = tuple(one for change in self.plan.changes for one in self._change(change))
        choices = self._choices()
        changed = {change.element for change in changes} | {change.proscribed for change in changes}
        undecided = self._mentioned("undecided", self.plan.undecided, changed)
        after = evolve(
            self.plan,
            model=self.new.reference,
            as_specified=self._mentioned("as_specified", self.plan.as_specified, {*changed, *undecided}),
            choices=choices,
            changes=changes,
            undecided=undecided,
            approvals=tuple(self._approval(one, changes) for one in self.plan.approvals),
        )
        return Carried(after, tuple(self.edits.values()))

    def _mentioned(self, key: str, names: Iterable[str], elsewhere: Container[str | None]) -> tuple[str, ...]:
        """Return what a list of the plan names, in the ids of the new version, without what it names elsewhere."""
        now = (one for name in names for one in self._now(name, self.plan.places.get(f"{key}/{name}")))
        return tuple(dict.fromkeys(one for one in now if one not in elsewhere))

    # Names ------------------------------------------------------------------------------------------------

    def _now(self, name: str, place: Place | None = None) -> tuple[str, ...]:
        """Return what an id of the old version is called in the new one: one id, several, or none."""
        at = place or self.plan.place
        for one in self.history.regrouped:
            if one.kind == "split" and self.history.now(name) == one.whole:
                parts = (one.whole, *one.parts) if one.whole in self.new.by_id else one.parts
                text = f"'{name}' was split into {', '.join(parts)}: say which of them is meant"
                self._edit("decide", name, ", ".join(parts), text, at)
                return parts
            if one.kind == "merged" and name in one.parts:
                self._edit("decide", name, one.whole, f"'{name}' is part of '{one.whole}' now: name that", at)
                return (one.whole,)
        renamed = self.history.now(name)
        if renamed not in self.new.by_id and renamed not in self.new.proscribed_by_id:
            self._edit("drop", name, "", f"the model no longer has '{name}': leave it out", at)
            return ()
        if renamed != name:
            self._edit("rename", name, renamed, f"'{name}' is called '{renamed}' now", at)
        return (renamed,)

    def _edit(self, kind: str, old: str, new: str, text: str, place: Place) -> None:
        self.edits.setdefault((kind, old), Edit(kind, old, new, text, place))

    def _elements(self, names: Iterable[str], place: Place) -> tuple[str, ...]:
        found = dict.fromkeys(now for name in names for now in self._now(name, place))
        return tuple(name for name in found if name in self.new.by_id)

    # Parts ------------------------------------------------------------------------------------------------

    def _settings(self, element: Element, settings: Iterable[Setting]) -> tuple[Setting, ...]:
        """Return the values that an element of the new version has a parameter for, each set once."""
        kept = []
        for one in settings:
            if element.parameter(one.parameter) is None:
                name = f"{element.id}.{one.parameter}"
                self._edit("drop", name, "", f"'{element.id}' has no '{one.parameter}': leave it out", one.place)
            elif (element.id, one.parameter) not in self.set:
                self.set.add((element.id, one.parameter))
                kept.append(one)
        return tuple(kept)

    def _choices(self) -> tuple[Choice, ...]:
        found: dict[str, Choice] = {}
        for choice in self.plan.choices:
            for name in self._elements((choice.element,), choice.place):
                known = found.get(name)
                settings = (*(known.settings if known else ()), *self._settings(self.new.by_id[name], choice.settings))
                found[name] = evolve(choice, element=name, settings=settings)
        return tuple(found.values())

    def _change(self, change: Change) -> list[Change]:
        if change.addition is not None:
            return [self._added(change, change.addition)]
        if change.proscribed is not None:
            if change.proscribed in self.new.proscribed_by_id:
                return [change]
            self._now(change.proscribed, change.place)  # for the edit that it asks for
            return []
        names = self._elements((change.element or "",), change.place)
        found = []
        for name in names:
            element = self.new.by_id[name]
            settings = self._settings(element, change.settings)
            parameters = (element.parameter(setting.parameter) for setting in settings)
            exceptions = {one.id for parameter in parameters if parameter is not None for one in parameter.exceptions}
            exception = change.exception if change.exception in exceptions else None
            id_ = f"{change.id}:{name}" if len(names) > 1 else change.id
            found.append(evolve(change, id=id_, element=name, settings=settings, exception=exception))
        return found

    def _added(self, change: Change, addition: Addition) -> Change:
        additions = {one.addition.id for one in self.plan.changes if one.addition is not None}

        def linked(names: tuple[str, ...]) -> tuple[str, ...]:
            now = ((name,) if name in additions else self._elements((name,), change.place) for name in names)
            return tuple(chain.from_iterable(now))

        touches = self._elements(change.touches, change.place)
        addition = evolve(addition, requires=linked(addition.requires), excludes=linked(addition.excludes))
        return evolve(change, addition=addition, touches=touches)

    def _approval(self, approval: Approval, changes: tuple[Change, ...]) -> Approval:
        """Return an approval of the same things, in the words of the new version."""
        before = {change.id: change for change in self.plan.changes}
        covers = []
        for covered in approval.covers:
            mine = [one for one in changes if one.id == covered.change or one.id.startswith(f"{covered.change}:")]
            if covered.change not in before or not mine:
                covers.append(covered)
                continue
            for change in mine:
                element = self.new.by_id.get(change.element or "")
                parameters = {one.id for one in element.parameters} if element is not None else set()
                settings = tuple(one for one in covered.settings if one.parameter in parameters)
                dropped = change.exception is None and before[covered.change].exception == covered.exception
                exception = None if dropped else covered.exception
                covers.append(evolve(covered, change=change.id, settings=settings, exception=exception))
        return evolve(approval, covers=tuple(covers))
