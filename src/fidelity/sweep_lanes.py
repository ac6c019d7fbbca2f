"""Both evaluations of many plans at once: a row of bits for each node of the model, and in each row one bit a plan.

A bit is set where the node is *not* in place. A node falls with its terms, so a row follows from other rows by "and"
and "or" of whole rows, 64 plans at a time; a quorum counts its lost terms the same way. Each row is worked out once,
after the rows that it follows from; only where links go in a circle is that repeated until nothing more falls. So the
greatest fixed point is reached for all plans together, and nothing is estimated.

Local additions, substitutes on a condition and approvals are not laid out here: plans with them are judged one by one.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from fidelity.checking.facts import (
    ABANDONED,
    CUMULATIVE,
    EXCLUDED,
    NEEDS_OWNER,
    OUTSIDE_LIMITS,
    PRACTICE,
    REMOVED,
    SILENT,
    TAKEN_OUT,
    UNDECIDED,
    UNDERMINED,
    UNREALISED,
    WEIGHING,
)
from fidelity.checking.network import nodes_in
from fidelity.checking.table import ABSENT, PERMITTED
from fidelity.model.elements import Tier

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from fidelity.checking.facts import Judged, Valued
    from fidelity.checking.network import Formula
    from fidelity.checking.prepared import PreparedModel

    Rows: TypeAlias = NDArray[np.uint64]
    Where: TypeAlias = NDArray[np.integer]
    Falls: TypeAlias = dict[Hashable, tuple[int, tuple[Hashable, ...]]]
    Kind: TypeAlias = tuple[int, int, tuple[int, ...]]
    Groups: TypeAlias = list[list[Hashable]]

_ABSENCE = {Tier.ESSENTIAL: REMOVED, Tier.PRINCIPLE: ABANDONED, Tier.FLEXIBLE: TAKEN_OUT}
_NOTHING = 0  # the row for marks that nothing reads
_FOUND = {code: row for row, code in enumerate(WEIGHING, 1)}
_RED = {code: row for row, code in enumerate(WEIGHING, 1 + len(WEIGHING))}
_ALONE = 1 + 2 * len(WEIGHING)  # plans that are to be judged one by one
_CLAIMLESS = _ALONE + 1  # plans that are only inspired by the model: nothing of theirs is red
_FIXED = _CLAIMLESS + 1
_LOST = "lost"  # the key of a row that is lost in every plan
_ONES = np.uint64(2**64 - 1)
_CACHED = 16 << 20  # bytes of a block: about what a processor keeps near
_WIDEST, _NARROWEST = 4096, 64  # bytes of a row


class Batch(NamedTuple):
    """Rows that fall alike: once ``least`` of their terms are lost.

    ``terms`` holds the first term of each row, then the second of each, and so on; ``notes`` are the rows of the block
    in which it is noted that one of them has fallen.
    """

    rows: slice | Where
    terms: tuple[Where, ...]
    least: int
    notes: tuple[int, ...]


class Order(NamedTuple):
    """The batches of one evaluation: before any circle of links, in circles or between them, and after."""

    before: tuple[Batch, ...]
    circle: tuple[Batch, ...]
    after: tuple[Batch, ...]


class Outcome(NamedTuple):
    """What was found in some plans: all codes and the red ones, a bit each, and which plans are to be judged alone."""

    codes: NDArray[np.uint16]
    red: NDArray[np.uint16]
    alone: NDArray[np.bool_]


class Lanes:
    """A model at a bind line, laid out in rows, and what a change, a value or an open matter marks in them.

    An effect is a number for the rows that something marks, such as "gone, and a red FID201"; 0 marks nothing.
    """

    def __init__(self, prepared: PreparedModel) -> None:
        self.prepared = prepared
        self.row: dict[Hashable, int] = {}
        falls = [_falls(prepared, network.demands) for network in (prepared.optimistic, prepared.pessimistic)]
        needed = _needed(prepared, falls)
        self.optimistic, self.pessimistic = (
            self._order({key: one[key] for key in needed if key in one}, pessimistic=pessimistic)
            for pessimistic, one in zip((False, True), falls, strict=True)
        )
        for key in needed:
            self.row.setdefault(key, len(self.row))
        self.depth = len(self.row)
        self.gone, self.doubt, self.size = _FIXED, _FIXED + self.depth, _FIXED + 2 * self.depth
        leaves = [node for node in nodes_in(prepared.optimistic.unmet | prepared.pessimistic.unmet) if node in self.row]
        added = [node for node in leaves if node in prepared.additions.values()]
        self.lost = [self.row[key] for key in (_LOST, *added) if key in self.row]
        self.met = {node: self._another() for node in leaves if node not in added}
        self.changed = {node: self._another() for node in prepared.tolerances}
        self.set_bans = {id(ban): self._another() for bans in prepared.bans_by_parameter.values() for ban in bans}
        bans = [*prepared.bans, *(ban for bans in prepared.bans_by_parameter.values() for ban in bans)]
        bans.sort(key=lambda ban: ban.strength >= prepared.bind)
        self.bans = np.array(
            [(self.set_bans.get(id(ban), _NOTHING), self.row[ban.owner], self.row[ban.other]) for ban in bans],
            dtype=np.intp,
        ).reshape(-1, 3)
        self.loose_bans = sum(ban.strength < prepared.bind for ban in bans)
        width = _CACHED // self.size // _NARROWEST * _NARROWEST
        self.width = min(max(width, _NARROWEST), _WIDEST)
        self._effects: dict[tuple[int, ...], int] = {(): 0}

    def _another(self) -> int:
        self.size += 1
        return self.size - 1

    def _order(self, falls: Falls, *, pessimistic: bool) -> Order:
        """Return the batches of one evaluation, and give each of its keys a row."""
        stages: list[list[tuple[Kind, list[Hashable]]]] = []
        for stage in _levels(falls):
            batches: list[tuple[Kind, list[Hashable]]] = []
            for level in stage:
                alike: dict[Kind, list[Hashable]] = defaultdict(list)
                for key in level:
                    least, terms = falls[key]
                    alike[least, len(terms), self._notes(key, pessimistic=pessimistic)].append(key)
                batches += alike.items()
            stages.append(batches)
        for key in (key for batches in stages for _, keys in batches for key in keys):
            self.row.setdefault(key, len(self.row))
        for key in (term for _, terms in falls.values() for term in terms):
            self.row.setdefault(key, len(self.row))
        return Order(*(tuple(self._batch(falls, *batch) for batch in batches) for batches in stages))

    def _batch(self, falls: Falls, kind: Kind, keys: list[Hashable]) -> Batch:
        least, _, notes = kind
        rows = np.array([self.row[key] for key in keys])
        together = bool((np.diff(rows) == 1).all())
        terms = np.array([[self.row[term] for term in falls[key][1]] for key in keys])
        return Batch(slice(rows[0], rows[-1] + 1) if together else rows, tuple(terms.T.copy()), least, notes)

    def _notes(self, key: Hashable, *, pessimistic: bool) -> tuple[int, ...]:
        prepared = self.prepared
        if not isinstance(key, int) or not prepared.firm >> key & 1:
            return ()
        code = UNREALISED if prepared.elements[key].tier is Tier.PRINCIPLE else UNDERMINED
        red = not pessimistic and prepared.binding >> key & 1
        return (_FOUND[code], _RED[code]) if red else (_FOUND[code],)

    # Effects

    def effect(self, rows: Iterable[int]) -> int:
        """Return the number of the effect that marks some rows."""
        marked = tuple(dict.fromkeys(row for row in rows if row != _NOTHING))
        return self._effects.setdefault(marked, len(self._effects))

    def marked(self, first: int) -> NDArray[np.intp]:
        """Return what the effects from ``first`` on mark: a row an effect, filled up with the row for nothing."""
        some = list(islice(self._effects, first, None))
        most = max(map(len, some), default=0)
        filled = [(*rows, *[_NOTHING] * (most - len(rows))) for rows in some]
        return np.array(filled, dtype=np.intp).reshape(len(some), most)

    def of_change(self, node: int, judged: Judged) -> Iterator[int]:
        """Yield the rows that a change to an element marks, its values apart."""
        element = self.prepared.elements[node]
        if node in self.changed:
            yield self.changed[node]
        if judged.swap is not None:
            yield _ALONE
        elif judged.optimistic == ABSENT:
            yield from self._at(self.gone, node)
            if element.tier is not Tier.FLEXIBLE or not element.optional:
                yield from _noted(_ABSENCE[element.tier], red=bool(self.prepared.binding >> node & 1))
        elif judged.pessimistic > PERMITTED:
            yield from self._at(self.doubt, node)
        if judged.swap is None and judged.asks:
            yield _FOUND[NEEDS_OWNER]

    def of_value(self, valued: Valued) -> Iterator[int]:
        """Yield the rows that a value marks."""
        if valued.level:
            yield from _noted(OUTSIDE_LIMITS, red=valued.level == ABSENT)
        if valued.silent:
            yield _FOUND[SILENT]
        for node in valued.failed:
            yield from self._at(self.gone, node)
        for node in valued.met:
            if node in self.met:
                yield self.met[node]
        for ban in valued.bans:
            yield self.set_bans[id(ban)]

    def of_practice(self, practice: str) -> Iterator[int]:
        """Yield the rows that a proscribed practice marks where it comes in."""
        strength = self.prepared.model.proscribed_by_id[practice].basis.strength
        return _noted(PRACTICE, red=strength >= self.prepared.bind)

    def of_undecided(self, node: int) -> Iterator[int]:
        """Yield the rows that an undecided element marks; ``node`` is -1 for a proscribed practice."""
        yield _FOUND[UNDECIDED]
        yield from self._at(self.doubt, node)

    def of_plan(self, *, alone: bool, inspired: bool) -> Iterator[int]:
        """Yield the rows that a plan marks as a whole."""
        if alone:
            yield _ALONE
        if inspired:
            yield _CLAIMLESS

    def _at(self, layer: int, node: int) -> Iterator[int]:
        if node in self.row:
            yield layer + self.row[node]


def _noted(code: str, *, red: bool) -> Iterator[int]:
    yield _FOUND[code]
    if red:
        yield _RED[code]


class Block:
    """The rows of some plans: marked first, then judged. Eight plans share a byte, and do not stand side by side.

    The plans are cut into eighths of ``width`` plans each. All plans of an eighth have the same bit, so that their
    marks can be set together without one overwriting another.
    """

    def __init__(self, lanes: Lanes, plans: int) -> None:
        self.lanes = lanes
        self.width = min(lanes.width, max(-(-plans // 64), 1) * 8)
        self.bytes = np.zeros((lanes.size, self.width), dtype=np.uint8)
        self._cells = self.bytes.reshape(-1)
        self.room = 8 * self.width
        self._marks = np.zeros((0, 0), dtype=np.intp)

    def clear(self) -> None:
        """Take all marks away."""
        self.bytes.fill(0)

    def mark(self, eighth: int, within: Where, effects: Where) -> None:
        """Mark what some parts of plans effect; ``within`` is the place of each part's plan in the eighth."""
        if len(effects) and effects.max() >= len(self._marks):
            more = self.lanes.marked(len(self._marks)) * self.width
            old = self._marks
            self._marks = np.zeros((len(old) + len(more), max(old.shape[1], more.shape[1])), dtype=np.intp)
            self._marks[: len(old), : old.shape[1]] = old
            self._marks[len(old) :, : more.shape[1]] = more
        bit = np.uint8(1 << eighth)
        for number in range(self._marks.shape[1]):
            cells = self._marks[:, number].take(effects)
            if number:  # most effects mark one row or two
                more = np.flatnonzero(cells)
                if not len(more):
                    break
                cells, within, effects = cells[more], within[more], effects[more]
            cells += within
            self._cells[cells] |= bit

    def judge(self, plans: int) -> Outcome:
        """Return what is found in the first so many plans."""
        lanes, rows = self.lanes, self.bytes.view(np.uint64)
        lost, doubtful = (rows[start : start + lanes.depth] for start in (lanes.gone, lanes.doubt))
        lost[lanes.lost] = _ONES
        unmet = [lanes.row[node] for node in lanes.met]
        lost[unmet] |= ~rows[list(lanes.met.values())]
        doubtful |= lost
        _settle(rows, doubtful, lost, lanes.pessimistic)
        self._count(rows, doubtful, lost)
        _settle(rows, lost, lost, lanes.optimistic)
        self._clash(rows, lost, doubtful)
        return self._read(plans)

    def _count(self, rows: Rows, doubtful: Rows, gone: Rows) -> None:
        """Note where more of what realises a principle is changed or may be missing than its tolerance allows."""
        lanes = self.lanes
        for node, row in lanes.changed.items():
            rows[row] |= doubtful[lanes.row[node]]
        for principle, nodes in lanes.prepared.tolerated.items():
            tolerance = lanes.prepared.elements[principle].tolerance
            assert tolerance is not None
            if tolerance.at_most < len(nodes):
                many = _at_least([rows[lanes.changed[node]].copy() for node in nodes], tolerance.at_most + 1)
                rows[_FOUND[CUMULATIVE]] |= many & ~gone[lanes.row[principle]]

    def _clash(self, rows: Rows, lost: Rows, doubtful: Rows) -> None:
        """Note where both sides of an exclusion stand."""
        rows[_NOTHING] = _ONES  # an exclusion between elements waits for no value
        bans, loose = self.lanes.bans, self.lanes.loose_bans
        set_, owner, other = bans.T
        rows[_FOUND[EXCLUDED]] |= np.bitwise_or.reduce(rows[set_] & ~(lost[owner] | lost[other]), axis=0)
        set_, owner, other = bans[loose:].T
        rows[_RED[EXCLUDED]] |= np.bitwise_or.reduce(rows[set_] & ~(doubtful[owner] | doubtful[other]), axis=0)

    def _read(self, plans: int) -> Outcome:
        bits = np.unpackbits(self.bytes[:_FIXED], axis=1, bitorder="little")
        codes, red = np.zeros((2, self.room), dtype=np.uint16)
        for number, code in enumerate(WEIGHING):
            for into, row in ((codes, _FOUND[code]), (red, _RED[code])):
                if self.bytes[row].any():
                    np.bitwise_or(into, bits[row].astype(np.uint16) << np.uint16(number), out=into)
        red[bits[_CLAIMLESS] != 0] = 0
        turned = np.arange(self.room).reshape(self.width, 8).T.reshape(-1)[:plans]  # a byte's plans are a width apart
        return Outcome(codes[turned], red[turned], (bits[_ALONE] != 0)[turned])


