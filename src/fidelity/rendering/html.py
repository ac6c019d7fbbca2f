"""Texts in HTML and SVG: no text can become an element or an attribute, or leave the one that it stands in."""

from __future__ import annotations

import re

__all__ = ["address", "escape"]

_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_MARKS = re.compile("[&<>\"'`=]")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`\\\x00-\x1f\x7f]+", re.IGNORECASE)


def escape(text: str) -> str:
    r"""Return a text that a browser shows as it is, on one line, between tags and in a quoted attribute alike.

    What cannot be printed is shown as a replacement character: XML, and so SVG, allows hardly any of it.

    Examples
    --------
    >>> print(escape("<b onclick='go()'>\n& more\x00"))
    &lt;b onclick&#61;&#39;go()&#39;&gt; &amp; more�
    """
    plain = " ".join(text.split())
    if not plain.isprintable():
        plain = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in plain)
    return _MARKS.sub(lambda sign: _SPECIAL.get(sign[0], f"&#{ord(sign[0])};"), plain)


def address(url: str) -> str | None:
    """Return a web or mail address, escaped for an attribute; ``None`` for whatever else a text may hold.

    Examples
    --------
    >>> address("https://example.org/?a=1&b=2"), address("javascript:go()")
    ('https://example.org/?a&#61;1&amp;b&#61;2', None)
    """
    return escape(url) if _ADDRESS.fullmatch(url) else None
