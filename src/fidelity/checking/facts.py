"""What an evaluation speaks of: the parts of a plan that can matter, what they bring about, and findings in the raw."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fidelity.checking.judging import Judged, Valued
    from fidelity.checking.line import Ban
    from fidelity.model.elements import Tier
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Addition, Change, Setting

__all__ = ["Absence", "Addable", "Clash", "Fall", "Moves", "Piece", "Raw", "Stance", "Tally"]


class Raw(NamedTuple):
    """A finding in the raw: its code, what it is about, and how bad it is (2 red, 1 amber, 0 agreed).

    ``key`` (code and subject) is what makes it the same finding in another part of the plan. ``node`` is
    the element concerned or -1, ``atoms`` the parts of the plan that say so themselves (none for a
    consequence), and ``item`` what the rule needs for its words.
    """

    code: str
    subject: str
    badness: int
    node: int
    atoms: tuple[str, ...]
    item: object

    @property
    def key(self) -> tuple[str, str]:
        """Code and subject."""
        return self.code, self.subject

    @property
    def red(self) -> bool:
        """Whether it breaches what binds, for certain."""
        return self.badness > 1


class Addable(NamedTuple):
    """A local addition, numbered: its node, and whether it has to be taken to the owner."""

    addition: Addition
    node: int
    consult: bool
    tier: Tier


class Piece(NamedTuple):
    """A part of a plan that can matter: an atom, with what it means by itself."""

    atom: str
    order: int
    node: int
    judged: Judged | None = None
    change: Change | None = None
    values: tuple[tuple[Setting, Valued], ...] = ()
    addable: Addable | None = None
    practice: str | None = None
    undecided: bool = False


class Absence(NamedTuple):
    """An element that a plan's own changes take out of the model, and the changes that do."""

    node: int
    pieces: tuple[Piece, ...]


class Stance(NamedTuple):
    """A change that is neither simply permitted nor an absence: how it counts in both evaluations."""

    piece: Piece
    helped: int
    hurt: int


class Fall(NamedTuple):
    """An element whose requirements are not met: for certain, or only if everything uncertain goes wrong."""

    node: int
    certain: bool


class Clash(NamedTuple):
    """An exclusion whose two sides both stand: for certain, or only if everything uncertain comes in."""

    key: str
    certain: bool
    strength: Strength
    tier: Tier
    sides: tuple[str, str]
    ban: Ban | None
    pieces: tuple[Piece, ...]


class Tally(NamedTuple):
    """A principle whose tolerance is used up, and the elements that were counted."""

    node: int
    counted: tuple[int, ...]


class Moves(NamedTuple):
    """How the pieces bear on the nodes.

    ``touched`` holds the pieces that bear on an element, by element. ``gone`` goes for certain, ``doubtful``
    only where everything uncertain hurts; ``met`` are leaves that the plan meets. What ``swapped`` does
    depends on conditions.
    """

    touched: dict[int, list[Piece]]
    gone: list[int]
    doubtful: list[int]
    met: list[int]
    swapped: list[Piece]
