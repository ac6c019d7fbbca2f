"""Every value inside a value, at any depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

__all__ = ["parts"]

_FIELDS: dict[type, tuple[str, ...]] = {}
"""The fields of the classes that were met, places left out."""


def parts(thing: object) -> Iterator[object]:
    """Yield a value and whatever it holds, in no particular order; places are left out."""
    open_ = [thing]
    while open_:
        one = open_.pop()
        yield one
        if isinstance(one, str):
            continue
        if isinstance(one, tuple | frozenset | list):
            open_.extend(one)
        elif isinstance(one, Mapping):
            open_.extend(one.values())
        else:
            of = one.__class__
            if of not in _FIELDS:
                fields = getattr(of, "__attrs_attrs__", ())
                _FIELDS[of] = tuple(field.name for field in fields if field.name != "place")
            open_.extend([getattr(one, name) for name in _FIELDS[of]])
