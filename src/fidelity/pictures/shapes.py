"""The pieces of SVG that pictures are made of. Every text goes through one door, and every number through another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.rendering.html import escape

if TYPE_CHECKING:
    from fidelity.pictures.drawn import Box
    from fidelity.pictures.layout import Way

__all__ = ["box_shape", "defined", "number", "text", "way_path"]

_ROUND = {"principle": 3, "essential": 3, "flexible": 14, "substitute": 14, "addition": 14, "proscribed": 0}
_BEND = 78  # a curve reaches three quarters of this: it stays between two columns
_HEADS = {
    "realised_by": '<path class="head realised_by" d="M1 1.5L8 5L1 8.5z"/>',
    "requires": '<path class="head open requires" d="M1 1L9 5L1 9"/>',
    "substitute": '<path class="head substitute" d="M1 5L5 1L9 5L5 9z"/>',
    "excludes": '<path class="head open excludes" d="M1 1L9 9M9 1L1 9"/>',
}


def number(value: float) -> str:
    """Return a number of pixels to one place.

    Examples
    --------
    >>> number(12.04), number(12.06)
    ('12', '12.1')
    """
    return f"{value:.1f}".removesuffix(".0")


def text(kind: str, x: float, y: float, words: str) -> str:
    """Return one line of text; what it says can become nothing else."""
    return f'<text class="{kind}" x="{number(x)}" y="{number(y)}">{escape(words)}</text>'


def defined(id_: str) -> str:
    """Return the heads of lines: each kind has a shape of its own, so that none is told by its colour alone."""
    heads = "".join(
        f'<marker id="{id_}-{kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" '
        f'markerUnits="userSpaceOnUse" orient="auto">{shape}</marker>'
        for kind, shape in _HEADS.items()
    )
    return f"<defs>{heads}</defs>"


def box_shape(box: Box, x: float, y: float, width: float, height: float, tone: str) -> str:
    """Return the frame of a box: its corners and rim tell its kind, a dashed rim what is not sure."""
    unsure = "" if box.firm else " unsure"
    return (
        f'<rect class="box {box.kind}{unsure}{tone}" x="{number(x)}" y="{number(y)}" width="{number(width)}" '
        f'height="{number(height)}" rx="{_ROUND[box.kind]}"/>'
    )


def way_path(way: Way) -> str:
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
