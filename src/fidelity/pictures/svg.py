"""The picture of a model, or of a part of it, as SVG that can stand in a page or be a file of its own."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from fidelity.model.links import KINDS
from fidelity.pictures.boxes import Picture, drawn, width_of
from fidelity.pictures.layout import CAPTION, LEADING, PAD, SMALL_LEADING, TITLE, WIDTH, lay_out
from fidelity.pictures.marks import style
from fidelity.rendering.html import escape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from fidelity.model.model import Model
    from fidelity.pictures.boxes import Box, Connector
    from fidelity.pictures.layout import Arrangement, Placed, Way
    from fidelity.pictures.marks import Mark
    from fidelity.plan.plan import Change

_ID = re.compile(r"[a-z][a-z0-9-]*")
_ID_HERE = "\x00"  # no text can hold it, because escaping replaces it
_NO_MARKS: Mapping[str, Mark] = MappingProxyType({})
_VERBS = {"realised_by": "lives by", "requires": "needs", "substitute": "may be replaced by", "excludes": "excludes"}


def svg(
    model: Model,
    *,
    only: Collection[str] | None = None,
    marks: Mapping[str, Mark] = _NO_MARKS,
    added: Sequence[Change] = (),
    id: str = "picture",  # noqa: A002 - the attribute's own word
) -> str:
    """Return a picture: principles at the left, then what puts them into practice, then what a site may shape.

    Parameters
    ----------
    model
        The model to draw.
    only
        The ids of the elements, substitutes and proscribed practices to draw, with the links between them; everything
        if not given. The picture says that it shows a part.
    marks
        What to say of some elements, such as their state in a plan, by id.
    added
        Changes of a plan. What they add locally is drawn as well, with what it depends on, excludes and bears on. The
        model itself says nothing of this.
    id
        The id of the picture, and what its own ids start with: small letters, figures and hyphens. Two pictures on
        one page need different ids.

    Returns
    -------
    str
        One ``svg`` element with a title and a description for those who do not see it. It needs no script, no font
        and nothing from a network; its one style sheet follows light and dark, and is the only thing that a strict
        content security policy has to allow. No meaning rests on a colour alone, and no title is cut.

    Raises
    ------
    KeyError
        If ``only`` names something that the model does not have.
    ValueError
        If ``id`` has other signs.

    Notes
    -----
    A line is solid if a link is stated or restated, and dashed if it was observed or is our inference. The cost is
    about linear in elements and in the lengths of lines: some 50 milliseconds for 90 elements.

    Examples
    --------
    >>> import fidelity
    >>> from fidelity.pictures import svg
    >>> print(svg(fidelity.load_model("fdac"), only=["same-judge", "review-hearing"]).partition(" xmlns")[0])
    <svg id="picture"
    """
    if not _ID.fullmatch(id):
        raise ValueError(f"'{id}' is no id for a picture: it takes small letters, figures and hyphens")
    picture = drawn(model, only, added)
    shown = {one: mark for one, mark in marks.items() if one in picture.boxes}
    part = only is not None
    key, top = legend(picture, shown, id, part=part)
    marked = tuple((box, shown.get(id_)) for id_, box in picture.boxes.items())
    width, height, body = _inside(marked, picture.lines, top)
    head = _head(model, picture, (width, height), id, part=part)
    return "\n".join([*head, key, *([body.replace(_ID_HERE, id)] if body else []), "</svg>"]) + "\n"


@lru_cache(maxsize=128)  # plans that do the same to a model share a picture, which is the dearest part of a page
def _inside(
    marked: tuple[tuple[Box, Mark | None], ...], lines: tuple[Connector, ...], top: float
) -> tuple[str, str, str]:
    """Return the width, the height and all that is below the legend, with a sign in the place of the picture's id."""
    picture = Picture({box.id: box for box, _ in marked}, lines)
    layout = lay_out(picture, {box.id: mark for box, mark in marked if mark}, top)
    return number(layout.width), number(layout.height), "\n".join(_body(layout, _ID_HERE))


