"""A model in DOT, the language of Graphviz and of many tools that draw or examine graphs.

Tier, kind and firmness stand as attributes beside the look: ``tier``, ``kind`` and ``firm`` (``yes`` for what is
stated or restated). A dashed line was observed or is our inference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.pictures.boxes import drawn
from fidelity.rendering.escaping import dot_text
from fidelity.reports.guide.wording import GROUPS, LINKS, around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.pictures.boxes import Box, Connector
    from fidelity.reports import Layout
    from fidelity.reports.guide import Shown

_HEADS = {"realised_by": "normal", "requires": "vee", "substitute": "diamond", "excludes": "tee"}


def render(shown: Shown, _: Layout) -> Iterator[str]:
    """Yield the whole model as a directed graph, or one element with what it is linked to.

    Raises
    ------
    KeyError
        If there is no such element.
    """
    model, element = shown
    picture = drawn(model, None if element is None else around(model, element))
    lines = [
        f"digraph {dot_text(model.reference)} {{",
        f"  graph [rankdir=LR, label={dot_text(model.title)}, labelloc=t, fontname=sans]",
        "  node [shape=box, fontname=sans]",
        "  edge [fontname=sans]",
    ]
    for tier, title in GROUPS.items():
        boxes = [box for box in picture.boxes.values() if box.tier == tier]
        if boxes:
            inside = (f"    {_node(box)}" for box in boxes)
            lines += [f"  subgraph cluster_{tier} {{", f"    label={dot_text(title)}", *inside, "  }"]
    lines += (f"  {_edge(line)}" for line in picture.lines)
    yield "\n".join((*lines, "}")) + "\n"


def _node(box: Box) -> str:
    look = ["bold"] if box.kind in ("principle", "proscribed") else []
    look += ["rounded"] if box.kind in ("flexible", "substitute", "addition") else []
    look += [] if box.firm else ["dashed"]
    style = f", style={dot_text(','.join(look))}" if look else ""
    said = f"label={dot_text(box.title)}, kind={box.kind}, tier={box.tier}, firm={'yes' if box.firm else 'no'}"
    return f"{dot_text(box.id)} [{said}{style}]"


def _edge(line: Connector) -> str:
    said = "; ".join((LINKS[line.kind], *line.conditions))
    look = f"arrowhead={_HEADS[line.kind]}, style={'solid' if line.firm else 'dashed'}"
    known = f"kind={line.kind}, firm={'yes' if line.firm else 'no'}"
    return f"{dot_text(line.source)} -> {dot_text(line.target)} [label={dot_text(said)}, {known}, {look}]"
