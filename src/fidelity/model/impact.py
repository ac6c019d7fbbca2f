"""What the answers about impact are made of: what falls with an element, and what an element hangs on."""

from __future__ import annotations

from attrs import frozen

from fidelity.content import Content
from fidelity.model.strength import Strength

__all__ = ["Fall", "Impact", "SinglePoint", "Support"]


@frozen(eq=False, repr=False)
class Fall(Content):
    """An element that falls if another goes. ``via`` is a shortest way of ids, from what goes to what falls."""

    element: str
    certain: bool
    via: tuple[str, ...]


@frozen(eq=False, repr=False)
class Impact(Content):
    """What falls if one element goes and all else stays as specified: in file order, itself not included."""

    element: str
    bind: Strength
    falls: tuple[Fall, ...]

    @property
    def certain(self) -> tuple[str, ...]:
        """The ids of what falls for certain."""
        return tuple(fall.element for fall in self.falls if fall.certain)

    @property
    def possible(self) -> tuple[str, ...]:
        """The ids of what may fall or not, as it hangs on a link that does not bind."""
        return tuple(fall.element for fall in self.falls if not fall.certain)


@frozen(eq=False, repr=False)
class SinglePoint(Content):
    """An element whose loss alone costs principles: those that fall for certain, and those that may."""

    element: str
    certain: tuple[str, ...]
    possible: tuple[str, ...]


@frozen(eq=False, repr=False)
class Support(Content):
    """An element that another hangs on, along links.

    ``alone`` is ``certain`` where its loss fells the other for certain, ``possible`` where it may, and ``no`` where
    others have to go as well.
    """

    element: str
    alone: str
