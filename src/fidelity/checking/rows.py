"""Hypothetical plans in columns: what each row says, what it effects, and the plan that some rows are.

A column holds numbers into a list of words. So each distinct combination of words is judged once, by the engine's own
judging of a change and of a value, and for all other rows that say the same the answer is looked up in a table.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from attrs import evolve

from fidelity.checking.binding import faults, near
from fidelity.checking.judging import Judged, Unbound, judge_change, judge_value
from fidelity.errors import Fault, InputError, Place
from fidelity.model.amounts import Misfit
from fidelity.plan.frame import NATURES
from fidelity.plan.plan import Change, Choice, Plan, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from fidelity.checking.lanes import Lanes
    from fidelity.model.elements import Element

    Codes: TypeAlias = NDArray[np.integer]
    Where: TypeAlias = NDArray[np.integer]

__all__ = ["Coded", "Columns", "Rows"]

KINDS = ("change", "choice", "undecided", "as-specified", "proscribed")
"""What a row can say, as in the records of a plan; no row can say all of a local addition."""

_CITED = ("nature", "with", "exception")
_VALUES = ("set", "parameter", "value")
_DENSE = 1 << 24  # so many combinations of words have a cell each in a table of 64 MiB; more of them are looked up
_UNKNOWN = -1  # the effect of a combination that was not judged yet
_FAULTS = 50  # after so many distinct faults the rows are not looked at any further: they are about something else
_SITE = "a hypothetical site"


class Coded(NamedTuple):
    """A column: for each row the number of its word, or -1 where it says nothing. No word is empty, unless unused."""

    codes: Codes
    words: tuple[str, ...]


class Columns(NamedTuple):
    """Rows of hypothetical plans, those of one plan next to each other.

    ``starts`` is where each plan's rows begin, and then where the last one's end. For messages, ``places`` gives the
    number of each column, and ``order`` the place that each row had before the rows were sorted, if they were.
    """

    name: str
    labels: NDArray[np.generic]
    starts: NDArray[np.intp]
    coded: Mapping[str, Coded]
    places: Mapping[str, int]
    order: NDArray[np.intp] | None = None


class Words:
    """What a row says beside its element, a word a column; made once for all rows that say it of any element."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self.said = said
        self.get = said.get
        self.change = Change(
            id="",
            what="",
            natures=tuple(one.strip() for one in said.get("nature", "").split(",") if one.strip()),
            substitute=said.get("with"),
            exception=said.get("exception"),
            function_kept=said.get("function_kept"),
        )
        self.judged: dict[str, Judged] = {}
        self.column = next((name for name in _VALUES if name in said), "")

    @cached_property
    def values(self) -> tuple[tuple[str, str], ...]:
        """The values, each a parameter and a text. Raises ``ValueError`` where one of the two is not said."""
        if "set" in self.said:
            parted = (one.partition(":") for one in self.said["set"].split("; "))
            pairs = tuple((name.strip(), value.strip()) for name, _, value in parted)
        else:
            pairs = ((self.said.get("parameter", ""), self.said.get("value", "")),) if self.column else ()
        for name, value in pairs:
            if not name or not value:
                raise ValueError(f"'{name or value}' alone")
        return pairs

    def settings(self, element: Element) -> tuple[Setting, ...]:
        """Return the values as an element's; where its parameter is a set, each text between commas is a member."""
        settings = []
        for name, value in self.values:
            parameter = element.parameter(name)
            several = parameter is not None and parameter.type == "set"
            settings.append(Setting(name, tuple(one.strip() for one in value.split(",")) if several else value))
        return tuple(settings)


