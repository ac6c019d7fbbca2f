"""What people call: a plan, or many, checked against the models that they pin.

The engine knows nothing of files. Here a plan's model is found, and paths are read, on the way to it.
"""

from __future__ import annotations

from datetime import date
from os import PathLike, fspath
from typing import TYPE_CHECKING

from fidelity.checking.check import judge_plan
from fidelity.checking.result import NOTHING_EXTRA, Extra, Unreadable
from fidelity.errors import Fault, InputError
from fidelity.files.library import is_offered, load_model
from fidelity.files.plans import load_plan
from fidelity.model.model import Model, ancestors
from fidelity.model.strength import Strength, level_of
from fidelity.plan.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checking.local import LocalRule
    from fidelity.checking.register import Register
    from fidelity.checking.result import CheckResult

__all__ = ["approvals", "check", "check_many", "seen_by"]


def check(
    plan: Plan | str | PathLike[str],
    model: Model | str | None = None,
    *,
    on: date | None = None,
    bind: str | Strength = Strength.RESTATED,
    rules: Iterable[LocalRule] = (),
    privacy_scan: bool = True,
) -> CheckResult:
    """Return whether a plan is within its model, with reasons.

    Parameters
    ----------
    plan
        The plan, or the path of its file.
    model
        The model to judge by; by default the one that the plan pins. Another one is accepted only where
        it is another version of the pinned one, or an ancestor of it: a plan for a variant can be judged by
        what the variant extends.
    on
        The day to judge approvals by, that day included. Without one an approval counts, and the result
        says that its expiry was not judged.
    bind
        The weakest strength that binds: ``stated``, ``restated``, ``observed`` or ``inferred``.
    rules
        Local rules to check by as well, such as those that ``fidelity.rules.load_rules`` finds.
    privacy_scan
        Whether to advise on what seems to be personal data (FID506).

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
    level = level_of(bind)
    day_of(on)
    if not isinstance(plan, Plan):
        plan = load_plan(plan)
    return judge_plan(*seen_by(plan, model), level, on, _extra(rules, scan=privacy_scan))


def day_of(on: object) -> None:
    """Raise ``TypeError`` where the day to judge by is not a date."""
    if on is not None and not isinstance(on, date):
        raise TypeError(f"on is a date, such as date(2026, 11, 22) or date.today(); not {on!r}")


def seen_by(plan: Plan, model: Model | str | None) -> tuple[Plan, Model]:
    """Return a plan and the model to judge it by; for an ancestor of its model, the plan in the ancestor's words.

    Raises
    ------
    InputError
        If the model is not one that the plan can be judged by.
    """
    pinned = plan.model.partition("@")[0]
    place = plan.places.get("model", plan.place)
    if model is None:
        return plan, load_model(plan.model, place=plan.places.get("model"))
    chosen = model if isinstance(model, Model) else load_model(model)
    if chosen.id == pinned:
        return plan, chosen
    variant = load_model(plan.model, place=place) if is_offered(pinned) else chosen
    if all(one.id != chosen.id for one in ancestors(variant)):
        found = (
            f"the plan is written for {plan.model}, and {chosen.reference} is neither its ancestor "
            "nor another version of it"
        )
        ways = ("check the plan against the model that it pins", "change the line 'model:' of the plan")
        raise InputError([Fault("FID113", place, found, "", ways)])
    from fidelity.checking.ancestry import before_ancestor  # few plans are judged by an ancestor
    from fidelity.checking.binding import faults

    amiss = faults(plan, variant)
    if amiss:
        raise InputError(amiss)
    return before_ancestor(plan, variant, chosen)


def check_many(
    plans: Iterable[Plan | str | PathLike[str]],
    model: Model | str | None = None,
    *,
    on: date | None = None,
    bind: str | Strength = Strength.RESTATED,
    rules: Iterable[LocalRule] = (),
    privacy_scan: bool = True,
) -> Iterator[CheckResult | Unreadable]:
    """Return one result a plan, in their order, each worked out when it is asked for.

    ``plans`` may be plans or paths, and any iterable of them. A plan that cannot be read, or that does not
    fit its model, gives an ``Unreadable`` in its place, so that none of the others is lost.

    Examples
    --------
    >>> import fidelity
    >>> plan = fidelity.Plan(id="a", model="fdac@2026.1", site="Ashby", unmentioned="as-specified", author="x")
    >>> [result.verdict.value for result in fidelity.check_many([plan, plan])]
    ['green', 'green']
    """
    if isinstance(plans, str | Plan):
        raise TypeError("check_many takes several plans or paths, such as a list; for one plan, use check")
    day_of(on)
    level = level_of(bind)
    judge = load_model(model) if isinstance(model, str) else model
    return _each(plans, judge, level, on, _extra(rules, scan=privacy_scan))


def _extra(rules: Iterable[LocalRule], *, scan: bool) -> Extra:
    found = tuple(rules)
    if not found:
        return NOTHING_EXTRA if scan else Extra(privacy_scan=False)
    from fidelity.checking.local import no_clash  # few plans are checked by local rules

    return Extra(no_clash(found), scan)


def _each(
    plans: Iterable[Plan | str | PathLike[str]],
    model: Model | None,
    bind: Strength,
    on: date | None,
    extra: Extra,
) -> Iterator[CheckResult | Unreadable]:
    for one in plans:
        try:
            plan = one if isinstance(one, Plan) else load_plan(one)
            yield judge_plan(*seen_by(plan, model), bind, on, extra)
        except InputError as error:
            path = one.place.path or one.id if isinstance(one, Plan) else fspath(one)
            yield Unreadable(path, error.faults)


def approvals(plans: Iterable[Plan | str | PathLike[str]], *, on: date | None = None) -> Register:
    """Return the register of agreed variations over many plans, what runs out next first.

    Parameters
    ----------
    plans
        Plans or paths, any iterable of them. Those that cannot be read stand in the register apart.
    on
        The day to judge by. Without one nothing runs out, and what has an end counts as in force.

    Examples
    --------
    >>> import fidelity
    >>> plan = fidelity.Plan(id="a", model="fdac@2026.1", site="Ashby", unmentioned="as-specified")
    >>> fidelity.approvals([plan])
    <Register: 0 agreed variations, 0 in force>
    """
    from fidelity.checking.register import register_of

    return register_of(check_many(plans, on=on), on)
