"""Collects all that is wrong with a file, so that one run reports everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from fidelity.errors import Fault, InputError, Place
from fidelity.rendering.english import did_you_mean, nearest, one_line

if TYPE_CHECKING:
    from collections.abc import Collection

UNREADABLE = "FID101"
NOT_YAML = "FID102"
UNSAFE = "FID103"
WRONG_KIND = "FID104"
MISSING_KEY = "FID105"
UNKNOWN_KEY = "FID106"
WRONG_VALUE = "FID107"
DUPLICATE = "FID108"
UNKNOWN_NAME = "FID109"
UNKNOWN_OPTION = "FID110"
UNIT = "FID111"
SAID_TWICE = "FID112"
UNKNOWN_MODEL = "FID113"
REDEFINED = "FID114"

MAX_FAULTS = 500
"""Reading stops after this many faults: the file was probably meant for something else."""

_COMPARISONS = 40_000  # the most words that suggestions for one file may look at: comparing is slow
_LONG = 80  # a longer text is shortened when a message quotes it


class Positioned(Protocol):
    """Whatever stands somewhere in a file. Lines and columns count from one."""

    @property
    def line(self) -> int:
        """The line, from one."""

    @property
    def column(self) -> int:
        """The column, from one."""


class Faults:
    """The faults of one file, in the order in which they were found.

    Examples
    --------
    >>> faults = Faults("plan.yaml")
    >>> faults.add("FID105", Place("plan.yaml", 1, 1), "no 'site'", "the name of a place")
    >>> print(faults.error())
    plan.yaml:1:1: FID105 no 'site'; expected the name of a place
    """

    __slots__ = ("_comparisons", "found", "path", "sheets")

    def __init__(self, path: str) -> None:
        self.path = path
        self.sheets: tuple[str, ...] = ()
        self.found: list[Fault] = []
        self._comparisons = _COMPARISONS

    def place(self, at: Positioned) -> Place:
        """Return the place of something in this file."""
        mark = getattr(at, "mark", at)  # the sheet of a workbook stands in the mark of a node
        return Place(self.path, at.line, at.column, getattr(mark, "sheet", ""))

    def where(self, at: Positioned) -> str:
        """Return the place of something as a sentence names it, such as ``line 12``."""
        return self.place(at).where

    def add(self, code: str, at: Positioned, found: str, expected: str = "", *ways: str) -> None:
        """Record one fault. Past ``MAX_FAULTS`` what was found so far is raised."""
        self.found.append(Fault(code, self.place(at), found, expected, ways))
        if len(self.found) >= MAX_FAULTS:
            raise self.error()

    def like(self, word: str, known: Collection[str]) -> str | None:
        """Return the known word that ``word`` is probably a slip for, or ``None``."""
        if len(word) > _LONG or len(known) > self._comparisons:
            return None
        self._comparisons -= len(known)
        plain = {name.lower().replace("_", "-"): name for name in known}
        close = nearest(word.lower().replace("_", "-").replace(" ", "-"), plain, 0.7)
        return None if close is None else plain[close]

    def suggestion(self, word: str, known: Collection[str]) -> str:
        """Return ``" (did you mean '...'?)"``, or nothing where no known word is close."""
        return did_you_mean(self.like(word, known))

    def error(self, draft: object = None) -> InputError:
        """Return the error that carries all faults, in file order, with what could be read."""
        order = {sheet: number for number, sheet in enumerate(self.sheets)}
        found = sorted(self.found, key=lambda fault: (order.get(fault.place.sheet, -1), *fault.place[1:3]))
        if len(found) >= MAX_FAULTS:
            way = f"this file has at least {MAX_FAULTS} faults and was not read any further"
            found[-1] = found[-1]._replace(ways_out=(*found[-1].ways_out, way))
        return InputError(found, draft)

    def raise_any(self, draft: object = None) -> None:
        """Raise ``InputError`` if there is any fault, with what could be read all the same."""
        if self.found:
            raise self.error(draft)


def quoted(text: str) -> str:
    """Return a text in quotes, shortened, on one line and without control characters."""
    plain = one_line(text)
    return f"'{plain}'" if len(plain) <= _LONG else f"'{plain[: _LONG - 1]}…'"
