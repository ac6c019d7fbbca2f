"""Answers in long form, as one lazy frame of texts: from any frame that narwhals knows, or files through DuckDB."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fidelity.checklists.responses import HEADER_KEYS, header_name, refused
from fidelity.errors import how_to_install
from fidelity.files.source import refuse_special

if TYPE_CHECKING:
    from typing import TypeAlias

    import narwhals as nw

    from fidelity.errors import InputError

    # narwhals binds its frames to the frames that it knows; ours may come from any engine
    Lazy: TypeAlias = nw.LazyFrame[object]  # type: ignore[type-var]
    Eager: TypeAlias = nw.DataFrame[object]  # type: ignore[type-var]

DETAILS = ("site", "assessor", "period", "date")
"""What a form says about itself, besides its id."""
FORM = ("form", *DETAILS)
"""The columns that tell forms apart."""
_NEEDED = ("form", "item", "code")
_ENDINGS = (".parquet", ".csv", ".csv.gz")
_FORMS = (".xlsx", ".xlsm", ".docx", ".json", ".zip")


def is_tabular(path: str) -> bool:
    """Return whether only an engine for tables can read this: Parquet, packed CSV, or a pattern for many files."""
    packed = path.lower().endswith((_ENDINGS[0], _ENDINGS[2]))
    return packed or (_is_pattern(path) and not path.lower().endswith(_FORMS))


def named(path: str) -> list[str]:
    """Return the files that a pattern for forms matches, as some shells do not expand it; else return the path."""
    from glob import glob

    found = sorted(glob(path)) if _is_pattern(path) and path.lower().endswith(_FORMS) else []  # noqa: PTH207 - pathlib is slow to load
    return found or [path]


def _is_pattern(path: str) -> bool:
    return any(sign in path for sign in "*?[") and not os.path.exists(path)  # noqa: PTH110 - pathlib is slow to load


def answers_in(data: object, path: str) -> Lazy:
    """Return the answers as a lazy frame of texts: ``form``, ``item`` and ``code``, and what else there is.

    Parameters
    ----------
    data
        A frame that narwhals knows (pandas, polars, PyArrow, DuckDB, PySpark), eager or lazy, with one row an answer;
        or the path of Parquet or CSV files (a pattern is allowed) or a list of such paths, which DuckDB then reads.
    path
        What to call it in messages.

    Raises
    ------
    InputError
        If the extra is missing, a file cannot be read, or a column is missing.
    """
    try:
        import narwhals as nw
    except ImportError as error:
        raise _missing("narwhals") from error
    paths = [data] if isinstance(data, str | os.PathLike) else data if isinstance(data, list | tuple) else ()
    files = [os.fspath(one) for one in paths if isinstance(one, str | os.PathLike)]
    native = _opened(files) if files else data
    try:
        frame = nw.from_native(native).lazy()  # type: ignore[call-overload]  # checked at run time
    except TypeError as error:
        found = f"{type(data).__name__} is no data frame that can be read"
        expected = "a frame of pandas, polars, PyArrow, DuckDB or PySpark, or the path of a file"
        raise refused(path, found, expected) from error
    named = {name: header_name(name) for name in frame.collect_schema().names()}
    missing = [name for name in _NEEDED if name not in named.values()]
    if missing:
        found = f"there is no column '{missing[0]}'; the columns are {', '.join(named) or 'none'}"
        expected = "one row an answer, with the columns 'form', 'item' and 'code'"
        raise refused(path, found, expected, "'fidelity checklist MODEL --format csv' prints such a table")
    kept = {plain: name for name, plain in named.items() if plain in {*_NEEDED, *HEADER_KEYS}}
    texts = [nw.col(name).cast(nw.String()).fill_null("").alias(f"{plain}_") for plain, name in kept.items()]
    lazy: Lazy = frame.select(*texts).rename({f"{plain}_": plain for plain in kept})
    return lazy


def _opened(paths: list[str]) -> object:
    try:
        import duckdb
    except ImportError as error:
        raise _missing("DuckDB") from error
    texts = [path for path in paths if path.lower().endswith(_ENDINGS[1:])]
    if texts and len(texts) < len(paths):
        found = f"there are CSV files beside files of another kind ({texts[0]})"
        ways = ("either score the Parquet files and the CSV files apart", "or turn the one into the other")
        raise refused(texts[0], found, "files of one kind", *ways)
    for path in paths:
        refuse_special(path)
        if not texts:
            _require_parquet(path)
    quiet = duckdb.connect()
    quiet.execute("set enable_progress_bar = false")  # the bar would write into the report
    try:
        return quiet.read_csv(paths, all_varchar=True) if texts else quiet.read_parquet(paths)
    except duckdb.Error as error:
        found = f"this file cannot be read: {str(error).splitlines()[0]}"
        raise refused(paths[0], found, "Parquet or CSV files") from error


def _require_parquet(path: str) -> None:
    """Refuse a file of another kind at once, because DuckDB opens some of several files too late."""
    if os.path.isfile(path):  # noqa: PTH113 - pathlib is slow to load, and a pattern is not a file
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib is slow to load
            if file.read(4) == b"PAR1":
                return
        way = "score completed forms and tables apart: tables go through DuckDB, one row an answer"
        raise refused(path, "this file cannot be read: it is no Parquet", "Parquet or CSV files", way)


def _missing(what: str) -> InputError:
    return refused(
        "frames", f"{what} is not installed", "it, for data frames", f"install the extra: {how_to_install('score')}"
    )