class Memory:
    """The effect of each distinct combination of words in some columns, judged when it is first seen.

    ``judge`` is given the words of all columns but the element's, then the element's, and the number of a row.
    """

    def __init__(self, columns: Columns, names: Iterable[str], judge: Callable[[Words, str, int], int]) -> None:
        self.names = [name for name in names if name in columns.coded]
        self.coded = [columns.coded["element"], *(columns.coded[name] for name in self.names)]
        self.judge = judge
        self.factors = [1]
        for coded in self.coded[:0:-1]:
            self.factors.insert(0, self.factors[0] * (len(coded.words) + 1))
        size = self.factors[0] * (len(self.coded[0].words) + 1)
        self.type = np.int32 if size < 1 << 31 else np.int64
        self.table = np.full(size, _UNKNOWN, dtype=np.int32) if size <= _DENSE else None
        self.known: dict[int, int] = {}
        self.words: dict[int, Words] = {}

    def effects(self, rows: slice | Where) -> NDArray[np.int32]:
        """Return the effect of each of some rows."""
        keys: NDArray[np.signedinteger] = np.multiply(
            self.coded[0].codes[rows], self.factors[0], dtype=self.type, casting="unsafe"
        )
        for coded, factor in zip(self.coded[1:], self.factors[1:], strict=True):
            keys += np.multiply(coded.codes[rows], factor, dtype=self.type, casting="unsafe")
        keys += self.type(sum(self.factors))  # so that the key of a row that says nothing is 0
        if self.table is None:
            distinct, places, where = np.unique(keys, return_index=True, return_inverse=True)
            return np.array(self._judged(distinct, places, rows), dtype=np.int32)[where]
        found = self.table.take(keys)
        new = np.flatnonzero(found == _UNKNOWN)
        if len(new):
            distinct, places = np.unique(keys[new], return_index=True)
            self.table[distinct] = self._judged(distinct, new[places], rows)
            found = self.table.take(keys)
        return found

    def _judged(self, keys: Where, places: Where, rows: slice | Where) -> list[int]:
        """Return the effect of each of some keys; ``places`` says where among the rows each stands."""
        for key, place in zip(keys.tolist(), places.tolist(), strict=True):
            if key not in self.known:
                code, rest = divmod(key, self.factors[0])
                words = self.words.get(rest)
                if words is None:
                    words = self.words[rest] = Words(self._said(rest))
                name = self.coded[0].words[code - 1] if code else ""
                row = rows.start + place if isinstance(rows, slice) else int(rows[place])
                self.known[key] = self.judge(words, name, row)
        return [self.known[key] for key in keys.tolist()]

    def _said(self, rest: int) -> dict[str, str]:
        said = {}
        for name, coded, factor in zip(self.names, self.coded[1:], self.factors[1:], strict=True):
            code, rest = divmod(rest, factor)
            if code:
                said[name] = coded.words[code - 1]
        return said


