"""Hypothetical plans in columns: read from arrays, frames and Parquet files, judged row by row, and made plans again.

A column holds numbers into a list of words, as Arrow's dictionaries and the categories of data frames do. So each
distinct combination of words is judged once, by the engine's own judging of a change and of a value; for all other rows
that say the same, the answer is looked up in a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from math import isnan
from os import PathLike, fspath
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

import numpy as np
from attrs import evolve

from fidelity.checking.binding import faults, near
from fidelity.checking.parts import Unbound, judge_change, judge_value
from fidelity.errors import Fault, InputError, MissingExtraError, Place
from fidelity.files.changes import said_twice
from fidelity.files.faults import MISSING_KEY, UNKNOWN_KEY, UNREADABLE, WRONG_VALUE
from fidelity.model.amounts import Misfit
from fidelity.model.evidence import NOWHERE
from fidelity.plan.frame import NATURES, meant
from fidelity.plan.plan import COLUMNS as RECORDS
from fidelity.plan.plan import Change, Choice, Plan, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from fidelity.checking.facts import Judged
    from fidelity.model.elements import Element
    from fidelity.sweep_lanes import Lanes

    Whole: TypeAlias = NDArray[np.integer]

COLUMNS = (
    "plan",
    "kind",
    "element",
    "nature",
    "function_kept",
    "with",
    "set",
    "parameter",
    "value",
    "exception",
    "approved",
)
"""What a sweep reads; other columns of a plan's records are left aside."""

_NEEDED = ("plan", "element")
_NAME = "columns"  # what columns that come from no file are called in messages
_YES_NO = ("function_kept", "approved")  # columns of yes and no, or of texts that mean yes
_NO = {"no", "false"}  # what such a column of texts has for no
_PAIR = 2  # codes, and the words that they stand for
_SPAN = 1 << 16  # whole numbers that lie no wider apart are numbered without sorting them
_OPEN, _KEPT = "undecided", "as-specified"
KINDS = ("change", "choice", _OPEN, _KEPT, "proscribed")
"""What a row can say, as in the records of a plan; no row can say all of a local addition."""

_CITED = ("nature", "with", "exception")
_VALUES = ("set", "parameter", "value")
_DENSE = 1 << 24  # so many combinations of words have a cell each in a table of 64 MiB; more of them are looked up
_UNKNOWN = -1  # the effect of a combination that was not judged yet
_FAULTS = 50  # after so many distinct faults the rows are not looked at any further: they are about something else
_SITE = "a hypothetical site"


class Coded(NamedTuple):
    """A column: for each row the number of its word, or -1 where it says nothing. No word is empty, unless unused."""

    codes: Whole
    words: tuple[str, ...]


class PlanColumns(NamedTuple):
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


# Reading ----------------------------------------------------------------------------------------


def is_columns(data: object) -> bool:
    """Return whether something is columns, or the path of a file of columns, and not plans one by one."""
    return isinstance(data, str | PathLike | Mapping) or hasattr(data, "__arrow_c_stream__")


def read_columns(data: object) -> PlanColumns:
    """Return hypothetical plans in columns, ready to be judged.

    Parameters
    ----------
    data
        A mapping from names to columns, a data frame or Arrow table, or the path of a Parquet file.

    Returns
    -------
    PlanColumns
        The rows, those of one plan next to each other.

    Raises
    ------
    InputError
        If a column is missing or is none that is read, the columns differ in length, or one holds something else.
    MissingExtraError
        If a data frame or a file is given and PyArrow is not installed.
    """
    if isinstance(data, Mapping):
        reader = _RowReader(_NAME, [str(key) for key in data])
        return reader.grouped({str(key): reader.array(str(key), one) for key, one in data.items() if key in COLUMNS})
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtraError("a sweep over a data frame or a Parquet file", "score") from error
    if isinstance(data, str | PathLike):
        path = fspath(data)
        try:
            reader = _RowReader(path, parquet.read_schema(path).names)
            columns = {}
            for key in (one for one in reader.names if one in COLUMNS):  # one by one, which takes half the memory
                words = [] if key == "plan" else [key]
                columns[key] = reader.arrow(key, parquet.read_table(path, columns=[key], read_dictionary=words)[key])
        except (OSError, pa.ArrowException) as error:
            found = f"this file cannot be read: {str(error).splitlines()[0]}"
            raise InputError([Fault(UNREADABLE, Place(path), found, "a Parquet file")]) from error
        return reader.grouped(columns)
    table = pa.table(data)
    reader = _RowReader(_NAME, table.column_names)
    return reader.grouped({key: reader.arrow(key, table.column(key)) for key in table.column_names if key in COLUMNS})


