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
    from fidelity.plan.plan import Addition, Approval, Change, Setting


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
        before = f" (before: {self.old.rstrip('.')})" if self.old and self.new else ""
        return f"{self.subject}: {(self.new or self.old).rstrip('.')}{before}."


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
        """Return a record for each difference: ``move``, ``subject``, ``old``, ``new``, ``reason``, and two places."""
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
        The models that they are written for. Without them values are compared by their text, and nobody judges whether
        one is nearer to the model.

    Returns
    -------
    PlanDiff
        Every difference and which way the plan has moved, in the order of the plan.
    """
    comparison = _Comparison(old, new, old_model, new_model or old_model)
    return PlanDiff(old, new, tuple(comparison.differences()))


_TEXTS = tuple(field.attribute for field in CHANGE.of_kind("text"))
_NAMES = tuple(field.attribute for field in CHANGE.of_kind("name") if not field.need and not field.head)
_HEADER = {
    "plan": (Move.REWORDED, "The plan has another name."),
    "model": (Move.ALTERED, "It is written for another version, or another model."),
    "site": (Move.ALTERED, "It is for another place."),
    "author": (Move.ALTERED, "Another role writes it; nobody approves their own change."),
    "status": (Move.REWORDED, "Nothing is judged by it."),
}
"""By key of a plan: what it means that it says something else."""
_CANNOT_TELL = "Whether that is nearer to the model cannot be told from the plan alone."
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
        before, now = (
            {f"{choice.element}.{one.parameter}": one for choice in plan.choices for one in choice.settings}
            for plan in (self.old, self.new)
        )
        for name in dict.fromkeys((*before, *now)):
            yield from self._setting(f"choice:{name}", name, before.get(name), now.get(name))
        yield from self._changes()
        yield from self._approvals()

    def _header(self) -> Iterator[PlanDifference]:
        for key, (move, reason) in _HEADER.items():
            before, now = (getattr(plan, "id" if key == "plan" else key) or "" for plan in (self.old, self.new))
            if before != now:
                yield PlanDifference(move, key, before, now, reason, *self._places(key))
        if self.old.claim != self.new.claim:
            firm = self.new.claim == "implements"
            move = Move.TIGHTENED if firm else Move.LOOSENED
            reason = "The plan claims to be the model now." if firm else "The plan no longer claims to be the model."
            yield PlanDifference(move, "claim", self.old.claim, self.new.claim, reason, *self._places("claim"))
        if self.old.unmentioned != self.new.unmentioned:
            kept = self.new.unmentioned == "as-specified"
            move = Move.TIGHTENED if kept else Move.LOOSENED
            now = "now means that the model is kept" if kept else "no longer settles anything"
            words = (self.old.unmentioned, self.new.unmentioned)
            yield PlanDifference(move, "unmentioned", *words, f"Its silence {now}.", *self._places("unmentioned"))

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
                yield PlanDifference(move, f"undecided:{name}", *words, reason, *self._places(f"undecided/{name}"))
        kept, keeps = set(self.old.as_specified), set(self.new.as_specified)
        for name in dict.fromkeys((*self.old.as_specified, *self.new.as_specified)):
            if (name in kept) != (name in keeps):
                came = name in keeps
                reason = "keeps it expressly" if came else "no longer says expressly that it keeps it"
                words = ("", "as specified") if came else ("as specified", "")
                move = Move.ADDED if came else Move.WITHDRAWN
                places = self._places(f"as_specified/{name}")
                yield PlanDifference(move, f"as-specified:{name}", *words, f"The plan {reason}.", *places)

    def _setting(
        self, subject: str, name: str, before: Setting | None, now: Setting | None
    ) -> Iterator[PlanDifference]:
        places = (before.place if before else self.old.place, now.place if now else self.new.place)
        old, new = (one.text if one else "" for one in (before, now))
        if before is None:
            yield PlanDifference(Move.ADDED, subject, old, new, "The plan chooses a value.", *places)
        elif now is None:
            yield PlanDifference(Move.WITHDRAWN, subject, old, new, _LEFT, *places)
        elif before.value != now.value:
            id_, _, parameter = name.rpartition(".")
            element = self.model.by_id.get(id_) if self.model is not None else None
            move, reason = _moved(None if element is None else element.parameter(parameter), before, now)
            yield PlanDifference(move, subject, old, new, reason, *places)

    def _changes(self) -> Iterator[PlanDifference]:
        before = {change.id: change for change in self.old.changes}
        now = {change.id: change for change in self.new.changes}
        for name in dict.fromkeys((*before, *now)):
            old, new, subject = before.get(name), now.get(name), f"change:{name}"
            if old is not None and new is not None:
                yield from self._changed(old, new) if old != new else ()
            elif new is not None:
                reason = "The plan departs in one more way from what the model specifies."
                yield PlanDifference(Move.ADDED, subject, "", _change(new), reason, self.old.place, new.place)
            elif old is not None:
                yield PlanDifference(Move.WITHDRAWN, subject, _change(old), "", _LEFT, old.place, self.new.place)

    def _changed(self, old: Change, new: Change) -> Iterator[PlanDifference]:
        at, places = f"change:{old.id}", (old.place, new.place)
        if old.subject != new.subject:
            reason = "It is about another part."
            yield PlanDifference(Move.ALTERED, f"{at}.element", old.subject, new.subject, reason, *places)
        if old.natures != new.natures:
            move, reason = self._natures(old, new)
            natures = (", ".join(old.natures), ", ".join(new.natures))
            yield PlanDifference(move, f"{at}.nature", *natures, reason, *places)
        before, now = ({one.parameter: one for one in change.settings} for change in (old, new))
        for name in dict.fromkeys((*before, *now)):
            owner = new.subject if old.subject == new.subject else ""
            yield from self._setting(f"{at}.{name}", f"{owner}.{name}", before.get(name), now.get(name))
        for key in _NAMES:
            was, is_ = getattr(old, key) or "", getattr(new, key) or ""
            if was != is_:
                yield PlanDifference(Move.ALTERED, f"{at}.{key}", was, is_, _CANNOT_TELL, *places)
        yield from self._described(old, new)

    def _described(self, old: Change, new: Change) -> Iterator[PlanDifference]:
        """Yield how a change is described differently: in words, in its record, and what it adds or touches."""
        at, places = f"change:{old.id}", (old.place, new.place)
        for key in ("what", "function_kept"):
            was, is_ = getattr(old, key), getattr(new, key)
            if was == is_:
                continue
            move, reason = Move.REWORDED, "It is said in other words."
            if key == "function_kept" and old.function_said != new.function_said:
                move = Move.TIGHTENED if new.function_said else Move.LOOSENED
                reason = "The plan says how the function is kept." if new.function_said else "It no longer says how."
            yield PlanDifference(move, f"{at}.{key}", was or "", is_ or "", reason, *places)
        if old.touches != new.touches:
            fewer, more = set(new.touches) < set(old.touches), set(new.touches) > set(old.touches)
            move = Move.TIGHTENED if fewer else Move.LOOSENED if more else Move.ALTERED
            reason = "It touches other parts of the model than before."
            touches = (", ".join(old.touches), ", ".join(new.touches))
            yield PlanDifference(move, f"{at}.touches", *touches, reason, *places)
        if old.addition != new.addition and old.addition is not None and new.addition is not None:
            linked = (old.addition.requires, old.addition.excludes) != (new.addition.requires, new.addition.excludes)
            move = Move.ALTERED if linked or old.addition.id != new.addition.id else Move.REWORDED
            reason = "What is added is described otherwise."
            yield PlanDifference(move, f"{at}.add", _added(old.addition), _added(new.addition), reason, *places)
        if old.record != new.record:
            text = "the record says more, or other things"
            yield PlanDifference(Move.REWORDED, f"{at}.record", "", text, "It is advice.", *places)

    def _natures(self, old: Change, new: Change) -> tuple[Move, str]:
        """Return which way the nature of a change has moved, by the rules of the element or the general table."""
        element = self.model.by_id.get(new.subject) if self.model is not None else None
        if element is None or old.subject != new.subject:
            return Move.ALTERED, _CANNOT_TELL
        own = {rule.nature: RULE_WORDS.index(rule.rule) for rule in element.adaptation}
        before, now = 0, 0
        for nature in old.natures:
            kept = old.function_said
            before = max(before, own.get(nature, table_level(nature, element.tier, function_kept=kept)))
        for nature in new.natures:
            kept = new.function_said
            now = max(now, own.get(nature, table_level(nature, element.tier, function_kept=kept)))
        if before == now:
            return Move.ALTERED, f"Both are '{RULE_WORDS[now]}' at this element."
        reason = f"It is '{RULE_WORDS[now]}' at this element, and was '{RULE_WORDS[before]}'."
        return (Move.TIGHTENED if now < before else Move.LOOSENED), reason

    def _approvals(self) -> Iterator[PlanDifference]:
        before, now = (
            numbered((one.reference or f"{one.by}, {one.given.isoformat()}", one) for one in plan.approvals)
            for plan in (self.old, self.new)
        )
        for name in dict.fromkeys((*before, *now)):
            old, new = before.get(name), now.get(name)
            if old == new:
                continue
            move, reason = Move.ALTERED, "What was agreed, or by whom, or until when, is otherwise."
            if old is None:
                move, reason = Move.ADDED, "Something more was agreed."
            elif new is None:
                move, reason = Move.WITHDRAWN, "It is not listed any more."
            places = (old.place if old else self.old.place, new.place if new else self.new.place)
            words = (_agreed(old) if old else "", _agreed(new) if new else "")
            yield PlanDifference(move, f"approval:{name}", *words, reason, *places)


def _change(change: Change) -> str:
    values = "; ".join(f"{one.parameter}: {one.text}" for one in change.settings)
    natures = f" ({', '.join(change.natures)})" if change.natures else ""
    return f"{change.subject}{natures}: {change.what.rstrip('.')}" + (f" [{values}]" if values else "")


def _added(one: Addition) -> str:
    links = [
        f"{verb} {', '.join(ids)}" for verb, ids in (("requires", one.requires), ("excludes", one.excludes)) if ids
    ]
    return "; ".join((f"{one.id}: {one.title}", one.statement, *links))


def _agreed(approval: Approval) -> str:
    covers = ", ".join(one.change for one in approval.covers)
    until = f" until {approval.until.isoformat()}" if approval.until else ""
    on = f", on condition: {approval.conditions}" if approval.conditions else ""
    return f"{covers}, by {approval.by} ({approval.role}), from {approval.given.isoformat()}{until}{on}"


def _moved(parameter: Parameter | None, before: Setting, now: Setting) -> tuple[Move, str]:
    """Return which way a value has moved, and why: into the limits or towards the standard, or away from them."""
    if parameter is None:
        return Move.ALTERED, _CANNOT_TELL
    try:
        old, new = parameter.value(before.value), parameter.value(now.value)
    except Misfit:
        return Move.ALTERED, _CANNOT_TELL
    if old == new:
        return Move.REWORDED, "It is the same value in other words."
    outside_before, outside_now = (sum(not limit.holds(value) for limit in parameter.limits) for value in (old, new))
    if not parameter.silent and outside_now < outside_before:
        return Move.TIGHTENED, "It is nearer to the limits of the model."
    if not parameter.silent and outside_now > outside_before:
        return Move.LOOSENED, "It is further outside what the model allows."
    near = _nearer(parameter.point, old, new)
    if near is None:
        return Move.ALTERED, "Both are as near to what the model specifies, as far as that can be told."
    if near:
        return Move.TIGHTENED, "It is nearer to what the model specifies."
    return Move.LOOSENED, "It is further from what the model specifies."


def _nearer(point: Value | None, old: Value, new: Value) -> bool | None:
    """Return whether the new value is nearer to a standard than the old one; ``None`` if neither is."""
    if point is None:
        return None
    if point in (old, new):
        return new == point
    aim, was, is_ = (getattr(value, "number", None) for value in (point, old, new))
    if aim is None or was is None or is_ is None:
        return None
    before, now = was - aim, is_ - aim
    return abs(now) < abs(before) if (before > 0) == (now > 0) and abs(before) != abs(now) else None
