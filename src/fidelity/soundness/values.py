"""A few values that stand for all values of a parameter: no comparison of a model tells others apart from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.amounts import Amount, singular
from fidelity.model.types import OTHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.model.parameters import Constraint, Parameter
    from fidelity.model.types import Value


def standing_for(parameter: Parameter, compared: Iterable[Constraint] = ()) -> tuple[Value, ...]:
    """Return values that stand for all that a parameter can take; for any type but a set.

    Parameters
    ----------
    parameter
        The parameter; its own limits, exceptions and standard are taken into account.
    compared
        Further comparisons, such as those of the links that are about it.

    Returns
    -------
    tuple of Value
        Values in ascending order, if they have an order. For every value, one of these meets exactly the same
        comparisons.

    Examples
    --------
    >>> from fidelity.model.evidence import Basis
    >>> from fidelity.model.parameters import Constraint, Parameter
    >>> few = Parameter("judges", "whole-number", Basis(), standard=(Constraint("is", Amount(1), "1"),))
    >>> [value.number for value in standing_for(few)]
    [0, 1, 2]
    """
    constraints = [*own_constraints(parameter), *compared]
    named = [
        value
        for one in constraints
        for value in (one.value if isinstance(one.value, tuple) and not isinstance(one.value, Amount) else (one.value,))
    ]
    unit = singular(parameter.unit) if parameter.kind.counts and parameter.unit else parameter.family
    return parameter.kind.standing_for(named, parameter.options, unit)


def members(parameter: Parameter, compared: Iterable[Constraint] = ()) -> tuple[str, ...]:
    """Return the members that a set can have, as far as any comparison tells them apart."""
    constraints = [*own_constraints(parameter), *compared]
    named = [text for one in constraints for text in texts_in(one.value)]
    return tuple(dict.fromkeys(parameter.options or (*named, OTHER)))


def inside(parameter: Parameter, value: Value) -> bool:
    """Return whether a value is inside the limits, or inside those of an exception."""
    return all(limit.holds(value) for limit in parameter.limits) or any(
        exception.holds(value) for exception in parameter.exceptions
    )


def is_empty(parameter: Parameter) -> bool:
    """Return whether no value at all is inside the limits or an exception."""
    if not parameter.kind.several:
        return not any(inside(parameter, value) for value in standing_for(parameter))
    return not any(inside(parameter, least) for least in _least_sets(parameter))


def can_have(parameter: Parameter, member: str) -> bool:
    """Return whether a set inside the limits, or inside an exception, can have a member."""
    return any(
        inside(parameter, wider)
        for least in _least_sets(parameter)
        for wider in (least | {member}, least)
        if member in wider
    )


def offers(parameter: Parameter, option: str | bool) -> bool:  # noqa: FBT001 - yes and no are options
    """Return whether a parameter itself names an option (for a set: a member) and leaves room for it."""
    if parameter.silent and not parameter.options:
        return False
    if isinstance(option, bool):
        return inside(parameter, option)
    if option not in members(parameter) or option == OTHER:
        return False
    return can_have(parameter, option) if parameter.kind.several else inside(parameter, option)


def _least_sets(parameter: Parameter) -> Iterator[frozenset[str]]:
    """Yield the smallest set that can be inside the limits, and the smallest inside each exception."""
    for limits in (parameter.limits, *(exception.limits for exception in parameter.exceptions)):
        needed = [one for limit in limits for one in limit.constraints if one.operator != "in"]
        exact = next((frozenset(texts_in(one.value)) for one in needed if one.operator == "is"), None)
        yield exact if exact is not None else frozenset(text for one in needed for text in texts_in(one.value))


def own_constraints(parameter: Parameter) -> Iterator[Constraint]:
    """Yield every comparison that a parameter itself makes: standard, limits, exceptions."""
    yield from parameter.standard
    for limit in (*parameter.limits, *(limit for one in parameter.exceptions for limit in one.limits)):
        yield from limit.constraints


def texts_in(value: object) -> Iterator[str]:
    """Yield every text in a value: one that is a text, or the texts in a set."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | frozenset):
        for one in value:
            yield from texts_in(one)
