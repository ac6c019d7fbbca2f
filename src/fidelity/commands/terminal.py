"""What a stream can show: colour, width, encoding. Only the command line asks; reports are told."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

__all__ = ["COLOURS", "prepare", "wants_colour", "width_of"]

COLOURS = ("auto", "always", "never")
NARROW, WIDE = 60, 100
USUAL = 80


def wants_colour(choice: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Return whether to colour: as ``--color`` says, else ``NO_COLOR``, ``FORCE_COLOR``, or a terminal that can.

    Examples
    --------
    >>> import io
    >>> wants_colour("auto", io.StringIO(), {"FORCE_COLOR": "1"})
    True
    >>> wants_colour("auto", io.StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"})
    False
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return environ.get("TERM") != "dumb" and _is_terminal(stream)


def width_of(stream: TextIO, environ: Mapping[str, str]) -> int:
    """Return how many columns to fill: those of the terminal, from 60 to 100; 80 where there is none."""
    columns = environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns):
        return min(max(int(columns), NARROW), WIDE)
    if not _is_terminal(stream):
        return USUAL
    try:
        found = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return USUAL
    return min(max(found or USUAL, NARROW), WIDE)


def prepare(stream: TextIO) -> None:
    """Make a stream take any text: UTF-8, except on a terminal that says that it cannot show it.

    What a stream cannot encode is written as an escape and never raises.
    """
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if _is_terminal(stream):
        reconfigure(errors="backslashreplace")
    else:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False