class Rows:
    """Plans in columns: what their rows effect, and the plans themselves."""

    def __init__(self, lanes: Lanes, columns: Columns) -> None:
        self.lanes, self.line, self.columns = lanes, lanes.line, columns
        self.labels = columns.labels
        self.faults: list[Fault] = []
        self.what = Memory(columns, ("kind", "nature", "function_kept", "with", "exception"), self._what)
        self.set = Memory(columns, ("kind", *_VALUES, "exception"), self._value)
        self.valued = [columns.coded[name].codes for name in _VALUES if name in columns.coded]

    def __len__(self) -> int:
        return len(self.labels)

    def effects(self, first: int, last: int) -> tuple[Where, Where]:
        """Return what the plans from ``first`` to before ``last`` effect: of which plan a part is, and its effect."""
        starts = self.columns.starts[first : last + 1]
        rows = slice(int(starts[0]), int(starts[-1]))
        within = np.repeat(np.arange(last - first, dtype=np.int32), np.diff(starts))
        found = self.what.effects(rows)
        some = np.flatnonzero(found != 0)
        places, effects = within[some], found[some]
        if self.valued:
            said = self.valued[0][rows] >= 0
            for codes in self.valued[1:]:
                said |= codes[rows] >= 0
            some = np.flatnonzero(said)
            found = self.set.effects(some + rows.start)
            more = np.flatnonzero(found != 0)
            places, effects = np.append(places, within[some[more]]), np.append(effects, found[more])
        if len(self.faults) > _FAULTS or (self.faults and last == len(self)):
            raise InputError(sorted(self.faults, key=lambda fault: fault.place))
        return places, effects

    def _kind(self, words: Words, name: str) -> str:
        if "kind" in words.said:
            return words.said["kind"]
        if name in self.line.model.proscribed_by_id:
            return "proscribed"
        return "change" if words.change.natures else "choice" if words.column else "as-specified"

    def _what(self, words: Words, name: str, row: int) -> int:
        """Return what a row effects, its values apart; record what is wrong with it."""
        lanes, line, kind = self.lanes, self.line, self._kind(words, name)
        if self._is_amiss(words, name, row, kind):
            return 0
        if kind == "change":
            node = line.index[name]
            element = line.elements[node]
            alike = name if element.adaptation or element.substitutes else element.tier.value
            judged = words.judged.get(alike)
            if judged is None:
                judged = words.judged[alike] = judge_change(line, node, words.change)
            return lanes.effect(lanes.of_change(node, judged))
        if kind == "undecided":
            return lanes.effect(lanes.of_undecided(line.index.get(name, -1)))
        return lanes.effect(lanes.of_practice(name)) if kind == "proscribed" else 0

    def _is_amiss(self, words: Words, name: str, row: int, kind: str) -> bool:
        """Return whether a row makes no sense, its values apart, and record why."""
        line = self.line
        if kind == "change" and name in line.index and words.judged:  # the same was said of another element
            return False
        if kind not in KINDS:
            ways = ("give such plans as Plan objects: a row cannot say all of a local addition",)
            return self._fault(row, "kind", f"'{kind}'", f"one of: {', '.join(KINDS)}", ways)
        if not name:
            column = next(iter(words.said), "")
            return bool(column) and self._fault(row, column, f"'{words.said[column]}' without an element", "an element")
        known = {"change": line.index, "choice": line.index, "proscribed": line.model.proscribed_by_id}
        if name not in known.get(kind, line.known):
            change = Change("", "", proscribed=name) if kind == "proscribed" else Change("", "", name)
            return self._unfit(row, "element", change)
        meant = _CITED if kind == "change" else _CITED[:1] if kind == "proscribed" else ()
        for column in (one for one in _CITED if one in words.said and one not in meant):
            return self._fault(row, column, f"'{words.said[column]}' where the row says '{kind}'", "nothing there")
        for nature in words.change.natures or ("",) if kind == "change" else ():
            if nature not in NATURES:
                column = "nature" if "nature" in self.columns.coded else "element"
                return self._fault(row, column, f"'{nature}'", "a nature of change", near(nature, NATURES))
        return False

    def _value(self, words: Words, name: str, row: int) -> int:
        """Return what the values of a row effect; record what is wrong with them."""
        line, node, cited = self.line, self.line.index.get(name), words.get("exception")
        if node is None or words.get("kind", "change") not in {"change", "choice"}:
            if name in line.known:  # of other names it is said already that the model does not have them
                found = f"a value where the row says '{self._kind(words, name)}'"
                self._fault(row, words.column, found, "nothing there")
            return 0
        element = line.elements[node]
        try:
            settings = words.settings(element)
        except ValueError as error:
            self._fault(row, words.column, str(error), "a parameter and its value")
            return 0
        try:
            if cited is not None:
                _require_exception(element, settings, cited)
            judged = [judge_value(line, node, setting, cited) for setting in settings]
        except (Unbound, Misfit):
            self._unfit(row, words.column, evolve(words.change, element=name, settings=settings))
            return 0
        return self.lanes.effect(marked for valued in judged for marked in self.lanes.of_value(valued))

    def _fault(
        self, row: int, column: str, found: str, expected: str, ways: tuple[str, ...] = (), code: str = "FID107"
    ) -> bool:
        """Record what is wrong with a row; return ``True``: something is."""
        order = self.columns.order
        number = row if order is None else int(order[row])
        place = Place(self.columns.name, number + 1, self.columns.places[column])
        self.faults.append(Fault(code, place, f"column '{column}': {found}", expected, ways))
        return True

    def _unfit(self, row: int, column: str, change: Change) -> bool:
        """Record what a change names and the model does not have, in the words in which a plan is told so."""
        plan = Plan("", self.line.model.reference, _SITE, "as-specified", changes=(change,))
        for fault in faults(plan, self.line.model):
            self._fault(row, column, fault.found, fault.expected, fault.ways_out, fault.code)
        return True

    def plan(self, position: int) -> Plan:
        """Return the plan that the rows at a position are; each change is named after its row."""
        first, last = self.columns.starts[position : position + 2].tolist()
        changes: list[Change] = []
        choices: list[Choice] = []
        mentioned: dict[str, list[str]] = {"undecided": [], "as-specified": []}
        for row in range(first, last):
            columns = self.columns.coded.items()
            said = {key: coded.words[coded.codes[row]] for key, coded in columns if coded.codes[row] >= 0}
            name = said.pop("element", "")
            words = Words(said)
            kind, node = self._kind(words, name), self.line.index.get(name)
            settings = () if node is None else words.settings(self.line.elements[node])
            change = evolve(words.change, id=f"row-{row + 1}", what=f"What row {row + 1} of the columns says.")
            if kind == "change":
                changes.append(evolve(change, element=name, settings=settings))
            elif kind == "proscribed":
                changes.append(evolve(change, proscribed=name))
            elif kind == "choice":
                choices.append(Choice(name, settings))
            elif name:
                mentioned[kind].append(name)
        return Plan(
            id=str(self.labels[position]),
            model=self.line.model.reference,
            site=_SITE,
            unmentioned="as-specified",
            as_specified=tuple(mentioned["as-specified"]),
            choices=tuple(choices),
            changes=tuple(changes),
            undecided=tuple(mentioned["undecided"]),
        )


def _require_exception(element: Element, settings: Iterable[Setting], cited: str) -> None:
    """Raise ``Unbound`` where no parameter that is set has the exception that is named."""
    parameters = (element.parameter(setting.parameter) for setting in settings)
    if all(one.id != cited for parameter in parameters if parameter for one in parameter.exceptions):
        raise Unbound
