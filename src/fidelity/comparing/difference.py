"""One way in which two versions of a model differ, and what that means for plans."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE

__all__ = ["KINDS", "Bearing", "Difference"]

KINDS: tuple[str, ...] = ("added", "withdrawn", "changed", "renamed", "split", "merged", "reordered", "inherited")
"""What can have happened to a part of a model."""


class Bearing(Enum):
    """What a difference means for plans.

    ``BREAKING``: a plan that was green may now not be, or what was a question (amber) may now be a breach (red).
    ``COMPATIBLE``: it bears on what is asked for or rated, and no plan is judged worse by it. ``EDITORIAL``: nothing is
    judged by it.
    """

    BREAKING = "breaking"
    COMPATIBLE = "compatible"
    EDITORIAL = "editorial"

    @property
    def rank(self) -> int:
        """From 0, editorial, to 2, breaking."""
        return {"editorial": 0, "compatible": 1, "breaking": 2}[self.value]


@frozen(eq=False, repr=False)
class Difference(Content):
    """One difference between two versions of a model.

    ``kind`` is one of ``KINDS``. ``path`` says which part it is, as fields and ids in turn: ``("elements",
    "review-hearing", "parameters", "interval", "limits")``; ids are those of the new version. ``old`` and ``new`` are
    what the versions have there, ``None`` where one has nothing. ``reason`` says why it has its ``bearing``.
    ``with_it`` holds what comes with it and is no difference of its own: the links that name the parts of a split, or a
    limit that follows from a standard; ``bearing`` is then the worst of all. ``after`` is the id behind which an added
    part stands, ``""`` for the first. ``title`` is that of the element or practice concerned, empty for others.
    """

    kind: str
    path: tuple[str, ...]
    old: object
    new: object
    bearing: Bearing
    reason: str
    with_it: tuple[Difference, ...] = ()
    after: str = ""
    title: str = ""
    old_place: Place = field(default=NOWHERE, eq=False, repr=False)
    new_place: Place = field(default=NOWHERE, eq=False, repr=False)

    @property
    def part(self) -> str:
        """What kind of part it is, such as ``"elements.parameters.limits"``."""
        return ".".join(self.path[::2])

    @property
    def subject(self) -> str:
        """The id of the element, practice, source or piece of evidence concerned; empty for the model as a whole."""
        return self.path[1] if len(self.path) > 1 else ""

    @property
    def text(self) -> str:
        """The difference as one sentence, old and new value in it."""
        from fidelity.comparing.words import sentence

        return sentence(self)
