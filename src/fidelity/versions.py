"""What people call: two versions of a model, or two plans, compared; and what a new version does to a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from fidelity.errors import Fault, InputError, Place
from fidelity.model.model import Model
from fidelity.plan.plan import Plan

if TYPE_CHECKING:
    from datetime import date
    from os import PathLike

    from fidelity.comparing.effect import Effect
    from fidelity.comparing.models import ModelDiff
    from fidelity.comparing.plans import PlanDiff
    from fidelity.model.strength import Strength

__all__ = ["diff", "effect", "load_either"]


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
        Two models that have nothing to do with each other are compared all the same: ``relation`` says so.

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
    raise _mixed(before, after)


def effect(
    plan: Plan | str | PathLike[str],
    old: Model | str,
    new: Model | str,
    *,
    on: date | None = None,
    bind: str | Strength = "restated",
) -> Effect:
    """Return what a new version of a model does to a plan: the verdict by both, and what is new, gone or otherwise.

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
    from fidelity.files.library import load_model
    from fidelity.files.plans import load_plan
    from fidelity.model.strength import Strength, level_of

    ours = plan if isinstance(plan, Plan) else load_plan(plan)
    models = [one if isinstance(one, Model) else load_model(one) for one in (old, new)]
    level = bind if isinstance(bind, Strength) else level_of(bind)
    pinned = ours.model.partition("@")[0]
    if pinned != models[0].id:
        at = ours.places.get("model", ours.place)
        found = f"the plan is written for {ours.model}, and the versions compared are of {models[0].id}"
        raise InputError([Fault("FID113", at, found, f"a plan for {models[0].id}")])
    if ours.model == models[1].reference != models[0].reference:
        at = ours.places.get("model", ours.place)
        found = f"the plan is written for {ours.model}, the newer of the two versions"
        way = "to judge it by the version that it names, use 'fidelity check'"
        raise InputError([Fault("FID113", at, found, f"a plan for {models[0].reference}", (way,))])
    return effect_of(ours, compare_models(*models), level, on)


def load_either(source: str | PathLike[str]) -> Model | Plan:
    """Return the model or the plan that a word names; files are told apart by what is in them."""
    from fidelity.files.library import load_either as load

    return load(source)


def _model_of(plan: Plan) -> Model | None:
    """Return the model that a plan pins, or ``None`` where it cannot be had: a comparison does without."""
    from fidelity.files.library import load_model

    try:
        return load_model(plan.model)
    except InputError:
        return None


def _mixed(before: Model | Plan, after: Model | Plan) -> InputError:
    model, plan = (before, after) if isinstance(before, Model) else (after, before)
    assert isinstance(model, Model)
    assert isinstance(plan, Plan)
    ways = (
        "compare two models, or two plans",
        "for what a new version does to a plan, compare the versions and name the plan with --plan",
        "to judge a plan by a model, use 'fidelity check'",
    )
    found = f"this is a plan ({plan.id}), and {model.reference} is a model"
    return InputError([Fault("FID104", Place(plan.place.path or plan.id), found, "two of a kind", ways)])
