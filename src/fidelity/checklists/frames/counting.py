"""Counts the answers of forms that say the same of themselves, in the engine of the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.frames.source import FORM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checklists.frames.source import Lazy

__all__ = ["Counted", "Details", "counted", "different", "rows_of"]


class Details(NamedTuple):
    """What forms say of themselves. ``when`` is their period, or else their date; only one of them is needed."""

    site: str
    assessor: str
    period: str
    when: str


class Counted(NamedTuple):
    """How many forms there are by their details, how many answers of each kind, and what is out of the ordinary.

    ``twice`` says whether any item is answered twice on one form, ``shared`` whether two forms have one id, and
    ``dates`` holds the dates that forms state.
    """

    forms: dict[Details, int]
    answers: dict[tuple[Details, str, str], int]
    twice: bool
    shared: bool
    dates: frozenset[str]


def counted(frame: Lazy) -> Counted:
    """Return the counts of a frame. Cost: two passes over it, and memory for a row a form."""
    import narwhals as nw

    keys = list(Details._fields)
    dated = frame.with_columns(nw.when(nw.col("period") == "").then(nw.col("date")).otherwise(nw.lit("")).alias("when"))
    answers = dated.group_by(*keys, "item", "code").agg(nw.len().alias("n"))
    by_answer = {
        (Details(*row[:4]), row[4], row[5]): int(row[6]) for row in rows_of(answers, (*keys, "item", "code", "n"))
    }
    blank = any(not code.strip() for _, _, code in by_answer)
    told = dated.filter(nw.col("code").str.strip_chars() != "") if blank else dated
    each = told.group_by(*FORM, "when").agg(nw.len().alias("n"), nw.col("item").n_unique().alias("items")).collect()
    whole = dated.select(*FORM, "when").unique().collect() if blank else each
    forms = whole.group_by(*keys).agg(nw.len().alias("n"))
    return Counted(
        {Details(*row[:4]): int(row[4]) for row in sorted(forms.select(*keys, "n").iter_rows())},
        {key: count for key, count in by_answer.items() if key[2].strip()},
        bool((each["n"] > each["items"]).any()),
        whole["form"].n_unique() < len(whole),
        frozenset(whole["date"].unique().to_list()),
    )


def different(frame: Lazy, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the different rows of some columns."""
    columns = list(names)
    yield from rows_of(frame.select(*columns).unique(), columns)


def rows_of(frame: Lazy, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a frame in Python, in an order that does not depend on the engine."""
    yield from sorted(frame.select(*names).collect().iter_rows())
