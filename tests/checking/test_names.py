"""A plan that names what its model does not have is refused: each slip by its code, with what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.budget import times
from tests.strategies import Case, bearing_cases, values_for

import fidelity
from fidelity.plan.plan import Addition, Change, Choice, Setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.errors import Fault
    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan

NOBODY = "nobody-has-this"


def added(*changes: Change, **more: Any) -> Callable[[Plan, Model], Plan]:
    return lambda plan, _: evolve(plan, changes=(*plan.changes, *changes), **more)


def change(**fields: Any) -> Change:
    return Change(id="slip", what="It slips.", **{"natures": ("format",), **fields})


def addition(**fields: Any) -> Addition:
    return Addition(id=fields.pop("id", "new"), title="New", statement="It is new.", **fields)


def setting(
    plan: Plan, model: Model, name: str | None, value: str | tuple[str, ...] | None, exception: str | None = None
) -> Plan:
    """Set a parameter (or one that is not there) of the first element that has a free one."""
    taken = {(one.element, s.parameter) for one in plan.changes for s in one.settings}
    taken |= {(one.element, s.parameter) for one in plan.choices for s in one.settings}
    free = [(e, p) for e in model.elements for p in e.parameters if (e.id, p.id) not in taken and not p.kind.several]
    assume(free)
    element, parameter = free[0]
    one = Setting(name or parameter.id, value or values_for(parameter)[0])
    slip = change(element=element.id, settings=(one,), exception=exception)
    kept = tuple(name for name in plan.as_specified if name != element.id)
    return evolve(plan, changes=(*plan.changes, slip), undecided=(), as_specified=kept)


SLIPS: dict[str, tuple[Callable[[Plan, Model], Plan], tuple[str, ...]]] = {
    "as specified": (lambda plan, _: evolve(plan, as_specified=(*plan.as_specified, NOBODY)), ("FID109",)),
    "undecided": (lambda plan, _: evolve(plan, undecided=(*plan.undecided, NOBODY)), ("FID109",)),
    "choice": (lambda plan, _: evolve(plan, choices=(*plan.choices, Choice(NOBODY, ()))), ("FID109",)),
    "element": (added(change(element=NOBODY)), ("FID109",)),
    "practice": (added(change(proscribed=NOBODY)), ("FID109",)),
    "touches": (added(change(addition=addition(), touches=(NOBODY,))), ("FID109",)),
    "requires": (added(change(addition=addition(requires=(NOBODY,)))), ("FID109",)),
    "excludes": (added(change(addition=addition(excludes=(NOBODY,)))), ("FID109",)),
    "parameter": (lambda plan, model: setting(plan, model, NOBODY, "1"), ("FID109",)),
    "value": (lambda plan, model: setting(plan, model, None, NOBODY), ("FID107", "FID110")),
    "list": (lambda plan, model: setting(plan, model, None, ("1", "2")), ("FID107", "FID110")),
    # An exception that is cited where nothing is set is found when a file is read, and not here: for a later issue.
    "exception": (lambda plan, model: setting(plan, model, None, None, NOBODY), ("FID109",)),
    "id of an element": (
        lambda plan, model: added(change(addition=addition(id=model.elements[0].id)))(plan, model),
        ("FID108",),
    ),
}


def refused(plan: Plan, model: Model) -> tuple[Fault, ...]:
    with pytest.raises(fidelity.InputError) as told:
        fidelity.check(plan, model)
    return told.value.faults


@pytest.mark.parametrize("slip", SLIPS)
@times(0.6)
@given(case=bearing_cases())
def test_one_slip_is_one_fault_that_names_it(slip: str, case: Case) -> None:
    spoil, codes = SLIPS[slip]
    (fault,) = refused(spoil(case.plan, case.model), case.model)
    assert fault.code in codes
    named = case.model.elements[0].id if slip.startswith("id") else "list" if slip == "list" else NOBODY
    assert named in fault.found
    assert not fault.expected.endswith("of: ")  # of what the model has none of, none is listed


@times(0.6)
@given(bearing_cases(), st.sampled_from(["requires", "excludes"]))
def test_an_addition_may_name_another_of_the_same_plan(case: Case, key: str) -> None:
    first, second = addition(id="first"), addition(id="second", **{key: ("first",)})
    changes = (change(addition=first), evolve(change(addition=second), id="slip-2"))
    plan = evolve(case.plan, changes=(*case.plan.changes, *changes))
    assert fidelity.check(plan, case.model).verdict in {"green", "amber", "red"}
    (fault,) = refused(evolve(plan, changes=(*case.plan.changes, changes[1])), case.model)
    assert fault.found.startswith("'first' is not")


def test_a_near_name_is_suggested_and_a_title_too() -> None:
    model = fidelity.load_model("fdac")
    plan = fidelity.Plan("a", model.reference, "A", "as-specified", author="lead")
    (near,) = refused(evolve(plan, as_specified=("review-hearin",)), model)
    assert near.ways_out == ("did you mean 'review-hearing'?",)
    title = next(one.title for one in model.elements if one.id == "review-hearing")
    (titled,) = refused(evolve(plan, undecided=(f" {title.upper()}",)), model)
    assert titled.ways_out == ("did you mean 'review-hearing'?",)
    alike = evolve(model, elements=tuple(evolve(one, title="Alike") for one in model.elements))
    (first,) = refused(evolve(plan, undecided=("alike",)), alike)
    assert first.ways_out == (f"did you mean '{model.elements[0].id}'?",)
    (other,) = refused(evolve(plan, undecided=("zzzzzz",)), model)
    assert other.ways_out == (f"see what there is with: fidelity show {model.id}",)
