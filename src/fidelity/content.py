"""Equality, hash and display by content, written once for every value of this library.

attrs can write these methods for each class, and takes about half a millisecond a class to do so whenever
the library is loaded. A command line that checks one plan pays that for some thirty classes; this does not.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attrs import Attribute

__all__ = ["Content"]


class Content:
    """A frozen value: equal to another of its class if all that it holds is equal, places apart."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _compared(self.__class__))

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in _hashed(self.__class__)))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _shown(self.__class__))
        return f"{self.__class__.__name__}({shown})"


def _fields(of: type[object]) -> tuple[Attribute[object], ...]:
    found: tuple[Attribute[object], ...] = getattr(of, "__attrs_attrs__", ())
    return found


@cache
def _compared(of: type[object]) -> tuple[str, ...]:
    return tuple(one.name for one in _fields(of) if one.eq)


@cache
def _hashed(of: type[object]) -> tuple[str, ...]:
    return tuple(one.name for one in _fields(of) if (one.eq if one.hash is None else one.hash))


@cache
def _shown(of: type[object]) -> tuple[str, ...]:
    return tuple(one.name for one in _fields(of) if one.repr)
