"""What a model rests on: sources, the evidence drawn from them, and the basis of each claim."""

from __future__ import annotations

from attrs import field, frozen

from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.strength import Strength

NOWHERE = Place("")
"""The place of what was not read from a file."""


@frozen(eq=False, repr=False)
class Source(Content):
    """A document that evidence is drawn from. ``year`` and ``url`` are ``None`` where unknown."""

    id: str
    title: str
    type: str
    authors: str
    year: int | None = None
    url: str | None = None
    publisher: str | None = None
    note: str | None = None
    origin: str | None = None
    """The model that a variant inherits this from, such as ``barnahus@2026.1``; ``None`` for its own."""
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class Evidence(Content):
    """What a source says, in the model's own words, and how firmly that is known (``strength``)."""

    id: str
    says: str
    sources: tuple[str, ...]
    voice: str
    status: str
    strength: Strength
    locator: str | None = None
    via: str | None = None
    scope: str = "model"
    note: str | None = None
    origin: str | None = None
    """The model that a variant inherits this from, such as ``barnahus@2026.1``; ``None`` for its own."""
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class Basis(Content):
    """Why a model may claim something: evidence ids, or in words why it was inferred.

    ``strength`` is that of the strongest evidence cited (pieces of evidence corroborate), and
    ``Strength.INFERRED`` where nothing is cited.
    """

    evidence: tuple[str, ...] = ()
    inferred: str | None = None
    strength: Strength = Strength.INFERRED
