"""Drawing: strategies are kept and used again, because building them costs more than drawing from them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["below", "coin", "number", "pick", "some"]

T = TypeVar("T")


@cache
def below(count: int) -> SearchStrategy[int]:
    """Whole numbers from zero."""
    return st.integers(0, count - 1)


def pick(draw: DrawFn, items: Sequence[T]) -> T:
    """Return one of the items; the first is the simplest."""
    return items[draw(below(len(items)))]


def number(draw: DrawFn, least: int, most: int) -> int:
    """Return a whole number between two, both included."""
    return least + draw(below(most - least + 1))


def coin(draw: DrawFn) -> bool:
    """Return true or false."""
    return draw(below(2)) == 1


def some(draw: DrawFn, items: Sequence[T], least: int, most: int) -> list[T]:
    """Return a few of the items, none twice, in any order."""
    pool = list(items)
    return [pool.pop(draw(below(len(pool)))) for _ in range(min(number(draw, least, most), len(items)))]
