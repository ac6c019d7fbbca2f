"""From bytes to the text that is parsed: UTF-8 only, and legal JSON made digestible for a YAML parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.errors import InputError, Place
from fidelity.reading import faults as codes

if TYPE_CHECKING:
    from fidelity.reading.faults import Faults

__all__ = ["decode"]

_JSON = re.compile(r'\s*\{\s*["}]')
# What JSON allows and the YAML parsers do not, or read otherwise: tabs between values, surrogate pairs,
# keys apart from their colon, and characters that YAML takes for line breaks or for none at all.
_UNUSUAL = re.compile(r'\t|\\u[dD]|"[ \r]*\n\s*:|[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_PIECE = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*")(\s*\n\s*)?(:)?|\t', re.DOTALL)
_PAIR = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)
_ODD = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


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
    if faults.path.lower().endswith(".json") or _JSON.match(text):
        return from_json(text)
    return text


def _not_text(at: Place, found: str, faults: Faults) -> InputError:
    way = "save it as UTF-8 in a text editor"
    faults.add(codes.UNREADABLE, at, found, "text in UTF-8", way)
    return faults.error()


def _place(data: bytes, offset: int, path: str) -> Place:
    before = data[:offset].decode().removeprefix("\ufeff")
    return Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


def from_json(text: str) -> str:
    """Return JSON as text that both YAML parsers read alike; columns move only where they must.

    Examples
    --------
    >>> from_json('{"a":\\t"\\\\ud83d\\\\ude00"}')
    '{"a": "\\\\U0001F600"}'
    """
    return _PIECE.sub(_piece, text) if _UNUSUAL.search(text) else text


def _piece(found: re.Match[str]) -> str:
    string, gap, colon = found.groups(default="")
    if not string:
        return " "
    string = _ODD.sub(lambda sign: f"\\u{ord(sign[0]):04X}", _PAIR.sub(_pair, string))
    return string + colon + gap.replace("\t", " ")


def _pair(found: re.Match[str]) -> str:
    high, low = int(found[2], 16), int(found[3], 16)
    return f"{found[1]}\\U{0x10000 + (high - 0xD800) * 0x400 + (low - 0xDC00):08X}"
