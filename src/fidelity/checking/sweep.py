"""Many hypothetical plans judged at once: a verdict and the codes of findings for each, as arrays.

The engine judges each distinct change and each distinct value once, and what they come to for a plan is worked out for
thousands of plans together. A plan with what that way does not lay out is judged alone, by the engine as it is.
"""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

import numpy as np
from attrs import evolve

from fidelity.checking.binding import faults
from fidelity.checking.check import judge_plan, line_of
from fidelity.checking.judging import Unbound, judge_change, judge_value
from fidelity.checking.lanes import CODES, Lanes, Sheet
from fidelity.checking.pieces import pieces_of
from fidelity.checking.result import Extra
from fidelity.errors import Fault, InputError, Place
from fidelity.model.amounts import Misfit
from fidelity.plan.frame import NATURES
from fidelity.plan.plan import Change, Choice, Plan, Setting
from fidelity.verdicts import AMBER, GREEN, RED, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from fidelity.checking.line import Line
    from fidelity.checking.result import CheckResult
    from fidelity.model.model import Model
    from fidelity.model.strength import Strength

    Codes: TypeAlias = NDArray[np.integer]
    Where: TypeAlias = NDArray[np.intp]

__all__ = ["KINDS", "Coded", "Columns", "Sweep", "sweep_columns", "sweep_plans"]

KINDS = ("change", "choice", "undecided", "as-specified", "proscribed")
"""What a row can say, as in the records of a plan; local additions are no row."""

_VERDICTS = (GREEN, AMBER, RED)
_DENSE = 1 << 24  # combinations of words that a table holds a cell for; with more of them they are looked up
_FAULTS = 50  # after that many distinct faults the columns are not looked at any further
_SITE = "a hypothetical site"
_ALONE = Extra(privacy_scan=False)  # remarks are no part of a sweep


class Coded(NamedTuple):
    """A column: for each row the number of its word, or -1 where it says nothing."""

    codes: Codes
    words: tuple[str, ...]


class Columns(NamedTuple):
    """Rows of hypothetical plans, those of one plan next to each other.

    ``starts`` is where each plan's rows begin, and then where the last one's end; ``places`` gives the number of each
    column for messages, and ``order`` the number that a row had before it was sorted, if it was.
    """

    name: str
    labels: NDArray[np.generic]
    starts: Where
    coded: Mapping[str, Coded]
    places: Mapping[str, int]
    order: Where | None = None

    def __len__(self) -> int:
        return len(self.starts) - 1


class Source(Protocol):
    """Where plans come from: what each marks, and the plan itself."""

    labels: NDArray[np.generic]

    def marks(self, first: int, last: int) -> tuple[Where, Where]:
        """Return what the plans from ``first`` to before ``last`` effect: of which plan each part is, and its effect."""

    def plan(self, position: int) -> Plan:
        """Return one plan."""


class Sweep:
    """The verdicts and codes of many plans, in their order. The arrays cannot be written to.

    Codes are those of findings about the plan's content (families FID2xx and FID3xx), consequences included. Remarks on
    approvals and advice (FID4xx, FID5xx) are no part of it, nor are local rules.

    Attributes
    ----------
    model, bind, on
        What the plans were judged by.
    labels
        The plans' own numbers or ids.
    ranks
        A verdict a plan as a number: 0 green, 1 amber, 2 red.
    alone
        The positions of the plans that were judged one by one.

    Examples
    --------
    >>> import fidelity
    >>> columns = {
    ...     "plan": [1, 2, 2],
    ...     "element": ["parent-mentor", "parent-mentor", "key-worker"],
    ...     "nature": ["removing", "tailoring", "removing"],
    ... }
    >>> swept = fidelity.sweep("fdac", columns)
    >>> swept
    <Sweep of fdac@2026.1: 2 plans, 2 red, 0 amber, 0 green>
    >>> swept.codes_of(0)
    ('FID201',)
    """

    def __init__(  # noqa: PLR0913 - the parts of one value
        self,
        model: Model,
        bind: Strength,
        on: date | None,
        source: Source,
        *,
        ranks: NDArray[np.uint8],
        bits: NDArray[np.uint16],
        red: NDArray[np.uint16],
        alone: Where,
    ) -> None:
        self.model, self.bind, self.on = model, bind, on
        self.labels, self.ranks, self.alone = source.labels, ranks, alone
        self._source, self._bits, self._red = source, bits, red
        for array in (ranks, bits, red, alone):
            array.flags.writeable = False

    codes = CODES
    """The codes that a sweep looks for: the columns of ``found`` and ``breached``."""

    @cached_property
    def verdicts(self) -> NDArray[np.str_]:
        """The verdict of each plan as a word."""
        return _read_only(np.array([one.value for one in _VERDICTS])[self.ranks])

    @cached_property
    def found(self) -> NDArray[np.bool_]:
        """Which codes each plan has: a row a plan, a column a code."""
        return _unpacked(self._bits)

    @cached_property
    def breached(self) -> NDArray[np.bool_]:
        """Which codes each plan has in red: a row a plan, a column a code."""
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


