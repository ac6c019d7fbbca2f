"""The checklist as long CSV with a row for each item, to fill in by a program or in a spreadsheet; and its code book.

The columns that we read back hold names, codes and what a rater writes, and we write them as they are. The columns
for people (``text``, ``answers``) cannot become a formula in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from fidelity.checklists.exchange import Options, Reader
from fidelity.checklists.exchange.wide import decoded, numbered
from fidelity.checklists.names import EVIDENCE, WHY
from fidelity.checklists.responses import HEADER_KEYS, Cell, RawForm, header_name
from fidelity.errors import Place
from fidelity.rendering.english import screened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checklists.checklist import Checklist

VARIANTS = ("form", "excel", "codebook")
"""The form; the form marked as UTF-8 for Excel on Windows; and the code book (rule A7 of the rules for forms)."""

COLUMNS = (
    "checklist", "hash", "model", "version", "form", "site", "assessor", "period", "date",
    "item", "code", "weight", "answered", "why", "evidence", "text", "answers",
)  # fmt: skip
"""The columns of the form. ``weight`` and ``answered`` stay empty, because the scoring works them out."""

_BOOK = (
    "item", "text", "code", "label", "weight", "counts_as_in_place", "element", "title", "tier", "critical",
    "principles", "look_at", "rater", "every", "source", "notes",
)  # fmt: skip
_MARK = "\ufeff"
_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")  # noqa: RUF001 - the full-width signs start formulas too


def render(checklist: Checklist, options: Options) -> str:
    """Return the rows with their header. Lines end in CR LF, as RFC 4180 says."""
    if options.variant == "codebook":
        return _table(_BOOK, _book(checklist))
    about = (checklist.id, checklist.hash, checklist.model, checklist.model_version)
    given = ("", checklist.site or "", checklist.rater or "", "", "")
    rows = []
    for item in checklist:
        answers = " | ".join(f"{one.code} {one.label}" for one in checklist.responses_of(item).options)
        rows.append((*about, *given, item.name, "", "", "", "", "", shown(item.text), shown(answers)))
    text = _table(COLUMNS, rows)
    return _MARK + text if options.variant == "excel" else text


def shown(text: str) -> str:
    """Return a text for a cell that people read, so that no spreadsheet takes it for a formula.

    Examples
    --------
    >>> shown("=1+1"), shown("Parents spoke.")
    ("'=1+1", 'Parents spoke.')
    """
    plain = screened(text)
    return f"'{plain}" if text.startswith(_FORMULA) else plain


def _book(checklist: Checklist) -> Iterator[tuple[str, ...]]:
    for item in checklist:
        responses = checklist.responses_of(item)
        critical, serves, notes = (
            "yes" if item.critical else "no",
            " ".join(item.serves),
            [one.text for one in item.notes],
        )
        looks, sources = "; ".join(item.look_at), "; ".join(item.sources)
        told = map(shown, (looks, item.rater or "", item.every or "", sources, " ".join(notes)))
        about = (item.element, shown(item.title), item.tier, critical, serves, *told)
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
                *about,
            )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


_KEPT = ("item", "code", "why", "evidence", *HEADER_KEYS)


def _recognises(path: str, data: bytes) -> bool:  # noqa: ARG001 - the readers' signature
    """Return whether the first line names the columns ``item`` and ``code``."""
    first = data[:4096].decode("utf-8-sig", "replace").splitlines()[:1]
    names = "".join(first).replace(";", ",").replace("\t", ",").replace('"', "").split(",")
    return {"item", "code"} <= set(map(header_name, names))


def _read(path: str, data: bytes, checklist: Checklist) -> Iterator[RawForm]:  # noqa: ARG001 - the readers' signature
    """Yield each form with all of its rows, in the order in which the forms begin."""
    first = data[:4096].splitlines()[0]
    sign = max(",;\t", key=lambda sign: first.count(sign.encode()))  # Excel writes ";" where "," is the decimal sign
    lines = csv.reader(io.StringIO(decoded(path, data), newline=""), delimiter=sign)
    columns = [header_name(name) for name in next(lines)]
    together: dict[tuple[str, ...], tuple[dict[str, Cell], list[tuple[str, Cell]], Place]] = {}
    kept = [(at, name) for at, name in enumerate(columns) if name in _KEPT]
    heads = [at for at, name in kept if name in HEADER_KEYS]
    for number, row in numbered(lines, path):
        key = tuple([row[at] if at < len(row) else "" for at in heads])
        known = together.get(key)
        cells = {
            name: Cell(row[at], Place(path, number, at + 1), f"line {number}, column '{name}'")
            for at, name in kept
            if at < len(row) and row[at] and (known is None or at not in heads)
        }
        if known is None:
            header = {name: cell for name, cell in cells.items() if name in HEADER_KEYS}
            known = together[key] = (header, [], Place(path, number, columns.index("code") + 1))
        known[1].extend(_values(cells))
    for header, values, place in together.values():
        yield RawForm(header, tuple(values), place)


def _values(cells: dict[str, Cell]) -> Iterator[tuple[str, Cell]]:
    item = cells["item"].text.strip() if "item" in cells else ""
    for column, ending in (("code", ""), ("why", WHY), ("evidence", EVIDENCE)):
        if column in cells and (item or cells[column].text.strip()):
            yield item + ending, cells[column]._replace(named=cells.get("item"))


READERS = {"csv": Reader(_recognises, _read)}
"""Long CSV comes back with a row for each answer, with columns ``item`` and ``code`` and whatever else the form has."""
