"""Hypothetical plans in columns: from numpy arrays, any data frame that speaks Arrow, or a Parquet file.

Words are kept as numbers into a list of words, as Arrow's dictionaries and the categories of data frames hold them.
"""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike, fspath
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from fidelity.checking.binding import near
from fidelity.checking.sweep import Coded, Columns
from fidelity.errors import Fault, InputError, MissingExtraError, Place
from fidelity.plan.records import COLUMNS as RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.generic]

__all__ = ["COLUMNS", "is_columns", "read_columns"]

COLUMNS = ("plan", "kind", "element", "nature", "function_kept", "with", "set", "parameter", "value", "exception")
"""What a sweep reads; other columns of a plan's records are left aside."""

_NEEDED = ("plan", "element")
_NAME = "columns"  # what columns without a file are called in messages
_NO = {"no", "false"}  # what a file of texts says for "it is not said how the function is kept"
_SPAN = 1 << 16  # whole numbers that lie no wider apart are numbered without sorting them


def is_columns(data: object) -> bool:
    """Return whether something is columns, or the path of a file of columns, and not plans one by one."""
    return isinstance(data, str | PathLike | Mapping) or hasattr(data, "__arrow_c_stream__")


def read_columns(data: object) -> Columns:
    """Return hypothetical plans in columns, ready to be judged.

    Parameters
    ----------
    data
        A mapping from names to columns, a data frame or Arrow table, or the path of a Parquet file.

    Raises
    ------
    InputError
        If a column is missing or is not one that is read, the columns differ in length, or one holds something else.
    MissingExtraError
        If a data frame or a file is given and PyArrow is not installed.
    """
    if isinstance(data, Mapping):
        name, raw = _NAME, {str(key): column for key, column in data.items()}
        _require_names(raw, name)
        columns = {key: _from_array(column, name, key, raw) for key, column in raw.items() if key in COLUMNS}
    else:
        name = fspath(data) if isinstance(data, str | PathLike) else _NAME
        raw, columns = _from_arrow(data, name)
    return _grouped(name, columns, {key: number for number, key in enumerate(raw, 1)})


def _fault(name: str, column: str, places: Iterable[str], found: str, expected: str, *ways: str) -> InputError:
    number = next((number for number, key in enumerate(places, 1) if key == column), 0)
    place = Place(name, 1, number) if number else Place(name)
    return InputError([Fault("FID107", place, f"column '{column}': {found}", expected, ways)])


def _require_names(names: Iterable[str], name: str) -> None:
    known, faults = list(names), []
    for key in _NEEDED:
        if key not in known:
            found = f"there is no column '{key}'; the columns are {', '.join(known) or 'none'}"
            faults.append(Fault("FID105", Place(name), found, f"the columns {' and '.join(_NEEDED)}"))
    for number, key in enumerate(known, 1):
        if key not in COLUMNS and key not in RECORDS:
            ways = near(key, COLUMNS) or (f"leave it out; a sweep reads {', '.join(COLUMNS)}",)
            faults.append(Fault("FID106", Place(name, 1, number), f"'{key}' is no column of a sweep", "", ways))
    if faults:
        raise InputError(faults)


def _grouped(name: str, columns: dict[str, Coded | Array], places: dict[str, int]) -> Columns:
    """Return the columns with the rows of each plan next to each other."""
    sizes = {key: len(column.codes if isinstance(column, Coded) else column) for key, column in columns.items()}
    for key, size in sizes.items():
        if size != sizes["plan"]:
            raise _fault(name, key, places, f"{size:,} rows", f"as many as column 'plan' has: {sizes['plan']:,}")
    plan = columns.pop("plan")
    numbers = plan.codes if isinstance(plan, Coded) else plan
    coded = {key: column for key, column in columns.items() if isinstance(column, Coded)}
    order = None
    if (numbers[1:] < numbers[:-1]).any():
        order = np.argsort(numbers, kind="stable")
        numbers = numbers[order]
        coded = {key: Coded(column.codes[order], column.words) for key, column in coded.items()}
    inner = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1
    ends = ([0], inner, [len(numbers)]) if len(numbers) else ([0],)
    starts = np.concatenate(ends).astype(np.intp)
    labels = numbers[starts[:-1]]
    if isinstance(plan, Coded):
        labels = np.array(plan.words, dtype=np.str_)[labels] if plan.words else np.zeros(0, dtype=np.str_)
    return Columns(name, labels, starts, MappingProxyType(coded), MappingProxyType(places), order)


# From numpy -------------------------------------------------------------------------------------


def _from_array(column: object, name: str, key: str, places: Iterable[str]) -> Coded | Array:
    """Return a column of a mapping: an array of words or numbers, or a pair of codes and words."""
    if isinstance(column, tuple) and len(column) == 2 and not isinstance(column[0], str):  # noqa: PLR2004 - a pair
        codes, words = np.asarray(column[0]), tuple(map(str, column[1]))
        if codes.ndim == 1 and codes.dtype.kind in "iu":
            return _checked(_coded(codes, words), name, key, places)
        raise _fault(name, key, places, f"codes of type {codes.dtype}", "whole numbers, one a row")
    array = np.asarray(column)
    if array.ndim != 1:
        raise _fault(name, key, places, f"an array of {array.ndim} dimensions", "one value a row")
    return _column(array, name, key, places)


