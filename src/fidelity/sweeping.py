"""Many hypothetical plans judged at once: a verdict and the codes of findings for each, as arrays.

The engine judges each distinct change and each distinct value once, and what they come to for a plan is worked out for
thousands of plans together. A plan with what that way does not lay out is judged alone, by the engine as it is. Numpy
is an extra, and loads when a sweep is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from fidelity.checking.binding import faults
from fidelity.checking.facts import WEIGHING
from fidelity.checking.parts import Unbound, parts_of
from fidelity.checking.prepared import PreparedModel, prepared
from fidelity.checking.result import Extra, judge_plan
from fidelity.errors import InputError, MissingExtraError
from fidelity.files.library import day_of, load_model, seen_by
from fidelity.files.plans import require_once
from fidelity.model.strength import Strength, level_of
from fidelity.plan.plan import Plan
from fidelity.verdicts import AMBER, GREEN, RED, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from fidelity.checking.result import CheckResult
    from fidelity.model.model import Model
    from fidelity.sweep_lanes import Lanes

    Whole: TypeAlias = NDArray[np.integer]

__all__ = ["Sweep", "sweep"]

_VERDICTS = (GREEN, AMBER, RED)
_PLAIN = Extra(privacy_scan=False)  # remarks are no part of a sweep


class Sweep:
    """The verdicts and codes of many plans, in their order. Nothing in it can be written to.

    Codes are those of findings about a plan's content (families FID2xx and FID3xx), consequences included. Remarks on
    approvals and advice (FID4xx, FID5xx) are no part of it, nor is what local rules find.

    Attributes
    ----------
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

    codes = WEIGHING

    def __init__(self, source: _PlanSource, on: date | None, arrays: _Arrays) -> None:
        self._source, self._on, self._arrays = source, on, arrays
        for array in (source.labels, *arrays):
            array.flags.writeable = False

    @property
    def model(self) -> Model:
        """The model that judged the plans."""
        return self._source.lanes.prepared.model

    @property
    def bind(self) -> Strength:
        """The weakest strength that binds."""
        return self._source.lanes.prepared.bind

    @property
    def on(self) -> date | None:
        """The day on which approvals were judged, or ``None``."""
        return self._on

    @property
    def labels(self) -> NDArray[np.generic]:
        """The plans' own numbers or ids."""
        return self._source.labels

    @property
    def ranks(self) -> NDArray[np.uint8]:
        """The verdict of each plan as a number, 0 for green, 1 for amber and 2 for red."""
        return self._arrays.ranks

    @property
    def alone(self) -> NDArray[np.intp]:
        """The positions of the plans that were judged one by one."""
        return self._arrays.alone

    @cached_property
    def verdicts(self) -> NDArray[np.str_]:
        """The verdict of each plan as a word."""
        import numpy as np

        words = np.array([one.value for one in _VERDICTS])[self.ranks]
        words.flags.writeable = False
        return words

    @cached_property
    def found(self) -> NDArray[np.bool_]:
        """Which codes each plan has, as a row a plan and a column a code."""
        return _unpacked(self._arrays.bits)

    @cached_property
    def breached(self) -> NDArray[np.bool_]:
        """Which codes each plan has in red, as a row a plan and a column a code."""
        return _unpacked(self._arrays.red)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many plans have each verdict."""
        import numpy as np

        counted = np.bincount(self.ranks, minlength=len(_VERDICTS)).tolist()
        return MappingProxyType({one.value: count for one, count in zip(_VERDICTS, counted, strict=True)})

    @cached_property
    def code_counts(self) -> Mapping[str, int]:
        """How many plans have each code; codes that none has are left out."""
        counted = ((code, int(self.having(code).sum())) for code in WEIGHING)
        return MappingProxyType({code: count for code, count in counted if count})

    def having(self, code: str, *, red: bool = False) -> NDArray[np.bool_]:
        """Return for each plan whether it has a code, or has it in red.

        Raises
        ------
        ValueError
            If it is no code that a sweep looks for.
        """
        if code not in WEIGHING:
            raise ValueError(f"a sweep looks for {', '.join(WEIGHING)}; not for '{code}'")
        return ((self._arrays.red if red else self._arrays.bits) >> WEIGHING.index(code) & 1).astype(bool)

    def verdict_of(self, position: int) -> Verdict:
        """Return the verdict of the plan at a position."""
        return _VERDICTS[self.ranks[position]]

    def codes_of(self, position: int) -> tuple[str, ...]:
        """Return the codes of the plan at a position."""
        bits = int(self._arrays.bits[position])
        return tuple(code for number, code in enumerate(WEIGHING) if bits >> number & 1)

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
        columns |= {code: found[:, number] for number, code in enumerate(WEIGHING)}
        frame: object = import_module(backend).DataFrame(columns)
        return frame

    def __len__(self) -> int:
        return len(self.ranks)

    def __repr__(self) -> str:
        counts = ", ".join(f"{self.counts[one.value]:,} {one.value}" for one in reversed(_VERDICTS))
        noun = "plan" if len(self) == 1 else "plans"
        return f"<Sweep of {self.model.reference}: {len(self):,} {noun}, {counts}>"

    def _repr_html_(self) -> str:
        from fidelity.checking.rules.registry import rule_of
        from fidelity.reports.notebook import box, table, titled

        rows = [
            (code, rule_of(code).summary, f"{count:,}", f"{int(self.having(code, red=True).sum()):,}")
            for code, count in self.code_counts.items()
        ]
        counts = ", ".join(f"{self.counts[one.value]:,} {one.value}" for one in reversed(_VERDICTS))
        found = table(("code", "what it says", "plans", "in red"), rows, len(rows)) if rows else ""
        return box([titled(f"{len(self):,} plans", self.model.reference), f"<p>{counts}</p>", found])


class _Arrays(NamedTuple):
    """What was found: by plan its rank, its codes and the red ones as bits; and the plans that were judged alone."""

    ranks: NDArray[np.uint8]
    bits: NDArray[np.uint16]
    red: NDArray[np.uint16]
    alone: NDArray[np.intp]


def _unpacked(bits: NDArray[np.uint16]) -> NDArray[np.bool_]:
    import numpy as np

    matrix = (bits[:, None] >> np.arange(len(WEIGHING), dtype=np.uint16) & np.uint16(1)).astype(bool)
    matrix.flags.writeable = False
    return matrix


def sweep(
    model: Model | str,
    plans: object,
    *,
    on: date | None = None,
    bind: str | Strength = Strength.RESTATED,
) -> Sweep:
    """Return the verdicts and codes of many hypothetical plans, judged together: millions of them in seconds.

    Parameters
    ----------
    model
        The model to judge by, or its reference or path.
    plans
        Either any iterable of plans that ``check`` would judge by this model; or columns with a row for each thing
        that a plan says: a mapping from names to numpy arrays, a data frame or table that speaks Arrow (such as those
        of pandas, polars, PyArrow and DuckDB), or the path of a Parquet file. The notes say which columns.
    on
        The day to judge the approvals of plans by, as for ``check``. Columns hold no approvals.
    bind
        The weakest strength that binds: ``stated``, ``restated``, ``observed`` or ``inferred``.

    Returns
    -------
    Sweep
        One verdict a plan, and which codes it has: the same as ``check`` finds, remarks and advice left out.

    Raises
    ------
    InputError
        If a plan or a row does not fit the model, or a column is missing or is none that a sweep reads.
    FidelityError
        If numpy is not installed (extra ``sweep``), or PyArrow for a data frame or a file (extra ``score``).

    Notes
    -----
    The columns are those of ``Plan.to_records``, and values may stand apart:

    - ``plan``: the number or id of the plan. The result has the plans in the order of their numbers.
    - ``element``: the id of an element or proscribed practice; empty where a plan says nothing at all.
    - ``nature``: FRAME natures, parted by commas; empty where the row is no change.
    - ``function_kept``: whether the row says how the function is kept: yes or no, or a text.
    - ``parameter`` and ``value`` (a text such as ``3 weeks``, or a number), or ``set`` (``interval: 3 weeks``).
    - ``with``, ``exception``: the substitute or exception that a change names.
    - ``kind``: ``change``, ``choice``, ``undecided``, ``as-specified`` or ``proscribed``. Without it a row with a
      nature is a change, one with only a value is a choice, and one with neither says nothing.

    A column of texts may be given as a pair: codes (whole numbers, -1 for nothing) and the list of their words. What
    a plan in columns does not mention is as specified. As in a file, a plan may say each thing once: its rows may not
    set one parameter twice, nor say of one element that it is two things.

    Examples
    --------
    >>> import fidelity
    >>> intervals = [f"{weeks} weeks" for weeks in range(1, 9)]
    >>> columns = {
    ...     "plan": range(1, 9),
    ...     "element": ["review-hearing"] * 8,
    ...     "nature": ["shortening"] * 8,
    ...     "parameter": ["interval"] * 8,
    ...     "value": intervals,
    ... }
    >>> swept = fidelity.sweep("fdac", columns)
    >>> [interval for interval, outside in zip(intervals, swept.having("FID204")) if not outside]
    ['1 weeks', '2 weeks']
    """
    if find_spec("numpy") is None:
        raise MissingExtraError("a sweep over many plans", "sweep")
    from fidelity.sweep_columns import Rows, is_columns, read_columns
    from fidelity.sweep_lanes import Lanes

    day_of(on)
    judge = load_model(model) if isinstance(model, str) else model
    lanes = Lanes(prepared(judge, level_of(bind)))
    if is_columns(plans):
        return _swept(Rows(lanes, read_columns(plans)), None)
    return _swept(_Plans(lanes, [seen_by(plan, judge)[0] for plan in _plans_in(plans)]), on)


def _plans_in(plans: object) -> Iterator[Plan]:
    if not isinstance(plans, Iterable):
        raise TypeError(f"a sweep takes plans or columns; not {plans!r}")
    for plan in plans:
        if not isinstance(plan, Plan):
            raise TypeError(f"a sweep takes Plan objects, or columns; not {plan!r}")
        require_once(plan)
        yield plan


class _PlanSource(Protocol):
    """Where plans come from."""

    lanes: Lanes
    labels: NDArray[np.generic]

    def effects(self, first: int, last: int) -> tuple[Whole, Whole]:
        """Return what the plans from ``first`` to before ``last`` effect: of which plan a part is, and its effect."""

    def plan(self, position: int) -> Plan:
        """Return one plan."""


def _swept(source: _PlanSource, on: date | None) -> Sweep:
    """Return the sweep of the plans of a source."""
    import numpy as np

    from fidelity.sweep_lanes import Block

    ready, count = source.lanes.prepared, len(source.labels)
    bits, red = np.zeros((2, count), dtype=np.uint16)
    apart = [np.zeros(0, dtype=np.intp)]
    block = Block(source.lanes, count)
    for start in range(0, count, block.room):
        block.clear()
        for eighth, first in enumerate(range(start, min(start + block.room, count), block.width)):
            block.mark(eighth, *source.effects(first, min(first + block.width, count)))
        found = block.judge(min(block.room, count - start))
        here = slice(start, start + len(found.codes))
        bits[here], red[here] = found.codes, found.red
        apart.append(np.flatnonzero(found.alone) + start)
    ranks = (bits != 0).astype(np.uint8) + (red != 0)
    alone = np.concatenate(apart)
    for position in alone.tolist():
        ranks[position], bits[position], red[position] = _judged_alone(source.plan(position), ready, on)
    return Sweep(source, on, _Arrays(ranks, bits, red, alone))


def _judged_alone(plan: Plan, ready: PreparedModel, on: date | None) -> tuple[int, int, int]:
    """Return the rank of a plan's verdict, its codes and the red ones, as a check finds them."""
    result = judge_plan(plan, ready.model, ready.bind, on, _PLAIN)
    every = [one for finding in result.findings for one in (finding, *finding.consequences) if one.code in WEIGHING]
    bits = {1 << WEIGHING.index(one.code) for one in every}
    red = {1 << WEIGHING.index(one.code) for one in every if one.own_verdict is RED}
    return result.verdict.rank, sum(bits), sum(red)


