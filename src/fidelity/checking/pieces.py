"""From a plan to the parts of it that can matter to a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Addable, Piece
from fidelity.checking.judging import Unbound, Valued, judge_change, judge_value
from fidelity.model.amounts import Misfit
from fidelity.model.elements import Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.line import Line
    from fidelity.plan.plan import Change, Choice, Plan, Setting

__all__ = ["pieces_of"]


def pieces_of(line: Line, plan: Plan, *, checked: bool = False) -> tuple[Piece, ...]:
    """Return the pieces of a plan, in its order.

    What can neither be found fault with nor bear on anything else is left out. ``checked`` says that the
    plan is a part of one whose names were found to fit.

    Raises
    ------
    Unbound
        If the plan names something that the model does not have, or gives a parameter a value that it
        cannot take. ``binding.faults`` says what and where.
    """
    pieces: list[Piece] = []
    nodes, memories, tolerances = line.index, line.changes, line.tolerances
    for order, change in enumerate(plan.changes):
        if change.element is None:
            pieces.append(_other(line, change, order, pieces))
            continue
        node = nodes.get(change.element)
        if node is None:
            raise Unbound
        judged = memories[node].get(change.signature)
        if judged is None:
            line.remember()
            judged = memories[node][change.signature] = judge_change(line, node, change)
        values: tuple[tuple[Setting, Valued], ...] = ()
        if change.settings:
            _check_exception(line, node, change)
            values = _values(line, node, change.settings, change.exception)
        if judged.open or values or node in tolerances:
            pieces.append(Piece("change:" + change.id, order, node, judged, change, values))
    for choice in plan.choices:
        pieces.extend(_choices(line, choice))
    if not checked:
        _check_names(line, plan)
    if plan.undecided or plan.unmentioned == "undecided":
        pieces.extend(_undecided(line, plan))
    return tuple(pieces)


def _values(
    line: Line, index: int, settings: tuple[Setting, ...], exception: str | None
) -> tuple[tuple[Setting, Valued], ...]:
    """Return the values that matter, judged."""
    found = []
    for setting in settings:
        key = (index, setting.parameter, setting.value, exception)
        valued = line.values.get(key)
        if valued is None:
            line.remember()
            try:
                valued = line.values[key] = judge_value(line, index, setting, exception)
            except Misfit:
                raise Unbound from None
        if valued.matters:
            found.append((setting, valued))
    return tuple(found)


def _check_exception(line: Line, index: int, change: Change) -> None:
    if change.exception is None:
        return
    element = line.elements[index]
    named = {e.id for s in change.settings if (p := element.parameter(s.parameter)) for e in p.exceptions}
    if change.exception not in named:
        raise Unbound


def _choices(line: Line, choice: Choice) -> Iterator[Piece]:
    index = line.index.get(choice.element)
    if index is None:
        raise Unbound
    for setting in choice.settings:
        values = _values(line, index, (setting,), None)
        if values:
            yield Piece(f"choice:{choice.element}.{setting.parameter}", -1, index, values=values)


def _other(line: Line, change: Change, order: int, before: list[Piece]) -> Piece:
    """Return the piece of a local addition or of a proscribed practice that comes in."""
    if change.addition is None:
        if change.proscribed not in line.model.proscribed_by_id:
            raise Unbound
        return Piece("change:" + change.id, order, -1, change=change, practice=change.proscribed)
    tiers = {line.elements[line.index[name]].tier for name in change.touches if name in line.index}
    if change.addition.id in line.known or any(name not in line.index for name in change.touches):
        raise Unbound
    tier = next((tier for tier in Tier if tier in tiers), Tier.FLEXIBLE)
    node = line.additions.get(change.addition.id)
    if node is None:
        node = line.size + len(before)
    addable = Addable(change.addition, node, tier is not Tier.FLEXIBLE, tier)
    return Piece("change:" + change.id, order, -1, change=change, addable=addable)


def _check_names(line: Line, plan: Plan) -> None:
    for name in plan.as_specified + plan.undecided:
        if name not in line.known:
            raise Unbound
    additions = [change.addition for change in plan.changes if change.addition is not None]
    ours = {addition.id for addition in additions}
    for addition in additions:
        for name in addition.requires + addition.excludes:
            if name not in line.index and name not in ours:
                raise Unbound


def _undecided(line: Line, plan: Plan) -> Iterator[Piece]:
    names = list(plan.undecided)
    if plan.unmentioned == "undecided":
        mentioned = set(plan.as_specified) | set(plan.undecided) | {choice.element for choice in plan.choices}
        mentioned |= {change.element or change.proscribed or "" for change in plan.changes}
        names += [name for name in (*line.index, *line.model.proscribed_by_id) if name not in mentioned]
    for name in names:
        index = line.index.get(name, -1)
        yield Piece("undecided:" + name, -1, index, practice=name if index < 0 else None, undecided=True)