def _column(array: Array, name: str, key: str, places: Iterable[str]) -> Coded | Array:
    kind = array.dtype.kind if len(array) else "U" if key != "plan" else "i"  # numpy calls an empty list numbers
    if key == "plan" and kind in "iu":
        return array.astype(np.intp) if not len(array) else array
    if key == "function_kept" and kind in "biu":
        return Coded((array != 0).astype(np.int8) - np.int8(1), ("It is said.",))
    if key == "value" and kind in "iuf":
        return _numbers(array)
    if kind in "UO":
        coded = _texts(array)
        if key == "function_kept":
            coded = _coded(coded.codes, tuple("" if word.lower() in _NO else word for word in coded.words))
        if key != "plan" or not (coded.codes < 0).any():
            return coded
    expected = {"plan": "whole numbers or texts", "function_kept": "yes or no, or texts", "value": "texts or numbers"}
    raise _fault(name, key, places, f"values of type {array.dtype}", expected.get(key, "texts"))


def _coded(codes: Array, words: tuple[str, ...]) -> Coded:
    """Return codes with their words; where an empty text has a code, it is the code of nothing said."""
    whole: NDArray[np.integer] = codes  # type: ignore[assignment]  # the caller has looked
    for number, word in enumerate(words):
        if not word:
            whole = np.where(whole == number, whole.dtype.type(-1), whole)
    return Coded(whole, words)


def _checked(coded: Coded, name: str, key: str, places: Iterable[str]) -> Coded:
    codes, words = coded
    if len(codes) and not (-1 <= int(codes.min()) and int(codes.max()) < len(words)):
        row = int(np.flatnonzero((codes < -1) | (codes >= len(words)))[0])
        error = _fault(name, key, places, f"the code {codes[row]}", f"-1, or 0 to {len(words) - 1}: there are {len(words)} words")
        fault = error.faults[0]
        raise InputError([fault._replace(place=fault.place._replace(line=row + 1))])
    return coded


def _texts(array: Array) -> Coded:
    """Return texts as codes and words; what a mixed column holds beside texts is worded, and nothing says nothing."""
    if array.dtype.kind == "U":
        distinct, codes = np.unique(array, return_inverse=True)
        return _coded(codes.astype(np.int32), tuple(distinct.tolist()))
    known: dict[object, int] = {}
    codes = np.array([known.setdefault(one, len(known)) for one in array.tolist()], dtype=np.int32)
    return _coded(codes, tuple(map(_word, known)))


def _word(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - that is how nan is told
        return ""
    return repr(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _numbers(array: Array) -> Coded:
    """Return numbers as words: ``3``, ``0.25``; what is no number says nothing."""
    if array.dtype.kind in "iu" and len(array) and int(array.max()) - int(array.min()) < _SPAN:
        low = int(array.min())
        codes = (array - array.dtype.type(low)).astype(np.int32)  # type: ignore[operator]  # whole numbers
        return Coded(codes, tuple(map(str, range(low, int(array.max()) + 1))))
    distinct, codes = np.unique(array, return_inverse=True)
    return _coded(codes.astype(np.int32), tuple(map(_word, distinct.tolist())))


# From Arrow -------------------------------------------------------------------------------------


def _from_arrow(data: object, name: str) -> tuple[list[str], dict[str, Coded | Array]]:
    """Return the names of all columns, and the columns that are read."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtraError("a sweep over a data frame or a Parquet file", "score") from error
    if not isinstance(data, str | PathLike):
        table = pa.table(data)
        _require_names(table.column_names, name)
        return list(table.column_names), _arrow_columns(table, name)
    try:
        names = parquet.read_schema(data).names
        _require_names(names, name)
        wanted = [key for key in names if key in COLUMNS]
        table = parquet.read_table(data, columns=wanted, read_dictionary=[key for key in wanted if key != "plan"])
    except (OSError, pa.ArrowException) as error:
        found = f"this file cannot be read: {str(error).splitlines()[0]}"
        raise InputError([Fault("FID101", Place(name), found, "a Parquet file")]) from error
    return list(names), _arrow_columns(table, name)


def _arrow_columns(table: pa.Table, name: str) -> dict[str, Coded | Array]:
    names = table.column_names
    return {key: _arrow_column(table.column(key), name, key, names) for key in names if key in COLUMNS}


def _arrow_column(column: pa.ChunkedArray, name: str, key: str, places: Iterable[str]) -> Coded | Array:
    import pyarrow as pa

    kind = pa.types
    if kind.is_string_view(column.type):
        column = column.cast(pa.large_string())
    if kind.is_string(column.type) or kind.is_large_string(column.type) or kind.is_null(column.type):
        column = column.cast(pa.large_string()).dictionary_encode()
    if not kind.is_dictionary(column.type):
        if key == "plan" and column.null_count:
            raise _fault(name, key, places, f"{column.null_count:,} rows without a plan", "the plan of each row")
        return _column(column.fill_null(value=False).to_numpy() if kind.is_boolean(column.type) else column.to_numpy(), name, key, places)
    known: dict[str, int] = {}
    parts = []
    for chunk in column.chunks:
        indices = chunk.indices
        whole = indices.cast(pa.int32()).fill_null(-1) if indices.null_count else indices
        codes: Array = whole.to_numpy(zero_copy_only=False)
        there = [known.setdefault(str(word or ""), len(known)) for word in chunk.dictionary.to_pylist()]
        if there != list(range(len(there))):  # this part has a list of words of its own
            codes = np.array([*there, -1], dtype=np.int32)[codes]
        parts.append(codes)
    coded = _coded(np.concatenate(parts) if len(parts) != 1 else parts[0], tuple(known))
    if key == "plan" and len(coded.codes) and int(coded.codes.min()) < 0:
        raise _fault(name, key, places, "rows without a plan", "the plan of each row")
    return coded