class _Plans:
    """Plans as they are: each part of a plan is judged by the engine, and what it effects is remembered."""

    def __init__(self, lanes: Lanes, plans: Sequence[Plan]) -> None:
        import numpy as np

        self.lanes, self.plans = lanes, plans
        self.labels: NDArray[np.generic] = np.array([plan.id for plan in plans], dtype=np.str_)
        self._known: dict[object, int] = {}

    def plan(self, position: int) -> Plan:
        """Return one plan."""
        return self.plans[position]

    def effects(self, first: int, last: int) -> tuple[Whole, Whole]:
        """Return what the plans from ``first`` to before ``last`` effect: of which plan a part is, and its effect."""
        import numpy as np

        places: list[int] = []
        effects: list[int] = []
        for place, plan in enumerate(self.plans[first:last]):
            before = len(effects)
            effects += self._effects(plan)
            places += [place] * (len(effects) - before)
        return np.array(places, dtype=np.intp), np.array(effects, dtype=np.intp)

    def _effects(self, plan: Plan) -> Iterator[int]:
        lanes, ready = self.lanes, self.lanes.prepared
        try:
            parts = parts_of(ready, plan)
        except Unbound:
            raise InputError(faults(plan, ready.model)) from None
        alone = bool(plan.approvals) or any(part.addable is not None for part in parts)
        yield lanes.effect(lanes.of_plan(alone=alone, inspired=plan.claim == "inspired-by"))
        for part in () if alone else parts:
            judged, node = part.judged, part.node
            for _, valued in part.values:
                yield lanes.effect(lanes.of_value(valued))
            if judged is not None:
                key = node, judged.optimistic, judged.pessimistic, judged.asks, judged.swap is None
                effect = self._known.get(key)
                if effect is None:
                    effect = self._known[key] = lanes.effect(lanes.of_change(node, judged))
                yield effect
            elif part.undecided:
                yield lanes.effect(lanes.of_undecided(node))
            elif part.practice is not None:
                yield lanes.effect(lanes.of_practice(part.practice))
