"""Pauses Python's cyclic garbage collector while a file is turned into objects.

The collector would walk the growing tree again and again: with it paused, the cost is linear in the size
of the file.
"""

from __future__ import annotations

import gc

__all__ = ["Quiet"]


class Quiet:
    """Pauses the collector, and puts it back as it was, also after an error.

    Examples
    --------
    >>> with Quiet():
    ...     gc.isenabled()
    False
    """

    __slots__ = ("_enabled",)

    def __enter__(self) -> None:
        self._enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *error: object) -> None:
        if self._enabled:
            gc.enable()
