"""Every value inside a value, at any depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

__all__ = ["parts"]


def parts(thing: object) -> Iterator[object]:
    """Yield a value and whatever it holds, depth first; places are left out."""
    yield thing
    inside: Iterator[object] = iter(())
    if isinstance(thing, tuple | frozenset | list):
        inside = iter(thing)
    elif isinstance(thing, Mapping):
        inside = iter(thing.values())
    else:
        fields = getattr(type(thing), "__attrs_attrs__", ())
        inside = (getattr(thing, one.name) for one in fields if one.name != "place")
    for part in inside:
        yield from parts(part)
