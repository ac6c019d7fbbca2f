"""The fields of a value of a model."""

from __future__ import annotations

__all__ = ["fields_of"]


def fields_of(value: object) -> tuple[str, ...]:
    """Return the fields of a value that count, in the order of its class."""
    return tuple(one.name for one in getattr(type(value), "__attrs_attrs__", ()) if one.eq)