def _settle(rows: Rows, lost: Rows, gone: Rows, order: Order) -> None:
    """Add to ``lost`` all that falls, and note what falls that its own changes did not take out (``gone``)."""
    for batch in order.before:
        _fall(rows, lost, gone, batch)
    if order.circle:
        _turn(rows, lost, gone, order.circle)
    for batch in order.after:
        _fall(rows, lost, gone, batch)


def _fall(rows: Rows, lost: Rows, gone: Rows, batch: Batch) -> None:
    """Do so for one batch, whose terms are settled."""
    fallen = _at_least([lost[term] for term in batch.terms], batch.least)
    if batch.notes:
        noted = np.bitwise_or.reduce(fallen & ~gone[batch.rows], axis=0)
        for note in batch.notes:
            rows[note] |= noted
    lost[batch.rows] |= fallen


def _turn(rows: Rows, lost: Rows, gone: Rows, circle: tuple[Batch, ...]) -> None:
    """Do the same where links go in a circle.

    There an open element could seem to fall through its own doubt: such a one has fallen only if it also does with its
    own changes taken as agreed, which is tried.
    """
    own, gone = lost.copy(), gone.copy()
    _repeat(lost, circle)
    for batch in circle:
        if not batch.notes:
            continue
        fallen = _at_least([lost[term] for term in batch.terms], batch.least) & ~gone[batch.rows]
        open_ = own[batch.rows] & ~gone[batch.rows]
        sure = fallen & ~open_
        for place, row in enumerate(np.arange(len(lost))[batch.rows]):
            if (tried := fallen[place] & open_[place]).any():
                again = own.copy()
                again[row] = gone[row]
                _repeat(again, circle)
                terms = [again[term[place : place + 1]] for term in batch.terms]
                sure[place] |= tried & _at_least(terms, batch.least)[0]
        noted = np.bitwise_or.reduce(sure, axis=0)
        for note in batch.notes:
            rows[note] |= noted


