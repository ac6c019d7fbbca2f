"""Texts in a spreadsheet for people: no text can become a formula."""

from __future__ import annotations

__all__ = ["cell"]

_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


def cell(text: str) -> str:
    r"""Return a text as a cell of a CSV file that people open: on one line, and never a formula.

    What a spreadsheet would take for a formula gets an apostrophe in front, which is shown. Quoting would not help.

    Examples
    --------
    >>> cell("=1+1"), cell("-5"), cell("a\r\n=b"), cell("plain")
    ("'=1+1", "'-5", 'a =b', 'plain')
    """
    plain = " ".join(text.split())
    plain = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in plain)
    return f"'{plain}" if plain[:1] and plain[0] in _SIGNS else plain
