"""Puts together what is one difference to a reader: a rename, a split with its links, a limit with its standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from fidelity.comparing.difference import Bearing, Difference, worst
from fidelity.comparing.history import Regrouped, collapsed
from fidelity.guides.wording.values import implied
from fidelity.model.requirements import Exclusion, Group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fidelity.comparing.history import History
    from fidelity.model.model import Model

__all__ = ["folded"]

_HISTORY = frozenset({"renamed_from", "split_from", "merged_from"})
_RENAMED = "It is the same element under another id. A plan that names it has to name the new one."
_REGROUPED = {
    "split": "A plan that changes it has to say which of its parts it means.",
    "merged": "A plan that changes one of them now changes the whole.",
}
_INHERITED = "Where a part is inherited from decides nothing; what it says is compared part by part."


def folded(found: Iterable[Difference], old: Model, new: Model, history: History) -> tuple[Difference, ...]:
    """Return differences as a reader counts them, each with what comes with it."""
    rest = list(found)
    told: list[Difference] = []
    for before, now in history.renames.items():
        mine, rest = _parted(rest, lambda one, now=now: one.subject == now and one.path[-1] in _HISTORY)
        told.append(_renamed(before, now, old, new, mine))
    for regrouped in history.regrouped:
        mine, rest = _parted(rest, lambda one, regrouped=regrouped: _belongs(one, regrouped))
        told.append(_regrouped(regrouped, old, new, mine))
    mine, rest = _parted(rest, lambda one: one.path[-1] == "origin" and len(one.path) > 1)
    if mine:
        told.append(Difference("inherited", (), None, None, Bearing.EDITORIAL, _INHERITED, tuple(mine)))
    return (*told, *_with_standards(rest, old, new, history))


def _parted(found: list[Difference], mine: Callable[[Difference], bool]) -> tuple[list[Difference], list[Difference]]:
    return [one for one in found if mine(one)], [one for one in found if not mine(one)]


def _renamed(before: str, now: str, old: Model, new: Model, mine: list[Difference]) -> Difference:
    was, is_ = old.by_id[before], new.by_id[now]
    path, places = ("elements", now), {"old_place": was.place, "new_place": is_.place}
    return Difference(
        "renamed", path, before, now, Bearing.COMPATIBLE, _RENAMED, tuple(mine), title=is_.title, **places
    )


def _regrouped(one: Regrouped, old: Model, new: Model, mine: list[Difference]) -> Difference:
    split = one.kind == "split"
    wholes, parts = ((one.whole,), one.parts)
    before, now = (wholes, parts) if split else (parts, wholes)
    first_old = next((old.by_id[id_] for id_ in before if id_ in old.by_id), None)
    first_new = next((new.by_id[id_] for id_ in now if id_ in new.by_id), None)
    title = next((x.title for x in ((first_old, first_new) if split else (first_new, first_old)) if x), "")
    if split and one.whole in new.by_id:
        now = (one.whole, *parts)
    difference = Difference(
        one.kind, ("elements", one.whole), before, now, Bearing.BREAKING, _REGROUPED[one.kind], tuple(mine), title=title
    )
    places = {
        key: value.place for key, value in (("old_place", first_old), ("new_place", first_new)) if value is not None
    }
    return evolve(difference, **places)


def _belongs(one: Difference, regrouped: Regrouped) -> bool:
    """Return whether a difference is part of a split or merge: the elements themselves, and links that name them."""
    names = {regrouped.whole, *regrouped.parts}
    if one.path[0] != "elements" or len(one.path) < 2:  # noqa: PLR2004 - a field and an id
        return False
    if one.subject in names and (len(one.path) == 2 or one.path[-1] in _HISTORY):  # noqa: PLR2004
        return one.kind in {"added", "withdrawn"} or one.path[-1] in _HISTORY
    if one.path[2:3] == ("excludes",):
        side = one.new if one.new is not None else one.old
        return isinstance(side, Exclusion) and side.other.element in names
    groups = [value for value in (one.old, one.new) if isinstance(value, Group)]
    if len(groups) != 2:  # noqa: PLR2004 - before and now
        return False
    before, now = (collapsed(group, regrouped) for group in groups)
    return before == now


def _with_standards(found: list[Difference], old: Model, new: Model, history: History) -> list[Difference]:
    """Put limits that follow from a standard, or from the options, under the difference that they follow from."""
    roots = {
        one.path[:4]: at
        for at, one in reversed(list(enumerate(found)))
        if one.part in {f"elements.parameters.{name}" for name in ("type", "options", "standard")}
        and len(one.path) == 5  # noqa: PLR2004
    }
    before_of = {now: before for before, now in history.renames.items()}
    gone: set[int] = set()
    for at, one in enumerate(found):
        root = roots.get(one.path[:4])
        if root is None or root == at or one.part not in _FOLLOWING:
            continue
        was = old.by_id[before_of.get(one.subject, one.subject)].parameter(one.path[3])
        is_ = new.by_id[one.subject].parameter(one.path[3])
        if was is not None and is_ is not None and (one.path[4] != "limits" or (implied(was) and implied(is_))):
            whole = found[root]
            bearing = worst(whole.bearing, one.bearing)
            reason = whole.reason if bearing is whole.bearing else one.reason
            found[root] = evolve(whole, with_it=(*whole.with_it, one), bearing=bearing, reason=reason)
            gone.add(at)
    return [one for at, one in enumerate(found) if at not in gone]


_FOLLOWING = frozenset(f"elements.parameters.{name}" for name in ("limits", "family", "read_as"))