def _repeat(lost: Rows, circle: tuple[Batch, ...]) -> None:
    """Add to ``lost`` what falls in a circle, round by round until nothing does."""
    turning = True
    while turning:
        turning = False
        for batch in circle:
            fallen = _at_least([lost[term] for term in batch.terms], batch.least)
            if (fallen & ~lost[batch.rows]).any():
                turning = True
                lost[batch.rows] |= fallen


def _at_least(rows: list[Rows], least: int) -> Rows:
    """Return where at least so many of some rows (or tables of rows) are set. The rows are used up on the way."""
    many = len(rows)
    if least == many:
        return np.bitwise_and.reduce(rows, axis=0) if many > 1 else rows[0]
    if 1 < least < many and 2 * least > many + 1:  # then it is less work to count what is not set
        return ~_at_least([~row for row in rows], many - least + 1)
    reached: list[Rows] = []  # where at least one, at least two, ... of the rows so far are set
    for row in rows:
        over = row
        for place, before in enumerate(reached):
            both = before & over if place + 1 < least else over
            np.bitwise_or(before, over, out=before)
            over = both
        if len(reached) < least:
            reached.append(over)
    return reached[-1]


def _falls(prepared: PreparedModel, demands: Mapping[int, tuple[Formula, ...]]) -> Falls:
    """Return what falls with what: each node, and each group of terms, once so many of its terms are lost."""
    falls: Falls = {}

    def keys(formula: Formula) -> Iterator[Hashable]:
        """Yield the keys of which one has to be lost for a formula not to hold."""
        if isinstance(formula, int):
            yield formula
            return
        need, terms = formula
        least = len(terms) - need + 1
        if least <= 0:
            yield _LOST
        elif least == 1:
            for term in terms:
                yield from keys(term)
        elif least <= len(terms):
            losable = [inner for term in terms if (inner := tuple(dict.fromkeys(keys(term))))]
            if len(losable) >= least:
                falls.update({frozenset(inner): (1, inner) for inner in losable if len(inner) > 1})
                falls[formula] = (least, tuple(inner[0] if len(inner) == 1 else frozenset(inner) for inner in losable))
                yield formula

    for node, formulas in demands.items():
        found = tuple(dict.fromkeys(key for formula in formulas for key in keys(formula)))
        if found:
            falls[node] = (1, found)
    for (owner, _), conditions in prepared.conditions.items():
        falls.update({node: (1, (owner,)) for node, _ in conditions})
    return falls


