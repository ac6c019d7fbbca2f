"""Legal JSON made digestible for a YAML parser, which takes most of it as it is."""

from __future__ import annotations

import re

__all__ = ["digestible", "is_json"]

_JSON = re.compile(r'\s*\{\s*["}]')
# What JSON allows and the YAML parsers do not, or read otherwise: tabs between values, surrogate pairs,
# keys apart from their colon, and characters that YAML takes for line breaks or for none at all.
_UNUSUAL = re.compile(r'\t|\\u[dD]|"[ \r]*\n\s*:|[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_PIECE = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*")(\s*\n\s*)?(:)?|\t', re.DOTALL)
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_ODD = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def is_json(text: str) -> bool:
    """Return whether a text begins as a JSON object does."""
    return _JSON.match(text) is not None


def digestible(text: str) -> str:
    r"""Return JSON as text that both YAML parsers read alike; columns move only where they must.

    Examples
    --------
    >>> digestible('{"a":\t"\\ud83d\\ude00"}')
    '{"a": "\\U0001F600"}'
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
