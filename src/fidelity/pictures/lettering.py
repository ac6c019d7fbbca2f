"""How wide a text will be, near enough to break it into lines: no font can be asked, so the widest usual one counts."""

from __future__ import annotations

from unicodedata import east_asian_width

__all__ = ["lines_of", "width_of"]

_WIDTHS = {
    **dict.fromkeys("ijl'|.,:;!I", 0.32),
    **dict.fromkeys('ftr()[]/-" ', 0.41),
    **dict.fromkeys("mwMWQO@%&GNDH", 0.87),
}
_CAPITAL, _SMALL, _WIDE = 0.7, 0.63, 1.05


def width_of(text: str, size: float) -> float:
    """Return the width of a text, set at a size, in the unit of that size: hardly ever less than it will be."""
    return size * sum(map(_sign, text))


def _sign(sign: str) -> float:
    known = _WIDTHS.get(sign)
    if known is not None:
        return known
    if east_asian_width(sign) in "WF":
        return _WIDE
    return _CAPITAL if sign.isupper() else _SMALL


def lines_of(text: str, size: float, room: float) -> tuple[str, ...]:
    """Return a text as lines that fit; a word that is too long for a line is broken, and nothing is cut.

    Examples
    --------
    >>> lines_of("The same judge throughout", 13, 120)
    ('The same judge', 'throughout')
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, size) <= room:
            line = longer
            continue
        lines += [line] if line else []
        *full, line = _pieces(word, size, room)
        lines += full
    return (*lines, line)


def _pieces(word: str, size: float, room: float) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and width_of(pieces[-1] + sign, size) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces
