"""The forms that cannot simply be counted: fetched in full, and read as those in a file are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.raw import Cell, RawForm
from fidelity.checklists.response_sets import NOT_KNOWN
from fidelity.errors import Place
from fidelity.scoring.cells import is_asked
from fidelity.scoring.frames.counting import columns_of, rows_of
from fidelity.scoring.frames.source import DETAILS, FORM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import narwhals as nw

    from fidelity.checklists.checklist import Checklist
    from fidelity.scoring.frames.counting import Counted
    from fidelity.scoring.frames.source import Lazy

__all__ = ["Key", "rare_forms", "raw_form"]

Key = tuple[str, ...]
"""A form: its id and its details, as in ``FORM``."""


def rare_forms(
    checklist: Checklist, frame: Lazy, found: Counted, codes: Mapping[tuple[str, str], str], dates: frozenset[str]
) -> dict[Key, list[tuple[str, str]]]:
    """Return the item and code of every answer on every rare form, by form.

    ``codes`` has the code of each item and text that is understood; ``dates`` are those that are not.
    """
    forms: dict[Key, list[tuple[str, str]]] = {}
    names = [*columns_of(frame), "item", "code"]
    for keys, on in _kinds(checklist, frame, found, codes, dates):
        fetched: dict[Key, list[tuple[str, str]]] = {}
        for row in rows_of(frame.select(*names).join(keys, on=on, how="semi"), names):
            said = dict(zip(names, row, strict=True))
            fetched.setdefault(tuple(said.get(name, "") for name in FORM), []).append((row[-2], row[-1]))
        forms |= fetched
    return forms


def _kinds(
    checklist: Checklist, frame: Lazy, found: Counted, codes: Mapping[tuple[str, str], str], dates: frozenset[str]
) -> Iterator[tuple[Lazy, list[str]]]:
    """Yield the forms of each rare kind that there is, and the columns that tell which they are."""
    import narwhals as nw

    form = columns_of(frame)
    odd = [
        *_not_understood(found, codes),
        *_of_another_role(checklist, found),
        *_switched_off(checklist, codes),
        *([nw.col("date").is_in(sorted(dates))] if dates else []),
    ]
    if odd:
        whole = odd[0]
        for one in odd[1:]:
            whole = whole | one
        yield frame.filter(whole).select(*form).unique(), form
    if found.twice:
        told = frame.filter(nw.col("code").str.strip_chars() != "")
        each = told.group_by(*form).agg(nw.len().alias("n"), nw.col("item").n_unique().alias("items"))
        yield each.filter(nw.col("n") > nw.col("items")).select(*form), form
    if found.shared:
        ids = frame.select(*form).unique().group_by("form").agg(nw.len().alias("n"))
        yield ids.filter(nw.col("n") > 1).select("form"), ["form"]


def _not_understood(found: Counted, codes: Mapping[tuple[str, str], str]) -> Iterator[nw.Expr]:
    import narwhals as nw

    bad: dict[str, set[str]] = {}
    for item, code in found.pairs:
        if (item, code) not in codes:
            bad.setdefault(item, set()).add(code)
    for item, texts in sorted(bad.items()):
        yield (nw.col("item") == item) & nw.col("code").is_in(sorted(texts))


def _of_another_role(checklist: Checklist, found: Counted) -> Iterator[nw.Expr]:
    """Yield what tells the answers to items that a rater was not asked for."""
    import narwhals as nw

    items = [item for item in checklist if item.rater]
    for rater in sorted({details.assessor for details in found.forms}):
        others = [item.name for item in items if not is_asked(checklist, item, rater)]
        if others:
            yield (nw.col("assessor") == rater) & nw.col("item").is_in(others) & (nw.col("code") != "")


def _switched_off(checklist: Checklist, codes: Mapping[tuple[str, str], str]) -> Iterator[nw.Expr]:
    """Yield what tells the answers by which another item is not asked."""
    import narwhals as nw

    for condition in {item.show_if for item in checklist if item.show_if is not None}:
        wanted = {*condition.codes, NOT_KNOWN}
        texts = [text for (item, text), code in codes.items() if item == condition.item and code not in wanted]
        if texts:
            yield (nw.col("item") == condition.item) & nw.col("code").is_in(texts)


def raw_form(key: Key, answers: list[tuple[str, str]], path: str) -> RawForm:
    """Return a rare form as a reader of files would hand it on. A frame has no lines: the form's id is the place."""
    place = Place(path)
    said = dict(zip(FORM, key, strict=True))
    where = f"form {said['form']}" if said["form"] else "a form without an id"
    header = {name: Cell(said[name], place, f"{where}, column '{name}'") for name in ("form", *DETAILS) if said[name]}
    values = tuple((item, Cell(code, place, f"{where}, item '{item}'")) for item, code in answers)
    return RawForm(header, values, place)
