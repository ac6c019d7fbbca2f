"""How far a long run is, on a terminal and on standard error only."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

    Item = TypeVar("Item")

__all__ = ["told"]

_PATIENCE, _EVERY = 1.0, 0.1


def told(
    items: Iterable[Item],
    total: int | None,
    stream: TextIO,
    clock: Callable[[], float] = monotonic,
    *,
    done: str = "plans checked",
) -> Iterator[Item]:
    """Yield the items; after a second, say on the terminal how many are ``done``; take it back at the end."""
    if not _is_terminal(stream):
        yield from items
        return
    start = shown = clock()
    widest = 0
    for number, item in enumerate(items, 1):
        yield item
        now = clock()
        if now - start > _PATIENCE and now - shown > _EVERY:
            line = _line(number, total, now - start, done)
            widest, shown = max(widest, len(line)), now
            stream.write(f"\r{line:<{widest}}")
            stream.flush()
    if widest:
        stream.write(f"\r{' ' * widest}\r")
        stream.flush()


def _line(number: int, total: int | None, seconds: float, done: str) -> str:
    if not total:
        return f"{number} {done}"
    left = seconds / number * (total - number)
    return f"{number} of {total} {done}, about {max(round(left), 1)} s to go"


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False
