"""The names of the parts of a plan, such as ``change:ID``: the one place that puts them together and takes them apart.

They are plain text, because that is what findings, causes and repairs hand out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

CHANGE, CHOICE, UNDECIDED = "change", "choice", "undecided"
_CHANGE = f"{CHANGE}:"
_CUT = len(_CHANGE)


class Atom(NamedTuple):
    """A part of a plan: its kind, and the id of the change, ``ELEMENT.PARAMETER`` or the element."""

    kind: str
    name: str


def atom_of(kind: str, name: str) -> str:
    """Return the text of an atom.

    Examples
    --------
    >>> atom_of(UNDECIDED, "parent-mentor")
    'undecided:parent-mentor'
    """
    return f"{kind}:{name}"


def choice_atom(element: str, parameter: str) -> str:
    """Return the text of the atom of a value that is chosen."""
    return f"{CHOICE}:{element}.{parameter}"


def split(atom: str) -> Atom:
    """Return the kind and the name of an atom.

    Examples
    --------
    >>> split("change:no-mentors")
    Atom(kind='change', name='no-mentors')
    """
    kind, _, name = atom.partition(":")
    return Atom(kind, name)


def of_change(atom: str) -> str | None:
    """Return the id of the change that an atom stands for, or ``None`` if it stands for something else."""
    return atom[_CUT:] if atom.startswith(_CHANGE) else None


def changes_in(atoms: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the changes among some atoms."""
    return tuple([atom[_CUT:] for atom in atoms if atom.startswith(_CHANGE)])
