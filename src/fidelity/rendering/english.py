"""English for everything that is said: lists, counts, near misses, and texts on one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_INSTEAD = "\N{REPLACEMENT CHARACTER}"


_NEVER_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
"""Controls that a screen could take for a command, and that could hide or turn round what stands beside them."""


def screened(text: str, instead: str = _INSTEAD) -> str:
    r"""Return a text with ``instead`` for every control, line breaks and tabs apart: what no output may hold.

    Whatever is written asks here, or uses ``one_line``, ``printable`` or ``visible``, which let less through.

    Examples
    --------
    >>> screened("one\n\x1b[31mtwo\x9b2J")
    'one\n\ufffd[31mtwo\ufffd2J'
    """
    return _NEVER_SHOWN.sub(instead, text) if _NEVER_SHOWN.search(text) else text


_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u1680\u180e\u2000-\u200f\u2028-\u202f"
    "\u205f-\u2064\u2066-\u206f\u3000\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000f0000-\U0010ffff]"
)
"""Controls, signs that only lay out, other spaces than the usual, and what stands for no sign."""


def is_printable(text: str) -> bool:
    r"""Return whether every sign of a text shows, by the same table in every version of Python: their own ones grow.

    Examples
    --------
    >>> is_printable("caf\xe9"), is_printable("caf\xad\xe9"), is_printable("a sign of Unicode 15: \U0001fae8")
    (True, False, True)
    """
    return text.isprintable() or not _HIDDEN.search(text)


def one_line(text: str, instead: str = _INSTEAD) -> str:
    r"""Return a text on one line, with ``instead`` for every character that cannot be printed.

    Examples
    --------
    >>> one_line("two\nlines\x00")
    'two lines�'
    """
    line = " ".join(text.split())
    return line if line.isprintable() else visible(line, instead)


def printable(text: str) -> str:
    r"""Return a text on one line, without anything that a terminal could take for a command.

    Examples
    --------
    >>> printable("ends here\x1b[2J\n and\tgoes on")
    'ends here?[2J and goes on'
    """
    line = " ".join(text.split())
    return line if line.isprintable() else visible(line, "?")


def visible(text: str, instead: str = _INSTEAD) -> str:
    """Return a text with ``instead`` for every character that cannot be printed, line breaks included."""
    return _HIDDEN.sub(instead, text)


def capital(text: str) -> str:
    """Return a text that begins with a capital letter; the other letters stay as they are."""
    return text[:1].upper() + text[1:]


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "breach", "breaches"), counted(2, "plan")
    ('1 breach', '2 plans')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(words: Iterable[str], last: str = "and", most: int | None = None) -> str:
    """Return words as a list in a sentence. Of more than ``most`` words it only says how many more there are.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a", "b", "c", "d"], most=2)
    ('a, b and c', 'a, b and 2 more')
    """
    row = list(words)
    if most is not None and len(row) > most:
        row = [*row[:most], f"{len(row) - most} more"]
    return f"{', '.join(row[:-1])} {last} {row[-1]}" if len(row) > 1 else "".join(row)


def in_short(words: Collection[str], most: int = 25) -> str:
    """Return words with commas between them, cut off after ``most``: for lists of what is known or allowed.

    Examples
    --------
    >>> in_short(["a", "b", "c"]), in_short(["a", "b", "c"], most=2)
    ('a, b, c', 'a, b and 1 more')
    """
    text = ", ".join(list(words)[:most])
    return text if len(words) <= most else f"{text} and {len(words) - most} more"


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word that ``word`` is probably a slip for; or ``None``.

    Examples
    --------
    >>> nearest("chekc", ["check", "lint"]), nearest("nothing", ["check", "lint"])
    ('check', None)
    """
    from difflib import get_close_matches  # heavy, and needed only where something is wrong

    close = get_close_matches(word, list(known), 1, cutoff)
    return close[0] if close else None


def did_you_mean(near: str | None) -> str:
    """Return a near miss as the end of a sentence; or nothing.

    Examples
    --------
    >>> did_you_mean("check"), did_you_mean(None)
    (" (did you mean 'check'?)", '')
    """
    return f" (did you mean '{near}'?)" if near is not None else ""
