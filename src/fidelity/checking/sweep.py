"""Many hypothetical plans judged at once: a verdict and the codes of findings for each, as arrays.

The engine judges each distinct change and each distinct value once, and what they come to for a plan is worked out for
thousands of plans together. A plan with what that way does not lay out is judged alone, by the engine as it is.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeAlias

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from fidelity.checking.binding import faults
from fidelity.checking.check import judge_plan
from fidelity.checking.judging import Unbound
from fidelity.checking.lanes import CODES, Lanes, Sheet
from fidelity.checking.pieces import pieces_of
from fidelity.checking.result import Extra
from fidelity.doors import door
from fidelity.errors import InputError
from fidelity.model.model import Model
from fidelity.model.strength import Strength
from fidelity.verdicts import AMBER, GREEN, RED, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fidelity.checking.line import Line
    from fidelity.checking.result import CheckResult
    from fidelity.plan.plan import Plan

    Where: TypeAlias = NDArray[np.integer]

__all__ = ["Plans", "Sweep", "sweep_of"]

_VERDICTS = (GREEN, AMBER, RED)
_PLAIN = Extra(privacy_scan=False)  # remarks are no part of a sweep


class Source(Protocol):
    """Where plans come from: what each marks, and the plan itself."""

    lanes: Lanes
    labels: NDArray[np.generic]

    def effects(self, first: int, last: int) -> tuple[Where, Where]:
        """Return what the plans from ``first`` to before ``last`` effect: of which plan a part is, and its effect."""

    def plan(self, position: int) -> Plan:
        """Return one plan."""


@frozen(eq=False, repr=False, slots=False)
class Sweep:
    """The verdicts and codes of many plans, in their order. Nothing in it can be written to.

    Codes are those of findings about a plan's content (families FID2xx and FID3xx), consequences included. Remarks on
    approvals and advice (FID4xx, FID5xx) are no part of it, nor is what local rules find.

    Attributes
    ----------
    model, bind, on
        What the plans were judged by.
    labels
        The plans' own numbers or ids.
    ranks
        The verdict of each plan as a number: 0 green, 1 amber, 2 red.
    alone
        The positions of the plans that were judged one by one.
    codes
        The codes that a sweep looks for: the columns of ``found`` and ``breached``.

    Examples
    --------
    >>> import fidelity
    >>> columns = {
    ...     "plan": [1, 2, 2],
    ...     "element": ["parent-mentor", "parent-mentor", "key-worker"],
    ...     "nature": ["removing", "tailoring", "lengthening"],
    ... }
    >>> swept = fidelity.sweep("fdac", columns)
    >>> swept
    <Sweep of fdac@2026.1: 2 plans, 1 red, 1 amber, 0 green>
    >>> swept.verdict_of(0), swept.codes_of(0)
    (<Verdict.RED: 'red'>, ('FID201',))
    """

    model: Model
    bind: Strength
    on: date | None
    labels: NDArray[np.generic]
    ranks: NDArray[np.uint8]
    alone: NDArray[np.intp]
    _bits: NDArray[np.uint16]
    _red: NDArray[np.uint16]
    _source: Source
    codes: ClassVar[tuple[str, ...]] = CODES

    def __attrs_post_init__(self) -> None:
        for array in (self.labels, self.ranks, self.alone, self._bits, self._red):
            array.flags.writeable = False

    @cached_property
    def verdicts(self) -> NDArray[np.str_]:
        """The verdict of each plan as a word."""
        words = np.array([one.value for one in _VERDICTS])[self.ranks]
        words.flags.writeable = False
        return words

    @cached_property
    def found(self) -> NDArray[np.bool_]:
        """Which codes each plan has, as a row a plan and a column a code."""
        return _unpacked(self._bits)

    @cached_property
    def breached(self) -> NDArray[np.bool_]:
        """Which codes each plan has in red, as a row a plan and a column a code."""
        return _unpacked(self._red)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many plans have each verdict."""
        counted = np.bincount(self.ranks, minlength=len(_VERDICTS)).tolist()
        return MappingProxyType({one.value: count for one, count in zip(_VERDICTS, counted, strict=True)})

    @cached_property
    def code_counts(self) -> Mapping[str, int]:
        """How many plans have each code; codes that none has are left out."""
        counted = ((code, int(self.having(code).sum())) for code in CODES)
        return MappingProxyType({code: count for code, count in counted if count})

    def having(self, code: str, *, red: bool = False) -> NDArray[np.bool_]:
        """Return for each plan whether it has a code, or has it in red.

        Raises
        ------
        ValueError
            If it is no code that a sweep looks for.
        """
        if code not in CODES:
            raise ValueError(f"a sweep looks for {', '.join(CODES)}; not for '{code}'")
        return ((self._red if red else self._bits) >> np.uint16(CODES.index(code)) & np.uint16(1)).astype(bool)

    def verdict_of(self, position: int) -> Verdict:
        """Return the verdict of the plan at a position."""
        return _VERDICTS[self.ranks[position]]

    def codes_of(self, position: int) -> tuple[str, ...]:
        """Return the codes of the plan at a position."""
        bits = int(self._bits[position])
        return tuple(code for number, code in enumerate(CODES) if bits >> number & 1)

    def plan_of(self, position: int) -> Plan:
        """Return the plan at a position, so that it can be looked at, changed or written to a file."""
        return self._source.plan(range(len(self))[position])

    def result_of(self, position: int) -> CheckResult:
        """Return the whole result for the plan at a position: its findings with their reasons."""
        return judge_plan(self.plan_of(position), self.model, self.bind, self.on)

    def to_frame(self, backend: str = "pandas") -> object:
        """Return a data frame of ``backend`` (``pandas`` or ``polars``): a row a plan, its verdict, a column a code."""
        from importlib import import_module

        found = self.found
        columns = {"plan": self.labels, "verdict": self.verdicts}
        columns |= {code: found[:, number] for number, code in enumerate(CODES)}
        frame: object = import_module(backend).DataFrame(columns)
        return frame

    def __len__(self) -> int:
        return len(self.ranks)

    def __repr__(self) -> str:
        counts = ", ".join(f"{self.counts[one.value]:,} {one.value}" for one in reversed(_VERDICTS))
        noun = "plan" if len(self) == 1 else "plans"
        return f"<Sweep of {self.model.reference}: {len(self):,} {noun}, {counts}>"

    def _repr_html_(self) -> str:
        return str(door("Sweep._repr_html_")(self))


