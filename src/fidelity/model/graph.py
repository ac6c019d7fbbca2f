"""A model's links as a networkx graph. networkx is loaded when a graph is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.links import iter_links
from fidelity.model.strength import LEVELS

if TYPE_CHECKING:
    import networkx as nx

    from fidelity.model.links import Link
    from fidelity.model.model import Model

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
        for substitute in element.substitutes:
            strength = substitute.basis.strength.word
            graph.add_node(substitute.id, kind="substitute", tier=None, title=substitute.title, strength=strength)
    for link in iter_links(model):
        if link.target not in graph:
            graph.add_node(link.target, kind="addition", tier=None, title=link.target, strength=None)
        _add_link(graph, link)
    return graph


def _add_link(graph: nx.DiGraph[str], link: Link) -> None:
    known = graph.get_edge_data(link.source, link.target, default={})
    kinds = (*known.get("kinds", ()), link.kind)
    conditions = (*known.get("conditions", ()), *link.conditions)
    strongest = max(link.strength, LEVELS[known.get("strength", link.strength.word)])
    graph.add_edge(
        link.source,
        link.target,
        kind=kinds[0],
        kinds=tuple(dict.fromkeys(kinds)),
        strength=strongest.word,
        conditions=tuple(dict.fromkeys(conditions)),
    )
