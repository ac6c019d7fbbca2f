"""The picture of a model, or of a part of it, as SVG that can stand in a page or be a file of its own."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from fidelity.pictures.drawn import drawn
from fidelity.pictures.layout import CAPTION, LEADING, PAD, SMALL_LEADING, TITLE, WIDTH, lay_out
from fidelity.pictures.legend import legend
from fidelity.pictures.shapes import box_shape, defined, number, text, way_path
from fidelity.pictures.style import style
from fidelity.rendering.html import escape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from fidelity.model.model import Model
    from fidelity.pictures.drawn import Drawn
    from fidelity.pictures.layout import Layout, Placed, Way
    from fidelity.pictures.marks import Mark
    from fidelity.plan.plan import Change

__all__ = ["svg"]

_ID = re.compile(r"[a-z][a-z0-9-]*")
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
        Changes of a plan: what they add locally is drawn as well, with what it depends on, does not go with and bears
        on. Nothing of this is anything that the model says.
    id
        The id of the picture, and what its own ids start with: small letters, figures and hyphens. Two pictures on
        one page need two.

    Returns
    -------
    str
        One ``svg`` element with a title and a description for those who do not see it. It needs no script, no font
        and nothing from a network; its one style sheet follows light and dark, and is the only thing that a strict
        content security policy has to allow. Nothing is told by a colour alone, and no title is cut.

    Raises
    ------
    KeyError
        If ``only`` names something that the model does not have.
    ValueError
        If the id is none.

    Notes
    -----
    A line is solid where a link is stated or restated, dashed where it was observed or is our inference. The
    cost is about linear in elements and in the lengths of lines: some 50 milliseconds for 90 elements.

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
    layout = lay_out(picture, shown, top)
    return "\n".join([*_head(model, picture, layout, id, part=part), key, *_body(layout, id), "</svg>"]) + "\n"


def _head(model: Model, picture: Drawn, layout: Layout, id_: str, *, part: bool) -> Iterator[str]:
    width, height = number(layout.width), number(layout.height)
    yield (
        f'<svg id="{id_}" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{id_}-title {id_}-desc" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    )
    title = f"{'Part of ' if part else ''}{model.title} ({model.reference})"
    yield f'<title id="{id_}-title">{escape(title)}</title>'
    yield f'<desc id="{id_}-desc">{escape(_description(model, picture, part=part))}</desc>'
    yield f"<style>{style(id_)}</style>"
    yield defined(id_)
    yield f'<rect class="paper" width="{width}" height="{height}"/>'


def _description(model: Model, picture: Drawn, *, part: bool) -> str:
    """Return in words what is drawn: how much of each, and every line."""
    boxes = picture.boxes
    count = f"{len(boxes)} parts of the model" if part else f"All {len(boxes)} parts of {model.title}"
    lines = [
        f"{boxes[line.source].title} {_VERBS[line.kind]} {boxes[line.target].title}{'' if line.firm else ' (unsure)'}"
        for line in picture.lines
    ]
    return f"{count}, with the links between them. {'; '.join(lines)}{'.' if lines else ''}"


def _body(layout: Layout, id_: str) -> Iterator[str]:
    for band in layout.bands:
        yield (
            f'<rect class="band {band.tier}" x="{number(band.x)}" y="{number(band.y)}" '
            f'width="{number(band.width)}" height="{number(band.height)}" rx="8"/>'
        )
        yield text("heading", band.x + PAD, band.y + 21, band.title)
    for way in layout.ways:
        yield _way(way, id_)
    for placed in layout.boxes:
        yield from _box(placed)


def _way(way: Way, id_: str) -> str:
    line = way.line
    unsure = "" if line.firm else " unsure"
    return f'<path class="line {line.kind}{unsure}" d="{way_path(way)}" marker-end="url(#{id_}-{line.kind})"/>'


def _box(placed: Placed) -> Iterator[str]:
    box, mark = placed.box, placed.mark
    tone = f" {mark.tone}" if mark else ""
    yield box_shape(box, placed.x, placed.y, WIDTH, placed.height, tone)
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
