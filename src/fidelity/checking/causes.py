"""What brings a finding about: the minimal sets of parts of the plan, and the way along the links.

A set is a cause if the finding holds for it and for every larger part of the plan. That is a monotone
property of the set, so its minimal members can be enumerated exactly: sets of one first, then by taking
parts away from the rest. Parts that can help (a local addition that meets a quorum, a value that a
condition asks for) are tried in and out; the others can only hurt.
"""

from __future__ import annotations

from collections import deque
from itertools import chain, combinations
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.facts import Clash, Piece, Raw, Tally
from fidelity.checking.formulas import nodes_of
from fidelity.checking.table import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.line import Line

__all__ = ["Found", "causes_of", "enables", "minimal_sets", "path_of"]

AGREEABLE = frozenset({"FID302", "FID303"})
"""The consequences that can be agreed in turn."""
SWINGS = 8
"""How many parts that can help are tried in every combination."""
MOST_SETS = 100
"""How many cause sets of a finding are worked out before only the smallest are kept."""
MOST_TRIES = 3_000


class Found(NamedTuple):
    """Cause sets, smallest first, and whether these are all."""

    sets: tuple[tuple[str, ...], ...]
    complete: bool = True


def causes_of(case: Case, raw: Raw) -> Found:
    """Return the minimal cause sets of a finding in the raw."""
    if raw.code[3] in "45" or not _depends(case, raw):
        atoms = raw.atoms
        if case.agreed and raw.badness and len(atoms) > 1:  # what was agreed does not bring about what was not
            atoms = tuple(atom for atom in atoms if case.badness_in(frozenset((atom,)), raw.key) >= raw.badness)
        return Found(tuple((atom,) for atom in atoms))
    pieces = _relevant(case, raw)
    swings, sure = _swings(case, raw, pieces)

    def robust(atoms: frozenset[str]) -> bool:
        free = [atom for atom in swings if atom not in atoms]
        several = _subsets(free) if len(free) <= SWINGS else iter(((), tuple(free), *((atom,) for atom in free)))
        return all(case.badness_in(atoms.union(more), raw.key) >= raw.badness for more in several)

    sets, complete = minimal_sets([piece.atom for piece in pieces], robust)
    order = {piece.atom: i for i, piece in enumerate(case.pieces)}
    rows = sorted(tuple(sorted(found, key=order.__getitem__)) for found in sets)
    rows.sort(key=lambda row: (len(row), [order[atom] for atom in row]))
    return Found(tuple(rows), complete and (sure or len(swings) <= SWINGS))


