"""From bytes to the text that is parsed: UTF-8 only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.errors import InputError, Place
from fidelity.files import faults as codes

if TYPE_CHECKING:
    from fidelity.files.faults import Faults

__all__ = ["decode"]

_START = 1000  # what stands before the first brace of a JSON file is shorter


def decode(data: bytes, faults: Faults) -> str:
    """Return the text of a file. What is not text in UTF-8 is raised as FID101."""
    whole = Place(faults.path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _not_text(whole, "this file is in UTF-16", faults)
    if b"\0" in data:
        raise _not_text(whole, "this is a binary file (it holds NUL bytes)", faults)
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        found = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        raise _not_text(_place(data, error.start, faults.path), found, faults) from error
    if text[:_START].lstrip().startswith("{"):  # JSON, or YAML that looks like it
        from fidelity.files.json_text import digestible, is_json

        if is_json(text) or faults.path.lower().endswith(".json"):
            return digestible(text)
    return text


def _not_text(at: Place, found: str, faults: Faults) -> InputError:
    way = "save it as UTF-8 in a text editor"
    faults.add(codes.UNREADABLE, at, found, "text in UTF-8", way)
    return faults.error()


def _place(data: bytes, offset: int, path: str) -> Place:
    before = data[:offset].decode().removeprefix("\ufeff")
    return Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
