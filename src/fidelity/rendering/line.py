"""A text on one line, where line breaks and what cannot be printed would do harm."""

from __future__ import annotations

__all__ = ["one_line"]


def one_line(text: str) -> str:
    r"""Return a text on one line, with a replacement character for what cannot be printed.

    Examples
    --------
    >>> one_line("two\nlines\x00")
    'two lines�'
    """
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)
