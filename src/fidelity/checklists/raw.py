"""What a reader finds in a file, before anybody asks whether it makes sense: cells with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.errors import Place

__all__ = ["HEADER_KEYS", "Cell", "RawForm"]

HEADER_KEYS = ("checklist", "hash", "model", "version", "form", "site", "assessor", "period", "date")
"""What a form says of itself. A reader leaves out what its kind of file does not carry."""


class Cell(NamedTuple):
    """A text somewhere in a file. ``where`` says the place in words, such as ``row 12, column 'code'``."""

    text: str
    place: Place
    where: str


class RawForm(NamedTuple):
    """One form as it stands in a file.

    ``header`` has some of ``HEADER_KEYS``; ``values`` holds what stands under each name: an item's, or one
    ending in ``_why`` or ``_evid``. A name that stands twice is given twice. ``target`` names the code table
    that the file uses (``"redcap"``), or is empty. ``remarks`` say what a reader noticed and did not go by.
    """

    header: Mapping[str, Cell]
    values: tuple[tuple[str, Cell], ...]
    place: Place
    target: str = ""
    remarks: tuple[str, ...] = ()
