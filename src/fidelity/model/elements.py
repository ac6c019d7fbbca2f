"""The elements of a model: core principles, essential and flexible elements, and what it rules out."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from attrs import field, frozen

from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE, Basis
from fidelity.model.parameters import Parameter
from fidelity.model.requirements import Exclusion, Group

if TYPE_CHECKING:
    from fidelity.model.strength import Strength


class Tier(Enum):
    """How closely an element is to be adhered to.

    Attributes
    ----------
    PRINCIPLE
        What the model is for: never negotiable.
    ESSENTIAL
        Without it the model does not succeed or last.
    FLEXIBLE
        It may be adapted locally, inside its limits.
    """

    PRINCIPLE = "principle"
    ESSENTIAL = "essential"
    FLEXIBLE = "flexible"

    @property
    def noun(self) -> str:
        """The tier as a reader says it, such as ``"core principle"``."""
        return {"principle": "core principle"}.get(self.value, f"{self.value} element")


@frozen(eq=False, repr=False)
class NatureRule(Content):
    """An element's own answer to one nature of change: ``permitted``, ``consult`` or ``absent``."""

    nature: str
    rule: str
    basis: Basis
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class Substitute(Content):
    """An accepted replacement for an element, and the condition under which it stands in for it."""

    id: str
    title: str
    basis: Basis
    when: Group | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class Tolerance(Content):
    """How many of the elements that realise a principle may be adapted or missing at once."""

    at_most: int
    basis: Basis
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class Indicator(Content):
    """An observable statement by which delivery of an element is rated."""

    id: str
    text: str
    look_at: tuple[str, ...] = ()
    rater: str | None = None
    every: str | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class Element(Content):
    """One element of a model.

    Attributes
    ----------
    id, title, statement
        Its id, its name, and what it is in plain words.
    tier
        How closely it is to be adhered to.
    basis, tier_basis
        What its content rests on, and what says that it stands at its tier.
    function, form
        The purpose that it serves, and how it is usually done; ``None`` where the model does not say.
    optional
        Whether a site may leave a flexible element out.
    parameters
        What of it has values.
    requires, realised_by
        What it needs to be in place; for a principle, what realises it.
    excludes
        What cannot stand beside it.
    substitutes
        What may take its place, and when.
    adaptation
        Its own rules for natures of change.
    tolerance
        How many of the elements that realise a principle may be adapted or missing at once.
    indicators
        What to look at in a review.
    renamed_from, split_from, merged_from
        The ids that it had, or came from, in earlier versions.
    note
        A remark for readers of the model.
    origin
        The model that a variant inherits it from, such as ``barnahus@2026.1``; ``None`` for its own.
    place
        Where the file says it.
    """

    id: str
    title: str
    statement: str
    tier: Tier
    basis: Basis
    tier_basis: Basis
    function: str | None = None
    form: str | None = None
    optional: bool = False
    parameters: tuple[Parameter, ...] = ()
    requires: Group | None = None
    realised_by: Group | None = None
    excludes: tuple[Exclusion, ...] = ()
    substitutes: tuple[Substitute, ...] = ()
    adaptation: tuple[NatureRule, ...] = ()
    tolerance: Tolerance | None = None
    indicators: tuple[Indicator, ...] = ()
    renamed_from: tuple[str, ...] = ()
    split_from: tuple[str, ...] = ()
    merged_from: tuple[str, ...] = ()
    note: str | None = None
    origin: str | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    @property
    def strength(self) -> Strength:
        """The weaker of the strengths of content and tier."""
        return min(self.basis.strength, self.tier_basis.strength)

    def parameter(self, id: str) -> Parameter | None:  # noqa: A002 - the field's own word
        """Return the parameter of that id, or ``None``."""
        return next((parameter for parameter in self.parameters if parameter.id == id), None)


@frozen(eq=False, repr=False)
class Proscribed(Content):
    """A practice that must be absent for this to be the model."""

    id: str
    title: str
    statement: str
    basis: Basis
    note: str | None = None
    origin: str | None = None
    """The model that a variant inherits this from; ``None`` for its own."""
    place: Place = field(default=NOWHERE, eq=False, repr=False)
