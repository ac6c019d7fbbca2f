"""Two plans compared: what was added, withdrawn, tightened, loosened or put in other words."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from attrs import field, frozen

from fidelity.checking.table import RULE_WORDS, table_level
from fidelity.comparing.difference import where_or_none
from fidelity.comparing.parts import numbered
from fidelity.content import Content
from fidelity.doors import door
from fidelity.errors import Place
from fidelity.model.amounts import Misfit
from fidelity.model.evidence import NOWHERE
from fidelity.model.model import Model
from fidelity.model.parameters import Parameter
from fidelity.plan.fields import CHANGE
from fidelity.plan.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter
    from fidelity.model.types import Value
    from fidelity.plan.plan import Approval, Change, Setting

__all__ = ["OTHERWISE", "Move", "PlanDiff", "PlanDifference", "compare_plans", "moved"]


@frozen(eq=False, repr=False)
class PlanDifference(Content):
    """One way in which two plans differ.

    Attributes
    ----------
    move
        Which way the plan has moved.
    subject
        A part of the plan as findings name it (``change:c1``, ``choice:venue.place``, ``undecided:venue``), with the
        field behind it where only that differs (``change:c1.what``), or a key of the plan such as ``claim``.
    old, new
        What the plans say; empty for nothing.
    reason
        Why it is that ``move``.
    old_place, new_place
        Where the two files say it.
    """

    move: Move
    subject: str
    old: str
    new: str
    reason: str
    old_place: Place = field(default=NOWHERE, eq=False, repr=False)
    new_place: Place = field(default=NOWHERE, eq=False, repr=False)

    @property
    def text(self) -> str:
        """The difference as one sentence."""
        if self.old and self.new:
            return f"{self.subject}: {self.new.rstrip('.')} (before: {self.old.rstrip('.')})."
        return f"{self.subject}: {(self.new or self.old).rstrip('.')}."


@frozen(slots=False, eq=False, repr=False)
class PlanDiff(Content):
    """How two plans differ. Immutable, compared by content.

    Attributes
    ----------
    old, new
        The two plans.
    differences
        What differs, in the order of the plan.

    Examples
    --------
    >>> import fidelity
    >>> old = fidelity.Plan(
    ...     id="a", model="fdac@2026.1", site="Ashby", unmentioned="as-specified", undecided=("listing",)
    ... )
    >>> new = fidelity.Plan(id="a", model="fdac@2026.1", site="Ashby", unmentioned="as-specified")
    >>> [(one.move.value, one.subject) for one in fidelity.diff(old, new).differences]
    [('tightened', 'undecided:listing')]
    """

    old: Plan
    new: Plan
    differences: tuple[PlanDifference, ...]

    @property
    def same(self) -> bool:
        """Whether the plans say the same."""
        return not self.differences

    def of(self, move: Move) -> tuple[PlanDifference, ...]:
        """Return the differences of one kind, in the order of the plan."""
        return tuple(one for one in self.differences if one.move is move)

    def to_records(self) -> list[dict[str, str | None]]:
        """Return one record a difference: ``move``, ``subject``, ``old``, ``new``, ``reason``, and the two places."""
        return [
            {
                "move": one.move.value,
                "subject": one.subject,
                "old": one.old or None,
                "new": one.new or None,
                "reason": one.reason,
                "old_place": where_or_none(one.old_place),
                "new_place": where_or_none(one.new_place),
            }
            for one in self.differences
        ]

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(some)} {one.value}" for one in Move if (some := self.of(one)))
        return f"<PlanDiff {self.old.id} to {self.new.id}: {counts or 'no difference'}>"

    def _repr_html_(self) -> str:
        return str(door("PlanDiff._repr_html_")(self))


def compare_plans(old: Plan, new: Plan, old_model: Model | None = None, new_model: Model | None = None) -> PlanDiff:
    """Return how two plans differ.

    Parameters
    ----------
    old, new
        Two plans, usually two versions of one.
    old_model, new_model
        The models that they are written for. Without them values are told apart by their text, and whether one is
        nearer to the model is not judged.
    """
    comparison = _Comparison(old, new, old_model, new_model or old_model)
    return PlanDiff(old, new, tuple(comparison.differences()))


_KEYS = (("plan", "id"), ("model", "model"), ("site", "site"), ("author", "author"), ("status", "status"))
_TEXTS = tuple(field.attribute for field in CHANGE.of_kind("text"))
_NAMES = tuple(field.attribute for field in CHANGE.of_kind("name") if not field.need and not field.head)
_LEFT = "It is back to what the model specifies."


class _Comparison:
    def __init__(self, old: Plan, new: Plan, old_model: Model | None, new_model: Model | None) -> None:
        self.old = old
        self.new = new
        self.old_model = old_model
        self.model = new_model

    def differences(self) -> Iterator[PlanDifference]:
        yield from self._header()
        yield from self._mentions()
        yield from self._choices()
        yield from self._changes()
        yield from self._approvals()

    def _of(self, move: Move, subject: str, old: str, new: str, reason: str, *at: Place) -> PlanDifference:
        before, after = at if len(at) > 1 else (self.old.place, self.new.place)
        return PlanDifference(move, subject, old, new, reason, before, after)

    # What stands at the top -----------------------------------------------------------------------------------

    def _header(self) -> Iterator[PlanDifference]:
        for key, name in _KEYS:
            before, now = getattr(self.old, name) or "", getattr(self.new, name) or ""
            if before != now:
                move = Move.ALTERED if key in {"model", "site", "author"} else Move.REWORDED
                yield self._of(move, key, before, now, _HEADER[key], *self._places(key))
        if self.old.claim != self.new.claim:
            firm = self.new.claim == "implements"
            move = Move.TIGHTENED if firm else Move.LOOSENED
            reason = "The plan claims to be the model now." if firm else "The plan no longer claims to be the model."
            yield self._of(move, "claim", self.old.claim, self.new.claim, reason, *self._places("claim"))
        if self.old.unmentioned != self.new.unmentioned:
            kept = self.new.unmentioned == "as-specified"
            move = Move.TIGHTENED if kept else Move.LOOSENED
            reason = (
                "Its silence now means that the model is kept." if kept else "Its silence no longer settles anything."
            )
            old, new = self.old.unmentioned, self.new.unmentioned
            yield self._of(move, "unmentioned", old, new, reason, *self._places("unmentioned"))

    def _places(self, key: str) -> tuple[Place, Place]:
        return self.old.places.get(key, self.old.place), self.new.places.get(key, self.new.place)

    def _mentions(self) -> Iterator[PlanDifference]:
        before, now = set(self.old.undecided), set(self.new.undecided)
        for name in (*self.old.undecided, *self.new.undecided):
            if (name in before) != (name in now):
                open_ = name in now
                reason = "It is open now." if open_ else "It is settled now."
                move = Move.LOOSENED if open_ else Move.TIGHTENED
                words = ("", "not decided yet") if open_ else ("not decided yet", "")
                yield self._of(move, f"undecided:{name}", *words, reason, *self._places(f"undecided/{name}"))
        kept, keeps = set(self.old.as_specified), set(self.new.as_specified)
        for name in dict.fromkeys((*self.old.as_specified, *self.new.as_specified)):
            if (name in kept) != (name in keeps):
                came = name in keeps
                reason = (
                    "The plan keeps it expressly." if came else "The plan no longer says expressly that it keeps it."
                )
                words = ("", "as specified") if came else ("as specified", "")
                move = Move.ADDED if came else Move.WITHDRAWN
                yield self._of(move, f"as-specified:{name}", *words, reason, *self._places(f"as_specified/{name}"))

    # Values ---------------------------------------------------------------------------------------------------

    def _choices(self) -> Iterator[PlanDifference]:
        before = {f"{c.element}.{s.parameter}": s for c in self.old.choices for s in c.settings}
        now = {f"{c.element}.{s.parameter}": s for c in self.new.choices for s in c.settings}
        for name in dict.fromkeys((*before, *now)):
            yield from self._setting(f"choice:{name}", name, before.get(name), now.get(name))

    def _setting(
        self, subject: str, name: str, before: Setting | None, now: Setting | None
    ) -> Iterator[PlanDifference]:
        places = tuple(one.place if one else plan.place for one, plan in ((before, self.old), (now, self.new)))
        old, new = (one.text if one else "" for one in (before, now))
        parameter = self._parameter(name)
        if before is None:
            yield self._of(Move.ADDED, subject, old, new, "The plan chooses a value.", *places)
        elif now is None:
            yield self._of(Move.WITHDRAWN, subject, old, new, _LEFT, *places)
        elif before.value != now.value:
            move, reason = moved(parameter, before, now)
            yield self._of(move, subject, old, new, reason, *places)

    def _parameter(self, name: str) -> Parameter | None:
        element, _, parameter = name.rpartition(".")
        known = self.model.by_id.get(element) if self.model is not None else None
        return None if known is None else known.parameter(parameter)

    # Changes --------------------------------------------------------------------------------------------------

    def _changes(self) -> Iterator[PlanDifference]:
        before = {change.id: change for change in self.old.changes}
        now = {change.id: change for change in self.new.changes}
        for name in dict.fromkeys((*before, *now)):
            old, new = before.get(name), now.get(name)
            if old is None and new is not None:
                reason = "The plan departs in one more way from what the model specifies."
                yield self._of(Move.ADDED, f"change:{name}", "", _change(new), reason, self.old.place, new.place)
            elif new is None and old is not None:
                yield self._of(Move.WITHDRAWN, f"change:{name}", _change(old), "", _LEFT, old.place, self.new.place)
            elif old is not None and new is not None and old != new:
                yield from self._changed(old, new)

    def _changed(self, old: Change, new: Change) -> Iterator[PlanDifference]:
        at, places = f"change:{old.id}", (old.place, new.place)
        if old.subject != new.subject:
            yield self._of(
                Move.ALTERED, f"{at}.element", old.subject, new.subject, "It is about another part.", *places
            )
        if old.natures != new.natures:
            move, reason = self._natures(old, new)
            yield self._of(move, f"{at}.nature", ", ".join(old.natures), ", ".join(new.natures), reason, *places)
        before, now = ({one.parameter: one for one in change.settings} for change in (old, new))
        for name in dict.fromkeys((*before, *now)):
            owner = new.subject if old.subject == new.subject else ""
            yield from self._setting(f"{at}.{name}", f"{owner}.{name}", before.get(name), now.get(name))
        for key in _NAMES:
            was, is_ = getattr(old, key) or "", getattr(new, key) or ""
            if was != is_:
                yield self._of(Move.ALTERED, f"{at}.{key}", was, is_, OTHERWISE, *places)
        yield from self._said(old, new)

    def _said(self, old: Change, new: Change) -> Iterator[PlanDifference]:
        """Yield what a change says in words, in its record and about an addition."""
        at, places = f"change:{old.id}", (old.place, new.place)
        for key in _TEXTS:
            was, is_ = getattr(old, key), getattr(new, key)
            if was == is_:
                continue
            move, reason = Move.REWORDED, "It is said in other words."
            if key == "function_kept" and (was is None or is_ is None):
                move = Move.TIGHTENED if was is None else Move.LOOSENED
                reason = "The plan says how the function is kept." if was is None else "It no longer says how."
            yield self._of(move, f"{at}.{key}", was or "", is_ or "", reason, *places)
        if old.touches != new.touches:
            fewer, more = set(new.touches) < set(old.touches), set(new.touches) > set(old.touches)
            move = Move.TIGHTENED if fewer else Move.LOOSENED if more else Move.ALTERED
            reason = "It touches other parts of the model than before."
            yield self._of(move, f"{at}.touches", ", ".join(old.touches), ", ".join(new.touches), reason, *places)
        if old.addition != new.addition and old.addition is not None and new.addition is not None:
            linked = (old.addition.requires, old.addition.excludes) != (new.addition.requires, new.addition.excludes)
            move = Move.ALTERED if linked or old.addition.id != new.addition.id else Move.REWORDED
            yield self._of(
                move, f"{at}.add", _added(old), _added(new), "What is added is described otherwise.", *places
            )
        if old.record != new.record:
            yield self._of(
                Move.REWORDED, f"{at}.record", "", "the record says more, or other things", "It is advice.", *places
            )

    def _natures(self, old: Change, new: Change) -> tuple[Move, str]:
        """Return which way the nature of a change has moved, by the rules of the element or the general table."""
        element = self.model.by_id.get(new.subject) if self.model is not None else None
        if element is None or old.subject != new.subject:
            return Move.ALTERED, OTHERWISE
        own = {rule.nature: RULE_WORDS.index(rule.rule) for rule in element.adaptation}
        before, now = (
            max(
                (
                    own.get(n, table_level(n, element.tier, function_kept=c.function_kept is not None))
                    for n in c.natures
                ),
                default=0,
            )
            for c in (old, new)
        )
        if before == now:
            return Move.ALTERED, f"Both are '{RULE_WORDS[now]}' at this element."
        reason = f"It is '{RULE_WORDS[now]}' at this element, and was '{RULE_WORDS[before]}'."
        return (Move.TIGHTENED if now < before else Move.LOOSENED), reason

    # Approvals ------------------------------------------------------------------------------------------------

    def _approvals(self) -> Iterator[PlanDifference]:
        before, now = _named(self.old.approvals), _named(self.new.approvals)
        for name in dict.fromkeys((*before, *now)):
            old, new = before.get(name), now.get(name)
            subject = f"approval:{name}"
            if old is None and new is not None:
                reason = "Something more was agreed."
                yield self._of(Move.ADDED, subject, "", _agreed(new), reason, self.old.place, new.place)
            elif new is None and old is not None:
                reason = "It is not listed any more."
                yield self._of(Move.WITHDRAWN, subject, _agreed(old), "", reason, old.place, self.new.place)
            elif old is not None and new is not None and old != new:
                reason = "What was agreed, or by whom, or until when, is otherwise."
                yield self._of(Move.ALTERED, subject, _agreed(old), _agreed(new), reason, old.place, new.place)


_HEADER = {
    "plan": "The plan has another name.",
    "model": "It is written for another version, or another model.",
    "site": "It is for another place.",
    "author": "Another role writes it; nobody approves their own change.",
    "status": "Nothing is judged by it.",
}


def _change(change: Change) -> str:
    values = "; ".join(f"{one.parameter}: {one.text}" for one in change.settings)
    natures = f" ({', '.join(change.natures)})" if change.natures else ""
    return f"{change.subject}{natures}: {change.what.rstrip('.')}" + (f" [{values}]" if values else "")


def _added(change: Change) -> str:
    one = change.addition
    if one is None:
        return ""
    links = [f"requires {', '.join(one.requires)}"] if one.requires else []
    links += [f"excludes {', '.join(one.excludes)}"] if one.excludes else []
    return "; ".join((f"{one.id}: {one.title}", one.statement, *links))


def _named(approvals: tuple[Approval, ...]) -> dict[str, Approval]:
    return numbered((one.reference or f"{one.by}, {one.given.isoformat()}", one) for one in approvals)


def _agreed(approval: Approval) -> str:
    covers = ", ".join(one.change for one in approval.covers)
    until = f" until {approval.until.isoformat()}" if approval.until else ""
    on = f", on condition: {approval.conditions}" if approval.conditions else ""
    return f"{covers}, by {approval.by} ({approval.role}), from {approval.given.isoformat()}{until}{on}"


OTHERWISE = "Whether that is nearer to the model cannot be told from the plan alone."
"""The reason where nobody can tell."""


class Move(Enum):
    """Which way a plan has moved.

    Attributes
    ----------
    ADDED, WITHDRAWN
        It is new, or it is gone.
    TIGHTENED
        It is nearer to what the model specifies.
    LOOSENED
        It is further from what the model specifies.
    ALTERED
        It is neither, or nobody can tell.
    REWORDED
        It is said in other words, and nothing is judged by it.
    """

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    TIGHTENED = "tightened"
    LOOSENED = "loosened"
    ALTERED = "altered"
    REWORDED = "reworded"


def moved(parameter: Parameter | None, before: Setting, now: Setting) -> tuple[Move, str]:
    """Return which way a value has moved, and why: into the limits or towards the standard, or away from them."""
    if parameter is None:
        return Move.ALTERED, OTHERWISE
    try:
        old, new = parameter.value(before.value), parameter.value(now.value)
    except Misfit:
        return Move.ALTERED, OTHERWISE
    if old == new:
        return Move.REWORDED, "It is the same value in other words."
    if not parameter.silent:
        broken = [sum(not limit.holds(value) for limit in parameter.limits) for value in (old, new)]
        if broken[0] != broken[1]:
            into = broken[1] < broken[0]
            reason = (
                "It is nearer to the limits of the model." if into else "It is further outside what the model allows."
            )
            return (Move.TIGHTENED if into else Move.LOOSENED), reason
    near = _nearer(parameter.point, old, new)
    if near is None:
        return Move.ALTERED, "Both are as near to what the model specifies, as far as that can be told."
    reason = "It is nearer to what the owner specifies." if near else "It is further from what the owner specifies."
    return (Move.TIGHTENED if near else Move.LOOSENED), reason


def _nearer(point: Value | None, old: Value, new: Value) -> bool | None:
    """Return whether the new value is nearer to a standard than the old one; ``None`` where neither is."""
    if point is None:
        return None
    if point in (old, new):
        return new == point
    numbers = [getattr(value, "number", None) for value in (point, old, new)]
    if any(number is None for number in numbers):
        return None
    aim, was, is_ = numbers
    apart = abs(was - aim), abs(is_ - aim)  # type: ignore[operator]
    same_side = (was - aim > 0) == (is_ - aim > 0)  # type: ignore[operator]
    return apart[1] < apart[0] if same_side and apart[0] != apart[1] else None
