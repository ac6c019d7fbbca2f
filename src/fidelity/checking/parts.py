"""From a plan to the parts of it that can matter, and what each of them means by itself.

Everything that bears on a change is judged separately, and the worst counts. Two levels are kept: the optimistic one
takes everything that does not bind as it helps the plan, the pessimistic one as it hurts it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import NOTHING_SWAPPED, Addable, Judged, PlanPart, Valued
from fidelity.checking.table import ABSENT, CONSULT, PERMITTED, RULE_WORDS, asks_owner, once_kept, table_level
from fidelity.model.amounts import Misfit
from fidelity.model.elements import Tier
from fidelity.plan.atoms import CHANGE, UNDECIDED, atom_of, choice_atom

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checking.prepared import KnownElement, PreparedModel
    from fidelity.model.elements import Element, NatureRule
    from fidelity.model.parameters import Limit
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Change, Choice, Plan, Setting


class Unbound(Exception):
    """The plan names something that the model does not have; the places are worked out by ``binding``."""


# The parts of a plan ---------------------------------------------------------------------------------


def parts_of(prepared: PreparedModel, plan: Plan, *, checked: bool = False) -> tuple[PlanPart, ...]:
    """Return the parts of a plan, in its order.

    What can neither be found fault with nor bear on anything else is left out. ``checked`` says that the
    plan is a part of one whose names were found to fit.

    Raises
    ------
    Unbound
        If the plan names something that the model does not have, or gives a parameter a value that it
        cannot take. ``binding.faults`` says what and where.
    """
    parts: list[PlanPart] = []
    entries = prepared.entries.get
    for order, change in enumerate(plan.changes):
        entry = entries(change.element)
        if entry is None:
            parts.append(_other(prepared, change, order, len(parts)))
            continue
        judged = entry.changes.get(change.signature)
        if judged is None:
            prepared.remember()
            judged = entry.changes[change.signature] = judge_change(prepared, entry.node, change)
        values: tuple[tuple[Setting, Valued], ...] = ()
        if change.settings:
            if change.exception is not None:
                _check_exception(prepared, entry.node, change)
            values = _values(prepared, entry, change.settings, change.exception)
        if values or judged.open or entry.counts:
            parts.append(PlanPart(atom_of(CHANGE, change.id), order, entry.node, judged, change, values))
    for choice in plan.choices:
        parts.extend(_choices(prepared, choice))
    if not checked:
        _check_names(prepared, plan, parts)
    if plan.undecided or plan.unmentioned == "undecided":
        parts.extend(_undecided(prepared, plan))
    return tuple(parts)


def _values(
    prepared: PreparedModel, entry: KnownElement, settings: tuple[Setting, ...], exception: str | None
) -> tuple[tuple[Setting, Valued], ...]:
    """Return the values that matter, judged."""
    found = []
    for setting in settings:
        key = (setting.parameter, setting.value, exception)
        valued = entry.values.get(key)
        if valued is None:
            prepared.remember()
            try:
                valued = entry.values[key] = judge_value(prepared, entry.node, setting, exception)
            except Misfit:
                raise Unbound from None
        if valued.matters:
            found.append((setting, valued))
    return tuple(found)


def _check_exception(prepared: PreparedModel, node: int, change: Change) -> None:
    element = prepared.elements[node]
    named = {e.id for s in change.settings if (p := element.parameter(s.parameter)) for e in p.exceptions}
    if change.exception not in named:
        raise Unbound


def _choices(prepared: PreparedModel, choice: Choice) -> Iterator[PlanPart]:
    entry = prepared.entries.get(choice.element)
    if entry is None:
        raise Unbound
    for setting in choice.settings:
        values = _values(prepared, entry, (setting,), None)
        if values:
            yield PlanPart(choice_atom(choice.element, setting.parameter), -1, entry.node, values=values)


def _other(prepared: PreparedModel, change: Change, order: int, before: int) -> PlanPart:
    """Return the part of a local addition or of a proscribed practice that comes in."""
    atom = atom_of(CHANGE, change.id)
    if change.addition is None:
        if change.element is not None or change.proscribed not in prepared.model.proscribed_by_id:
            raise Unbound
        return PlanPart(atom, order, -1, change=change, practice=change.proscribed)
    index = prepared.index
    if change.addition.id in prepared.known or any(name not in index for name in change.touches):
        raise Unbound
    tiers = {prepared.elements[index[name]].tier for name in change.touches}
    tier = next((tier for tier in Tier if tier in tiers), Tier.FLEXIBLE)
    node = prepared.additions.get(change.addition.id, prepared.size + before)
    addable = Addable(change.addition, node, tier is not Tier.FLEXIBLE, tier)
    return PlanPart(atom, order, -1, change=change, addable=addable)


def _check_names(prepared: PreparedModel, plan: Plan, parts: Iterable[PlanPart]) -> None:
    for name in plan.as_specified + plan.undecided:
        if name not in prepared.known:
            raise Unbound
    additions = [part.addable.addition for part in parts if part.addable is not None]
    ours = {addition.id for addition in additions}
    for addition in additions:
        for name in addition.requires + addition.excludes:
            if name not in prepared.index and name not in ours:
                raise Unbound


def _undecided(prepared: PreparedModel, plan: Plan) -> Iterator[PlanPart]:
    names = list(plan.undecided)
    if plan.unmentioned == "undecided":
        mentioned = set(plan.as_specified) | set(plan.undecided) | {choice.element for choice in plan.choices}
        mentioned |= {change.element or change.proscribed or "" for change in plan.changes}
        names += [name for name in (*prepared.index, *prepared.model.proscribed_by_id) if name not in mentioned]
    for name in names:
        node = prepared.index.get(name, -1)
        yield PlanPart(atom_of(UNDECIDED, name), -1, node, practice=name if node < 0 else None, undecided=True)


# What a change or a value means ------------------------------------------------------------------------


def own_rule(element: Element, nature: str) -> NatureRule | None:
    """Return an element's own rule for a nature, or ``None``."""
    return next((rule for rule in element.adaptation if rule.nature == nature), None)


