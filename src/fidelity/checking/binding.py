"""What a plan names and the model does not have: every fault, with its place and the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.errors import Fault, Place
from fidelity.model.amounts import Misfit
from fidelity.rendering.english import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.plan.plan import Change, Plan, Setting

WRONG_VALUE, DUPLICATE, UNKNOWN_NAME, UNKNOWN_OPTION, UNIT = "FID107", "FID108", "FID109", "FID110", "FID111"
"""The codes of what a plan cannot say of its model; the readers of files find the others of their family."""
OTHERWISE = "for something else altogether, leave the value out and describe it as a change that is 'substituting'"
SHOWN = 8
"""How many known names a message lists."""


def faults(plan: Plan, model: Model) -> tuple[Fault, ...]:
    """Return every fault of a plan against a model, in the order of the file; empty if it fits."""
    found = [*_names(plan, model), *_choices(plan, model)]
    for number, change in enumerate(plan.changes):
        found += _change(plan, f"changes/{number}", change, model)
    return tuple(sorted(found, key=lambda fault: fault.place))


def near(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return a way out that suggests the nearest name, or nothing."""
    close = nearest(name, names)
    return () if close is None else (f"did you mean '{close}'?",)


def _titled(name: str, names: Iterable[str], model: Model) -> tuple[str, ...]:
    """Return a way out that suggests the id of what has such a title, or nothing: people copy what they read."""
    titles = {one.id: one.title for one in model.elements} | {one.id: one.title for one in model.proscribed}
    found = (id_ for id_ in names if titles.get(id_, "").casefold() == name.strip().casefold())
    return tuple(f"did you mean '{id_}'?" for id_ in found)[:1]


def unknown(name: str, kind: str, names: Iterable[str], place: Place, model: Model, code: str = UNKNOWN_NAME) -> Fault:
    """Return the fault of a name that the model does not have."""
    known = list(names)
    listed = f"one of: {', '.join(known)}" if len(known) <= SHOWN else ""
    ways = _titled(name, known, model) or near(name, known) or (f"see what there is with: fidelity show {model.id}",)
    return Fault(code, place, f"'{name}' is not {kind} of {model.reference}", listed if known else "", ways)


def _names(plan: Plan, model: Model) -> Iterator[Fault]:
    known = [*model.by_id, *model.proscribed_by_id]
    for key, names in (("as_specified", plan.as_specified), ("undecided", plan.undecided)):
        for name in names:
            if name not in known:
                place = plan.places.get(f"{key}/{name}", plan.place)
                yield unknown(name, "an element", known, place, model)


def _choices(plan: Plan, model: Model) -> Iterator[Fault]:
    for choice in plan.choices:
        element = model.by_id.get(choice.element)
        if element is None:
            yield unknown(choice.element, "an element", model.by_id, choice.place, model)
        else:
            yield from _settings(plan, f"choices/{choice.element}", choice.settings, element, model)


def _settings(plan: Plan, where: str, settings: Iterable[Setting], element: Element, model: Model) -> Iterator[Fault]:
    """Yield the faults of some settings; ``where`` is what the plan's places call what holds them."""
    for setting in settings:
        parameter = element.parameter(setting.parameter)
        if parameter is None:
            names = [p.id for p in element.parameters]
            yield unknown(setting.parameter, f"a parameter of '{element.id}'", names, setting.place, model)
            continue
        try:
            parameter.value(setting.value)
        except Misfit as misfit:
            option = bool(parameter.options)
            code = UNIT if misfit.units else UNKNOWN_OPTION if option else WRONG_VALUE
            ways = near(misfit.found.strip("'"), parameter.options) if option else ()
            if option:
                ways += (OTHERWISE,)
            at = plan.places.get(f"{where}/{parameter.id}", setting.place)
            yield Fault(code, at, f"'{element.id}.{parameter.id}' cannot be {misfit.found}", misfit.expected, ways)


def _change(plan: Plan, where: str, change: Change, model: Model) -> Iterator[Fault]:
    def at(key: str) -> Place:
        return plan.places.get(f"{where}/{key}", change.place)

    if change.element is not None:
        element = model.by_id.get(change.element)
        if element is None:
            yield unknown(change.element, "an element", model.by_id, at("element"), model)
            return
        yield from _settings(plan, f"{where}/set", change.settings, element, model)
        named = [e.id for s in change.settings if (p := element.parameter(s.parameter)) for e in p.exceptions]
        if change.exception is not None and change.exception not in named:
            yield unknown(change.exception, f"an exception for what '{change.id}' sets", named, at("exception"), model)
    elif change.proscribed is not None:
        if change.proscribed not in model.proscribed_by_id:
            at_ = at("proscribed")
            yield unknown(change.proscribed, "a proscribed practice", model.proscribed_by_id, at_, model)
    elif change.addition is not None:
        yield from _addition(plan, change, model, at)


def _addition(plan: Plan, change: Change, model: Model, at: Callable[[str], Place]) -> Iterator[Fault]:
    addition = change.addition
    assert addition is not None
    if addition.id in model.by_id or addition.id in model.proscribed_by_id:
        found = f"the local addition '{addition.id}' has the id of something in {model.reference}"
        ways = ("give the addition another id", f"describe it as a change to '{addition.id}'")
        place = at("add/id")
        yield Fault(DUPLICATE, place, found, "an id of its own", ways)
    for name in change.touches:
        if name not in model.by_id:
            yield unknown(name, "an element", model.by_id, at(f"touches/{name}"), model)
    ours = [other.addition.id for other in plan.changes if other.addition is not None]
    for key, names in (("requires", addition.requires), ("excludes", addition.excludes)):
        for name in names:
            if name not in model.by_id and name not in ours:
                place = at(f"add/{key}/{name}")
                yield unknown(name, "an element", [*model.by_id, *ours], place, model)
