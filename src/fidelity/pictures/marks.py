"""What a picture can say of an element beside its title: a sign, a word and a tone, never a colour alone."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Mark", "mark_of"]


class Mark(NamedTuple):
    """A word with a sign before it. ``tone`` is ``stop``, ``ask``, ``fine`` or ``plain``: how it is coloured."""

    word: str
    sign: str = "\N{BULLET}"
    tone: str = "plain"


_MARKS = {
    "agreed": Mark("agreed", "\N{CHECK MARK}", "fine"),
    "not-in-place": Mark("not in place", "\N{MULTIPLICATION SIGN}", "stop"),
    "uncertain": Mark("uncertain", "?", "ask"),
    "outside-limits": Mark("outside limits", "!", "stop"),
    "adapted": Mark("adapted", "\N{ALMOST EQUAL TO}", "plain"),
    "within-room": Mark("chosen within limits", "\N{CHECK MARK}", "fine"),
    "as-specified": Mark("as specified", "\N{CHECK MARK}", "fine"),
}


def mark_of(word: str, tone: str | None = None) -> Mark:
    """Return the mark for the state of an element, by the word that a check has for it.

    Parameters
    ----------
    word
        Such as ``not-in-place``. A word that is not known gets a bullet.
    tone
        How to colour it, where the state alone does not tell: a value outside limits that do not bind is
        ``ask``, and no ``stop``.

    Examples
    --------
    >>> mark_of("outside-limits"), mark_of("being-tried")
    (Mark(word='outside limits', sign='!', tone='stop'), Mark(word='being tried', sign='•', tone='plain'))
    """
    mark = _MARKS.get(word, Mark(word.replace("-", " ")))
    return mark if tone is None else mark._replace(tone=tone)