def _read_only(array: NDArray[np.str_]) -> NDArray[np.str_]:
    array.flags.writeable = False
    return array


def _unpacked(bits: NDArray[np.uint16]) -> NDArray[np.bool_]:
    matrix = (bits[:, None] >> np.arange(len(CODES), dtype=np.uint16) & np.uint16(1)).astype(bool)
    matrix.flags.writeable = False
    return matrix


def sweep_plans(plans: Sequence[Plan], model: Model, bind: Strength, on: date | None) -> Sweep:
    """Return the sweep of some plans that are written for the model.

    Raises
    ------
    InputError
        If a plan names what the model does not have.
    """
    lanes = Lanes(line_of(model, bind))
    return _swept(lanes, _Plans(lanes, plans), len(plans), on)


def sweep_columns(columns: Columns, model: Model, bind: Strength) -> Sweep:
    """Return the sweep of plans in columns.

    Raises
    ------
    InputError
        If a row says what the model does not have, or makes no sense.
    """
    lanes = Lanes(line_of(model, bind))
    return _swept(lanes, _Rows(lanes, columns), len(columns), None)


def _swept(lanes: Lanes, source: _Plans | _Rows, count: int, on: date | None) -> Sweep:
    line = lanes.line
    bits, red = np.zeros((2, count), dtype=np.uint16)
    alone = [np.zeros(0, dtype=np.intp)]
    sheet = Sheet(lanes, count)
    for start in range(0, count, sheet.room):
        sheet.clear()
        for eighth, first in enumerate(range(start, min(start + sheet.room, count), sheet.width)):
            sheet.mark(eighth, *source.marks(first, min(first + sheet.width, count)))
        found = sheet.judge(min(sheet.room, count - start))
        here = slice(start, start + len(found.codes))
        bits[here], red[here] = found.codes, found.red
        alone.append(np.flatnonzero(found.alone) + start)
    source.done()
    ranks = (bits != 0).astype(np.uint8) + (red != 0)
    apart = np.concatenate(alone)
    for position in apart.tolist():
        ranks[position], bits[position], red[position] = _judged_alone(source.plan(position), line, on)
    return Sweep(line.model, line.bind, on, source, ranks=ranks, bits=bits, red=red, alone=apart)


def _judged_alone(plan: Plan, line: Line, on: date | None) -> tuple[int, int, int]:
    result = judge_plan(plan, line.model, line.bind, on, _ALONE)
    every = [one for finding in result.findings for one in (finding, *finding.consequences) if one.code in CODES]
    bits = sum(1 << number for number, code in enumerate(CODES) if any(one.code == code for one in every))
    red = sum(
        1 << number
        for number, code in enumerate(CODES)
        if any(one.code == code and one.own_verdict is RED for one in every)
    )
    return result.verdict.rank, bits, red


