"""What one change or one value means by itself, before anything that hangs on it.

Everything that bears on a change is judged separately, and the worst counts. Two levels are kept: with
everything that does not bind taken as it helps, and as it hurts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.table import ABSENT, CONSULT, PERMITTED, RULE_WORDS, once_kept, table_level

if TYPE_CHECKING:
    from fidelity.checking.line import Ban, Line, Swap
    from fidelity.model.elements import Element, NatureRule
    from fidelity.model.parameters import Limit, Parameter, Value
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Change, Setting

__all__ = ["Judged", "Unbound", "Valued", "judge_change", "judge_value", "levels"]


class Unbound(Exception):
    """The plan names something that the model does not have; the places are worked out by ``binding``."""


class Judged(NamedTuple):
    """What a change's natures mean for its element.

    ``helped`` and ``hurt`` are levels (permitted, consult, absent) without a substitute whose condition
    still has to be looked at; with one (``swap``), they are the levels where that condition holds, and
    ``otherwise`` holds the two levels where it does not. ``open`` says whether anything is not permitted.
    """

    helped: int
    hurt: int
    swap: Swap | None
    otherwise: tuple[int, int]
    open: bool


class Valued(NamedTuple):
    """What a value means: the limits it passes, and the links that it meets or fails.

    ``level`` is 0 inside the limits, 1 outside limits that do not bind (or under an exception that does
    not), 2 outside limits that do. ``excused`` says that a cited exception that does not bind covers it.
    """

    node: int
    parameter: Parameter
    value: Value
    level: int
    silent: bool
    broken: tuple[Limit, ...]
    excused: bool
    failed: tuple[int, ...]
    met: tuple[int, ...]
    bans: tuple[Ban, ...]
    matters: bool


def own_rule(element: Element, nature: str) -> NatureRule | None:
    """Return an element's own rule for a nature, or ``None``."""
    return next((rule for rule in element.adaptation if rule.nature == nature), None)


def levels(bind: Strength, element: Element, nature: str, *, function_kept: bool) -> tuple[int, int]:
    """Return how a nature counts at an element, by its own rule or by the table: as it helps, as it hurts."""
    table = table_level(nature, element.tier, function_kept=function_kept)
    rule = own_rule(element, nature)
    if rule is None:
        return table, table
    own = once_kept(RULE_WORDS.index(rule.rule), element.tier, function_kept=function_kept)
    if rule.basis.strength >= bind:
        return own, own
    return min(own, table), max(own, table)


def judge_change(line: Line, index: int, change: Change) -> Judged:
    """Judge the natures of a change to an element."""
    element = line.elements[index]
    kept = change.function_kept is not None
    swap = line.swaps.get((index, change.substitute)) if change.substitute else None
    helped = hurt = other_helped = other_hurt = PERMITTED
    for nature in change.natures:
        low, high = levels(line.bind, element, nature, function_kept=kept)
        other_helped, other_hurt = max(other_helped, low), max(other_hurt, high)
        if nature == "substituting" and swap is not None:
            low, high = PERMITTED, PERMITTED if swap.hurting is not None else high
        helped, hurt = max(helped, low), max(hurt, high)
    if swap is not None and swap.substitute.when is None:
        swap, other_helped, other_hurt = None, helped, hurt
    open_ = hurt > PERMITTED or swap is not None
    return Judged(helped, hurt, swap, (other_helped, other_hurt), open_)


def judge_value(line: Line, index: int, setting: Setting, exception: str | None) -> Valued:
    """Judge a value. Raises ``Unbound`` or ``Misfit`` where the parameter does not take it."""
    parameter = line.elements[index].parameter(setting.parameter)
    if parameter is None:
        raise Unbound
    value = parameter.value(setting.value)
    broken = tuple(limit for limit in parameter.limits if not limit.holds(value))
    level = _broken_level(line, broken)
    excused = False
    if broken and exception is not None:
        for cited in parameter.exceptions:
            if cited.id == exception and cited.holds(value):
                strength = min(
                    cited.basis.strength, *(limit.basis.strength for limit in cited.limits), cited.basis.strength
                )
                level, excused = (0, True) if strength >= line.bind else (1, True)
    failed: list[int] = []
    met: list[int] = []
    place = (index, setting.parameter)
    for node, constraints in line.conditions.get(place, ()):
        (met if all(constraint.holds(value) for constraint in constraints) else failed).append(node)
    bans = tuple(
        ban
        for ban in line.bans_by_parameter.get(place, ())
        if all(constraint.holds(value) for constraint in ban.constraints)
    )
    silent = parameter.silent
    matters = bool(level or silent or failed or met or bans)
    return Valued(index, parameter, value, level, silent, broken, excused, tuple(failed), tuple(met), bans, matters)


def _broken_level(line: Line, broken: tuple[Limit, ...]) -> int:
    if not broken:
        return PERMITTED
    return ABSENT if any(limit.basis.strength >= line.bind for limit in broken) else CONSULT
