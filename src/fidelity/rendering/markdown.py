"""Texts in Markdown: no text can become mark-up."""

from __future__ import annotations

import re

__all__ = ["escape"]

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&$!^]")
_START = re.compile(r"[-+=:%(]|\d+(?=[.)])")


def escape(text: str) -> str:
    r"""Return a text that Markdown shows as it is, on one line, wherever it stands.

    Examples
    --------
    >>> print(escape("*really* <b>\n| # 1"))
    \*really\* \<b\> \| \# 1
    >>> print(escape("1. first"), escape("- second"))
    1\. first \- second
    """
    plain = " ".join(text.split())
    plain = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in plain)
    safe = _SPECIAL.sub(r"\\\g<0>", plain)
    start = _START.match(safe)
    if start is None:
        return safe
    at = start.end() if start[0][0].isdigit() else 0
    return f"{safe[:at]}\\{safe[at:]}"
