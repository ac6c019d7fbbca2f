"""The register of agreed variations, laid out: one format a file, each with one function ``lay_out``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from fidelity.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.checking.register import Register

    LayOut: TypeAlias = "Callable[[Register, int, int], str]"

__all__ = ["FORMATS", "lay_out"]

FORMATS = Registry("fidelity.reports.register", first="text")


def lay_out(register: Register, format_: str, within: int = 90, width: int = 80) -> str:
    """Return a register in one of ``FORMATS``; what runs out ``within`` so many days is set apart or marked.

    Examples
    --------
    >>> from fidelity.checking.register import register_of
    >>> print(lay_out(register_of([]), "text"), end="")
    No agreed variations.
    """
    function: LayOut = FORMATS.module(format_).lay_out
    return function(register, within, width)
