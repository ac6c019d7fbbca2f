"""Texts in Mermaid: no text can end the label that it stands in, or begin a directive, a link or a node."""

from __future__ import annotations

__all__ = ["label"]

_PLAIN = frozenset(" ,.-/!?'")


def label(text: str) -> str:
    """Return a text as a quoted label, on one line: all but letters, figures and a few signs by their number.

    Examples
    --------
    >>> print(label('say "end" %%{init}%% <b>'))
    "say #34;end#34; #37;#37;#123;init#125;#37;#37; #60;b#62;"
    """
    return f'"{"".join(map(_sign, " ".join(text.split())))}"'


def _sign(sign: str) -> str:
    if sign.isalnum() or sign in _PLAIN:
        return sign
    return f"#{ord(sign)};" if sign.isprintable() else "\N{REPLACEMENT CHARACTER}"
