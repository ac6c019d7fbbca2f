"""A plan, or a part of it, evaluated: what stands in both evaluations, and every finding in the raw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Absence, Addable, Clash, Fall, Moves, Piece, Stance, Tally
from fidelity.checking.formulas import Formula, holds
from fidelity.checking.table import ABSENT, PERMITTED
from fidelity.checking.worlds import NO_WIRES, wire
from fidelity.model.elements import Element, Tier
from fidelity.model.strength import Strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fidelity.checking.judging import Valued
    from fidelity.checking.line import Ban, Line, Swap
    from fidelity.plan.plan import Addition, Setting

__all__ = ["Evaluation", "evaluate"]


class Evaluation:
    """What a set of pieces does to a model.

    ``out_helping`` and ``out_hurting`` hold the nodes not in place, with everything uncertain taken as it
    helps the plan and as it hurts it. ``only_hurts`` says that no piece can make a consequence go away by
    being there. The lists are what the rules read.
    """

    __slots__ = (
        "absences", "additions", "agreed", "clashes", "falls", "inspired", "line", "only_hurts", "out_helping",
        "out_hurting", "own_gone", "pieces", "practices", "stances", "tallies", "uncertain", "undecided", "values",
    )  # fmt: skip

    def __init__(self, line: Line, pieces: tuple[Piece, ...], agreed: Mapping[str, str], *, inspired: bool) -> None:
        self.line = line
        self.pieces = pieces
        self.agreed = agreed
        self.inspired = inspired
        self.absences: list[Absence] = []
        self.stances: list[Stance] = []
        self.values: list[tuple[Piece, Setting, Valued]] = []
        self.practices: list[Piece] = []
        self.additions: list[Piece] = []
        self.undecided: list[Piece] = []
        self.falls: list[Fall] = []
        self.clashes: list[Clash] = []
        self.tallies: list[Tally] = []
        self.only_hurts = True
        self.out_helping: set[int] = set()
        self.out_hurting: set[int] = set()
        self.own_gone: set[int] = set()
        self.uncertain: set[int] = set()

    def element(self, index: int) -> Element:
        """Return the element of a node."""
        return self.line.elements[index]

    def covered(self, changes: Iterable[str]) -> bool:
        """Return whether every one of some changes is agreed."""
        return bool(self.agreed) and all(change in self.agreed for change in changes)

    def badness(self, *, certain: bool, binds: bool) -> int:
        """Return 2 (red) for what is certain and binds, unless the plan makes no claim, else 1 (amber)."""
        return 2 if certain and binds and not self.inspired else 1


def evaluate(line: Line, pieces: tuple[Piece, ...], agreed: Mapping[str, str], *, inspired: bool = False) -> Evaluation:
    """Evaluate some pieces of a plan, everything else being as specified.

    ``agreed`` maps the changes that a valid approval covers to its reference.
    """
    ev = Evaluation(line, pieces, agreed, inspired=inspired)
    moves = _sort(ev, pieces)
    _settle(ev, moves)
    _judge_own(ev, moves.touched)
    _find_falls(ev)
    _find_clashes(ev)
    if line.tolerances:
        _find_tallies(ev)
    return ev


def _sort(ev: Evaluation, pieces: tuple[Piece, ...]) -> Moves:
    """Put each piece where the rules look for it; return how the pieces bear on the nodes."""
    moves = Moves({}, [], [], [], [])
    for piece in pieces:
        for setting, valued in piece.values:
            moves.gone.extend(valued.failed)
            moves.met.extend(valued.met)
            if valued.level or valued.silent:
                ev.values.append((piece, setting, valued))
        if piece.judged is not None:
            if piece.judged.open:
                _touch(moves, piece, ev.agreed)
        elif piece.undecided:
            ev.undecided.append(piece)
            if piece.node >= 0:
                _touch(moves, piece, ev.agreed)
        elif piece.addable is not None:
            ev.additions.append(piece)
        elif piece.practice is not None:
            ev.practices.append(piece)
    return moves


def _touch(moves: Moves, piece: Piece, agreed: Mapping[str, str]) -> None:
    """Note how a piece bears on its element."""
    judged, node = piece.judged, piece.node
    moves.touched.setdefault(node, []).append(piece)
    if judged is None:
        moves.doubtful.append(node)
    elif judged.swap is not None:
        moves.swapped.append(piece)
    elif judged.helped == ABSENT:
        moves.gone.append(node)
    elif piece.atom[7:] not in agreed:
        moves.doubtful.append(node)


def _settle(ev: Evaluation, moves: Moves) -> None:
    """Work out both evaluations."""
    enabled = moves.swapped or ev.additions or not ev.line.hurting.unmet.isdisjoint(moves.met)
    ev.only_hurts = not enabled
    ev.out_helping = _settled(ev, moves, moves.gone, hurting=False)
    ev.out_hurting = _settled(ev, moves, moves.gone + moves.doubtful, hurting=True)


def _settled(ev: Evaluation, moves: Moves, gone: list[int], *, hurting: bool) -> set[int]:
    """Return what does not stand in one evaluation; the other way round, the helping one is settled first."""
    web = ev.line.hurting if hurting else ev.line.helping
    if not moves.swapped and not ev.additions:
        return web.without(gone, NO_WIRES, moves.met)
    gone, here, demands = list(gone), list(moves.met), dict[int, tuple[Formula, ...]]()
    for piece in moves.swapped:
        allowed, condition = _allowed(ev, piece, hurting=hurting)
        if not allowed:
            gone.append(piece.node)
        elif condition is not None:
            demands[piece.node] = (*demands.get(piece.node, ()), condition)
    for piece in ev.additions:
        addable = piece.addable
        assert addable is not None
        if hurting and addable.consult and piece.atom[7:] not in ev.agreed:
            gone.append(addable.node)
            continue
        here.append(addable.node)
        wanted = _wanted(ev.line, addable.addition, ev.additions, hurting=hurting)
        if wanted:
            demands[addable.node] = wanted
    return web.without(gone, wire(demands) if demands else NO_WIRES, here)


def _wanted(line: Line, addition: Addition, others: Iterable[Piece], *, hurting: bool) -> tuple[Formula, ...]:
    """Return what a local addition requires: the site's word, so inferred."""
    if not addition.requires or not (hurting or line.bind is Strength.INFERRED):
        return ()
    nodes = {piece.addable.addition.id: piece.addable.node for piece in others if piece.addable}
    never: Formula = (1, ())  # an addition that this part of the plan does not make
    return tuple(nodes[name] if name in nodes else line.index.get(name, never) for name in addition.requires)


