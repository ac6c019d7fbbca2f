"""From a comparison back to the values that somebody wrote in the model's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.parameters import Constraint

if TYPE_CHECKING:
    from collections.abc import Collection

    from fidelity.model.parameters import Parameter

_BETWEEN = ", "


def raw_value(constraint: Constraint) -> str | list[str]:
    """Return the value of a comparison as it was written: a text, or the members of a set in their order.

    Examples
    --------
    >>> raw_value(Constraint("includes", frozenset({"nurse", "judge"}), "nurse, judge"))
    ['nurse', 'judge']
    """
    if isinstance(constraint.value, frozenset):
        return _members(constraint.text, constraint.value)
    return constraint.text


def raw_in(constraint: Constraint) -> list[str]:
    """Return the values that an ``in`` lists, as they were written."""
    value = constraint.value
    texts = [item for item in value if isinstance(item, str)] if isinstance(value, tuple) else []
    return _members(constraint.text, texts) if texts else constraint.text.split(_BETWEEN)


def implied(parameter: Parameter) -> bool:
    """Return whether the limits follow from standard or options, and no file has to write them."""
    if len(parameter.limits) != 1:
        return False
    limit = parameter.limits[0]
    if limit.derived:
        return True
    if limit.basis != parameter.basis:
        return False
    options = parameter.options
    if options:
        return limit.constraints == (Constraint("in", options, _BETWEEN.join(options)),)
    return parameter.point is None and limit.constraints == parameter.standard


def _members(text: str, known: Collection[str]) -> list[str]:
    """Return the members that were joined into a text, even where a member holds a comma itself."""
    plain = text.split(_BETWEEN)
    if set(plain) == set(known):
        return plain
    padded = text + _BETWEEN  # every member is followed by what parts it from the next
    ways: dict[int, list[str]] = {0: []}  # from how much of the text is used up to the members that use it
    for end in range(len(padded)):
        for member in known if end in ways else ():
            if padded.startswith(member + _BETWEEN, end):
                ways.setdefault(end + len(member) + len(_BETWEEN), [*ways[end], member])
    return ways.get(len(padded), sorted(known))
