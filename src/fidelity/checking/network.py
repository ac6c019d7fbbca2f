"""What still stands once something has gone, over numbered nodes: elements, parameter conditions and local additions.

What a node demands is a formula: a node's number, or a pair ``(need, terms)``: at least ``need`` of the terms hold.
Requirements only ever fall when something goes. So following them from what has gone reaches the one largest set of
nodes whose demands all hold, whatever the order, and cycles are harmless. Sets of nodes are whole numbers, one bit a
node, because what many nodes share is then joined at once. What falls with one node is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

Formula: TypeAlias = "int | tuple[int, tuple[Formula, ...]]"
Nodes: TypeAlias = int
"""A set of nodes: node ``n`` is in it if bit ``n`` is set."""
Demands: TypeAlias = Mapping[int, tuple[Formula, ...]]
"""By node the formulas of which every one has to hold for it."""

_MOST_BYTES = 40_000_000
"""How much is remembered of what falls with single nodes: a model of 10,000 elements fits. Then it starts anew."""

_MANY = 32
"""From how many nodes on a large set is taken apart at once."""

# Sets of nodes ---------------------------------------------------------------------------------------


def mask_of(nodes: Iterable[int]) -> Nodes:
    """Return some nodes as a set."""
    mask = 0
    for node in nodes:
        mask |= 1 << node
    return mask


def nodes_in(mask: Nodes) -> list[int]:
    """Return the nodes of a set, in order."""
    if mask.bit_count() > _MANY:  # bit by bit would take as long as the whole set for each of them
        digits = f"{mask:b}"[::-1]
        return [node for node, digit in enumerate(digits) if digit == "1"]
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


# Formulas --------------------------------------------------------------------------------------------


def holds(formula: Formula, out: Nodes) -> bool:
    """Return whether a formula holds while the nodes ``out`` do not."""
    if isinstance(formula, int):
        return not out >> formula & 1
    need, terms = formula
    for term in terms:
        if not out >> term & 1 if isinstance(term, int) else holds(term, out):
            need -= 1
    return need <= 0


def nodes_of(formula: Formula) -> Iterator[int]:
    """Yield the nodes that a formula names, with repeats."""
    if isinstance(formula, int):
        yield formula
    else:
        for term in formula[1]:
            yield from nodes_of(term)


# What still stands -----------------------------------------------------------------------------------


class Closure(NamedTuple):
    """All that falls with one node, itself included, and the nodes with a group that lost a term and still holds."""

    fallen: Nodes
    touched: Nodes


class _Flat(NamedTuple):
    """A group over plain nodes: it holds while no more than ``spare`` of its nodes have gone."""

    nodes: Nodes
    spare: int


_NOTHING: Mapping[int, Closure] = {}
_NO_DEMANDS: Demands = {}


class Network:
    """The demands of a model in one evaluation.

    ``hard`` says what falls with a node at once, and ``soft`` which nodes have a group that names it. ``unmet`` are the
    leaves that do not hold to begin with (conditions that the standard does not meet, additions that nobody made), and
    ``base`` is all that falls with them and with the nodes whose demands nothing can meet: in a sound model no element.

    Parameters
    ----------
    wanted
        What has to hold for a node.
    parts
        The nodes that go whenever their owner goes: the conditions on its parameters.
    unmet
        The leaves that do not hold to begin with.

    Notes
    -----
    Cost of making one: linear in the links. Cost of asking: in what is asked about, and once in what falls with it.
    """

    def __init__(self, wanted: Demands, parts: Mapping[int, Iterable[int]], unmet: Iterable[int]) -> None:
        self.demands = wanted
        self.unmet: Nodes = mask_of(unmet)
        self.hopeless: Nodes = mask_of(node for node, some in wanted.items() if not all(holds(one, 0) for one in some))
        self.hard: dict[int, list[int]] = {owner: list(nodes) for owner, nodes in parts.items()}
        self.soft: dict[int, Nodes] = {}
        self._flat: dict[int, tuple[_Flat, ...]] = {}
        self._nested: dict[int, tuple[Formula, ...]] = {}
        for node, formulas in wanted.items():
            self._wire(node, formulas)
        self._closures: dict[int, Closure] = {}
        self._remembered = 0
        self.base: Nodes = self._grown(0, nodes_in(self.unmet | self.hopeless), _NOTHING, _NO_DEMANDS).fallen

    def _wire(self, node: int, formulas: tuple[Formula, ...]) -> None:
        sure = {formula for formula in formulas if isinstance(formula, int)}
        groups = [formula for formula in formulas if not isinstance(formula, int)]
        for other in sure:
            self.hard.setdefault(other, []).append(node)
        for other in {inner for formula in groups for inner in nodes_of(formula)} - sure:
            self.soft[other] = self.soft.get(other, 0) | 1 << node
        flat = {formula: _flat(formula) for formula in groups}
        self._flat[node] = tuple(found for found in flat.values() if found is not None)
        nested = tuple(formula for formula, found in flat.items() if found is None)
        if nested:
            self._nested[node] = nested

    def groups_of(self, node: int) -> Iterator[Formula]:
        """Yield the demands of a node that are more than a single node."""
        return (formula for formula in self.demands.get(node, ()) if not isinstance(formula, int))

    def without(self, gone: Iterable[int], met: Nodes = 0, extra: Demands = _NO_DEMANDS) -> Nodes:
        """Return all nodes that do not stand once ``gone`` have gone.

        Parameters
        ----------
        gone
            Nodes that the plan takes away.
        met
            Leaves that the plan meets; what hangs on those of ``unmet`` is worked out anew.
        extra
            Demands of the plan's own: those of local additions and of substitutes.
        """
        helped = self.unmet & met
        if helped:
            start = [*nodes_in((self.unmet ^ helped) | self.hopeless), *gone]
            return self._grown(0, start, _NOTHING, extra).fallen
        return self.closure_of(gone, extra).fallen

    def closure_of(self, gone: Iterable[int], extra: Demands = _NO_DEMANDS) -> Closure:
        """Return the same with the nodes that lost a term of a group, where the plan meets nothing of ``unmet``."""
        known, nodes = self._closures, list(gone)
        closure = None
        for node in nodes:
            closure = known.get(node) or self._learn(node)
        if closure is not None and len(nodes) == 1 and not extra:
            return closure
        return self._grown(self.base, nodes, known, extra)

    def _learn(self, node: int) -> Closure:
        closure = self._grown(self.base, [node], self._closures, _NO_DEMANDS)
        self._remembered += (closure.fallen.bit_length() + closure.touched.bit_length()) // 8
        if self._remembered > _MOST_BYTES:
            self._remembered = 0
            self._closures.clear()
        self._closures[node] = closure
        return closure

    def _grown(self, out: Nodes, stack: list[int], known: Mapping[int, Closure], extra: Demands) -> Closure:
        """Return ``out`` with all that falls with the nodes on ``stack``.

        A group is looked at again once two have touched it: what is known of one node has looked at its groups.
        """
        hard, soft = self.hard, self.soft
        touched = again = 0
        while True:
            while stack:
                node = stack.pop()
                closure = known.get(node)
                if (
                    closure is not None
                ):  # if it is in ``out`` already, this changes nothing: that is cheaper than to look
                    out |= closure.fallen
                    again |= touched & closure.touched
                    touched |= closure.touched
                    continue
                if out >> node & 1:
                    continue
                out |= 1 << node
                stack += hard.get(node, ())
                if node in soft:
                    again |= soft[node]
                    touched |= soft[node]
            if again:
                stack = [owner for owner in nodes_in(again ^ (again & out)) if not self._stands(owner, out)]
                again = 0
            if extra and not stack:
                stack = [n for n, some in extra.items() if not (out >> n & 1 or all(holds(one, out) for one in some))]
            if not stack:
                return Closure(out, touched ^ (touched & out))

    def _stands(self, node: int, out: Nodes) -> bool:
        """Return whether the groups that a node demands all hold; its single nodes are followed apart."""
        for nodes, spare in self._flat[node]:
            if (nodes & out).bit_count() > spare:
                return False
        return node not in self._nested or all(holds(formula, out) for formula in self._nested[node])


def _flat(formula: tuple[int, tuple[Formula, ...]]) -> _Flat | None:
    """Return a group over plain nodes that names none of them twice, or ``None`` for any other."""
    need, terms = formula
    mask = mask_of(term for term in terms if isinstance(term, int))
    return _Flat(mask, len(terms) - need) if mask.bit_count() == len(terms) else None
