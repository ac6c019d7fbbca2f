"""The checklist as long CSV, one row an item: a form to fill in by machine or in a spreadsheet; and its code book.

The columns that are read back hold names, codes and what a rater writes, and are written as they are. The
columns that are there for people (``text``, ``answers``) cannot become a formula in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checklists.checklist import Checklist, Item
    from fidelity.checklists.formats import Options

__all__ = ["COLUMNS", "VARIANTS", "render", "shown"]

VARIANTS = ("form", "excel", "codebook")
"""The form; the form marked as UTF-8 for Excel on Windows; and the code book (A7 of the form's own rules)."""

COLUMNS = (
    "checklist", "hash", "model", "version", "form", "site", "assessor", "period", "date",
    "item", "code", "weight", "answered", "why", "evidence", "text", "answers",
)  # fmt: skip
"""The columns of the form. ``weight`` and ``answered`` are left empty, and are worked out when a form is scored."""

_BOOK = (
    "item", "text", "code", "label", "weight", "counts_as_in_place", "element", "title", "tier", "critical",
    "principles", "look_at", "rater", "every", "source", "notes",
)  # fmt: skip
_MARK = "\ufeff"
_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")  # noqa: RUF001 - the full-width signs start formulas too


def render(checklist: Checklist, options: Options) -> str:
    """Return the rows with their header; lines end in CR LF, as RFC 4180 says."""
    if options.variant == "codebook":
        return _table(_BOOK, _book(checklist))
    text = _table(COLUMNS, _form(checklist))
    return _MARK + text if options.variant == "excel" else text


def shown(text: str) -> str:
    """Return a text for a cell that people read: no spreadsheet takes it for a formula.

    Examples
    --------
    >>> shown("=1+1"), shown("Parents spoke.")
    ("'=1+1", 'Parents spoke.')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _form(checklist: Checklist) -> Iterator[tuple[str, ...]]:
    about = (checklist.id, checklist.hash, checklist.model, checklist.model_version)
    for item in checklist:
        answers = " | ".join(f"{one.code} {one.label}" for one in checklist.responses_of(item).options)
        given = ("", checklist.site or "", checklist.rater or "", "", "")
        yield (*about, *given, item.name, "", "", "", "", "", shown(item.text), shown(answers))


def _book(checklist: Checklist) -> Iterator[tuple[str, ...]]:
    for item in checklist:
        responses = checklist.responses_of(item)
        for option in responses.options:
            enough = responses.enough
            counts = "" if option.weight is None or enough is None else "yes" if option.weight >= enough else "no"
            yield (
                item.name,
                shown(item.text),
                option.code,
                shown(option.label),
                option.weight_text,
                counts,
                *_rest(item),
            )


def _rest(item: Item) -> tuple[str, ...]:
    return (
        item.element,
        shown(item.title),
        item.tier,
        "yes" if item.critical else "no",
        " ".join(item.serves),
        shown("; ".join(item.look_at)),
        shown(item.rater or ""),
        shown(item.every or ""),
        shown("; ".join(item.sources)),
        shown(" ".join(note.text for note in item.notes)),
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
