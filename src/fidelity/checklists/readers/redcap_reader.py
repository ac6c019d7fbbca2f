"""Reads what REDCap exports, raw or by labels: ``evid___code`` columns, repeated instances, codes 98 and 99."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.formats.parts.redcap_rows import RECORD_LABEL
from fidelity.checklists.names import FORM
from fidelity.checklists.readers.parts.csv_rows import columns_of
from fidelity.checklists.readers.parts.wide import Column, Columns, System, plain
from fidelity.rendering.escaping import redcap_choice, redcap_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.raw import Cell, RawForm

__all__ = ["read_with", "recognises"]

_RECORD = frozenset({"record_id", plain(RECORD_LABEL)})
_STATUS = frozenset({f"{FORM}_complete", "complete?"})
_WHICH = (
    ("redcap_event_name", "event name"),
    ("redcap_repeat_instance", "repeat instance"),
)  # what tells the forms of one record apart
_NAMED = _RECORD | _STATUS | {title for titles in _WHICH for title in titles}
_OWN = frozenset(
    {"event name", "repeat instrument", "repeat instance", "survey identifier", "survey timestamp", "data access group"}
    | {f"{FORM}_timestamp"} | _STATUS | _RECORD
)  # fmt: skip


def recognises(path: str, data: bytes) -> bool:  # noqa: ARG001 - the readers' signature
    """Return whether the first column is that of records."""
    return bool(columns_of(data, _known))


def read_with(path: str, data: bytes, checklist: Checklist) -> Iterator[RawForm]:
    """Yield a form for every row in which this form was begun: other rows are about other instruments."""
    from fidelity.checklists.readers.parts.xform import csv_rows

    columns = Columns(checklist, _SYSTEM)
    for row in csv_rows(path, data, _known):
        cells = {name: cell for title, cell in row if (name := plain(title)) in _NAMED}
        form = columns.form(row, _id(cells))
        if form.values or not _STATUS.isdisjoint(cells):
            yield form


def _known(titles: list[str]) -> bool:
    return bool(titles) and plain(titles[0]) in _RECORD


def _id(cells: Mapping[str, Cell]) -> Cell | None:
    """Return the record, with its event and instance where it has them."""
    record = next((cells[title] for title in _RECORD if title in cells), None)
    which = (next((cells[title].text for title in titles if title in cells), "") for titles in _WHICH)
    words = ", ".join(filter(None, which))
    return record._replace(text=f"{record.text} ({words})") if record and words else record


def _own(title: str) -> bool:
    return title.startswith("redcap_") or plain(title) in _OWN


def _find(title: str, known: Mapping[str, Column]) -> Column | None:
    return known.get(plain(title))


_SYSTEM = System(redcap_text, redcap_choice, ("{}___{}", "{} (choice={})"), _own, _find, "redcap")
