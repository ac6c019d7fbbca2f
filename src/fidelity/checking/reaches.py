"""The quick way to the single causes of a consequence, where the parts of a plan can only hurt.

A consequence then follows from those parts alone that can reach it along the links, so that only these
have to be tried: mostly one, and nothing is tried at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.causes import enables
from fidelity.checking.table import ABSENT, PERMITTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.checking.case import Case
    from fidelity.checking.evaluation import Piece, Raw
    from fidelity.checking.worlds import Web

__all__ = ["Lone", "Reaches", "only_hurts"]


class Lone(NamedTuple):
    """The parts that bring a consequence about alone, and whether it also follows without the first of them."""

    atoms: tuple[str, ...]
    otherwise: bool = False


class Reaches:
    """Which parts of a plan can reach which node, in one evaluation. Cost: linear in what falls, a part."""

    __slots__ = ("fallen", "gone", "reaching", "web")

    def __init__(self, case: Case, *, hurting: bool) -> None:
        self.web: Web = case.line.hurting if hurting else case.line.helping
        out = case.evaluation.out_hurting if hurting else case.evaluation.out_helping
        self.gone: dict[str, list[int]] = {}
        self.fallen: dict[tuple[int, ...], set[int]] = {}
        self.reaching: dict[int, list[Piece]] = {}
        for piece in case.pieces:
            gone = _gone(case, piece, hurting=hurting)
            if gone:
                self.gone[piece.atom] = gone
                for node in _reach(self.web, gone, out):
                    if node in self.reaching:
                        self.reaching[node].append(piece)
                    else:
                        self.reaching[node] = [piece]

    def lone(self, raw: Raw, *, agreed: bool) -> Lone:
        """Return what alone brings a consequence about; ``agreed``: the changes to its own element are agreed."""
        index = raw.node
        if index in self.web.base:
            return Lone((), otherwise=True)
        pieces = self.reaching.get(index, ())
        if len(pieces) == 1 and not agreed:
            return Lone((pieces[0].atom,))
        gone = {piece.atom: self.gone[piece.atom] for piece in pieces}
        if agreed:
            own = {piece.atom for piece in pieces if piece.node == index}
            gone = {atom: [n for n in nodes if n != index or atom not in own] for atom, nodes in gone.items()}
            gone = {atom: nodes for atom, nodes in gone.items() if nodes}
        if len(gone) == 1:
            return Lone(tuple(gone))
        alone = tuple(atom for atom, nodes in gone.items() if index in self._without(nodes))
        if len(alone) != 1:
            return Lone(alone, otherwise=True)
        rest = [node for atom, nodes in gone.items() if atom != alone[0] for node in nodes]
        return Lone(alone, otherwise=index in self._without(rest))

    def _without(self, nodes: list[int]) -> set[int]:
        key = tuple(nodes)
        found = self.fallen.get(key)
        if found is None:
            found = self.fallen[key] = self.web.without(nodes)
        return found


def _reach(web: Web, start: Iterable[int], out: set[int]) -> set[int]:
    """Return every node of ``out`` that hangs on some nodes, whatever it takes for it to fall."""
    hard, soft = web.wires.hard, web.wires.soft
    stack = list(start)
    reached = set(stack)
    while stack:
        node = stack.pop()
        for wires in (hard, soft):
            if node in wires:
                for other in wires[node]:
                    if other in out and other not in reached:
                        reached.add(other)
                        stack.append(other)
    return reached


def only_hurts(case: Case) -> bool:
    """Return whether no part of a plan can make a consequence go away by being there."""
    for piece in case.pieces:
        if enables(case.line, piece) or (piece.judged is not None and piece.judged.swap is not None):
            return False
    return True


def _gone(case: Case, piece: Piece, *, hurting: bool) -> list[int]:
    """Return the nodes that a piece takes away by itself."""
    nodes = [node for _, valued in piece.values for node in valued.failed] if piece.values else []
    if piece.undecided:
        if hurting and piece.node >= 0:
            nodes.append(piece.node)
    elif piece.judged is not None:
        consult = hurting and piece.judged.hurt > PERMITTED and piece.atom[7:] not in case.agreed
        if consult or piece.judged.helped == ABSENT:
            nodes.append(piece.node)
    return nodes
