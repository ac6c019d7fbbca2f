"""A practice model as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from attrs import field, frozen

from fidelity.content import Content
from fidelity.doors import door
from fidelity.errors import Place
from fidelity.model.elements import Element, Proscribed, Tier
from fidelity.model.evidence import NOWHERE, Evidence, Source
from fidelity.model.strength import Strength, level_of
from fidelity.model.variant import Extends

if TYPE_CHECKING:
    import networkx as nx

    from fidelity.model.impact import Impact, SinglePoint, Support

__all__ = ["Model", "Rating"]


@frozen(eq=False, repr=False)
class Rating(Content):
    """The scale that indicators are rated on, weakest label first, and the label that counts as in place."""

    scale: tuple[str, ...]
    threshold: str


@frozen(slots=False, eq=False, repr=False)
class Model(Content):
    """A codified practice model: immutable, compared by content.

    ``elements`` holds principles, essential and flexible elements in file order. ``authority`` maps a
    tier (or ``"proscribed"``) to the roles that may approve a variation there. A variant ``extends``
    another model, and holds what it inherits: the ``origin`` of that says which model it is from.

    Examples
    --------
    >>> import fidelity
    >>> model = fidelity.load_model("fdac")
    >>> model.id, model.version
    ('fdac', '2026.1')
    """

    id: str
    version: str
    title: str
    owner: str
    summary: str
    sources: tuple[Source, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    elements: tuple[Element, ...] = ()
    proscribed: tuple[Proscribed, ...] = ()
    authority: Mapping[str, tuple[str, ...]] = field(factory=lambda: MappingProxyType({}), hash=False)
    rating: Rating | None = None
    extends: Extends | None = None
    place: Place = field(default=NOWHERE, eq=False)

    @property
    def reference(self) -> str:
        """The id with its version, as a plan pins it."""
        return f"{self.id}@{self.version}"

    @cached_property
    def by_id(self) -> Mapping[str, Element]:
        """The elements by id, in file order."""
        return MappingProxyType({element.id: element for element in self.elements})

    @cached_property
    def proscribed_by_id(self) -> Mapping[str, Proscribed]:
        """The proscribed practices by id, in file order."""
        return MappingProxyType({practice.id: practice for practice in self.proscribed})

    @cached_property
    def evidence_by_id(self) -> Mapping[str, Evidence]:
        """The evidence by id, in file order."""
        return MappingProxyType({item.id: item for item in self.evidence})

    @cached_property
    def sources_by_id(self) -> Mapping[str, Source]:
        """The sources by key, in file order."""
        return MappingProxyType({source.id: source for source in self.sources})

    def tier(self, tier: Tier) -> tuple[Element, ...]:
        """Return the elements of one tier, in file order."""
        return tuple(element for element in self.elements if element.tier is tier)

    @property
    def principles(self) -> tuple[Element, ...]:
        """The core principles."""
        return self.tier(Tier.PRINCIPLE)

    @property
    def essential(self) -> tuple[Element, ...]:
        """The essential elements."""
        return self.tier(Tier.ESSENTIAL)

    @property
    def flexible(self) -> tuple[Element, ...]:
        """The flexible elements."""
        return self.tier(Tier.FLEXIBLE)

    @property
    def counts(self) -> dict[str, int]:
        """How many principles, essential and flexible elements and proscribed practices there are."""
        return {
            "principles": len(self.principles),
            "essential": len(self.essential),
            "flexible": len(self.flexible),
            "proscribed": len(self.proscribed),
        }

    def __repr__(self) -> str:
        words = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        return f"<Model {self.reference}: {words}>"

    def graph(self) -> nx.DiGraph[str]:
        """Return a new networkx graph of the links: an edge from what needs to what is needed.

        Nodes carry ``tier``, ``title`` and ``strength``; edges carry ``kind`` (``requires``,
        ``realised_by``, ``excludes``, ``substitute``) and ``strength``. networkx is loaded on first use.
        """
        from fidelity.model.graph import graph_of

        return graph_of(self)

    def impact(self, element: str, *, bind: str | Strength = Strength.RESTATED) -> Impact:
        """Return what falls if an element goes, for certain or perhaps, each with the way along the links.

        Parameters
        ----------
        element
            The id of an element of any tier.
        bind
            The weakest strength that binds: ``stated``, ``restated``, ``observed`` or ``inferred``. What hangs on a
            link that binds falls for certain; what hangs on a weaker one may fall.

        Raises
        ------
        KeyError
            If there is no element of that id.
        ValueError
            If ``bind`` is no such word.

        Examples
        --------
        >>> import fidelity
        >>> fidelity.load_model("fdac").impact("specialist-team").certain
        ('independence', ...)
        """
        return cast("Impact", door("Model.impact")(self, element, level_of(bind)))

    def supports(self, principle: str, *, bind: str | Strength = Strength.RESTATED) -> tuple[Support, ...]:
        """Return the elements that keep a principle standing, in file order, and whether the loss of one is enough.

        Takes and raises the same as ``impact``; any element can be asked about.

        Examples
        --------
        >>> import fidelity
        >>> supports = fidelity.load_model("fdac").supports("independence")
        >>> [one.element for one in supports if one.alone == "certain"]
        ['specialist-team']
        """
        return cast("tuple[Support, ...]", door("Model.supports")(self, principle, level_of(bind)))

    def single_points(self, *, bind: str | Strength = Strength.RESTATED) -> tuple[SinglePoint, ...]:
        """Return the elements whose loss alone costs a principle: those to look after first.

        Examples
        --------
        >>> import fidelity
        >>> [one.element for one in fidelity.load_model("fdac").single_points() if one.certain]
        ['further-hearing', 'specialist-team']
        """
        return cast("tuple[SinglePoint, ...]", door("Model.single_points")(self, level_of(bind)))

    def to_records(self) -> list[dict[str, str | bool | None]]:
        """Return one flat record an element: ready for a data frame of any kind."""
        from fidelity.model.records import model_records

        return model_records(self)

    def _repr_html_(self) -> str:
        return str(door("Model._repr_html_")(self))
