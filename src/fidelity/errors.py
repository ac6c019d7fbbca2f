"""What goes wrong on the way to an answer: wrong use and unreadable input.

A breach is never an exception: it is a finding. These errors say where the trouble is, what was found, what was
expected and which ways out there are. Types and fields are a promise; wording is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Place(NamedTuple):
    """A place in a file.

    Attributes
    ----------
    path
        The file.
    line, column
        Counted from one; ``0`` means the file (or the sheet) as a whole. In a workbook they are the row and the number
        of the column.
    sheet
        The name of the sheet in a workbook; empty in any other file.

    Examples
    --------
    >>> print(Place("plan.yaml", 12, 5))
    plan.yaml:12:5
    >>> print(Place("plan.xlsx", 7, 4, "Changes"))
    plan.xlsx: sheet 'Changes', cell D7
    """

    path: str
    line: int = 0
    column: int = 0
    sheet: str = ""

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it, such as ``D7``; empty in any other file."""
        letters, number = "", self.column
        while self.sheet and number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.line}" if letters and self.line else ""

    @property
    def where(self) -> str:
        """The place inside its file, such as ``line 12``; empty for the file as a whole."""
        if not self.sheet:
            return f"line {self.line}" if self.line else ""
        return f"sheet '{self.sheet}', cell {self.cell}" if self.cell else f"sheet '{self.sheet}'"

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.path}: {self.where}"
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class Fault(NamedTuple):
    """One thing in a file that keeps it from being read.

    Attributes
    ----------
    code
        A code of the family FID1xx.
    place
        Where it is.
    found, expected
        What is there and what should be, as phrases; ``expected`` may be empty.
    ways_out
        The choices open to whoever wrote the file; may be empty.
    """

    code: str
    place: Place
    found: str
    expected: str
    ways_out: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """The fault in one sentence or two, without its place."""
        text = self.found if not self.expected else f"{self.found}; expected {self.expected}"
        if self.ways_out:
            ways = (way[:1].upper() + way[1:] + ("" if way.endswith("?") else ".") for way in self.ways_out)
            text += ". " + " ".join(ways)
        return text

    def __str__(self) -> str:
        return f"{self.place}: {self.code} {self.message}"


class FidelityError(Exception):
    """The base of every error that this library raises on purpose.

    Attributes
    ----------
    args
        The message, as for any exception.
    """


class InputError(FidelityError, ValueError):
    """A file or a call that cannot be understood.

    Attributes
    ----------
    faults
        Every fault found, in file order.
    draft
        What could be read all the same, so that it can be looked through as well; ``None`` where there is nothing.
    """

    def __init__(self, faults: Iterable[Fault], draft: object = None) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        self.draft = draft
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class MissingExtraError(FidelityError):
    """Something needs a library that is not installed.

    Attributes
    ----------
    what, extra
        What needs it, and the extra to install.
    """

    def __init__(self, what: str, extra: str) -> None:
        self.what, self.extra = what, extra
        super().__init__(what, extra)

    def __str__(self) -> str:
        return f"{self.what} needs the extra '{self.extra}': {how_to_install(self.extra)}"


def how_to_install(extra: str) -> str:
    """Return the call that installs what an extra needs, wherever the library came from: a checkout, a wheel, an index.

    It names the packages themselves, so that it works before the library is on any index.

    Parameters
    ----------
    extra
        The name of the extra.

    Returns
    -------
    str
        A call of pip; in a source tree that was never installed, the one that installs the tree with the extra.

    Examples
    --------
    >>> how_to_install("lint").startswith("python -m pip install 'python-sat")
    True
    """
    import re  # few calls go wrong this way
    from importlib.metadata import PackageNotFoundError, requires

    try:
        every = requires("practice-fidelity") or ()
    except PackageNotFoundError:
        every = ()
    parted = (one.partition(";") for one in every)
    wanted = [name.strip() for name, _, when in parted if re.search(rf"extra\s*==\s*['\"]{extra}['\"]", when)]
    packages = " ".join(f"'{one}'" for one in wanted)
    return f"python -m pip install {packages}" if packages else f"python -m pip install -e '.[{extra}]'"


class BreachError(FidelityError):
    """Raised by ``raise_for_breaches``: the plan breaches the model.

    Attributes
    ----------
    messages
        One line for each breach.
    """

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages: tuple[str, ...] = tuple(messages)
        super().__init__(self.messages)

    def __str__(self) -> str:
        return "\n".join(self.messages)
