"""The engine's own door: a plan before a model, with everything decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.case import Case
from fidelity.checking.judging import Unbound
from fidelity.checking.line import Line
from fidelity.checking.pieces import pieces_of
from fidelity.checking.result import NOTHING_EXTRA, CheckResult, Extra
from fidelity.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from fidelity.model.model import Model
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Plan

__all__ = ["judge_plan"]

_lines: dict[tuple[int, Strength], Line] = {}
_ROOM = 64


def line_of(model: Model, bind: Strength) -> Line:
    """Return a model made ready at a bind line; made once as long as the model object lives here."""
    key = (id(model), bind)
    line = _lines.get(key)
    if line is None or line.model is not model:
        if len(_lines) >= _ROOM:
            _lines.clear()
        line = _lines[key] = Line(model, bind)
    return line


def judge_plan(plan: Plan, model: Model, bind: Strength, on: date | None, extra: Extra = NOTHING_EXTRA) -> CheckResult:
    """Return the result for a plan before a model; the engine's own door, with everything decided."""
    line = line_of(model, bind)

    def judge_repaired(repaired: Plan) -> Case:
        return Case(line, repaired, pieces_of(line, repaired, checked=True), on)

    try:
        return CheckResult(Case(line, plan, pieces_of(line, plan), on), judge_repaired, extra)
    except Unbound:
        from fidelity.checking.binding import faults  # needed only where something is amiss

        raise InputError(faults(plan, model)) from None
