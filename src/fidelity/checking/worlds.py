"""What still stands once something has gone: the greatest fixed point, by following consequences.

Requirements only ever fall when something goes, so removing and following the links reaches the one
largest set of elements whose demands all hold, whatever the order; cycles are harmless. The work is
proportional to what falls, not to the model, and what falls with one node at once is remembered.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from attrs import frozen

from fidelity.checking.formulas import Formula, holds, nodes_of

__all__ = ["Cones", "Web", "Wires", "weave"]

_ROOM = 500_000
"""How many nodes are remembered in cones before the memory is emptied."""
_WIDE = 16
"""How many nodes a cone holds at most, so that what many cones share is not gone through for each of them."""


@frozen(eq=False, repr=False)
class Wires:
    """Which nodes fall with a node at once (``hard``), and which have to be looked at again (``soft``).

    ``groups`` are those of a node's demands that are more than a single node: what ``soft`` is about.
    """

    hard: Mapping[int, tuple[int, ...]]
    soft: Mapping[int, tuple[int, ...]]
    demands: Mapping[int, tuple[Formula, ...]]
    groups: Mapping[int, tuple[Formula, ...]]


NO_WIRES = Wires({}, {}, {}, {})


class Cone(NamedTuple):
    """What falls with a node at once, itself included.

    ``more`` falls as well, in a wide cone, and is followed further if it had not fallen already; ``soft`` has
    to be looked at again.
    """

    nodes: frozenset[int]
    more: tuple[int, ...]
    soft: tuple[int, ...]


class Cones(dict[int, Cone]):
    """The cone of every node that was asked for, worked out once."""

    def __init__(self, wires: Wires) -> None:
        super().__init__()
        self.wires = wires
        self.remembered = 0

    def __missing__(self, start: int) -> Cone:
        hard, soft = self.wires.hard, self.wires.soft
        nodes, queue, again = set[int](), deque([start]), set[int]()
        while queue and len(nodes) < _WIDE:
            node = queue.popleft()
            if node not in nodes:
                nodes.add(node)
                queue += hard.get(node, ())
                again.update(soft.get(node, ()))
        more = set(queue) - nodes
        cone = Cone(frozenset(nodes), tuple(more), tuple(again - nodes - more))
        self.remembered += len(nodes) + len(more) + len(again)
        if self.remembered > _ROOM:
            self.remembered = 0
            self.clear()
        self[start] = cone
        return cone


@frozen(eq=False, repr=False)
class Web:
    """The demands of a model in one evaluation.

    ``unmet`` are the leaves that do not hold to begin with (conditions that the standard does not meet,
    additions that nobody made), ``hopeless`` the nodes whose demands nothing can meet, and ``base`` all
    that falls with both: for a sound model no element is among them. ``cones`` says what falls with a node at once.
    """

    wires: Wires
    unmet: frozenset[int]
    hopeless: frozenset[int]
    base: frozenset[int]
    cones: Cones

    def without(self, gone: Iterable[int], extra: Wires = NO_WIRES, met: Iterable[int] = ()) -> set[int]:
        """Return all nodes that do not stand once ``gone`` have gone.

        Parameters
        ----------
        gone
            Nodes that the plan takes away.
        extra
            Demands of the plan's own: those of local additions and of substitutes.
        met
            Leaves that the plan meets; what hangs on those of ``unmet`` is worked out anew.
        """
        helped = self.unmet.intersection(met)
        out = set((self.unmet - helped) | self.hopeless) if helped else set(self.base)
        stack = list(out) if helped else []
        for node in gone:
            if node not in out:
                out.add(node)
                stack.append(node)
        for node, formulas in extra.demands.items():
            if node not in out and not all(holds(formula, out) for formula in formulas):
                out.add(node)
                stack.append(node)
        if stack:
            self._follow(out, stack, extra)
        return out

    def _follow(self, out: set[int], stack: list[int], extra: Wires) -> None:
        """Add to ``out`` all that falls with the nodes on ``stack``, which are in ``out`` already."""
        groups, cones = self.wires.groups, self.cones
        while stack:
            nodes, more, soft = cones[stack.pop()]
            out |= nodes
            for other in more:
                if other not in out:
                    out.add(other)
                    stack.append(other)
            for other in soft:
                if other not in out and not _all_hold(groups[other], out):
                    out.add(other)
                    stack.append(other)
            if extra is not NO_WIRES:
                for node in nodes:
                    for other in extra.hard.get(node, ()) + extra.soft.get(node, ()):
                        if other not in out and not _all_hold(extra.demands[other], out):
                            out.add(other)
                            stack.append(other)


def _all_hold(formulas: tuple[Formula, ...], out: set[int]) -> bool:
    for formula in formulas:  # noqa: SIM110 - a loop and no generator: the one place where the time goes
        if not holds(formula, out):
            return False
    return True


def wire(demands: Mapping[int, tuple[Formula, ...]], parts: Mapping[int, Iterable[int]] | None = None) -> Wires:
    """Return the wires of some demands; ``parts`` are nodes that go whenever their owner goes."""
    hard: dict[int, list[int]] = {owner: list(nodes) for owner, nodes in (parts or {}).items()}
    soft: dict[int, list[int]] = {}
    groups: dict[int, tuple[Formula, ...]] = {}
    for node, formulas in demands.items():
        sure = {formula for formula in formulas if isinstance(formula, int)}
        groups[node] = tuple(formula for formula in formulas if not isinstance(formula, int))
        for other in sure:
            hard.setdefault(other, []).append(node)
        for other in {inner for formula in formulas for inner in nodes_of(formula)} - sure:
            soft.setdefault(other, []).append(node)
    return Wires(
        {node: tuple(others) for node, others in hard.items()},
        {node: tuple(others) for node, others in soft.items()},
        demands,
        groups,
    )


def weave(demands: Mapping[int, tuple[Formula, ...]], parts: Mapping[int, Iterable[int]], unmet: Iterable[int]) -> Web:
    """Return the web of a model's demands. Cost: linear in the size of the links."""
    wires = wire(demands, parts)
    leaves = frozenset(unmet)
    hopeless = frozenset(node for node, formulas in demands.items() if not all(holds(f, set()) for f in formulas))
    cones = Cones(wires)
    base = Web(wires, leaves, hopeless, frozenset(), cones).without(leaves | hopeless)
    return Web(wires, leaves, hopeless, frozenset(base), cones)
