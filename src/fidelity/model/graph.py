"""A model's links as a networkx graph. networkx is loaded when a graph is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.model.requirements import AdditionTerm, ParameterTerm, leaves
from fidelity.model.strength import LEVELS

if TYPE_CHECKING:
    import networkx as nx

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.requirements import Group, Leaf
    from fidelity.model.strength import Strength

__all__ = ["graph_of"]


def graph_of(model: Model) -> nx.DiGraph[str]:
    """Return a new graph of the links of a model: change it as you like.

    Parameters
    ----------
    model
        The model whose links are drawn.

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
    >>> graph = graph_of(fidelity.load_model("fdac"))
    >>> graph.nodes["same-judge"]["title"]
    'The same judge throughout'
    >>> graph.edges["review-hearing", "same-judge"]["kind"]
    'requires'
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph(model=model.reference, title=model.title)
    for element in model.elements:
        strength = element.strength.word
        graph.add_node(element.id, kind="element", tier=element.tier.value, title=element.title, strength=strength)
    for practice in model.proscribed:
        strength = practice.basis.strength.word
        graph.add_node(practice.id, kind="proscribed", tier=None, title=practice.title, strength=strength)
    for element in model.elements:
        _add_links(graph, element)
    return graph


class _Link(NamedTuple):
    kind: str
    strength: Strength
    conditions: tuple[str, ...] = ()


def _add_links(graph: nx.DiGraph[str], element: Element) -> None:
    _add_group(graph, element.id, element.requires, "requires")
    _add_group(graph, element.id, element.realised_by, "realised_by")
    for substitute in element.substitutes:
        strength = substitute.basis.strength
        graph.add_node(substitute.id, kind="substitute", tier=None, title=substitute.title, strength=strength.word)
        _add_edge(graph, element.id, substitute.id, _Link("substitute", strength))
        _add_group(graph, substitute.id, substitute.when, "requires")
    for exclusion in element.excludes:
        link = _Link("excludes", exclusion.basis.strength, _conditions(exclusion.other))
        _add_edge(graph, element.id, exclusion.other.element, link)


def _add_group(graph: nx.DiGraph[str], id_: str, group: Group | None, kind: str) -> None:
    for leaf in leaves(group) if group is not None else ():
        target = leaf.addition if isinstance(leaf, AdditionTerm) else leaf.element
        if target not in graph:
            graph.add_node(target, kind="addition", tier=None, title=target, strength=None)
        _add_edge(graph, id_, target, _Link(kind, leaf.basis.strength, _conditions(leaf)))


def _conditions(leaf: Leaf) -> tuple[str, ...]:
    if isinstance(leaf, ParameterTerm):
        return tuple(f"{leaf.parameter}: {constraint}" for constraint in leaf.constraints)
    return ()


def _add_edge(graph: nx.DiGraph[str], source: str, target: str, link: _Link) -> None:
    known = graph.get_edge_data(source, target, default={})
    kinds = (*known.get("kinds", ()), link.kind)
    conditions = (*known.get("conditions", ()), *link.conditions)
    strongest = max(link.strength, LEVELS[known.get("strength", link.strength.word)])
    graph.add_edge(
        source,
        target,
        kind=kinds[0],
        kinds=tuple(dict.fromkeys(kinds)),
        strength=strongest.word,
        conditions=tuple(dict.fromkeys(conditions)),
    )
