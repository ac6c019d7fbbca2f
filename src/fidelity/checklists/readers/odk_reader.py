"""Reads what ODK Central exports: CSV with ``group-name`` and ``meta-instanceID``, or the zip that it comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.readers.parts.csv_rows import columns_of
from fidelity.errors import Fault, InputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.raw import RawForm

__all__ = ["read_with", "recognises"]


def recognises(path: str, data: bytes) -> bool:  # noqa: ARG001 - the readers' signature
    """Return whether a first row has the columns that ODK Central adds, or a zip holds CSV files and no document."""
    from fidelity.checklists.readers.parts.package import names_in

    names = names_in(data)
    packed = any(name.lower().endswith(".csv") for name in names) and "[Content_Types].xml" not in names
    return packed or bool(columns_of(data, _known))


def read_with(path: str, data: bytes, checklist: Checklist) -> Iterator[RawForm]:
    """Yield a form for every row; in a zip, of every file that has the columns of submissions.

    Raises
    ------
    InputError
        FID701, if the file is broken, unpacks to far more than its size, or holds no submissions.
    """
    from fidelity.checklists.readers.parts.package import check_sum, names_in, part_of
    from fidelity.checklists.readers.parts.xform import csv_rows, forms

    if data[:2] != b"PK":
        yield from forms(csv_rows(path, data, _known), checklist)
        return
    check_sum(path, data, ".csv")
    found = False
    for name in sorted(names_in(data)):
        part = part_of(path, data, name) if name.lower().endswith(".csv") else None
        if part is not None and columns_of(part, _known):
            found = True
            yield from forms(csv_rows(f"{path}/{name}", part, _known), checklist)
    if not found:
        ways = ("download it from ODK Central again, as 'All data and attachments' or as CSV",)
        raise InputError([Fault("FID701", Place(path), "no file in this zip has submissions", "an export", ways)])


def _known(titles: list[str]) -> bool:
    """Return whether titles are those of submissions; files of repeats have ``PARENT_KEY`` in place of these."""
    plain = {title.strip().casefold() for title in titles}
    return "meta-instanceid" in plain or {"submissiondate", "key"} <= plain