def _allowed(ev: Evaluation, piece: Piece, *, hurting: bool) -> tuple[bool, Formula | None]:
    """Return whether a change allows its element, and which condition of a substitute that takes."""
    judged = piece.judged
    assert judged is not None
    assert judged.swap is not None
    if hurting:
        if stance_helped(ev, piece) == ABSENT:
            return False, None
        if piece.atom[7:] in ev.agreed:
            return True, None
        good, bad, limit = judged.hurt, judged.otherwise[1], PERMITTED
    else:
        good, bad, limit = judged.helped, judged.otherwise[0], ABSENT - 1
    if good > limit:
        return False, None
    return True, _condition(judged.swap, hurting=hurting) if bad > limit else None


def _condition(swap: Swap, *, hurting: bool) -> Formula:
    if not hurting:
        return swap.helping
    return swap.hurting if swap.hurting is not None else (1, ())


def stance_helped(ev: Evaluation, piece: Piece) -> int:
    """Return how a change counts where everything uncertain helps, once that evaluation is settled."""
    judged = piece.judged
    assert judged is not None
    if judged.swap is None or holds(judged.swap.helping, ev.out_helping):
        return judged.helped
    return judged.otherwise[0]


def stance_hurt(ev: Evaluation, piece: Piece) -> int:
    """Return how a change counts where everything uncertain hurts, once that evaluation is settled."""
    judged = piece.judged
    assert judged is not None
    if judged.swap is None or judged.swap.hurting is None or holds(judged.swap.hurting, ev.out_hurting):
        return judged.hurt
    return judged.otherwise[1]


def _judge_own(ev: Evaluation, touched: Mapping[int, list[Piece]]) -> None:
    """Sort the changes into absences and stances."""
    for index, pieces in touched.items():
        absent = []
        for piece in pieces:
            judged = piece.judged
            if judged is None:  # undecided
                ev.uncertain.add(index)
                continue
            helped = judged.helped if judged.swap is None else stance_helped(ev, piece)
            if helped == ABSENT:
                absent.append(piece)
                continue
            hurt = judged.hurt if judged.swap is None else stance_hurt(ev, piece)
            if hurt > PERMITTED:
                ev.stances.append(Stance(piece, helped, hurt))
                if piece.atom[7:] not in ev.agreed:
                    ev.uncertain.add(index)
        if absent:
            ev.absences.append(Absence(index, tuple(absent)))
            ev.own_gone.add(index)


