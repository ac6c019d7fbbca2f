"""What the signs of a picture mean: only those that occur in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.model.links import KINDS
from fidelity.pictures.lettering import width_of
from fidelity.pictures.shapes import number, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.pictures.drawn import Drawn
    from fidelity.pictures.marks import Mark

__all__ = ["legend"]

_WORDS = {
    "realised_by": "lives by (a principle, by what puts it into practice)",
    "requires": "needs",
    "substitute": "may be replaced by",
    "excludes": "does not go with",
}
_PART = "This is a part of the model: how many something needs is said of the whole."
_WIDTH, _ROW, _SIGN, _SIZE = 1000.0, 22.0, 40.0, 11.0


class _Entry(NamedTuple):
    words: str
    line: str = ""
    box: str = ""
    mark: Mark | None = None

    @property
    def has_sign(self) -> bool:
        """Whether a sign stands before the words."""
        return bool(self.line or self.box or self.mark)


def legend(picture: Drawn, marks: Mapping[str, Mark], id_: str, *, part: bool = False) -> tuple[str, float]:
    """Return the legend, and how far down it reaches. A part of a model says that it is one."""
    x, y = 9.0, 8.0
    parts = []
    entries = [*_entries(picture, marks), *([_Entry(_PART)] if part else [])]
    for entry in entries:
        sign = _SIGN + 8 if entry.has_sign else 0.0
        width = sign + width_of(entry.words, _SIZE) + 18
        if x + width > _WIDTH and x > _SIGN:
            x, y = 9.0, y + _ROW
        parts += [*_sign(entry, x, y, id_), text("caption", x + sign, y + 13, entry.words)]
        x += width
    return "\n".join(parts), y + _ROW + 8 if parts else 0.0


def _entries(picture: Drawn, marks: Mapping[str, Mark]) -> Iterator[_Entry]:
    used = {line.kind for line in picture.lines}
    for kind in KINDS:
        if kind in used:
            yield _Entry(_WORDS[kind], line=kind)
    kinds = {box.kind for box in picture.boxes.values()}
    for kind, words in (("substitute", "a stand-in"), ("addition", "something that a site may add")):
        if kind in kinds:
            yield _Entry(words, box=kind)
    firm = all(box.firm for box in picture.boxes.values()) and all(line.firm for line in picture.lines)
    if not firm:
        yield _Entry("dashed: observed, or our inference; the rest is stated or restated", box="essential unsure")
    for mark in dict.fromkeys(marks.values()):
        yield _Entry(mark.word, mark=mark)


def _sign(entry: _Entry, x: float, y: float, id_: str) -> Iterator[str]:
    middle = y + 9
    if entry.line:
        path = f"M{number(x)} {number(middle)}H{number(x + _SIGN)}"
        yield f'<path class="line {entry.line}" d="{path}" marker-end="url(#{id_}-{entry.line})"/>'
    elif entry.box:
        yield f'<rect class="box {entry.box}" x="{number(x)}" y="{number(y + 2)}" width="{number(_SIGN)}" height="14"/>'
    elif entry.mark:
        yield text(f"mark {entry.mark.tone}", x + _SIGN - 10, y + 13, entry.mark.sign)
