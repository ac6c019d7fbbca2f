"""An independent analyser of feature models agrees with the analyses: over all shipped models, and random ones."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given, note
from hypothesis import strategies as st
from tests.soundness.brute import Done, count, permits, plain, plans
from tests.soundness.outside import Answer, Judge, configuration
from tests.strategies import all_leaves, model_yaml, models, sound_models

import fidelity
from fidelity.model.elements import NatureRule
from fidelity.model.evidence import Basis
from fidelity.model.requirements import AdditionTerm
from fidelity.plan.plan import Change, Choice, Plan, Setting
from fidelity.soundness.analysis import analyse
from fidelity.soundness.space import compared_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.model.model import Model

SHIPPED = [path.stem for path in sorted(Path("models").glob("*.yaml"))]
_BASIS = Basis(inferred="for the test")
FEW = 300
_RULES = (NatureRule("removing", "absent", _BASIS),)


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with Judge() as running:
        yield running


def _without(model: Model, gone: Iterable[str], choices: Iterable[Choice] = ()) -> Done:
    """Return a plan that leaves some elements out, and chooses something."""
    left = set(gone)
    states = {id_: "out" if id_ in left else "kept" for id_ in model.by_id}
    chosen = tuple(choices)
    changes = tuple(Change(f"c-{id_}", "x", element=id_, natures=("removing",)) for id_ in left)
    plan = Plan("any", model.reference, "Northtown", "as-specified", choices=chosen, changes=changes)
    values = {(choice.element, one.parameter): one.value for choice in chosen for one in choice.settings}
    return Done(states, values, plan)


def _plans(model: Model) -> Iterator[Done]:
    """Yield: everything kept; each element left out; each option chosen; and some of everything at once."""
    ids, draw = list(model.by_id), Random(model.id)  # noqa: S311 - plans to try, nothing secret
    yield _without(model, [])
    yield from (_without(model, [id_]) for id_ in ids)
    options = [
        Choice(element.id, (Setting(parameter.id, option),))
        for element in model.elements
        for parameter in element.parameters
        if parameter.type in ("choice", "yes-no")
        for option in (parameter.options if parameter.type == "choice" else ("yes", "no"))
    ]
    yield from (_without(model, [], [choice]) for choice in options)
    free = [element.id for element in model.elements if element.optional]
    for _ in range(40):
        gone = draw.sample(free, draw.randint(0, len(free)))
        rest = [choice for choice in options if choice.element not in gone]
        yield _without(
            model, gone, {choice.element: choice for choice in draw.sample(rest, min(3, len(rest)))}.values()
        )


def _asked(model: Model, plan: Done) -> dict[str, bool] | None:
    named = {leaf.addition for leaf in all_leaves(model) if isinstance(leaf, AdditionTerm)}
    added = [change.addition.id for change in plan.plan.changes if change.addition]
    return configuration(model, plan.states, plan.values, added, named)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_analyser_agrees_about_a_shipped_model(judge: Judge, name: str) -> None:
    model = fidelity.load_model(name)
    ruled = evolve(model, elements=tuple(evolve(one, adaptation=_RULES, tolerance=None) for one in model.elements))
    tried = list(_plans(model))
    answer = judge.ask(model, [asked for plan in tried if (asked := _asked(model, plan)) is not None])
    assert answer.possible
    _agree(answer, model)
    assert answer.permitted == tuple(permits(ruled, plan) for plan in tried)
    assert True in answer.permitted
    assert False in answer.permitted


def _sayable(model: Model) -> bool:
    """Return whether a feature model can say all that a model asks for: no link is about a set."""
    kinds = {(element.id, one.id): one.type for element in model.elements for one in element.parameters}
    return all(kinds[key] != "set" for key in compared_in(model) if key in kinds)


def _agree(answer: Answer, model: Model) -> None:
    ours = analyse(model)
    assert answer.possible == ours.possible
    if ours.possible:
        assert answer.elements(model, answer.core) == ours.core
        assert answer.elements(model, answer.dead) == ours.dead
        assert answer.closed(model) == set(ours.closed)
        assert answer.unusable(model) == ours.unusable


@given(st.one_of(models(), sound_models()).map(plain).filter(_sayable))
def test_the_analyser_agrees_about_random_models(judge: Judge, model: Model) -> None:
    note(model_yaml(model))
    _agree(judge.ask(model), model)


@given(models(max_size=4).map(plain).filter(lambda model: _sayable(model) and count(model) <= FEW))
def test_the_analyser_agrees_about_every_plan_for_a_random_model(judge: Judge, model: Model) -> None:
    note(model_yaml(model))
    permitted: dict[str, tuple[dict[str, bool], bool]] = {}
    for done in plans(model):
        asked = _asked(model, done)
        if asked is not None:
            key = repr(sorted(asked.items()))
            permitted[key] = asked, permits(model, done) or permitted.get(key, (asked, False))[1]
    answer = judge.ask(model, [asked for asked, _ in permitted.values()])
    assert answer.permitted == tuple(verdict for _, verdict in permitted.values())


def test_the_analyser_can_disagree(judge: Judge) -> None:
    model = fidelity.load_model("fdac")
    other = evolve(model, elements=tuple(evolve(one, requires=None, optional=True) for one in model.elements))
    assert judge.ask(other).elements(model, judge.ask(other).core) != analyse(model).core
