r"""How one cell writes a name, a list or a value, and back.

A name stands as it is. A list has its entries one on each line, or parted by semicolons. Word processors and
spreadsheets change what people type, so a bare name is read tidied: their blanks, dashes and quotation marks become
those of a keyboard. A text in straight quotation marks is taken to the letter, with ``""`` for each mark inside; so
is everything that would not come back as it was.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fidelity.model.types import RawValue

_SIGNS = str.maketrans(
    dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", "")
)
_WORD_SIGNS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"')
)
_TO_THE_LETTER = re.compile(r'"((?:[^"]|"")*)"', re.DOTALL)
_ENTRY = re.compile(r'[ \t]*("(?:[^"]|"")*"(?=[ \t]*(?:[;\n]|$))|[^;\n]*)[ \t]*(;|\n|$)')
_PAIR = re.compile(r'("(?:[^"]|"")*"|[^."]*)\.(.*)', re.DOTALL)


def _tidy_value(text: str) -> str:
    return text.translate(_SIGNS).strip()


def _tidy_word(text: str) -> str:
    return _tidy_value(text).translate(_WORD_SIGNS)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _read(text: str, tidy: Callable[[str], str]) -> str:
    bare = text.strip()
    for candidate in (bare, tidy(bare)):
        found = _TO_THE_LETTER.fullmatch(candidate)
        if found:
            return found[1].replace('""', '"')
    return tidy(bare)


def read_word(text: str) -> str:
    r"""Return the name in a cell, tidied.

    Examples
    --------
    >>> read_word(" same\u2013judge\u00a0"), read_word('"to the \u2013 letter"')
    ('same-judge', 'to the \u2013 letter')
    """
    return _read(text, _tidy_word)


def word(text: str) -> str:
    """Return a name as a cell writes it: ``read_word`` gives it back, and so does ``read_list``."""
    plain = text and '"' not in text and read_list(text) == [text] and read_word(text) == text
    return text if plain else _quoted(text)


def read_list(text: str) -> list[str]:
    """Return the entries of a cell, tidied; what is empty between two semicolons is no entry.

    Examples
    --------
    >>> read_list("reach; fit;"), read_list(";")
    (['reach', 'fit'], [])
    """
    return [read_word(entry) for entry in _entries(text)]


def _entries(text: str) -> list[str]:
    """Return the entries of a cell as they are written."""
    return [found[1] for found in _ENTRY.finditer(text) if found[1].strip()]


def words(texts: Iterable[str]) -> str:
    """Return a list as a cell writes it; an empty list is a lone semicolon."""
    return "; ".join(map(word, texts)) or ";"


def read_value(text: str) -> RawValue:
    """Return the value in a cell: a list where there is a semicolon or a line break, else a text.

    Examples
    --------
    >>> read_value("2 weeks"), read_value("nurse; judge"), read_value("nurse;"), read_value('"one; two"')
    ('2 weeks', ('nurse', 'judge'), ('nurse',), 'one; two')
    """
    bare = text.strip()
    if _TO_THE_LETTER.fullmatch(bare) or not re.search(r"[;\n]", bare):
        return _read(bare, _tidy_value)
    return tuple(_read(entry, _tidy_value) for entry in _entries(bare))


def value(raw: RawValue) -> str:
    """Return a value as a cell writes it; a list of one ends in a semicolon. ``read_value`` gives it back."""
    if isinstance(raw, str):
        return raw if raw and read_value(raw) == raw else _quoted(raw)
    written = [one if '"' not in one and read_value(f"{one};") == (one,) else _quoted(one) for one in raw]
    return "; ".join(written) + (";" if len(written) < 2 else "")  # noqa: PLR2004 - two are told by what parts them


def read_pair(text: str) -> tuple[str, str] | None:
    """Return the element and the parameter that a cell names as ``element.parameter``; ``None`` without the dot.

    Examples
    --------
    >>> read_pair("review-hearing.interval"), read_pair("interval"), read_pair('"a.b"')
    (('review-hearing', 'interval'), None, None)
    """
    found = _PAIR.fullmatch(text.strip())
    if found is None or not found[1] or not found[2].strip():
        return None
    return read_word(found[1]), read_word(found[2])


def pair(element: str, parameter: str) -> str:
    """Return an element and its parameter as a cell writes them; ``read_pair`` gives them back."""
    plain = f"{element}.{parameter}"
    if '"' not in plain and read_pair(plain) == (element, parameter) and read_list(plain) == [plain]:
        return plain
    return f"{_quoted(element)}.{_quoted(parameter)}"
