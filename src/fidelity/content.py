"""Equality, hash and display by content, and properties that are worked out once, for every value of this library.

attrs can write these methods for each class, and takes about half a millisecond a class to do so whenever the library
is loaded. A command line that checks one plan would pay that for some thirty classes.
"""

from __future__ import annotations

import copyreg
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from attrs import Attribute

    kept = cached_property
else:

    class kept(cached_property):  # noqa: N801 - it is used as a decorator, like the one that it replaces
        """A property that is worked out once.

        Python's own takes a lock up to 3.11, which costs more than most of what a check works out.
        """

        def __get__(self, instance: object, owner: type | None = None) -> object:
            if instance is None:
                return self
            value = instance.__dict__[self.attrname] = self.func(instance)
            return value


def read_only(items: dict[object, object]) -> MappingProxyType[object, object]:
    """Return a read-only view of a mapping that nobody else holds."""
    return MappingProxyType(items)


# Our values hold read-only mappings, and Python can copy or pickle them only if it is told how.
copyreg.pickle(MappingProxyType, lambda mapping: (read_only, (dict(mapping),)))


class Content:
    """A frozen value: equal to another of its class if everything that it holds is equal, apart from places."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _names(self).compared)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in _names(self).hashed))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _names(self).shown)
        return f"{self.__class__.__name__}({shown})"


class _Names(NamedTuple):
    compared: tuple[str, ...]
    hashed: tuple[str, ...]
    shown: tuple[str, ...]


_known: dict[type, _Names] = {}


def _names(value: Content) -> _Names:
    """Return which fields of a value's class count for what; looked up once a class."""
    of = value.__class__
    names = _known.get(of)
    if names is None:
        fields: tuple[Attribute[object], ...] = getattr(of, "__attrs_attrs__", ())
        names = _known[of] = _Names(
            tuple(one.name for one in fields if one.eq),
            tuple(one.name for one in fields if (one.eq if one.hash is None else one.hash)),
            tuple(one.name for one in fields if one.repr),
        )
    return names