def _subsets(atoms: list[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(atoms, size) for size in range(len(atoms) + 1))


def minimal_sets(atoms: list[str], works: Callable[[frozenset[str]], bool]) -> tuple[list[frozenset[str]], bool]:
    """Return the minimal sets that a monotone property holds for, and whether these are all.

    Cost: two tests an atom where sets of one explain everything; otherwise it grows with the number of
    sets, up to a cap past which only the smallest are returned.
    """
    if works(frozenset()):
        return [frozenset()], True
    found = [frozenset({atom}) for atom in atoms if works(frozenset({atom}))]
    rest = frozenset(atoms).difference(*found)
    if len(rest) <= 1 or not works(rest):
        return found, True
    larger: set[frozenset[str]] = set()
    queue, seen = deque([rest]), {rest}
    tries = 0
    while queue:
        ground = queue.popleft()
        tries += 1
        if len(larger) > MOST_SETS or tries > MOST_TRIES:
            return found + _smallest(sorted(rest), works, larger), False
        one = next((known for known in larger if known <= ground), None)
        if one is None:
            if not works(ground):
                continue
            one = _shrink(ground, works)
            larger.add(one)
        for atom in one:
            smaller = ground - {atom}
            if smaller not in seen:
                seen.add(smaller)
                queue.append(smaller)
    return found + list(larger), True


def _shrink(atoms: frozenset[str], works: Callable[[frozenset[str]], bool]) -> frozenset[str]:
    for atom in sorted(atoms):
        smaller = atoms - {atom}
        if works(smaller):
            atoms = smaller
    return atoms


def _smallest(
    atoms: list[str], works: Callable[[frozenset[str]], bool], known: Iterable[frozenset[str]]
) -> list[frozenset[str]]:
    """Return the smallest sets, by size, as far as the number of tries allows."""
    found: list[frozenset[str]] = []
    tries = 0
    for size in range(2, len(atoms) + 1):
        for row in combinations(atoms, size):
            candidate = frozenset(row)
            if any(smaller <= candidate for smaller in found):
                continue
            tries += 1
            if works(candidate):
                found.append(candidate)
            if tries > MOST_TRIES or len(found) >= MOST_SETS:
                return found or sorted(known, key=len)[:MOST_SETS]
    return found


def _depends(case: Case, raw: Raw) -> bool:
    """Return whether a finding depends on more than what says so itself."""
    if raw.code[3] == "3":
        return True
    return any((piece := case.by_atom.get(atom)) and piece.judged and piece.judged.swap for atom in raw.atoms)


def _relevant(case: Case, raw: Raw) -> list[Piece]:
    """Return the pieces that can bear on a finding: those that its subject can be reached from."""
    reach = _below(case, _subject_nodes(case, raw))
    own = set(raw.atoms)
    if isinstance(raw.item, Clash):
        own |= {piece.atom for piece in raw.item.pieces}
        own |= {
            p.atom for p in case.pieces for _, valued in p.values if any(ban.key == raw.subject for ban in valued.bans)
        }
    return [piece for piece in case.pieces if piece.atom in own or _node(piece) in reach]


def _node(piece: Piece) -> int:
    return piece.addable.node if piece.addable else piece.node


def _subject_nodes(case: Case, raw: Raw) -> list[int]:
    item = raw.item
    if isinstance(item, Clash):
        if item.ban is not None:
            return [item.ban.owner, item.ban.other]
        return [_node(piece) for piece in item.pieces] + [case.line.index.get(side, -1) for side in item.sides]
    if isinstance(item, Tally):
        return [raw.node, *case.line.tolerated[raw.node]]
    return [raw.node]


def _below(case: Case, start: Iterable[int]) -> set[int]:
    """Return every node that some nodes depend on, through the model's links and the plan's own."""
    line = case.line
    extra: dict[int, list[int]] = {}
    for piece in case.pieces:
        if piece.judged and piece.judged.swap:
            swap = piece.judged.swap
            nodes = [*nodes_of(swap.helping), *(nodes_of(swap.hurting) if swap.hurting is not None else ())]
            extra.setdefault(piece.node, []).extend(nodes)
        if piece.addable:
            names = piece.addable.addition.requires
            ours = {p.addable.addition.id: p.addable.node for p in case.pieces if p.addable}
            extra.setdefault(piece.addable.node, []).extend(ours.get(n, line.index.get(n, -1)) for n in names)
    stack, reached = list(start), set(start)
    while stack:
        node = stack.pop()
        leaf = line.names.get(node)
        owner = getattr(leaf, "element", None)
        below = [line.index[owner]] if isinstance(owner, str) else []
        formulas = line.hurting.wires.demands.get(node, ()) + line.helping.wires.demands.get(node, ())
        for other in chain(below, (inner for f in formulas for inner in nodes_of(f)), extra.get(node, ())):
            if other not in reached:
                reached.add(other)
                stack.append(other)
    return reached


def _swings(case: Case, raw: Raw, pieces: list[Piece]) -> tuple[list[str], bool]:
    """Return the parts that could make a finding go away by being there, and whether that is certain."""
    sides = raw.item.pieces if isinstance(raw.item, Clash) else ()
    enabling = [piece.atom for piece in pieces if enables(case.line, piece) and piece not in sides]
    own = [piece for piece in pieces if piece.node == raw.node and piece.judged is not None and raw.node >= 0]
    swaps = any(piece.judged and piece.judged.swap for piece in own)
    if raw.code == "FID206" or (enabling and raw.code == "FID303") or (swaps and raw.code[3] == "3"):
        return [piece.atom for piece in pieces], False
    if raw.code[3] == "3":
        enabling += [p.atom for p in own if p.judged and max(p.judged.helped, p.judged.otherwise[0]) == ABSENT]
    return list(dict.fromkeys(enabling)), True


def enables(line: Line, piece: Piece) -> bool:
    """Return whether a part of a plan meets something that the untouched model does not."""
    unmet = line.hurting.unmet
    return piece.addable is not None or any(node in unmet for _, valued in piece.values for node in valued.met)


def path_of(case: Case, raw: Raw, atoms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the way along the links from the first part of a cause to what the finding is about.

    Element ids, from what the plan touches to what is hit; only the latter where nothing leads there.
    """
    ends = _ends(case, raw)
    if not ends:
        return ()
    if raw.code[3] == "9":  # local rules follow no links
        return (case.line.elements[raw.node].id,) if raw.node >= 0 else ()
    line = case.line
    evaluation = case.part(atoms)
    web, out = (line.helping, evaluation.out_helping) if raw.red else (line.hurting, evaluation.out_hurting)
    start: list[int] = []
    for atom in atoms:
        piece = case.by_atom[atom]
        start.append(_node(piece))
    before: dict[int, int] = dict.fromkeys(start, -1)
    queue = deque(start)
    while queue:
        node = queue.popleft()
        if node in ends:
            return _names(case, node, before)
        failed = [n for atom in atoms for _, v in case.by_atom[atom].values if v.node == node for n in v.failed]
        for other in (*web.wires.hard.get(node, ()), *web.wires.soft.get(node, ()), *failed):
            if other not in before and (other in out or other in ends):
                before[other] = node
                queue.append(other)
    return tuple(line.elements[node].id for node in sorted(ends)[:1] if node < len(line.elements))


def _ends(case: Case, raw: Raw) -> set[int]:
    if isinstance(raw.item, Tally):
        return {raw.node}
    return {node for node in _subject_nodes(case, raw) if node >= 0}


def _names(case: Case, node: int, before: dict[int, int]) -> tuple[str, ...]:
    row: list[str] = []
    added = {piece.addable.node: piece.addable.addition.id for piece in case.pieces if piece.addable}
    while node >= 0:
        if node in added:
            row.append(added[node])
        elif node < len(case.line.elements):
            row.append(case.line.elements[node].id)
        node = before[node]
    return tuple(dict.fromkeys(reversed(row)))
