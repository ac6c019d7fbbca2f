"""Hypothetical plans in columns: from numpy arrays, from any data frame that speaks Arrow, or from a Parquet file.

Words are kept as numbers into a list of words, as Arrow's dictionaries and the categories of data frames hold them.
"""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike, fspath
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np

from fidelity.checking.binding import near
from fidelity.checking.rows import Coded, Columns
from fidelity.errors import Fault, InputError, MissingExtraError, Place
from fidelity.plan.plan import COLUMNS as RECORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    Whole: TypeAlias = NDArray[np.integer]

__all__ = ["COLUMNS", "is_columns", "read_columns"]

COLUMNS = ("plan", "kind", "element", "nature", "function_kept", "with", "set", "parameter", "value", "exception")
"""What a sweep reads; other columns of a plan's records are left aside."""

_NEEDED = ("plan", "element")
_NAME = "columns"  # what columns that come from no file are called in messages
_NO = {"no", "false"}  # what a file of texts has for "it is not said how the function is kept"
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

    Returns
    -------
    Columns
        The rows, those of one plan next to each other.

    Raises
    ------
    InputError
        If a column is missing or is none that is read, the columns differ in length, or one holds something else.
    MissingExtraError
        If a data frame or a file is given and PyArrow is not installed.
    """
    if isinstance(data, Mapping):
        sheet = _Sheet(_NAME, [str(key) for key in data])
        return sheet.grouped({str(key): sheet.array(str(key), one) for key, one in data.items() if key in COLUMNS})
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtraError("a sweep over a data frame or a Parquet file", "score") from error
    if isinstance(data, str | PathLike):
        path = fspath(data)
        try:
            sheet = _Sheet(path, parquet.read_schema(path).names)
            wanted = [key for key in sheet.names if key in COLUMNS]
            table = parquet.read_table(path, columns=wanted, read_dictionary=[key for key in wanted if key != "plan"])
        except (OSError, pa.ArrowException) as error:
            found = f"this file cannot be read: {str(error).splitlines()[0]}"
            raise InputError([Fault("FID101", Place(path), found, "a Parquet file")]) from error
    else:
        table = pa.table(data)
        sheet = _Sheet(_NAME, table.column_names)
    return sheet.grouped({key: sheet.arrow(key, table.column(key)) for key in table.column_names if key in COLUMNS})


class _Sheet:
    """Where the columns stand: the name of the whole, and the names of all its columns.

    A column of plans that are numbered has no words: its codes are the numbers.
    """

    def __init__(self, name: str, names: Sequence[str]) -> None:
        self.name, self.names = name, names
        missing = [key for key in _NEEDED if key not in names]
        listed = f"the columns are {', '.join(names) or 'none'}"
        faults = [Fault("FID105", Place(name), f"there is no column '{key}'", listed) for key in missing]
        for number, key in enumerate(names, 1):
            if key not in COLUMNS and key not in RECORDS:
                ways = near(key, COLUMNS) or (f"leave it out: a sweep reads {', '.join(COLUMNS)}",)
                faults.append(Fault("FID106", Place(name, 1, number), f"'{key}' is no column of a sweep", "", ways))
        if faults:
            raise InputError(faults)

    def fault(self, key: str, found: str, expected: str, row: int = 0) -> InputError:
        """Return the error that tells what is wrong with a column."""
        place = Place(self.name, row + 1, self.names.index(key) + 1)
        return InputError([Fault("FID107", place, f"column '{key}': {found}", expected)])

    def grouped(self, columns: dict[str, Coded]) -> Columns:
        """Return the columns with the rows of each plan next to each other."""
        plan = columns.pop("plan")
        numbers, count = plan.codes, len(plan.codes)
        for key, column in columns.items():
            if len(column.codes) != count:
                raise self.fault(key, f"{len(column.codes):,} rows", f"{count:,}, as many as in the column 'plan'")
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
        return Columns(self.name, labels, starts, MappingProxyType(columns), places, order)

    def array(self, key: str, column: object) -> Coded:
        """Return a column of a mapping: values one by one, or a pair of codes and words."""
        if isinstance(column, tuple) and len(column) == 2 and not isinstance(column[0], str):  # noqa: PLR2004 - a pair
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
        if key == "function_kept" and kind in "biu":
            return Coded((array != 0).astype(np.int8) - np.int8(1), ("It is said.",))
        if key == "value" and kind in "iuf":
            return self.numbers(array)
        expected = {
            "plan": "whole numbers or texts",
            "function_kept": "yes or no, or texts",
            "value": "texts or numbers",
        }
        raise self.fault(key, f"values of type {array.dtype}", expected.get(key, "texts"))

    def numbers(self, array: NDArray[np.generic]) -> Coded:
        """Return numbers as words, such as ``3`` and ``0.25``; what is no number says nothing."""
        if array.dtype.kind == "i" and int(array.max()) - int(array.min()) < _SPAN:
            low, high = int(array.min()), int(array.max())
            return Coded((array - low).astype(np.int32), tuple(map(str, range(low, high + 1))))
        distinct, codes = np.unique(array, return_inverse=True)
        return self.coded("value", codes.astype(np.int32), tuple(map(_word, distinct.tolist())))

    def coded(self, key: str, codes: Whole, words: tuple[str, ...]) -> Coded:
        """Return codes with their words; the codes of words that say nothing become -1."""
        for number, word in enumerate(words):
            if not word or (key == "function_kept" and word.lower() in _NO):
                codes = np.where(codes == number, -1, codes)
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
            column = column.fill_null(value=False)
        if key == "plan" and column.null_count:
            raise self.fault(key, f"nothing in {column.null_count:,} rows", "the number or id of each row's plan")
        if not kinds.is_dictionary(column.type):
            return self.values(key, column.to_numpy())
        known: dict[str, int] = {}
        parts: list[Whole] = []
        for chunk in column.chunks:
            indices = chunk.indices.cast(pa.int32()).fill_null(-1) if chunk.null_count else chunk.indices
            codes = indices.to_numpy(zero_copy_only=False)
            here = [known.setdefault(_word(word), len(known)) for word in chunk.dictionary.to_pylist()]
            if here != list(range(len(here))):  # this part of the column numbers its words in another way
                codes = np.array([*here, -1], dtype=np.int32)[codes]
            parts.append(codes)
        return self.coded(
            key, parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, np.int8), *parts]), tuple(known)
        )


def _word(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - that is how nan is told
        return ""
    return repr(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
