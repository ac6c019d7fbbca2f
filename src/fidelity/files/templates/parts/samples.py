"""Values to start from: for each parameter one that it can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.amounts import Misfit
from fidelity.model.written import raw_in, raw_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.parameters import Constraint, Parameter
    from fidelity.model.types import RawValue

__all__ = ["sample"]


def sample(parameter: Parameter) -> RawValue:
    """Return a value of a parameter: the standard, or else one inside its limits where one can be seen.

    Where the model is silent, any value that can be read.

    Examples
    --------
    >>> import fidelity
    >>> reviews = fidelity.load_model("fdac").by_id["review-hearing"]
    >>> [sample(parameter) for parameter in reviews.parameters]
    ['2 weeks', '50%']
    """
    known = [raw for raw in _candidates(parameter) if _reads(parameter, raw)]
    inside = (raw for raw in known if all(limit.holds(parameter.value(raw)) for limit in parameter.limits))
    return next(inside, known[0])


def _candidates(parameter: Parameter) -> Iterator[RawValue]:
    for constraint in parameter.standard:
        yield from _values(constraint)
    for option in parameter.options:
        yield (option,) if parameter.kind.several else option
    for limit in parameter.limits:
        for constraint in limit.constraints:
            yield from _values(constraint)
    yield parameter.kind.sample(parameter.unit or "")
    yield from ("1 month", "1 per month")  # the other family of units


def _values(constraint: Constraint) -> Iterator[RawValue]:
    if constraint.operator == "in":
        yield from raw_in(constraint)
    else:
        raw = raw_value(constraint)
        yield raw if isinstance(raw, str) else tuple(raw)


def _reads(parameter: Parameter, raw: RawValue) -> bool:
    try:
        parameter.value(raw)
    except Misfit:
        return False
    return True
