"""What people call: plans checked against the models that they pin, and versions compared.

The engine knows nothing of files. Here a plan's model is found, and paths are read, on the way to it.
"""

from __future__ import annotations

from functools import cache
from os import fspath
from typing import TYPE_CHECKING, overload

from fidelity.checking.result import NOTHING_EXTRA, Extra, Unreadable
from fidelity.errors import Fault, InputError, Place
from fidelity.files.faults import UNKNOWN_MODEL, WRONG_KIND
from fidelity.files.library import day_of, judged, load_either, load_model
from fidelity.files.plans import load_plan
from fidelity.model.model import Model
from fidelity.model.strength import Strength, level_of
from fidelity.plan.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from os import PathLike

    from fidelity.checking.local import LocalRule
    from fidelity.checking.result import CheckResult
    from fidelity.codes import Code
    from fidelity.comparing.effect import Effect
    from fidelity.comparing.models import ModelDiff
    from fidelity.comparing.plans import PlanDiff
    from fidelity.comparing.register import Register

__all__ = ["all_codes", "approvals", "check", "check_many", "diff", "effect", "load_either"]


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
        The model to judge by; by default the one that the plan pins. Another model is accepted only if it is another
        version of the pinned one, or an ancestor of it: a plan for a variant can be judged by what the variant extends.
    on
        The day to judge approvals by, that day included. Without one an approval counts, and the result
        says that its expiry was not judged.
    bind
        The weakest strength that binds: ``stated``, ``restated``, ``observed`` or ``inferred``.
    rules
        Local rules to check by as well, such as those that ``fidelity.rules.load_rules`` finds.
    privacy_scan
        Whether to advise on what seems to be personal data (FID506).

    Returns
    -------
    CheckResult
        The verdict at once, and the rest when somebody asks for it. Cost: linear in what the plan reaches.

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
    return judged(plan, model, on=on, bind=bind, extra=_extra(rules, scan=privacy_scan))