def _needed(prepared: PreparedModel, every: Collection[Falls]) -> dict[Hashable, None]:
    """Return the keys that some finding depends on, in no order that matters."""
    bans = [*prepared.bans, *(ban for bans in prepared.bans_by_parameter.values() for ban in bans)]
    needed: dict[Hashable, None] = {
        node: None for node in nodes_in(prepared.firm) if any(node in falls for falls in every)
    }
    needed |= dict.fromkeys(node for ban in bans for node in (ban.owner, ban.other))
    needed |= dict.fromkeys([*prepared.tolerances, *prepared.tolerated])
    stack = list(needed)
    while stack:
        key = stack.pop()
        for term in (term for falls in every if key in falls for term in falls[key][1]):
            if term not in needed:
                needed[term] = None
                stack.append(term)
    return needed


def _levels(falls: Falls) -> tuple[Groups, Groups, Groups]:
    """Return the keys level by level: what no circle leads to, what stands in circles or between them, and the rest.

    Each level follows from those before it; the middle part is one level, which follows from itself too.
    """
    waits = {key: {term for term in terms if term in falls} for key, (_, terms) in falls.items()}
    before, left = _peeled(waits)
    hangers: dict[Hashable, set[Hashable]] = {key: set() for key in left}
    for key in left:
        for term in waits[key] & left:
            hangers[term].add(key)
    after, circle = _peeled(hangers)
    return before, [list(circle)] if circle else [], after[::-1]


def _peeled(waits: Mapping[Hashable, set[Hashable]]) -> tuple[Groups, set[Hashable]]:
    """Return level by level what waits only for the levels before, and what is left because it waits for itself."""
    hangers = defaultdict(list)
    for key, others in waits.items():
        for other in others:
            hangers[other].append(key)
    count = {key: len(others) for key, others in waits.items()}
    level, levels = [key for key, number in count.items() if not number], []
    while level:
        levels.append(level)
        following = []
        for key in level:
            del count[key]
            for other in hangers[key]:
                count[other] -= 1
                if not count[other]:
                    following.append(other)
        level = following
    return levels, set(count)