def _unpacked(bits: NDArray[np.uint16]) -> NDArray[np.bool_]:
    matrix = (bits[:, None] >> np.arange(len(CODES), dtype=np.uint16) & np.uint16(1)).astype(bool)
    matrix.flags.writeable = False
    return matrix


def sweep_of(source: Source, line: Line, on: date | None) -> Sweep:
    """Return the sweep of the plans of a source that was made for the same lanes.

    Raises
    ------
    InputError
        If a plan names what the model does not have, or a row makes no sense.
    """
    count = len(source.labels)
    bits, red = np.zeros((2, count), dtype=np.uint16)
    apart = [np.zeros(0, dtype=np.intp)]
    sheet = Sheet(source.lanes, count)
    for start in range(0, count, sheet.room):
        sheet.clear()
        for eighth, first in enumerate(range(start, min(start + sheet.room, count), sheet.width)):
            sheet.mark(eighth, *source.effects(first, min(first + sheet.width, count)))
        found = sheet.judge(min(sheet.room, count - start))
        here = slice(start, start + len(found.codes))
        bits[here], red[here] = found.codes, found.red
        apart.append(np.flatnonzero(found.alone) + start)
    ranks = (bits != 0).astype(np.uint8) + (red != 0)
    alone = np.concatenate(apart)
    for position in alone.tolist():
        ranks[position], bits[position], red[position] = _judged_alone(source.plan(position), line, on)
    return Sweep(line.model, line.bind, on, source.labels, ranks, alone, bits, red, source)


def _judged_alone(plan: Plan, line: Line, on: date | None) -> tuple[int, int, int]:
    """Return the rank of a plan's verdict, its codes and the red ones, as a check finds them."""
    result = judge_plan(plan, line.model, line.bind, on, _PLAIN)
    every = [one for finding in result.findings for one in (finding, *finding.consequences) if one.code in CODES]
    bits = {1 << CODES.index(one.code) for one in every}
    red = {1 << CODES.index(one.code) for one in every if one.own_verdict is RED}
    return result.verdict.rank, sum(bits), sum(red)


class Plans:
    """Plans as they are: each part of a plan is judged by the engine, and what it effects is remembered."""

    def __init__(self, lanes: Lanes, plans: Sequence[Plan]) -> None:
        self.lanes, self.plans = lanes, plans
        self.labels: NDArray[np.generic] = np.array([plan.id for plan in plans], dtype=np.str_)
        self._known: dict[object, int] = {}

    def plan(self, position: int) -> Plan:
        """Return one plan."""
        return self.plans[position]

    def effects(self, first: int, last: int) -> tuple[Where, Where]:
        """Return what the plans from ``first`` to before ``last`` effect: of which plan a part is, and its effect."""
        places: list[int] = []
        effects: list[int] = []
        for place, plan in enumerate(self.plans[first:last]):
            before = len(effects)
            effects += self._effects(plan)
            places += [place] * (len(effects) - before)
        return np.array(places, dtype=np.intp), np.array(effects, dtype=np.intp)

    def _effects(self, plan: Plan) -> Iterator[int]:
        lanes, line = self.lanes, self.lanes.line
        try:
            pieces = pieces_of(line, plan)
        except Unbound:
            raise InputError(faults(plan, line.model)) from None
        alone = bool(plan.approvals) or any(piece.addable is not None for piece in pieces)
        yield lanes.effect(lanes.of_plan(alone=alone, inspired=plan.claim == "inspired-by"))
        for piece in () if alone else pieces:
            judged, node = piece.judged, piece.node
            for _, valued in piece.values:
                yield lanes.effect(lanes.of_value(valued))
            if judged is not None:
                key = node, judged.helped, judged.hurt, judged.swap is None
                effect = self._known.get(key)
                if effect is None:
                    effect = self._known[key] = lanes.effect(lanes.of_change(node, judged))
                yield effect
            elif piece.undecided:
                yield lanes.effect(lanes.of_undecided(node))
            elif piece.practice is not None:
                yield lanes.effect(lanes.of_practice(piece.practice))
