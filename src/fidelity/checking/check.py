"""The check: a plan before a model."""

from __future__ import annotations

from os import PathLike, fspath
from typing import TYPE_CHECKING

from fidelity.checking.binding import faults
from fidelity.checking.case import Case
from fidelity.checking.judging import Unbound
from fidelity.checking.line import Line
from fidelity.checking.pieces import pieces_of
from fidelity.checking.result import CheckResult, Unreadable
from fidelity.errors import Fault, InputError
from fidelity.model.model import Model
from fidelity.model.strength import LEVELS, Strength
from fidelity.plan.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

__all__ = ["check", "check_many", "judge_plan"]

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


def judge_plan(plan: Plan, model: Model, bind: Strength, on: date | None) -> CheckResult:
    """Return the result for a plan before a model; the engine's own door, with everything decided."""
    line = line_of(model, bind)

    def judge_repaired(repaired: Plan) -> Case:
        return Case(line, repaired, pieces_of(line, repaired, checked=True), on)

    try:
        return CheckResult(Case(line, plan, pieces_of(line, plan), on), judge_repaired)
    except Unbound:
        raise InputError(faults(plan, model)) from None


def check(
    plan: Plan, model: Model | str | None = None, *, on: date | None = None, bind: str | Strength = Strength.RESTATED
) -> CheckResult:
    """Return whether a plan is within its model, with reasons.

    Parameters
    ----------
    plan
        The plan.
    model
        The model to judge by; by default the one that the plan pins. Another one is accepted only where
        it is another version of the pinned one.
    on
        The day to judge approvals by, that day included. Without one an approval counts, and the result
        says that its expiry was not judged.
    bind
        The weakest strength that binds: ``stated``, ``restated``, ``observed`` or ``inferred``.

    Raises
    ------
    InputError
        If the model cannot be found, is not the one that the plan pins, or lacks what the plan names.

    Examples
    --------
    >>> import fidelity
    >>> plan = fidelity.Plan(
    ...     id="a",
    ...     model="fdac@2026.1",
    ...     site="Ashby",
    ...     unmentioned="as-specified",
    ...     undecided=("parent-mentor",),
    ... )
    >>> for finding in fidelity.check(plan).findings:
    ...     print(finding.code, finding.verdict, finding.needs)
    FID209 amber decision
    FID502 green None
    """
    level = bind if isinstance(bind, Strength) else level_of(bind)
    return judge_plan(plan, model_for(plan, model), level, on)


def level_of(word: str) -> Strength:
    """Return the strength of a word. Raises ``ValueError`` for another word."""
    try:
        return LEVELS[word]
    except KeyError:
        raise ValueError(f"bind is one of {', '.join(LEVELS)}; not '{word}'") from None


def model_for(plan: Plan, model: Model | str | None) -> Model:
    """Return the model to judge a plan by. Raises ``InputError`` where it is not one the plan can be judged by."""
    if isinstance(model, Model):
        chosen = model
    else:
        from fidelity.reading.library import load_model

        if model is None:
            return load_model(plan.model, place=plan.places.get("model"))
        chosen = load_model(model)
    if chosen.id != plan.model.partition("@")[0]:
        place = plan.places.get("model", plan.place)
        found = (
            f"the plan is written for {plan.model}, and {chosen.reference} is neither its ancestor "
            "nor another version of it"
        )
        ways = ("check the plan against the model that it pins", "change the line 'model:' of the plan")
        raise InputError([Fault("FID113", place, found, "", ways)])
    return chosen


def check_many(
    plans: Iterable[Plan | str | PathLike[str]],
    model: Model | str | None = None,
    *,
    on: date | None = None,
    bind: str | Strength = Strength.RESTATED,
) -> Iterator[CheckResult | Unreadable]:
    """Yield one result a plan, in their order, as each is asked for.

    ``plans`` may be plans or paths, and any iterable of them. A plan that cannot be read, or that does not
    fit its model, gives an ``Unreadable`` in its place, so that none of the others is lost.

    Examples
    --------
    >>> import fidelity
    >>> plan = fidelity.Plan(id="a", model="fdac@2026.1", site="Ashby", unmentioned="as-specified", author="x")
    >>> [result.verdict.value for result in fidelity.check_many([plan, plan])]
    ['green', 'green']
    """
    level = bind if isinstance(bind, Strength) else level_of(bind)
    for one in plans:
        try:
            plan = one if isinstance(one, Plan) else _load(one)
            yield judge_plan(plan, model_for(plan, model), level, on)
        except InputError as error:
            path = one.place.path or one.id if isinstance(one, Plan) else fspath(one)
            yield Unreadable(path, error.faults)


def _load(path: str | PathLike[str]) -> Plan:
    from fidelity.reading.plans import load_plan

    return load_plan(path)
