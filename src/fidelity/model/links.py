"""The links of a model, one by one or as a graph: what names what, how firmly and under which conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.model.requirements import AdditionTerm, ParameterTerm, leaves
from fidelity.model.strength import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import networkx as nx

    from fidelity.model.elements import Element, Proscribed
    from fidelity.model.requirements import Group, Leaf
    from fidelity.model.strength import Strength

KINDS: tuple[str, ...] = ("realised_by", "requires", "substitute", "excludes")
"""The kinds of link there are."""


class Link(NamedTuple):
    """One link, from what needs to what is needed (or from what excludes to what is excluded).

    ``conditions`` are texts such as ``"place: court"``; empty where the element alone is meant. ``addition``
    tells that the target is a local addition, which only a plan can bring.
    """

    source: str
    target: str
    kind: str
    strength: Strength
    conditions: tuple[str, ...] = ()
    addition: bool = False


def iter_links(elements: Iterable[Element]) -> Iterator[Link]:
    """Yield every link of a model's elements as often as it is named, in file order. Cost: linear in the model.

    Examples
    --------
    >>> import fidelity
    >>> print(*next(iter_links(fidelity.load_model("fdac").elements))[:3])
    problem-solving-court trained-judge realised_by
    """
    for element in elements:
        yield from _group_links(element.id, element.requires, "requires")
        yield from _group_links(element.id, element.realised_by, "realised_by")
        for substitute in element.substitutes:
            yield Link(element.id, substitute.id, "substitute", substitute.basis.strength)
            yield from _group_links(substitute.id, substitute.when, "requires")
        for exclusion in element.excludes:
            other = exclusion.other
            yield Link(element.id, other.element, "excludes", exclusion.basis.strength, _conditions(other))


def _group_links(source: str, group: Group | None, kind: str) -> Iterator[Link]:
    for leaf in leaves(group) if group is not None else ():
        added = isinstance(leaf, AdditionTerm)
        target = leaf.addition if isinstance(leaf, AdditionTerm) else leaf.element
        yield Link(source, target, kind, leaf.basis.strength, _conditions(leaf), added)


def _conditions(leaf: Leaf) -> tuple[str, ...]:
    if isinstance(leaf, ParameterTerm):
        return tuple(f"{leaf.parameter}: {constraint}" for constraint in leaf.constraints)
    return ()


def graph_of(elements: Sequence[Element], proscribed: Iterable[Proscribed], **named: str) -> nx.DiGraph[str]:
    """Return a new graph of links, as ``Model.graph`` describes it; ``named`` are words about the graph as a whole."""
    import networkx as nx  # it takes longer to load than a plan to check

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.graph.update(named)
    for element in elements:
        strength = element.strength.word
        graph.add_node(element.id, kind="element", tier=element.tier.value, title=element.title, strength=strength)
    for practice in proscribed:
        strength = practice.basis.strength.word
        graph.add_node(practice.id, kind="proscribed", tier=None, title=practice.title, strength=strength)
    for element in elements:
        for substitute in element.substitutes:
            strength = substitute.basis.strength.word
            graph.add_node(substitute.id, kind="substitute", tier=None, title=substitute.title, strength=strength)
    for link in iter_links(elements):
        if link.target not in graph:
            graph.add_node(link.target, kind="addition", tier=None, title=link.target, strength=None)
        known = graph.get_edge_data(link.source, link.target, default={})
        kinds = (*known.get("kinds", ()), link.kind)
        strongest = max(link.strength, LEVELS[known.get("strength", link.strength.word)])
        graph.add_edge(
            link.source,
            link.target,
            kind=kinds[0],
            kinds=tuple(dict.fromkeys(kinds)),
            strength=strongest.word,
            conditions=tuple(dict.fromkeys((*known.get("conditions", ()), *link.conditions))),
        )
    return graph