class _Plans:
    """Plans as they are: each part of a plan is judged by the engine, and what it effects is remembered."""

    def __init__(self, lanes: Lanes, plans: Sequence[Plan]) -> None:
        self.lanes = lanes
        self.plans = plans
        self.labels = np.array([plan.id for plan in plans], dtype=np.str_)
        self.known: dict[object, int] = {}

    def plan(self, position: int) -> Plan:
        return self.plans[position]

    def done(self) -> None:
        """Do nothing: a plan with a fault is told of at once."""

    def marks(self, first: int, last: int) -> tuple[Where, Where]:
        places: list[int] = []
        effects: list[int] = []
        for place, plan in enumerate(self.plans[first:last]):
            before = len(effects)
            effects += self._effects(plan)
            places += [place] * (len(effects) - before)
        return np.array(places, dtype=np.intp), np.array(effects, dtype=np.intp)

    def _effects(self, plan: Plan) -> Iterator[int]:
        lanes, line, known = self.lanes, self.lanes.line, self.known
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
                effect = known.get(key)
                if effect is None:
                    effect = known[key] = lanes.effect(lanes.of_change(node, judged))
                yield effect
            elif piece.undecided:
                yield lanes.effect(lanes.of_undecided(node))
            elif piece.practice is not None:
                yield lanes.effect(lanes.of_practice(piece.practice))


class _Memory:
    """The effect of each distinct combination of words in some columns, judged when it is first seen."""

    def __init__(self, columns: Columns, names: Sequence[str], judge: Callable[[dict[str, str], int], int]) -> None:
        self.names = tuple(name for name in names if name in columns.coded)
        self.coded = [columns.coded[name] for name in self.names]
        self.judge = judge
        self.factors = [1]
        for coded in self.coded[:0:-1]:
            self.factors.insert(0, self.factors[0] * (len(coded.words) + 1))
        size = self.factors[0] * (len(self.coded[0].words) + 1)
        self.type = np.int32 if size < 1 << 31 else np.int64
        self.first = sum(self.factors)  # the key of a row that says nothing has 0 for every word
        self.table = np.full(size, -1, dtype=np.int32) if size <= _DENSE else None
        self.known: dict[int, int] = {}

    def effects(self, rows: slice | Where, start: int = 0) -> NDArray[np.int32]:
        """Return the effect of each row; ``start`` is the number of the first one where ``rows`` is a slice."""
        keys = np.multiply(self.coded[0].codes[rows], self.factors[0], dtype=self.type, casting="unsafe")
        for coded, factor in zip(self.coded[1:], self.factors[1:], strict=True):
            part = coded.codes[rows]
            keys += part if factor == 1 else np.multiply(part, factor, dtype=self.type, casting="unsafe")
        keys += self.type(self.first)
        if self.table is None:
            distinct, place, where = np.unique(keys, return_index=True, return_inverse=True)
            for key, at in zip(distinct.tolist(), place.tolist(), strict=True):
                if key not in self.known:
                    self.known[key] = self._judged(key, rows, start, at)
            return np.array([self.known[key] for key in distinct.tolist()], dtype=np.int32)[where]
        found = self.table.take(keys)
        if len(found) and found.min() < 0:
            distinct, place = np.unique(keys, return_index=True)
            new = self.table[distinct] < 0
            for key, at in zip(distinct[new].tolist(), place[new].tolist(), strict=True):
                self.table[key] = self._judged(key, rows, start, at)
            found = self.table.take(keys)
        return found

    def _judged(self, key: int, rows: slice | Where, start: int, at: int) -> int:
        words: dict[str, str] = {}
        for name, coded, factor in zip(self.names, self.coded, self.factors, strict=True):
            code, key = divmod(key, factor)
            words[name] = coded.words[code - 1] if code else ""
        return self.judge(words, start + at if isinstance(rows, slice) else int(rows[at]))


