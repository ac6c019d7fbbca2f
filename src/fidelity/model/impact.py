"""What the answers about impact are made of: what falls with an element, and what an element depends on."""

from __future__ import annotations

from attrs import frozen

from fidelity.content import Content
from fidelity.model.strength import Strength


@frozen(eq=False, repr=False)
class Fall(Content):
    """An element that falls if another goes.

    Attributes
    ----------
    element
        The id of what falls.
    certain
        Whether it falls for certain, or only may.
    via
        A shortest way of ids, from what goes to what falls.
    """

    element: str
    certain: bool
    via: tuple[str, ...]


@frozen(eq=False, repr=False)
class Impact(Content):
    """What falls if one element goes and all else stays as specified.

    Attributes
    ----------
    element
        The id of the element that goes.
    bind
        The weakest strength that binds.
    falls
        What falls, in file order, the element itself not included.
    """

    element: str
    bind: Strength
    falls: tuple[Fall, ...]

    @property
    def certain(self) -> tuple[str, ...]:
        """The ids of what falls for certain."""
        return tuple(fall.element for fall in self.falls if fall.certain)

    @property
    def possible(self) -> tuple[str, ...]:
        """The ids of what may fall or not, because it depends on a link that does not bind."""
        return tuple(fall.element for fall in self.falls if not fall.certain)


@frozen(eq=False, repr=False)
class SinglePoint(Content):
    """An element whose loss alone costs principles.

    Attributes
    ----------
    element
        The id of the element.
    certain, possible
        The ids of the principles that fall for certain, and of those that may.
    """

    element: str
    certain: tuple[str, ...]
    possible: tuple[str, ...]


@frozen(eq=False, repr=False)
class Support(Content):
    """An element that another depends on, along links.

    Attributes
    ----------
    element
        The id of the element.
    alone
        ``certain`` where its loss fells the other for certain, ``possible`` where it may, ``no`` where others have to
        go as well.
    """

    element: str
    alone: str
