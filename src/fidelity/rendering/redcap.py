"""Texts in a REDCap data dictionary: no text can become a piped answer, a tag, a choice, or a formula."""

from __future__ import annotations

import re

from fidelity.rendering.line import one_line

__all__ = ["choice", "escape", "starts_formula"]

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ROUND = str.maketrans("[]", "()")
_FORMULA = tuple("=+-@＝＋－＠")  # noqa: RUF001 - the full-width signs start formulas too


def escape(text: str) -> str:
    """Return a text on one line that REDCap shows as it is: it puts answers in place of ``[names]``.

    Examples
    --------
    >>> escape("[c01] is <b>"), escape("a < 5")
    ('(c01) is < b>', 'a < 5')
    """
    return _TAG.sub("< ", one_line(text)).translate(_ROUND)


def choice(text: str) -> str:
    """Return a text as the label of a choice, where a pipe would start the next one.

    Examples
    --------
    >>> choice("yes | no")
    'yes / no'
    """
    return escape(text).replace("|", "/")


def starts_formula(text: str) -> bool:
    """Return whether a spreadsheet that opens the dictionary would take a cell of this text for a formula.

    Examples
    --------
    >>> starts_formula("=1+1"), starts_formula("1+1")
    (True, False)
    """
    return text.startswith(_FORMULA)