def _find_falls(ev: Evaluation) -> None:
    """Find the elements, not optional, whose requirements are not met, their own changes taken as agreed."""
    out, uncertain = ev.out_helping, ev.uncertain
    for index in sorted((ev.line.firm & ev.out_hurting) - ev.own_gone):
        certain = index in out
        if certain or index not in uncertain or _falls_anyway(ev, index):
            ev.falls.append(Fall(index, certain))


def _falls_anyway(ev: Evaluation, index: int) -> bool:
    """Return whether an uncertain element would fall even if its own changes were agreed."""
    wires = ev.line.hurting.wires
    formulas = wires.demands.get(index, ())
    if all(holds(formula, ev.out_hurting) for formula in formulas):
        return False
    agreed = {piece.atom[7:]: "" for piece in ev.pieces if piece.node == index and piece.change is not None}
    rest = tuple(piece for piece in ev.pieces if not (piece.undecided and piece.node == index))
    hypothetical = Evaluation(ev.line, rest, {**ev.agreed, **agreed}, inspired=ev.inspired)
    _settle(hypothetical, _sort(hypothetical, rest))
    return index in hypothetical.out_hurting


def _find_clashes(ev: Evaluation) -> None:
    """Find the exclusions of the model and of local additions of which both sides stand."""
    found: dict[str, Clash] = {}
    for ban in ev.line.bans:
        _note(found, _clash(ev, ban, ()))
    for piece in ev.pieces:
        for _, valued in piece.values:
            for ban in valued.bans:
                _note(found, _clash(ev, ban, (piece,)))
    for piece in ev.additions:
        addable = piece.addable
        assert addable is not None
        for name in addable.addition.excludes:
            _note(found, _clash_of_addition(ev, piece, addable, name))
    ev.clashes.extend(found.values())


def _note(found: dict[str, Clash], clash: Clash | None) -> None:
    """Keep the graver of two clashes between the same sides."""
    if clash is None:
        return
    known = found.get(clash.key)
    if known is None or (clash.certain, clash.strength) > (known.certain, known.strength):
        found[clash.key] = clash


def _clash(ev: Evaluation, ban: Ban, pieces: tuple[Piece, ...]) -> Clash | None:
    if ban.owner in ev.out_helping or ban.other in ev.out_helping:
        return None
    certain = ban.owner not in ev.out_hurting and ban.other not in ev.out_hurting
    owner, other = ev.element(ban.owner), ev.element(ban.other)
    tier = _higher(owner.tier, other.tier)
    return Clash(ban.key, certain, ban.strength, tier, (owner.id, ban.key.partition("|")[2]), ban, pieces)


def _clash_of_addition(ev: Evaluation, piece: Piece, addable: Addable, name: str) -> Clash | None:
    other: Piece | None = next((p for p in ev.additions if p.addable and p.addable.addition.id == name), None)
    node = other.addable.node if other and other.addable else ev.line.index.get(name)
    if node is None or addable.node in ev.out_helping or node in ev.out_helping:
        return None
    certain = addable.node not in ev.out_hurting and node not in ev.out_hurting
    tier = other.addable.tier if other and other.addable else ev.element(node).tier
    sides = (addable.addition.id, name)
    pieces = (piece,) if other is None else (piece, other)
    return Clash("|".join(sides), certain, Strength.INFERRED, _higher(addable.tier, tier), sides, None, pieces)


_ORDER = {Tier.PRINCIPLE: 0, Tier.ESSENTIAL: 1, Tier.FLEXIBLE: 2}


def _higher(*tiers: Tier) -> Tier:
    """Return the highest of some tiers: principle before essential before flexible."""
    return min(tiers, key=_ORDER.__getitem__)


def _find_tallies(ev: Evaluation) -> None:
    """Count what realises a principle and is changed or may be missing, against the model's tolerance."""
    line = ev.line
    changed = {piece.node for piece in ev.pieces if piece.change is not None and piece.node >= 0}
    named = changed | {node for node in ev.out_hurting if node in line.tolerances}
    for principle in sorted({p for node in named for p in line.tolerances.get(node, ())}):
        if principle in ev.own_gone:
            continue
        counted = tuple(i for i in line.tolerated[principle] if i in changed or i in ev.out_hurting)
        tolerance = line.elements[principle].tolerance
        if tolerance is not None and len(counted) > tolerance.at_most:
            ev.tallies.append(Tally(principle, counted))