def _head(model: Model, picture: Picture, size: tuple[str, str], id_: str, *, part: bool) -> Iterator[str]:
    width, height = size
    yield (
        f'<svg id="{id_}" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{id_}-title {id_}-desc" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    )
    title = f"{'Part of ' if part else ''}{model.title} ({model.reference})"
    yield f'<title id="{id_}-title">{escape(title)}</title>'
    yield f'<desc id="{id_}-desc">{escape(_description(model, picture, part=part))}</desc>'
    yield f"<style>{style(id_)}</style>"
    heads = "".join(
        f'<marker id="{id_}-{kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" '
        f'markerUnits="userSpaceOnUse" orient="auto">{shape}</marker>'
        for kind, shape in _HEADS.items()
    )
    yield f"<defs>{heads}</defs>"
    yield f'<rect class="paper" width="{width}" height="{height}"/>'


def _description(model: Model, picture: Picture, *, part: bool) -> str:
    """Return in words what is drawn: how much of each, and every line."""
    boxes = picture.boxes
    count = f"{len(boxes)} parts of the model" if part else f"All {len(boxes)} parts of {model.title}"
    lines = [
        f"{boxes[line.source].title} {_VERBS[line.kind]} {boxes[line.target].title}{'' if line.firm else ' (unsure)'}"
        for line in picture.lines
    ]
    return f"{count}, with the links between them. {'; '.join(lines)}{'.' if lines else ''}"


def _body(layout: Arrangement, id_: str) -> Iterator[str]:
    for panel in layout.panels:
        yield (
            f'<rect class="band {panel.tier}" x="{number(panel.x)}" y="{number(panel.y)}" '
            f'width="{number(panel.width)}" height="{number(panel.height)}" rx="8"/>'
        )
        yield text("heading", panel.x + PAD, panel.y + 21, panel.title)
    for way in layout.ways:
        kind, unsure = way.line.kind, "" if way.line.firm else " unsure"
        yield f'<path class="line {kind}{unsure}" d="{_path(way)}" marker-end="url(#{id_}-{kind})"/>'
    for placed in layout.boxes:
        yield from _box(placed)


def _box(placed: Placed) -> Iterator[str]:
    """Yield a box with its texts: its corners and rim show its kind, and a dashed rim what is not sure."""
    box, mark = placed.box, placed.mark
    look = f"box {box.kind}{'' if box.firm else ' unsure'}{f' {mark.tone}' if mark else ''}"
    yield (
        f'<rect class="{look}" x="{number(placed.x)}" y="{number(placed.y)}" width="{number(WIDTH)}" '
        f'height="{number(placed.height)}" rx="{_ROUND[box.kind]}"/>'
    )
    x, y = placed.x + PAD, placed.y + 0.5 * PAD
    for row in placed.title:
        y += LEADING
        yield text("title", x, y - (LEADING - TITLE) / 2, row)
    for row in placed.caption:
        y += SMALL_LEADING
        yield text("caption", x, y - (SMALL_LEADING - CAPTION) / 2, row)
    if mark:
        y += SMALL_LEADING
        yield text(f"mark {mark.tone}", x, y - (SMALL_LEADING - CAPTION) / 2, f"{mark.sign} {mark.word}")


_ROUND = {"principle": 3, "essential": 3, "flexible": 14, "substitute": 14, "addition": 14, "proscribed": 0}
_BEND = 78  # a curve reaches three quarters of this, and so stays between two columns
_HEADS = {
    "realised_by": '<path class="head realised_by" d="M1 1.5L8 5L1 8.5z"/>',
    "requires": '<path class="head open requires" d="M1 1L9 5L1 9"/>',
    "substitute": '<path class="head substitute" d="M1 5L5 1L9 5L5 9z"/>',
    "excludes": '<path class="head open excludes" d="M1 1L9 9M9 1L1 9"/>',
}
"""The heads of lines: each kind has a shape of its own, so that none is known by its colour alone."""


def number(value: float) -> str:
    """Return a number of pixels to one place.

    Examples
    --------
    >>> number(12.04), number(12.06)
    ('12', '12.1')
    """
    return f"{value:.1f}".removesuffix(".0")


def text(kind: str, x: float, y: float, words: str) -> str:
    """Return one line of text, escaped, so that it can become nothing else."""
    return f'<text class="{kind}" x="{number(x)}" y="{number(y)}">{escape(words)}</text>'


def _path(way: Way) -> str:
    """Return the path of a line: level where it passes a column, an even curve in between."""
    (x, y), *rest = way.points
    parts = [f"M{number(x)} {number(y)}"]
    for x2, y2 in rest:
        if way.bent:
            out = x + min(26 + abs(y2 - y) / 12, _BEND)
            parts.append(f"C{number(out)} {number(y)} {number(out)} {number(y2)} {number(x2)} {number(y2)}")
        elif y == y2:
            parts.append(f"H{number(x2)}")
        else:
            middle = (x + x2) / 2
            parts.append(f"C{number(middle)} {number(y)} {number(middle)} {number(y2)} {number(x2)} {number(y2)}")
        x, y = x2, y2
    return "".join(parts)


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


def legend(picture: Picture, marks: Mapping[str, Mark], id_: str, *, part: bool = False) -> tuple[str, float]:
    """Return the legend, and how far down it reaches. A part of a model says that it is one."""
    x, y = 9.0, 8.0
    parts = []
    entries = [*_entries(picture, marks), *([_Entry(_PART)] if part else [])]
    for entry in entries:
        sign = _SIGN + 8 if entry.line or entry.box or entry.mark else 0.0
        width = sign + width_of(entry.words, _SIZE) + 18
        if x + width > _WIDTH and x > _SIGN:
            x, y = 9.0, y + _ROW
        parts += [*_sign(entry, x, y, id_), text("caption", x + sign, y + 13, entry.words)]
        x += width
    return "\n".join(parts), y + _ROW + 8 if parts else 0.0


def _entries(picture: Picture, marks: Mapping[str, Mark]) -> Iterator[_Entry]:
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