class _RowReader:
    """Where the columns stand: the name of the whole, and the names of all its columns.

    A column of plans that are numbered has no words: its codes are the numbers.
    """

    def __init__(self, name: str, names: Sequence[str]) -> None:
        self.name, self.names = name, names
        missing = [key for key in _NEEDED if key not in names]
        listed = f"the columns are {', '.join(names) or 'none'}"
        faults = [Fault(MISSING_KEY, Place(name), f"there is no column '{key}'", listed) for key in missing]
        for number, key in enumerate(names, 1):
            if key not in COLUMNS and key not in RECORDS:
                ways = near(key, COLUMNS) or (f"leave it out: a sweep reads {', '.join(COLUMNS)}",)
                faults.append(Fault(UNKNOWN_KEY, Place(name, 1, number), f"'{key}' is no column of a sweep", "", ways))
        if faults:
            raise InputError(faults)

    def fault(self, key: str, found: str, expected: str, row: int = 0) -> InputError:
        """Return the error that tells what is wrong with a column."""
        place = Place(self.name, row + 1, self.names.index(key) + 1)
        return InputError([Fault(WRONG_VALUE, place, f"column '{key}': {found}", expected)])

    def grouped(self, columns: dict[str, Coded]) -> PlanColumns:
        """Return the columns with the rows of each plan next to each other."""
        plan = columns.pop("plan")
        numbers, count = plan.codes, len(plan.codes)
        for key, column in columns.items():
            if len(column.codes) != count:
                raise self.fault(key, f"{len(column.codes):,} rows", f"{count:,}, as many as in the column 'plan'")
        approved = columns.pop("approved", None)
        if approved is not None and (approved.codes >= 0).any():
            row = int(np.flatnonzero(approved.codes >= 0)[0])
            raise self.fault("approved", "an approved change", "no approvals, which only Plan objects hold", row)
        order = None
        if (numbers[1:] < numbers[:-1]).any():
            order = np.argsort(numbers, kind="stable")
            numbers = numbers[order]
            columns = {key: Coded(column.codes[order], column.words) for key, column in columns.items()}
        inner = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1
        starts = np.concatenate(([0], inner, [count] if count else [])).astype(np.intp)
        labels: NDArray[np.generic] = numbers[starts[:-1]]
        if plan.words:
            labels = np.array(plan.words, dtype=np.str_)[labels]
        places = {key: number for number, key in enumerate(self.names, 1)}
        return PlanColumns(self.name, labels, starts, MappingProxyType(columns), places, order)

    def array(self, key: str, column: object) -> Coded:
        """Return a column of a mapping: values one by one, or a pair of codes and words."""
        if isinstance(column, tuple) and len(column) == _PAIR and not isinstance(column[0], str):
            codes, words = np.asarray(column[0]), tuple(map(str, column[1]))
            if codes.ndim != 1 or codes.dtype.kind not in "iu":
                raise self.fault(key, f"codes of type {codes.dtype}", "whole numbers, one a row")
            if len(codes) and not (int(codes.min()) >= -1 and int(codes.max()) < len(words)):
                wrong = np.flatnonzero((codes < -1) | (codes >= len(words)))
                expected = f"-1, or 0 to {len(words) - 1}, because there are {len(words)} words"
                raise self.fault(key, f"the code {codes[wrong[0]]}", expected, int(wrong[0]))
            return self.coded(key, codes, words)
        array = np.asarray(column)
        if array.ndim != 1:
            raise self.fault(key, f"an array of {array.ndim} dimensions", "one value a row")
        return self.values(key, array)

    def values(self, key: str, array: NDArray[np.generic]) -> Coded:
        """Return an array of texts or numbers as a column."""
        kind = array.dtype.kind
        if not len(array):  # numpy calls an empty list numbers
            return Coded(np.zeros(0, dtype=np.int8), ())
        if kind == "U":
            distinct, codes = np.unique(array, return_inverse=True)
            return self.coded(key, codes.astype(np.int32), tuple(distinct.tolist()))
        if kind == "O":
            known: dict[object, int] = {}
            codes = np.array([known.setdefault(one, len(known)) for one in array.tolist()], dtype=np.int32)
            return self.coded(key, codes, tuple(map(_word, known)))
        if key == "plan" and kind in "iu":
            return Coded(cast("Whole", array), ())
        if key in _YES_NO and kind in "biu":
            return Coded((array != 0).astype(np.int8) - np.int8(1), ("It is said.",))
        if key == "value" and kind in "iuf":
            return self.numbers(array)
        expected = {
            "plan": "whole numbers or texts",
            "function_kept": "yes or no, or texts",
            "approved": "yes or no, or texts",
            "value": "texts or numbers",
        }
        raise self.fault(key, f"values of type {array.dtype}", expected.get(key, "texts"))

    def numbers(self, array: NDArray[np.generic]) -> Coded:
        """Return numbers as words, such as ``3`` and ``0.25``; what is no number says nothing."""
        if array.dtype.kind == "i" and int(array.max()) - int(array.min()) < _SPAN:
            low, high = int(array.min()), int(array.max())
            return Coded((array.astype(np.int64) - low).astype(np.int32), tuple(map(str, range(low, high + 1))))
        distinct, codes = np.unique(array, return_inverse=True)
        return self.coded("value", codes.astype(np.int32), tuple(map(_word, distinct.tolist())))

    def coded(self, key: str, codes: Whole, words: tuple[str, ...]) -> Coded:
        """Return codes with their words; the codes of words that say nothing become -1."""
        for number, word in enumerate(words):
            if not word or (key in _YES_NO and word.lower() in _NO):
                codes = np.where(codes == number, np.int32(-1), codes)
        if key == "plan" and (codes < 0).any():
            raise self.fault(key, "nothing", "the number or id of the row's plan", int(np.flatnonzero(codes < 0)[0]))
        return Coded(codes, words)

    def arrow(self, key: str, column: pa.ChunkedArray) -> Coded:
        """Return a column of an Arrow table."""
        import pyarrow as pa

        kinds = pa.types
        if kinds.is_string_view(column.type) or kinds.is_null(column.type):
            column = column.cast(pa.large_string())
        if kinds.is_string(column.type) or kinds.is_large_string(column.type):
            column = column.dictionary_encode()
        if kinds.is_boolean(column.type):
            column = column.fill_null(fill_value=False)
        if key == "plan" and column.null_count:
            raise self.fault(key, f"nothing in {column.null_count:,} rows", "the number or id of each row's plan")
        if not kinds.is_dictionary(column.type):
            return self.values(key, column.to_numpy())
        known: dict[str, int] = {}
        parts: list[Whole] = []
        for chunk in column.chunks:
            here = [known.setdefault(_word(word), len(known)) for word in chunk.dictionary.to_pylist()]
            width = next(one for one in (8, 16, 32, 64) if len(known) < 1 << one - 1)
            codes = chunk.indices.cast(f"int{width}").fill_null(-1).to_numpy(zero_copy_only=False)
            if here != list(range(len(here))):  # this part of the column numbers its words in another way
                codes = np.array([*here, -1], dtype=codes.dtype)[codes]
            parts.append(codes)
        whole = parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, dtype=np.int8), *parts])
        return self.coded(key, whole, tuple(known))