def check_many(
    plans: Iterable[Plan | str | PathLike[str]],
    model: Model | str | None = None,
    *,
    on: date | None = None,
    bind: str | Strength = Strength.RESTATED,
    rules: Iterable[LocalRule] = (),
    privacy_scan: bool = True,
) -> Iterator[CheckResult | Unreadable]:
    """Return one result for each plan, in their order, each worked out when it is asked for.

    A plan that cannot be read, or that does not fit its model, gives an ``Unreadable`` in its place, so that none of
    the others is lost.

    Parameters
    ----------
    plans
        Plans or paths, in any iterable; it is read as results are asked for.
    model, on, bind, rules, privacy_scan
        As for ``check``, for all of the plans.

    Returns
    -------
    Iterator of CheckResult or Unreadable
        One for each plan, in their order.

    Raises
    ------
    TypeError
        If ``plans`` is a single plan or path.

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
    from fidelity.checking.local import LocalRules, no_clash  # few plans are checked by local rules

    return Extra(LocalRules(no_clash(found)), scan)


def _each(
    plans: Iterable[Plan | str | PathLike[str]],
    model: Model | None,
    bind: Strength,
    on: date | None,
    extra: Extra,
) -> Iterator[CheckResult | Unreadable]:
    for one in plans:
        try:
            yield judged(one, model, on=on, bind=bind, extra=extra)
        except InputError as error:
            path = one.place.path or one.id if isinstance(one, Plan) else fspath(one)
            yield Unreadable(path, error.faults)


def approvals(plans: Iterable[Plan | str | PathLike[str]], *, on: date | None = None) -> Register:
    """Return the register of agreed variations over many plans, those that run out next first.

    Parameters
    ----------
    plans
        Plans or paths, in any iterable.
    on
        The day to judge by. Without one nothing runs out, and a variation with an end counts as in force.

    Returns
    -------
    Register
        The variations, and apart from them the plans that could not be read.

    Examples
    --------
    >>> import fidelity
    >>> plan = fidelity.Plan(id="a", model="fdac@2026.1", site="Ashby", unmentioned="as-specified")
    >>> fidelity.approvals([plan])
    <Register: 0 agreed variations, 0 in force>
    """
    from fidelity.comparing.register import register_of

    return register_of(check_many(plans, on=on), on)


@overload
def diff(old: Model, new: Model) -> ModelDiff: ...
@overload
def diff(old: Plan, new: Plan) -> PlanDiff: ...
@overload
def diff(old: Model | Plan | str | PathLike[str], new: Model | Plan | str | PathLike[str]) -> ModelDiff | PlanDiff: ...
def diff(old: Model | Plan | str | PathLike[str], new: Model | Plan | str | PathLike[str]) -> ModelDiff | PlanDiff:
    """Return how two versions of a model, or two plans, differ.

    Parameters
    ----------
    old, new
        Two models or two plans; or, for each, the id of a model, an id with a version, or the path of a model or plan.
        Two models that have nothing to do with each other are compared too: ``relation`` says so.

    Returns
    -------
    ModelDiff or PlanDiff
        What differs, in the order of the file.

    Raises
    ------
    InputError
        If one cannot be found or read, or if one is a model and the other a plan.

    Examples
    --------
    >>> import fidelity
    >>> found = fidelity.diff("barnahus", "child-house")
    >>> found.relation, found.apply(fidelity.load_model("barnahus")) == fidelity.load_model("child-house")
    ('variant', True)
    """
    before = old if isinstance(old, Model | Plan) else load_either(old)
    after = new if isinstance(new, Model | Plan) else load_either(new)
    if isinstance(before, Model) and isinstance(after, Model):
        from fidelity.comparing.models import compare_models

        return compare_models(before, after)
    if isinstance(before, Plan) and isinstance(after, Plan):
        from fidelity.comparing.plans import compare_plans

        return compare_plans(before, after, _model_of(before), _model_of(after))
    model, plan = (before, after) if isinstance(before, Model) else (after, before)
    assert isinstance(model, Model)
    assert isinstance(plan, Plan)
    ways = (
        "compare two models, or two plans",
        "for what a new version does to a plan, compare the versions and name the plan with --plan",
        "to judge a plan by a model, use 'fidelity check'",
    )
    found = f"this is a plan ({plan.id}), and {model.reference} is a model"
    raise InputError([Fault(WRONG_KIND, Place(plan.place.path or plan.id), found, "two of a kind", ways)])


def effect(
    plan: Plan | str | PathLike[str],
    old: Model | str,
    new: Model | str,
    *,
    on: date | None = None,
    bind: str | Strength = "restated",
) -> Effect:
    """Return what a new version of a model does to a plan: both verdicts, and what is new, gone or different.

    Parameters
    ----------
    plan
        A plan for the old version, or the path of its file.
    old, new
        The two versions.
    on
        The day to judge approvals by; without one, their expiry is not judged.
    bind
        The weakest strength that binds.

    Returns
    -------
    Effect
        The checks by both versions, and what the plan's owner has to change.

    Raises
    ------
    InputError
        If something cannot be found or read, or if the plan does not fit the old version.

    Examples
    --------
    >>> import fidelity
    >>> fdac = fidelity.load_model("fdac")
    >>> plan = fidelity.Plan(id="a", model=fdac.reference, site="Ashby", unmentioned="as-specified", author="site-lead")
    >>> print(effect(plan, fdac, fdac).before.verdict, effect(plan, fdac, fdac).after.verdict)
    green green
    """
    from fidelity.comparing.effect import effect_of
    from fidelity.comparing.models import compare_models

    ours = plan if isinstance(plan, Plan) else load_plan(plan)
    models = [one if isinstance(one, Model) else load_model(one) for one in (old, new)]
    level = bind if isinstance(bind, Strength) else level_of(bind)
    pinned = ours.model.partition("@")[0]
    if pinned != models[0].id:
        at = ours.places.get("model", ours.place)
        found = f"the plan is written for {ours.model}, and the versions compared are of {models[0].id}"
        raise InputError([Fault(UNKNOWN_MODEL, at, found, f"a plan for {models[0].id}")])
    if ours.model == models[1].reference != models[0].reference:
        at = ours.places.get("model", ours.place)
        found = f"the plan is written for {ours.model}, the newer of the two versions"
        way = "to judge it by the version that it names, use 'fidelity check'"
        raise InputError([Fault(UNKNOWN_MODEL, at, found, f"a plan for {models[0].reference}", (way,))])
    return effect_of(ours, compare_models(*models), level, on)


def _model_of(plan: Plan) -> Model | None:
    """Return the model that a plan pins, or ``None`` if it cannot be found: a comparison works without it."""
    try:
        return load_model(plan.model)
    except InputError:
        return None


@cache
def all_codes() -> tuple[Code, ...]:
    """Return every finding code in order: about plans, models, and checklists.

    Examples
    --------
    >>> [code.code for code in all_codes()][:2]
    ['FID101', 'FID102']
    """
    from fidelity.checking.rules.registry import all_codes_of_plans
    from fidelity.checklists.codes import RULES
    from fidelity.soundness.rules.rule import all_rules

    return tuple(sorted((*all_codes_of_plans(), *all_rules(), *RULES), key=lambda code: code.code))
