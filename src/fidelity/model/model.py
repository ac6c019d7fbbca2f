"""A practice model as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, cast

from attrs import field, frozen

from fidelity.content import Content
from fidelity.doors import door
from fidelity.errors import Place
from fidelity.model.elements import Element, Proscribed, Tier
from fidelity.model.evidence import NOWHERE, Basis, Evidence, Source
from fidelity.model.requirements import AdditionTerm, ParameterTerm, leaves
from fidelity.model.strength import Strength, level_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from fidelity.model.impact import Impact, SinglePoint, Support
    from fidelity.model.requirements import Group, Leaf


@frozen(eq=False, repr=False)
class Rating(Content):
    """The scale that indicators are rated on, weakest label first, and the label that counts as in place."""

    scale: tuple[str, ...]
    threshold: str


@frozen(slots=False, eq=False, repr=False)
class Model(Content):
    """A codified practice model: immutable, compared by content.

    A variant ``extends`` another model, and holds what it inherits: the ``origin`` of that says which model it is from.

    Attributes
    ----------
    id, version, title, owner, summary
        What it is called, which version it is, whose it is, and what it is in a paragraph.
    sources, evidence
        What was read, and what each source says.
    elements
        Principles, essential and flexible elements, in file order.
    proscribed
        Practices that must be absent.
    authority
        The roles that may approve a variation, by tier or ``"proscribed"``.
    rating
        The scale and the threshold of its checklist, or ``None``.
    extends
        What it is a variant of, or ``None``.
    place
        Where the file says it.

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
        """Return a new networkx graph of the links: change it as you like. networkx is loaded on first use.

        Returns
        -------
        networkx.DiGraph
            Nodes are the ids of elements, proscribed practices, substitutes, and of local additions that a
            link names. Each has ``kind`` (``element``, ``proscribed``, ``substitute`` or ``addition``),
            ``tier`` (``principle``, ``essential``, ``flexible``, or ``None`` for what is no element),
            ``title`` and ``strength`` (a word; ``None`` for an addition, which is the site's own).

            Edges lead from what needs to what is needed, in file order. Each has ``kind`` (``requires``,
            ``realised_by``, ``substitute``, or ``excludes``: from the element that says it), ``strength`` (a
            word) and ``conditions`` (a tuple of texts such as ``"place: court"``; empty where the element
            alone is meant). A graph has one edge from one node to another: where several links run there,
            ``strength`` is the strongest, ``conditions`` holds all of them, ``kinds`` all kinds, and ``kind``
            the first.

        Notes
        -----
        The graph says what depends on what, and not how many of a group are enough: that stands in
        ``element.requires`` and ``element.realised_by``.

        Examples
        --------
        >>> import fidelity
        >>> graph = fidelity.load_model("fdac").graph()
        >>> graph.nodes["same-judge"]["title"]
        'The same judge throughout'
        >>> graph.edges["review-hearing", "same-judge"]["kind"]
        'requires'
        """
        from fidelity.model.links import graph_of

        return graph_of(self.elements, self.proscribed, model=self.reference, title=self.title)

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
        """Return one flat record an element, then one a proscribed practice: ready for a data frame of any kind.

        Returns
        -------
        list of dict
            Each has all of ``fidelity.model.model.COLUMNS``; ``None`` where the model says nothing.

            - ``model``, ``version``, ``id``, ``title``, ``statement``, ``function``, ``form``, ``note``: as
              in the file.
            - ``tier``: ``principle``, ``essential``, ``flexible`` or ``proscribed``.
            - ``optional``: whether a flexible element may be left out; ``None`` at other tiers.
            - ``strength``: the weaker of ``basis_strength`` (content) and ``tier_strength``.
            - ``basis``, ``tier_basis``: the evidence ids; ``inferred``, ``tier_inferred``: why, where nothing
              is cited.
            - ``parameters``, ``substitutes``, ``indicators``: ids, parted by a comma and a blank;
              ``silent_parameters`` are those that no source gives a figure for.
            - ``requires``, ``realised_by``, ``excludes``: what the links name, parted likewise; a parameter
              condition as ``element.parameter``, an addition as ``addition:ID``.
            - ``tolerance``: how many may be adapted or missing, as a number in digits.

        Examples
        --------
        >>> import fidelity
        >>> records = fidelity.load_model("fdac").to_records()
        >>> records[0]["id"], records[0]["tier"], records[0]["optional"]
        ('problem-solving-court', 'principle', None)
        """
        return model_records(self.elements, self.proscribed, model=self.id, version=self.version)

    def _repr_html_(self) -> str:
        return str(door("Model._repr_html_")(self))