def levels(bind: Strength, element: Element, nature: str, *, function_kept: bool) -> tuple[int, int]:
    """Return how a nature counts at an element, by its own rule or by the table: optimistically, pessimistically."""
    table = table_level(nature, element.tier, function_kept=function_kept)
    rule = own_rule(element, nature)
    if rule is None:
        return table, table
    own = once_kept(RULE_WORDS.index(rule.rule), element.tier, function_kept=function_kept)
    if rule.basis.strength >= bind:
        return own, own
    return min(own, table), max(own, table)


def judge_change(prepared: PreparedModel, node: int, change: Change) -> Judged:
    """Judge the natures of a change to an element."""
    element = prepared.elements[node]
    kept = change.function_said
    worded = False
    swap = prepared.swaps.get((node, change.substitute)) if change.substitute else None
    best = worst = other_best = other_worst = PERMITTED
    asks, swapped = False, NOTHING_SWAPPED
    for nature in change.natures:
        low, high = levels(prepared.bind, element, nature, function_kept=kept)
        worded = worded or (kept and (low, high) != levels(prepared.bind, element, nature, function_kept=False))
        other_best, other_worst = max(other_best, low), max(other_worst, high)
        if nature == "substituting" and swap is not None:
            other = low, high
            low, high = PERMITTED, PERMITTED if swap.pessimistic is not None else high
            if swap.substitute.when is not None:  # whether it asks depends on the condition
                swapped, best, worst = ((low, high), other), max(best, low), max(worst, high)
                continue
        asks = asks or asks_owner(low, high, optional=element.optional)
        best, worst = max(best, low), max(worst, high)
    if swap is not None and swap.substitute.when is None:
        swap, other_best, other_worst = None, best, worst
    return Judged(
        best, worst, swap, (other_best, other_worst), worst > PERMITTED or swap is not None, asks, swapped, worded
    )


def judge_value(prepared: PreparedModel, node: int, setting: Setting, exception: str | None) -> Valued:
    """Judge a value. Raises ``Unbound`` or ``Misfit`` where the parameter does not take it."""
    parameter = prepared.elements[node].parameter(setting.parameter)
    if parameter is None:
        raise Unbound
    value = parameter.value(setting.value)
    broken = tuple(limit for limit in parameter.limits if not limit.holds(value))
    level = _broken_level(prepared, broken)
    for cited in parameter.exceptions if broken else ():
        if cited.id == exception and cited.holds(value):
            strength = min(
                cited.basis.strength, *(limit.basis.strength for limit in cited.limits), cited.basis.strength
            )
            level = PERMITTED if strength >= prepared.bind else CONSULT
    failed: list[int] = []
    met: list[int] = []
    place = (node, setting.parameter)
    for leaf, constraints in prepared.conditions.get(place, ()):
        (met if all(constraint.holds(value) for constraint in constraints) else failed).append(leaf)
    bans = tuple(
        ban
        for ban in prepared.bans_by_parameter.get(place, ())
        if all(constraint.holds(value) for constraint in ban.constraints)
    )
    silent = parameter.silent
    matters = bool(level or silent or failed or met or bans)
    return Valued(node, parameter, value, level, silent, broken, tuple(failed), tuple(met), bans, matters)


def _broken_level(prepared: PreparedModel, broken: tuple[Limit, ...]) -> int:
    if not broken:
        return PERMITTED
    return ABSENT if any(limit.basis.strength >= prepared.bind for limit in broken) else CONSULT
