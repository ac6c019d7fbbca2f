"""What a file seems to be that is no completed form, so that the message can say what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Seems", "seems"]

_EXPORT = "name the export of what was filled in: this is what the system was set up with"
_AGAIN = "fill in a form that 'fidelity checklist' made, and name the file that was filled in"


class Seems(NamedTuple):
    """What was found in place of a form, and a way out."""

    found: str
    way: str


def seems(data: bytes) -> Seems:
    """Return what a file seems to be; nothing is read of it but its beginning and the names in a package."""
    found = next((seen for looks, seen in _KINDS if looks(data)), None)
    return found or Seems("this is no completed form that can be read", _AGAIN)


def _is_plan(data: bytes) -> bool:
    starts = {line.partition(b":")[0].strip(b'" ') for line in data[:10_000].splitlines() if line[:1].strip()}
    return b"plan" in starts and b"model" in starts


def _in_package(name: str) -> Callable[[bytes], bool]:
    from fidelity.checklists.readers.parts.package import names_in

    return lambda data: name in names_in(data)


_KINDS: tuple[tuple[Callable[[bytes], bool], Seems], ...] = (
    (lambda data: not data.strip(), Seems("this file is empty", _AGAIN)),
    (
        lambda data: data[:2] in {b"\xff\xfe", b"\xfe\xff"},
        Seems("this text is in UTF-16 ('Unicode text')", "save it again as 'CSV UTF-8'"),
    ),
    (
        lambda data: data[:5] == b"%PDF-",
        Seems("this is a PDF, from which no answers can be read", "type the answers into one of the other forms"),
    ),
    (
        lambda data: data.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower() in {b"<!doctype", b"<html>"},
        Seems("this is a page for the browser and for paper", "type the answers into one of the other forms"),
    ),
    (
        _is_plan,
        Seems(
            "this is a plan, and no completed form",
            "name the form that was filled in, and the plan with --plan ('fidelity check' judges plans)",
        ),
    ),
    (
        lambda data: b"Variable / Field Name" in data[:200],
        Seems("this is a data dictionary of REDCap, and holds no answers", _EXPORT),
    ),
    (
        _in_package("xl/workbook.xml"),
        Seems(
            "this workbook is no completed form: neither an export, nor one with the hidden page of ours",
            f"{_AGAIN}; of an XLSForm, name the export",
        ),
    ),
)
