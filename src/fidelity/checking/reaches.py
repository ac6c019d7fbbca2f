"""The quick way to the single causes of a consequence, where the parts of a plan can only hurt.

A consequence then follows from those parts alone that can reach it along the links, so that only these
have to be tried: mostly one, and nothing is tried at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.table import ABSENT, PERMITTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.checking.case import Case
    from fidelity.checking.facts import Piece
    from fidelity.checking.worlds import Web

__all__ = ["Lone", "Reaches"]


class Lone(NamedTuple):
    """The parts that bring a consequence about alone, and whether it also follows without the first of them."""

    atoms: tuple[str, ...]
    otherwise: bool = False


class Reaches:
    """Which parts of a plan can reach which consequence, in one evaluation."""

    __slots__ = ("fallen", "gone", "known", "reaching", "uncertain", "web")

    def __init__(self, case: Case, *, hurting: bool) -> None:
        evaluation = case.evaluation
        self.web: Web = case.line.hurting if hurting else case.line.helping
        self.uncertain = evaluation.uncertain
        self.gone: dict[str, list[int]] = {}
        self.fallen: dict[tuple[int, ...], set[int]] = {}
        self.known: dict[int, Lone] = {}
        self.reaching: dict[int, list[Piece]] = {fall.node: [] for fall in evaluation.falls}
        out = evaluation.out_hurting if hurting else evaluation.out_helping
        for piece in case.pieces:
            gone = _gone(case, piece, hurting=hurting)
            if gone:
                self.gone[piece.atom] = gone
                lone = Lone((piece.atom,))
                for node in self.reaching.keys() & _reach(self.web, gone, out):
                    self.reaching[node].append(piece)
                    self.known[node] = lone
        for node, pieces in self.reaching.items():
            if len(pieces) > 1 or node in self.uncertain or node in self.web.base:
                self.known.pop(node, None)

    def lone(self, index: int) -> Lone:
        """Return what alone brings the fall of an element about."""
        lone = self.known.get(index)
        if lone is None:
            lone = self.known[index] = self._tried(index)
        return lone

    def _tried(self, index: int) -> Lone:
        """Return the same by trying out each part that can reach the element."""
        if index in self.web.base:
            return Lone((), otherwise=True)
        pieces = self.reaching[index]
        gone = {piece.atom: self.gone[piece.atom] for piece in pieces}
        if index in self.uncertain:  # the changes to its own element are taken as agreed
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
    cones = web.cones
    reached: set[int] = set()
    stack = list(start)
    while stack:
        node = stack.pop()
        if node not in reached:
            nodes, more, soft = cones[node]
            reached |= nodes
            stack += more
            if soft:
                stack += [other for other in soft if other in out]
    return reached


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
