"""What falls if an element goes, what an element hangs on, and which single losses cost a principle.

The same two evaluations as for a plan answer: what falls *for certain* falls where everything uncertain helps, so that
only links that bind count; what *may* fall does so where everything uncertain hurts.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from fidelity.checking.check import line_of
from fidelity.checking.formulas import holds, nodes_of
from fidelity.model.impact import Fall, Impact, SinglePoint, Support
from fidelity.model.strength import Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.line import Line
    from fidelity.checking.worlds import Web
    from fidelity.model.model import Model

__all__ = ["impact_of", "single_points_of", "supports_of"]


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
    line = line_of(model, bind)
    node = line.index[element]
    certain, possible = (_ways(line, web, node) for web in (line.helping, line.hurting))
    falls = (
        Fall(one.id, at in certain, certain.get(at) or possible[at])
        for at, one in enumerate(line.elements)
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
    line = line_of(model, bind)
    target = line.index[element]
    found = []
    for node in sorted(_reached(line, target) - {target}):
        certain, possible = (target in web.without([node]) - web.base for web in (line.helping, line.hurting))
        alone = "certain" if certain else "possible" if possible else "no"
        found.append(Support(line.elements[node].id, alone))
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


def _ways(line: Line, web: Web, gone: int) -> dict[int, tuple[str, ...]]:
    """Return what falls in one evaluation, by node, with a shortest way to each of it."""
    if gone in web.base:
        return {}
    out = web.without([gone])
    fallen, count = out - web.base, len(line.elements)
    ways: dict[int, tuple[str, ...]] = {gone: (line.elements[gone].id,)}
    queue = deque([gone])
    while queue:
        node = queue.popleft()
        for after in _hit(web, node, out):
            if after in fallen and after not in ways:
                own = (line.elements[after].id,) if after < count else ()
                ways[after] = (*ways[node], *own)
                queue.append(after)
    return ways


def _hit(web: Web, node: int, out: set[int]) -> Iterator[int]:
    """Yield what falls because a node has gone: at once, or because a group that names it holds no more."""
    yield from web.wires.hard.get(node, ())
    for owner in web.wires.soft.get(node, ()):
        if any(not holds(formula, out) and node in nodes_of(formula) for formula in web.wires.groups[owner]):
            yield owner


def _reached(line: Line, target: int) -> set[int]:
    """Return the elements that an element names in its links, and those that these name, and so on."""
    owners = {node: owner for (owner, _), nodes in line.conditions.items() for node, _ in nodes}
    every = (line.helping.wires.demands, line.hurting.wires.demands)
    reached: set[int] = set()
    stack = [target]
    while stack:
        node = stack.pop()
        node = owners.get(node, -1) if node >= len(line.elements) else node  # an addition is nobody's
        if node >= 0 and node not in reached:
            reached.add(node)
            stack += (named for demands in every for formula in demands.get(node, ()) for named in nodes_of(formula))
    return reached
