"""Which way a plan has moved, and which way one of its values has."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from fidelity.model.amounts import Misfit

if TYPE_CHECKING:
    from fidelity.model.parameters import Parameter, Value
    from fidelity.plan.plan import Setting

__all__ = ["OTHERWISE", "Move", "moved"]

OTHERWISE = "Whether that is nearer to the model cannot be told from the plan alone."
"""The reason where nobody can tell."""


class Move(Enum):
    """Which way a plan has moved: ``TIGHTENED`` is nearer to what the model specifies, ``LOOSENED`` further from it.

    ``ALTERED`` is neither, or nobody can tell; ``REWORDED`` is said in other words, and nothing is judged by it.
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
