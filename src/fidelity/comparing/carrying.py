"""A plan for one version of a model, in the words of another: ids renamed, what is gone left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE
from fidelity.plan.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.comparing.history import History
    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.plan.plan import Addition, Approval, Change, Choice, Setting

__all__ = ["Carried", "Edit", "carried"]


@frozen(eq=False, repr=False)
class Edit(Content):
    """One thing that whoever owns a plan has to change in it, so that it fits the new version.

    ``kind`` is ``rename`` (``old`` is called ``new`` now), ``drop`` (the model no longer has ``old``) or ``decide``
    (``old`` became several, or is one with others, and the plan has to say what it means: ``new`` lists them).
    """

    kind: str
    old: str
    new: str
    text: str
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class Carried(Content):
    """A plan as the new version reads it, and the edits that make it so."""

    plan: Plan
    edits: tuple[Edit, ...] = ()


def carried(plan: Plan, new: Model, history: History) -> Carried:
    """Return a plan in the words of another version of its model.

    Renames are followed. What names something that the new version does not have is left out. A change to an element
    that was split is read as a change to each of its parts, which is the harshest way to read it.

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
        plan = self.plan
        changes = tuple(one for change in plan.changes for one in self._change(change))
        choices = self._choices()
        said = {change.element for change in changes} | {change.proscribed for change in changes}
        undecided = tuple(
            dict.fromkeys(
                one
                for name in plan.undecided
                for one in self._now(name, plan.places.get(f"undecided/{name}"))
                if one not in said
            )
        )
        kept = tuple(
            dict.fromkeys(
                one
                for name in plan.as_specified
                for one in self._now(name, plan.places.get(f"as_specified/{name}"))
                if one not in said and one not in undecided
            )
        )
        approvals = tuple(self._approval(one, changes) for one in plan.approvals)
        after = evolve(
            plan,
            model=self.new.reference,
            as_specified=kept,
            choices=choices,
            changes=changes,
            undecided=undecided,
            approvals=approvals,
        )
        return Carried(after, tuple(self.edits.values()))

    # Names ------------------------------------------------------------------------------------------------

    def _now(self, name: str, place: Place | None = None) -> tuple[str, ...]:
        """Return what an id of the old version is called in the new one: one id, several, or none."""
        at = place or self.plan.place
        for one in self.history.regrouped:
            whole = one.whole if one.whole in self.new.by_id else None
            if one.kind == "split" and self.history.now(name) == one.whole:
                parts = (*((whole,) if whole else ()), *one.parts)
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
            return [change] if change.proscribed in self.new.proscribed_by_id else self._dropped(change)
        names = self._elements((change.element or "",), change.place)
        return [self._moved(change, name, several=len(names) > 1) for name in names]

    def _dropped(self, change: Change) -> list[Change]:
        self._now(change.proscribed or "", change.place)
        return []

    def _moved(self, change: Change, name: str, *, several: bool) -> Change:
        element = self.new.by_id[name]
        settings = self._settings(element, change.settings)
        known = {e.id for s in settings if (p := element.parameter(s.parameter)) is not None for e in p.exceptions}
        exception = change.exception if change.exception in known else None
        id_ = f"{change.id}:{name}" if several else change.id
        return evolve(change, id=id_, element=name, settings=settings, exception=exception)

    def _added(self, change: Change, addition: Addition) -> Change:
        ours = {one.addition.id for one in self.plan.changes if one.addition is not None}

        def named(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(
                now for name in names for now in ((name,) if name in ours else self._elements((name,), change.place))
            )

        touches = self._elements(change.touches, change.place)
        addition = evolve(addition, requires=named(addition.requires), excludes=named(addition.excludes))
        return evolve(change, addition=addition, touches=touches)

    def _approval(self, approval: Approval, changes: tuple[Change, ...]) -> Approval:
        """Return an approval that repeats what it agreed in the new words."""
        before = {change.id: change for change in self.plan.changes}
        covers = []
        for covered in approval.covers:
            mine = [one for one in changes if one.id == covered.change or one.id.startswith(f"{covered.change}:")]
            if covered.change not in before or not mine:
                covers.append(covered)
            for change in mine if covered.change in before else ():
                element = self.new.by_id.get(change.element or "")
                has = {p.id for p in element.parameters} if element is not None else set()
                settings = tuple(one for one in covered.settings if one.parameter in has)
                dropped = covered.exception is not None and change.exception is None
                exception = (
                    None if dropped and before[covered.change].exception == covered.exception else covered.exception
                )
                covers.append(evolve(covered, change=change.id, settings=settings, exception=exception))
        return evolve(approval, covers=tuple(covers))