CLAIMS: tuple[str, ...] = ("implements", "extends", "inspired-by")
"""What a variant can say of itself, the strongest first.

``implements``: whatever satisfies the variant satisfies its parent. ``extends``: it adds, and may not.
``inspired-by``: nothing is claimed; differences are listed and never judged.
"""


@frozen(eq=False, repr=False)
class Override(Content):
    """What a variant changes about one element or proscribed practice of its parent, and why.

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
        """Return what the variant changes about an element or practice of that id, or ``None``."""
        return next((one for one in self.overrides if one.subject == subject), None)


def ancestors(model: Model) -> Iterator[Model]:
    """Yield the parent of a model, its parent, and so on."""
    while model.extends is not None:
        model = model.extends.parent
        yield model


Record: TypeAlias = dict[str, str | bool | None]

COLUMNS: tuple[str, ...] = (
    "model",
    "version",
    "id",
    "tier",
    "title",
    "statement",
    "function",
    "form",
    "optional",
    "strength",
    "basis_strength",
    "tier_strength",
    "basis",
    "inferred",
    "tier_basis",
    "tier_inferred",
    "parameters",
    "silent_parameters",
    "requires",
    "realised_by",
    "excludes",
    "substitutes",
    "tolerance",
    "indicators",
    "note",
)
"""The columns of a model's records, in order; every record has all of them."""

_BETWEEN = ", "


def model_records(elements: Iterable[Element], proscribed: Iterable[Proscribed], **model: str) -> list[Record]:
    """Return one record an element, then one a proscribed practice, as ``Model.to_records`` describes them.

    ``model`` is what every record says of the model: its id under ``model``, and its ``version``.
    """
    empty = {**dict.fromkeys(COLUMNS), **model}
    return [*(empty | _element(one) for one in elements), *(empty | _proscribed(one) for one in proscribed)]


def _element(element: Element) -> Record:
    silent = (parameter.id for parameter in element.parameters if parameter.silent)
    return dict(
        id=element.id,
        tier=element.tier.value,
        title=element.title,
        statement=element.statement,
        function=element.function,
        form=element.form,
        optional=element.optional if element.tier.value == "flexible" else None,
        strength=element.strength.word,
        **_basis(element.basis, ""),
        **_basis(element.tier_basis, "tier_"),
        parameters=_joined(parameter.id for parameter in element.parameters),
        silent_parameters=_joined(silent),
        requires=_link(element.requires),
        realised_by=_link(element.realised_by),
        excludes=_joined(_name(exclusion.other) for exclusion in element.excludes),
        substitutes=_joined(substitute.id for substitute in element.substitutes),
        tolerance=str(element.tolerance.at_most) if element.tolerance else None,
        indicators=_joined(indicator.id for indicator in element.indicators),
        note=element.note,
    )


def _proscribed(practice: Proscribed) -> Record:
    return dict(
        id=practice.id,
        tier="proscribed",
        title=practice.title,
        statement=practice.statement,
        strength=practice.basis.strength.word,
        **_basis(practice.basis, ""),
        note=practice.note,
    )


def _basis(basis: Basis, prefix: str) -> Record:
    strength = "tier_strength" if prefix else "basis_strength"
    return {
        strength: basis.strength.word,
        f"{prefix}basis": _joined(basis.evidence),
        f"{prefix}inferred": basis.inferred,
    }


def _joined(words: Iterable[str]) -> str | None:
    return _BETWEEN.join(words) or None


def _link(link: Group | None) -> str | None:
    return _joined(dict.fromkeys(_name(leaf) for leaf in leaves(link))) if link is not None else None


def _name(leaf: Leaf) -> str:
    if isinstance(leaf, AdditionTerm):
        return f"addition:{leaf.addition}"
    return f"{leaf.element}.{leaf.parameter}" if isinstance(leaf, ParameterTerm) else leaf.element
