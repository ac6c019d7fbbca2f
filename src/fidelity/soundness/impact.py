"""What falls if an element goes, what an element hangs on, and which single losses cost a principle.

The same two evaluations as for a plan answer: what falls *for certain* falls where everything uncertain helps, so that
only links that bind count; what *may* fall does so where everything uncertain hurts.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from fidelity.checking.network import holds, nodes_in, nodes_of
from fidelity.checking.prepared import prepared
from fidelity.model.impact import Fall, Impact, SinglePoint, Support
from fidelity.model.strength import Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.network import Network, Nodes
    from fidelity.checking.prepared import PreparedModel
    from fidelity.model.model import Model


def impact_of(model: Model, element: str, bind: Strength = Strength.RESTATED) -> Impact:
    """Return what falls if an element goes. Cost: linear in what falls.

    Raises
    ------
    KeyError
        If the model has no element of that id.

    Examples
    --------
    >>> import fidelity
    >>> impact = impact_of(fidelity.load_model("fdac"), "same-judge")
    >>> impact.certain, impact.possible
    ((), ('review-hearing', 'case-numbers', 'listing'))
    >>> impact.falls[-1].via
    ('same-judge', 'review-hearing', 'listing')
    """
    ready = prepared(model, bind)
    node = ready.index[element]
    certain, possible = (_ways(ready, network, node) for network in (ready.optimistic, ready.pessimistic))
    falls = (
        Fall(one.id, at in certain, certain.get(at) or possible[at])
        for at, one in enumerate(ready.elements)
        if at != node and (at in certain or at in possible)
    )
    return Impact(element, bind, tuple(falls))


def supports_of(model: Model, element: str, bind: Strength = Strength.RESTATED) -> tuple[Support, ...]:
    """Return what an element (mostly a principle) hangs on, in file order; itself not included.

    Raises
    ------
    KeyError
        If the model has no element of that id.

    Notes
    -----
    Whether a loss alone fells the element is exact. What is said to matter only with others is linked to it, directly
    or by way of others. Cost: linear in the model, for each element that it hangs on.

    Examples
    --------
    >>> import fidelity
    >>> next(one for one in supports_of(fidelity.load_model("fdac"), "independence") if one.alone != "no")
    Support(element='specialist-team', alone='certain')
    """
    ready = prepared(model, bind)
    target = ready.index[element]
    found = []
    for node in sorted(_reached(ready, target) - {target}):
        certain, possible = (
            (network.without([node]) ^ network.base) >> target & 1 for network in (ready.optimistic, ready.pessimistic)
        )
        alone = "certain" if certain else "possible" if possible else "no"
        found.append(Support(ready.elements[node].id, alone))
    return tuple(found)


def single_points_of(model: Model, bind: Strength = Strength.RESTATED) -> tuple[SinglePoint, ...]:
    """Return the elements of which one loss costs a principle, in file order; principles themselves are not listed.

    Examples
    --------
    >>> import fidelity
    >>> single_points_of(fidelity.load_model("fdac"))[0]
    SinglePoint(element='further-hearing', certain=('informed-choice',), possible=())
    """
    principles = {element.id for element in model.principles}
    found = []
    for element in model.elements:
        if element.id not in principles:
            impact = impact_of(model, element.id, bind)
            certain, possible = (
                tuple(id_ for id_ in ids if id_ in principles) for ids in (impact.certain, impact.possible)
            )
            if certain or possible:
                found.append(SinglePoint(element.id, certain, possible))
    return tuple(found)


def _ways(ready: PreparedModel, network: Network, gone: int) -> dict[int, tuple[str, ...]]:
    """Return what falls in one evaluation, by node, with a shortest way to each of it."""
    if network.base >> gone & 1:
        return {}
    out = network.without([gone])
    fallen, count = out ^ network.base, len(ready.elements)
    ways: dict[int, tuple[str, ...]] = {gone: (ready.elements[gone].id,)}
    queue = deque([gone])
    while queue:
        node = queue.popleft()
        for after in _hit(network, node, out):
            if fallen >> after & 1 and after not in ways:
                own = (ready.elements[after].id,) if after < count else ()
                ways[after] = (*ways[node], *own)
                queue.append(after)
    return ways


def _hit(network: Network, node: int, out: Nodes) -> Iterator[int]:
    """Yield what falls because a node has gone: at once, or because a group that names it holds no more."""
    yield from network.hard.get(node, ())
    for owner in nodes_in(network.soft.get(node, 0)):
        if any(not holds(formula, out) and node in nodes_of(formula) for formula in network.groups_of(owner)):
            yield owner


def _reached(ready: PreparedModel, target: int) -> set[int]:
    """Return the elements that an element names in its links, and those that these name, and so on."""
    owners = {node: owner for (owner, _), nodes in ready.conditions.items() for node, _ in nodes}
    every = (ready.optimistic.demands, ready.pessimistic.demands)
    reached: set[int] = set()
    stack = [target]
    while stack:
        node = stack.pop()
        node = owners.get(node, -1) if node >= len(ready.elements) else node  # an addition is nobody's
        if node >= 0 and node not in reached:
            reached.add(node)
            stack += (named for demands in every for formula in demands.get(node, ()) for named in nodes_of(formula))
    return reached
