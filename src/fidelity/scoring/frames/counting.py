"""Counts the answers of forms that say the same of themselves, in the engine of the frame."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from fidelity.scoring.frames.source import FORM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.scoring.frames.source import Lazy

__all__ = ["Counted", "Details", "columns_of", "counted", "different", "rows_of", "tidy"]


class Details(NamedTuple):
    """What forms say of themselves. ``when`` is their date, and empty where they state a period."""

    site: str = ""
    assessor: str = ""
    period: str = ""
    when: str = ""


class Counted(NamedTuple):
    """How many forms there are by their details, how often each text stands at each item, and what is unusual.

    ``pairs`` are the items with the texts that stand there, each once and in an order of their own;
    ``twice`` says whether any item is answered twice on one form, ``shared`` whether two forms have one id, and
    ``dates`` holds the dates that forms state.
    """

    forms: dict[Details, int]
    answers: dict[Details, dict[tuple[str, str], int]]
    pairs: tuple[tuple[str, str], ...]
    twice: bool
    shared: bool
    dates: frozenset[str]


def columns_of(frame: Lazy) -> list[str]:
    """Return those of the columns in ``FORM`` that a frame has."""
    names = set(frame.collect_schema().names())
    return [name for name in FORM if name in names]


def tidy(frame: Lazy) -> Lazy:
    """Return a frame with the names of items in small letters, if they are not: only a look at all of them can tell."""
    import narwhals as nw

    items = [item for (item,) in different(frame, ["item"])]
    if all(item == item.strip().lower() for item in items):
        return frame
    return frame.with_columns(nw.col("item").str.strip_chars().str.to_lowercase())


def counted(frame: Lazy, *, unique: bool = False) -> Counted:
    """Return the counts of a frame. Cost: two passes over it, and memory for a row a form.

    With ``unique``, that no item stands twice on a form is taken on trust: to find out is most of the work.
    """
    import narwhals as nw

    form = columns_of(frame)
    keys = [name for name in form if name in {"site", "assessor", "period"}]
    if "date" in form:
        stated = nw.col("period") != "" if "period" in form else nw.lit(value=False)
        frame = frame.with_columns(nw.when(stated).then(nw.lit("")).otherwise(nw.col("date")).alias("when"))
        form, keys = [*form, "when"], [*keys, "when"]
    names = [*keys, "item", "code"]
    answers, pairs = _answers(keys, frame.group_by(*names).agg(nw.len().alias("n")))
    blanks = {pair for pair in pairs if not pair[1].strip()}
    for some in answers.values() if blanks else ():
        for pair in blanks & some.keys():
            del some[pair]
    told = frame.filter(nw.col("code").str.strip_chars() != "") if blanks else frame
    items = [] if unique else [nw.col("item").n_unique().alias("items")]
    each = told.group_by(*form).agg(nw.len().alias("n"), *items).collect()
    whole = frame.select(*form).unique().collect() if blanks else each
    by = whole.with_columns(nw.lit(1).alias("one")).group_by(*keys or ["one"]).agg(nw.len().alias("n"))
    return Counted(
        {_details(keys, row): int(row[-1]) for row in sorted(by.select(*keys, "n").iter_rows())},
        answers,
        tuple(sorted(pairs - blanks)),
        not unique and bool((each["n"] > each["items"]).any()),
        whole["form"].n_unique() < len(whole),
        frozenset(whole["date"].unique().to_list() if "date" in form else ()),
    )


def _answers(keys: list[str], frame: Lazy) -> tuple[dict[Details, dict[tuple[str, str], int]], set[tuple[str, str]]]:
    """Return the counts by details, and all pairs. There can be many, so that each is touched once, in columns."""
    rows = frame.collect()
    *about, items, codes, counts = (rows[name].to_list() for name in (*keys, "item", "code", "n"))
    made: dict[tuple[str, ...], dict[tuple[str, str], int]] = {}
    for key, item, code, count in zip(zip(*about, strict=True) if about else repeat(()), items, codes, counts):  # noqa: B905
        some = made.get(key)
        if some is None:
            some = made[key] = {}
        some[item, code] = count
    return {_details(keys, key): made[key] for key in sorted(made)}, set(zip(items, codes, strict=True))


def _details(keys: list[str], row: tuple[str, ...]) -> Details:
    return Details(**dict(zip(keys, row, strict=False)))


def different(frame: Lazy, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the different rows of some columns."""
    columns = list(names)
    yield from rows_of(frame.select(*columns).unique(), columns)


def rows_of(frame: Lazy, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a frame in Python, in an order that does not depend on the engine."""
    yield from sorted(frame.select(*names).collect().iter_rows())
