"""Random models and plans for tests of your own, with Hypothesis: always legal, of every kind, and small.

Whatever works with models, plans or results (a report, a dashboard, a converter) can be tried on cases that nobody
thought of. ``models()`` may be unsound (a link that the untouched model does not meet, an exclusion that stands); with
``sound=True`` they are in order as they stand. Hypothesis is asked for only when a strategy is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from hypothesis.strategies import SearchStrategy

    from fidelity.model.model import Model
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Plan

__all__ = ["Case", "cases", "models", "plans"]


class Case(NamedTuple):
    """A model, a plan for it, what binds, and the day to judge approvals by."""

    model: Model
    plan: Plan
    bind: Strength
    on: date | None


def models(*, max_size: int = 9, sound: bool = False) -> SearchStrategy[Model]:
    """Return a strategy for models over three tiers, with at most ``max_size`` elements.

    Raises
    ------
    ModuleNotFoundError
        If Hypothesis is not installed.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(models(sound=True), lambda model: any(element.optional for element in model.elements)).reference
    'example@2026.1'
    """
    _need_hypothesis()
    from fidelity.strategies import modelling

    return (modelling.sound_models if sound else modelling.models)(max_size=max_size)


def plans(model: Model, *, max_atoms: int = 6) -> SearchStrategy[Plan]:
    """Return a strategy for plans of all kinds for a model that was made here.

    Parameters
    ----------
    model
        One that ``models`` made: the values that a plan sets are known only for those.
    max_atoms
        The most parts that matter: changes, choices, what is undecided.

    Raises
    ------
    ModuleNotFoundError
        If Hypothesis is not installed.
    """
    _need_hypothesis()
    from fidelity.strategies.planning import plans as strategy

    return strategy(model, max_atoms=max_atoms)


def cases(*, sound: bool | None = None, max_size: int = 9, max_atoms: int = 6) -> SearchStrategy[Case]:
    """Return a strategy for all that a judge may be asked: a model, a plan for it, what binds, and the day.

    ``sound`` says whether the models are in order as they stand; without it two in three are.

    Raises
    ------
    ModuleNotFoundError
        If Hypothesis is not installed.

    Examples
    --------
    >>> import fidelity
    >>> from hypothesis import find
    >>> def breaches(case):
    ...     return not fidelity.check(case.plan, case.model, bind=case.bind, on=case.on).ok
    >>> find(cases(sound=True), breaches).plan.id
    'northtown-example'
    """
    _need_hypothesis()
    from fidelity.strategies.planning import questions

    return questions(sound=sound, max_size=max_size, max_atoms=max_atoms).map(Case._make)


def _need_hypothesis() -> None:
    try:
        import hypothesis  # noqa: F401 - only to see whether it is there
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("fidelity.strategies needs Hypothesis: pip install hypothesis") from error