class _Rows:
    """Plans in columns: a row a change, a choice, or an open matter."""

    def __init__(self, lanes: Lanes, columns: Columns) -> None:
        self.lanes, self.columns, self.labels = lanes, columns, columns.labels
        self.faults: list[Fault] = []
        names = ("kind", "element", "nature", "function_kept", "with", "exception")
        self.what = _Memory(columns, names, self._what)
        self.values = _Memory(columns, ("kind", "element", "set", "parameter", "value", "exception"), self._value)
        self.valued = [columns.coded[name].codes for name in ("set", "parameter", "value") if name in columns.coded]

    def done(self) -> None:
        """Raise the faults that were found, if there are any."""
        if self.faults:
            raise InputError(sorted(self.faults, key=lambda fault: fault.place))

    def marks(self, first: int, last: int) -> tuple[Where, Where]:
        starts = self.columns.starts[first : last + 1]
        rows = slice(int(starts[0]), int(starts[-1]))
        within = np.repeat(np.arange(last - first), np.diff(starts))
        found = self.what.effects(rows, rows.start)
        some = np.flatnonzero(found != 0)
        places, effects = [within[some]], [found[some]]
        if self.valued:
            said = self.valued[0][rows] >= 0
            for codes in self.valued[1:]:
                said |= codes[rows] >= 0
            some = np.flatnonzero(said)
            found = self.values.effects(some + rows.start)
            more = np.flatnonzero(found != 0)
            places.append(within[some[more]])
            effects.append(found[more])
        if len(self.faults) > _FAULTS:
            self.done()
        return np.concatenate(places), np.concatenate(effects)

    def _fault(self, row: int, column: str, found: str, expected: str, *ways: str, code: str = "FID107") -> int:
        self.faults.append(Fault(code, self._place(row, column), f"column '{column}': {found}", expected, ways))
        return 0

    def _place(self, row: int, column: str) -> Place:
        order = self.columns.order
        return Place(self.columns.name, (row if order is None else int(order[row])) + 1, self.columns.places[column])

    def _kind(self, words: Mapping[str, str]) -> str:
        if words.get("kind"):
            return words["kind"]
        if words["element"] in self.lanes.line.model.proscribed_by_id:
            return "proscribed"
        if words.get("nature"):
            return "change"
        return "choice" if words.get("set") or words.get("parameter") else "as-specified"

    def _what(self, words: dict[str, str], row: int) -> int:
        """Return what a row effects, its values apart; record what is wrong with it."""
        lanes, line, kind, name = self.lanes, self.lanes.line, self._kind(words), words["element"]
        if kind not in KINDS:
            ways = ("give such plans as Plan objects: a row cannot say all of a local addition",)
            return self._fault(row, "kind", f"'{kind}'", f"one of: {', '.join(KINDS)}", *ways)
        if not name:
            said = next((one for one, word in words.items() if word), None)
            return self._fault(row, said, f"'{words[said]}' without an element", "an element") if said else 0
        change = kind == "change"
        if name not in (line.model.proscribed_by_id if kind == "proscribed" else line.index if change else line.known):
            return self._unfit(row, words, "element")
        for other in () if change else ("nature", "with", "exception"):
            if words.get(other) and not (kind == "proscribed" and other == "nature"):
                return self._fault(row, other, f"'{words[other]}' where the row says '{kind}'", "nothing there")
        if kind == "undecided":
            return lanes.effect(lanes.of_undecided(line.index.get(name, -1)))
        if kind == "proscribed":
            return lanes.effect(lanes.of_practice(name))
        if not change:
            return 0
        natures = _natures(words)
        for nature in natures or ("",):
            if nature not in NATURES:
                ways = (f"the natures are: {', '.join(NATURES)}",)
                return self._fault(row, "nature" if "nature" in words else "element", f"'{nature}'", "a nature", *ways)
        node = line.index[name]
        return lanes.effect(lanes.of_change(node, judge_change(line, node, _change(words, row))))

    def _value(self, words: dict[str, str], row: int) -> int:
        """Return what the values of a row effect; record what is wrong with them."""
        lanes, line, kind, name = self.lanes, self.lanes.line, self._kind(words), words["element"]
        node = line.index.get(name)
        column = "set" if words.get("set") else "parameter" if words.get("parameter") else "value"
        if node is None or kind not in ("change", "choice"):
            if node is None and kind != "proscribed":
                return 0  # said of the element already
            return self._fault(row, column, f"a value where the row says '{kind}'", "nothing there")
        try:
            settings = self._settings(words)
        except ValueError as error:
            return self._fault(row, column, str(error), "a parameter and its value")
        change = _change(words, row, settings)
        try:
            named = {one.id for s in settings if (p := line.elements[node].parameter(s.parameter)) for one in p.exceptions}
            if change.exception is not None and change.exception not in named:
                raise Unbound
            rows = [r for s in settings for r in lanes.of_value(judge_value(line, node, s, change.exception))]
        except (Unbound, Misfit):
            return self._unfit(row, words, column, change)
        return lanes.effect(rows)

    def _unfit(self, row: int, words: Mapping[str, str], column: str, change: Change | None = None) -> int:
        """Record what the model does not have, in the words in which a plan is told so."""
        name, model = words["element"], self.lanes.line.model
        said = Plan("", model.reference, _SITE, "as-specified", as_specified=() if change else (name,))
        for fault in faults(evolve(said, changes=(change,)) if change else said, model):
            self._fault(row, column, fault.found, fault.expected, *fault.ways_out, code=fault.code)
        return 0

    def _settings(self, words: Mapping[str, str]) -> tuple[Setting, ...]:
        """Return the values of a row. Raises ``ValueError`` where a value or a parameter is not said."""
        pairs = [(words.get("parameter", ""), words.get("value", ""))] if not words.get("set") else []
        for text in words.get("set", "").split("; ") if words.get("set") else ():
            name, _, value = text.partition(": ")
            pairs.append((name.strip(), value.strip()))
        element = self.lanes.line.model.by_id[words["element"]]
        settings = []
        for name, value in pairs:
            if not name or not value:
                raise ValueError(f"'{name or value}' alone")
            parameter = element.parameter(name)
            several = parameter is not None and parameter.type == "set"
            settings.append(Setting(name, tuple(one.strip() for one in value.split(",")) if several else value))
        return tuple(settings)

    def plan(self, position: int) -> Plan:
        """Return a plan made of its rows."""
        first, last = self.columns.starts[position : position + 2].tolist()
        changes, choices, kept, open_ = [], [], [], []
        for row in range(first, last):
            words = {name: _word(coded, row) for name, coded in self.columns.coded.items()}
            kind, name = self._kind(words), words["element"]
            settings = self._settings(words) if any(words.get(one) for one in ("set", "parameter", "value")) else ()
            if kind == "change":
                changes.append(_change(words, row, settings))
            elif kind == "proscribed":
                changes.append(Change(id=f"row-{row + 1}", what=f"It comes in (row {row + 1}).", proscribed=name))
            elif kind == "choice":
                choices.append(Choice(name, settings))
            elif name:
                (open_ if kind == "undecided" else kept).append(name)
        return Plan(
            id=str(self.labels[position]),
            model=self.lanes.line.model.reference,
            site=_SITE,
            unmentioned="as-specified",
            as_specified=tuple(kept),
            choices=tuple(choices),
            changes=tuple(changes),
            undecided=tuple(open_),
        )


def _word(coded: Coded, row: int) -> str:
    code = int(coded.codes[row])
    return coded.words[code] if code >= 0 else ""


def _natures(words: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(one.strip() for one in words.get("nature", "").split(",") if one.strip())


def _change(words: Mapping[str, str], row: int, settings: tuple[Setting, ...] = ()) -> Change:
    return Change(
        id=f"row-{row + 1}",
        what=f"What row {row + 1} of the columns says.",
        element=words["element"],
        natures=_natures(words),
        settings=settings,
        substitute=words.get("with") or None,
        exception=words.get("exception") or None,
        function_kept=words.get("function_kept") or None,
    )
