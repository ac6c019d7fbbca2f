"""Texts in Graphviz's DOT: no text can end the string that it stands in, or be read as an escape of a label."""

from __future__ import annotations

__all__ = ["quoted"]

_SIGNS = str.maketrans({"\\": r"\\", '"': r"\"", "&": "&amp;", "<": "&lt;", ">": "&gt;"})


def quoted(text: str) -> str:
    r"""Return a text as a quoted string for a label, a tooltip or an id, on one line.

    Examples
    --------
    >>> print(quoted('a "label" with \\N'))
    "a \"label\" with \\N"
    """
    plain = " ".join(text.split())
    plain = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in plain)
    return f'"{plain.translate(_SIGNS)}"'
