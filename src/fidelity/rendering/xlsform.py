"""Texts in an XLSForm: no text can become a reference to an answer, a tag or a link."""

from __future__ import annotations

import re

from fidelity.rendering.line import one_line

__all__ = ["escape"]

_ACTIVE = re.compile(r"\$(?=\{)|<(?=[A-Za-z/!?])|\](?=\()")


def escape(text: str) -> str:
    """Return a text on one line that a form shows as it is; what would mean something is broken up by a blank.

    Examples
    --------
    >>> escape("${c01} <b> [here](there)"), escape("fewer than < 5 {a}")
    ('$ {c01} < b> [here] (there)', 'fewer than < 5 {a}')
    """
    return _ACTIVE.sub(r"\g<0> ", one_line(text))
