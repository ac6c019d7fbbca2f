"""The nodes of a document: texts, lists and mappings, each with its line and column."""

from __future__ import annotations

from typing import NamedTuple, NoReturn, Protocol, TypeAlias

from fidelity.errors import Place

_new = tuple.__new__  # twice as fast as calling the class
NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Unclear(Exception):
    """The quick reading did not keep enough of a file: it has to be read again, with every place."""


class LineMark(Protocol):
    """Where the parser was. Lines and columns count from zero."""

    @property
    def line(self) -> int:
        """The line, from zero."""

    @property
    def column(self) -> int:
        """The column, from zero."""


class CellMark(NamedTuple):
    """A cell of a workbook: row and column from zero, and the name of its sheet."""

    line: int
    column: int
    sheet: str


class Forgotten(dict[str, LineMark]):
    """A mark that was not kept, or the marks of keys that were not. Asking it raises ``Unclear``."""

    __slots__ = ()

    def _unclear(self, *_: object) -> NoReturn:
        raise Unclear

    line = column = property(_unclear)
    get = items = __contains__ = __getitem__ = _unclear


def place_at(mark: LineMark, path: str) -> Place:
    """Return the place that a mark means."""
    return _new(Place, (path, mark.line + 1, mark.column + 1, getattr(mark, "sheet", "")))


class Scalar(NamedTuple):
    """A text, with the quotes or the block sign that it is written with (none, or empty: plain)."""

    text: str
    style: str | None
    mark: LineMark

    @property
    def null(self) -> bool:
        """Whether this says that there is no value: plain, and empty, ``~`` or ``null``."""
        return self.text in NULLS and not self.style

    @property
    def line(self) -> int:
        """The line, from one."""
        return self.mark.line + 1

    @property
    def column(self) -> int:
        """The column, from one."""
        return self.mark.column + 1

    def __repr__(self) -> str:
        return f"Scalar({self.text!r}, {self.line}:{self.column})"


class Broken(Scalar):
    """Stands where an alias stood, whose value is unknown: it is null, and no further fault is recorded about it."""

    __slots__ = ()


class Sequence(NamedTuple):
    """A list of nodes; ``flow`` if it is written as ``[...]``."""

    items: list[Node]
    flow: bool | None
    mark: LineMark

    @property
    def line(self) -> int:
        """The line, from one."""
        return self.mark.line + 1

    @property
    def column(self) -> int:
        """The column, from one."""
        return self.mark.column + 1

    def __repr__(self) -> str:
        return f"Sequence({self.items!r}, {self.line}:{self.column})"


class Mapping(NamedTuple):
    """Values by key, in file order, and where the keys stand; ``flow`` if it is written as ``{...}``."""

    values: dict[str, Node]
    marks: dict[str, LineMark]
    flow: bool | None
    mark: LineMark

    @property
    def line(self) -> int:
        """The line, from one."""
        return self.mark.line + 1

    @property
    def column(self) -> int:
        """The column, from one."""
        return self.mark.column + 1

    def key_place(self, text: str, path: str) -> Place:
        """Return where a key stands; a key that is not there, where the mapping starts."""
        return place_at(self.marks.get(text, self.mark), path)

    def key(self, text: str) -> Scalar:
        """Return a key as it stands in the file; a key that is not there, at the mapping's start."""
        return Scalar(text, None, self.marks.get(text, self.mark))

    def __repr__(self) -> str:
        return f"Mapping({self.values!r}, {self.line}:{self.column})"


Node: TypeAlias = Scalar | Sequence | Mapping
