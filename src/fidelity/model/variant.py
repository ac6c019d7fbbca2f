"""A model that is made from another one: what it extends, what it claims, and what it does otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE, Basis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.model import Model  # noqa: TC004 - it holds this in turn; attrs needs the name only

__all__ = ["CLAIMS", "Extends", "Override", "ancestors"]

CLAIMS: tuple[str, ...] = ("implements", "extends", "inspired-by")
"""What a variant can say of itself, the strongest first.

``implements``: whatever satisfies the variant satisfies its parent. ``extends``: it adds, and may not.
``inspired-by``: nothing is claimed; differences are listed and never judged.
"""


@frozen(eq=False, repr=False)
class Override(Content):
    """What a variant does otherwise about one element or proscribed practice of its parent, and why.

    ``natures`` are FRAME natures: what the override would be called if a site did it. ``keys`` are what it
    replaces, such as ``statement`` or ``parameters.interval``; empty where the element is ``withdrawn``.
    """

    subject: str
    reason: str
    basis: Basis
    natures: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    withdrawn: bool = False
    function_kept: str | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class Extends(Content):
    """The parent of a variant, what the variant claims about it, and its overrides in file order."""

    parent: Model
    claim: str
    overrides: tuple[Override, ...] = ()
    basis: Basis | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    def override(self, subject: str) -> Override | None:
        """Return what the variant does otherwise about an element or practice of that id, or ``None``."""
        return next((one for one in self.overrides if one.subject == subject), None)


def ancestors(model: Model) -> Iterator[Model]:
    """Yield the parent of a model, its parent, and so on."""
    while model.extends is not None:
        model = model.extends.parent
        yield model