def _word(value: object) -> str:
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    return repr(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


# Judging ----------------------------------------------------------------------------------------


def _natures(text: str) -> tuple[str, ...]:
    """Return the nature that a word or a published label means; the text itself if it means none."""
    return (text,) if text in NATURES else (text and (meant(text, NATURES) or (text,))) or ()


class Words:
    """What a row says beside its element, a word a column; made once for all rows that say it of any element."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self.said = said
        self.get = said.get
        self.change = Change(
            id="",
            what="",
            natures=tuple(word for one in said.get("nature", "").split(",") for word in _natures(one.strip())),
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
            if "parameter" in self.said or "value" in self.said:
                raise ValueError(f"'{self.said['set']}' beside the columns for a parameter and its value")
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
            several = parameter is not None and parameter.kind.several
            settings.append(Setting(name, tuple(one.strip() for one in value.split(",")) if several else value))
        return tuple(settings)


class Memory:
    """The effect of each distinct combination of words in some columns, judged when it is first seen.

    ``judge`` is given the words of all columns but the element's, then the element's, and the number of a row.
    """

    def __init__(self, columns: PlanColumns, names: Iterable[str], judge: Callable[[Words, str, int], int]) -> None:
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

    def effects(self, rows: slice | Whole) -> NDArray[np.int32]:
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

    def _judged(self, keys: Whole, places: Whole, rows: slice | Whole) -> list[int]:
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

    def __init__(self, lanes: Lanes, columns: PlanColumns) -> None:
        self.lanes, self.prepared, self.columns = lanes, lanes.prepared, columns
        self.labels = columns.labels
        self.faults: list[Fault] = []
        self.what = Memory(columns, ("kind", "nature", "function_kept", "with", "exception"), self._what)
        self.set = Memory(columns, ("kind", *_VALUES, "exception"), self._value)
        self.said = Memory(columns, ("kind", "nature"), self._said)
        self.named = Memory(columns, ("set", "parameter"), self._pairs)
        self.numbers: dict[str, int] = {}  # what is set: an element with a parameter
        self.pairs: dict[tuple[int, ...], int] = {}  # what a row sets, by those numbers
        self.valued = [columns.coded[name].codes for name in _VALUES if name in columns.coded]

    def effects(self, first: int, last: int) -> tuple[Whole, Whole]:
        """Return what the plans from ``first`` to before ``last`` effect: of which plan a part is, and its effect."""
        starts = self.columns.starts[first : last + 1]
        rows = slice(int(starts[0]), int(starts[-1]))
        within = np.repeat(np.arange(last - first, dtype=np.int32), np.diff(starts))
        found = self.what.effects(rows)
        some = np.flatnonzero(found != 0)
        places, effects = within[some], found[some]
        said = np.zeros(len(within), dtype=np.bool_)
        for codes in self.valued:
            said |= codes[rows] >= 0
        twice = [self._two_things(within, rows, said)]
        if self.valued:
            some = np.flatnonzero(said)
            found = self.set.effects(some + rows.start)
            more = np.flatnonzero(found != 0)
            places, effects = np.append(places, within[some[more]]), np.append(effects, found[more])
            twice.append(self._set_twice(within[some], some + rows.start))
        for place in np.unique(np.concatenate(twice))[:_FAULTS].tolist() if not self.faults else ():
            self.faults += said_twice(self._plan(first + place, placed=True))
        if len(self.faults) > _FAULTS or (self.faults and last == len(self.labels)):
            raise InputError(sorted(self.faults, key=lambda fault: fault.place))
        return places, effects

    def _set_twice(self, within: Whole, rows: Whole) -> Whole:
        """Return the plans that set a parameter of an element twice; ``within`` is which plan each row is of."""
        sets = self.named.effects(rows)
        counts = np.array([len(pairs) for pairs in self.pairs], dtype=np.int64)
        flat = np.array([number for pairs in self.pairs for number in pairs], dtype=np.int64)
        if (counts == 1).all():  # nearly always: each row sets one thing
            keys = within * np.int64(len(self.numbers) + 1) + flat[sets]
        else:
            starts, many = np.cumsum(counts) - counts, counts[sets]
            inner = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
            keys = np.repeat(within, many) * np.int64(len(self.numbers) + 1)
            keys += flat[np.repeat(starts[sets], many) + inner]
        keys.sort()
        plans: Whole = keys[1:][keys[1:] == keys[:-1]] // np.int64(len(self.numbers) + 1)
        return plans

    def _pairs(self, words: Words, name: str, _row: int) -> int:
        """Return the number of the list of what a row sets, each an element and a parameter by its number."""
        named = [one.partition(":")[0].strip() for one in words.get("set", "").split("; ")]
        pairs = [f"{name}.{one}" for one in (*named, words.get("parameter", "")) if one]
        numbers = tuple(self.numbers.setdefault(pair, len(self.numbers)) for pair in pairs)
        return self.pairs.setdefault(numbers, len(self.pairs))

    def _two_things(self, within: Whole, rows: slice, valued: NDArray[np.bool_]) -> Whole:
        """Return the plans that say of one element that it is two things: kept or open, and something else too."""
        kinds, elements = self.columns.coded.get("kind"), self.columns.coded["element"]
        if kinds is None or not {_OPEN, _KEPT}.intersection(kinds.words):
            return within[:0]
        said = self.said.effects(rows)
        said[valued & (said == 0)] = KINDS.index("choice") + 1
        named = np.array([*map(elements.words.index, elements.words), 0])[elements.codes[rows]]
        keys = within * np.int64(len(elements.words) + 1) + named
        open_, kept = (said == KINDS.index(one) + 1 for one in (_OPEN, _KEPT))
        chosen = said == KINDS.index("choice") + 1
        changed = ~(open_ | kept | chosen) & (said != 0)
        clashes = ((open_, kept), (kept, changed), (open_, changed | chosen))
        return np.concatenate([within[one][np.isin(keys[one], keys[two])] for one, two in clashes])

    def _said(self, words: Words, name: str, _row: int) -> int:
        """Return the number of the kind that a row says, from one; 0 where it says nothing but perhaps a value."""
        kind = self._kind(words, name) if name else ""
        return KINDS.index(kind) + 1 if kind in KINDS and (kind != _KEPT or "kind" in words.said) else 0

    def _kind(self, words: Words, name: str) -> str:
        if "kind" in words.said:
            return words.said["kind"]
        if name in self.prepared.model.proscribed_by_id:
            return "proscribed"
        return "change" if words.change.natures else "choice" if words.column else "as-specified"

    def _what(self, words: Words, name: str, row: int) -> int:
        """Return what a row effects, its values apart; record what is wrong with it."""
        lanes, ready, kind = self.lanes, self.prepared, self._kind(words, name)
        if self._is_amiss(words, name, row, kind):
            return 0
        if kind == "change":
            node = ready.index[name]
            element = ready.elements[node]
            alike = name if element.adaptation or element.substitutes else element.tier.value
            judged = words.judged.get(alike)
            if judged is None:
                judged = words.judged[alike] = judge_change(ready, node, words.change)
            return lanes.effect(lanes.of_change(node, judged))
        if kind == "undecided":
            return lanes.effect(lanes.of_undecided(ready.index.get(name, -1)))
        return lanes.effect(lanes.of_practice(name)) if kind == "proscribed" else 0

    def _is_amiss(self, words: Words, name: str, row: int, kind: str) -> bool:
        """Return whether a row makes no sense, its values apart, and record why."""
        ready = self.prepared
        if kind == "change" and name in ready.index and words.judged:  # the same was said of another element
            return False
        if kind not in KINDS:
            ways = ("give such plans as Plan objects: a row cannot say all of a local addition",)
            return self._fault(row, "kind", f"'{kind}'", f"one of: {', '.join(KINDS)}", ways)
        if not name:
            column = next(iter(words.said), "")
            return bool(column) and self._fault(row, column, f"'{words.said[column]}' without an element", "an element")
        known = {"change": ready.index, "choice": ready.index, "proscribed": ready.model.proscribed_by_id}
        if name not in known.get(kind, ready.known):
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
        ready, node, cited = self.prepared, self.prepared.index.get(name), words.get("exception")
        if node is None or words.get("kind", "change") not in {"change", "choice"}:
            if name in ready.known:  # of other names it is said already that the model does not have them
                found = f"a value where the row says '{self._kind(words, name)}'"
                self._fault(row, words.column, found, "nothing there")
            return 0
        element = ready.elements[node]
        try:
            settings = words.settings(element)
        except ValueError as error:
            self._fault(row, words.column, str(error), "a parameter and its value")
            return 0
        amiss = "" if cited is None or _is_exception(element, settings, cited) else "exception"
        judged = []
        try:
            judged = [judge_value(ready, node, setting, cited) for setting in settings]
        except Unbound:
            amiss = words.column
        except Misfit:
            amiss = "value" if words.column == "parameter" else words.column
        if amiss:
            self._unfit(row, amiss, evolve(words.change, element=name, settings=settings))
            return 0
        return self.lanes.effect(marked for valued in judged for marked in self.lanes.of_value(valued))

    def _fault(
        self, row: int, column: str, found: str, expected: str, ways: tuple[str, ...] = (), code: str = WRONG_VALUE
    ) -> bool:
        """Record what is wrong with a row; return ``True``: something is."""
        place = Place(self.columns.name, self._number(row), self.columns.places[column])
        self.faults.append(Fault(code, place, f"column '{column}': {found}", expected, ways))
        return True

    def _number(self, row: int) -> int:
        """Return the number of a row as it was given, from one."""
        return (row if self.columns.order is None else int(self.columns.order[row])) + 1

    def _unfit(self, row: int, column: str, change: Change) -> bool:
        """Record what a change names and the model does not have, in the words in which a plan is told so."""
        plan = Plan("", self.prepared.model.reference, _SITE, "as-specified", changes=(change,))
        for fault in faults(plan, self.prepared.model):
            self._fault(row, column, fault.found, fault.expected, fault.ways_out, fault.code)
        return True

    def plan(self, position: int) -> Plan:
        """Return the plan that the rows at a position are; each change is named after its row."""
        return self._plan(position, placed=False)

    def _plan(self, position: int, *, placed: bool) -> Plan:
        """Return the plan at a position, with the places of what it says, if they are wanted for a message."""
        first, last = self.columns.starts[position : position + 2].tolist()
        changes: list[Change] = []
        choices: list[Choice] = []
        mentioned: dict[str, list[str]] = {_OPEN: [], _KEPT: []}
        places: dict[str, Place] = {}
        for row in range(first, last):
            columns = self.columns.coded.items()
            said = {key: coded.words[coded.codes[row]] for key, coded in columns if coded.codes[row] >= 0}
            name = said.pop("element", "")
            words = Words(said)
            kind, node = self._kind(words, name), self.prepared.index.get(name)
            settings = () if node is None else words.settings(self.prepared.elements[node])
            number = self._number(row)
            at = Place(self.columns.name, number, self.columns.places["element"]) if placed else NOWHERE
            if placed and words.column:
                spot = at._replace(column=self.columns.places[words.column])
                settings = tuple(evolve(setting, place=spot) for setting in settings)
            what = f"What row {number} of the columns says."
            change = evolve(words.change, id=f"row-{number}", what=what, place=at)
            if kind == "change":
                changes.append(evolve(change, element=name, settings=settings))
            elif kind == "proscribed":
                changes.append(evolve(change, proscribed=name))
            elif kind == "choice":
                choices.append(Choice(name, settings, at))
            elif name and "kind" in said:
                mentioned[kind].append(name)
                if placed:
                    places.setdefault(f"{kind.replace('-', '_')}/{name}", at)
        return Plan(
            id=str(self.labels[position]),
            model=self.prepared.model.reference,
            site=_SITE,
            unmentioned="as-specified",
            as_specified=tuple(mentioned[_KEPT]),
            choices=tuple(choices),
            changes=tuple(changes),
            undecided=tuple(mentioned[_OPEN]),
            places=MappingProxyType(places),
        )


def _is_exception(element: Element, settings: Iterable[Setting], cited: str) -> bool:
    """Return whether a parameter that is set has the exception that is named."""
    parameters = (element.parameter(setting.parameter) for setting in settings)
    return any(one.id == cited for parameter in parameters if parameter for one in parameter.exceptions)
