"""A model as a Mermaid flowchart: for wikis and repositories that draw such text.

Principles, essential and flexible elements and what the model rules out stand in groups of their own. A solid line
is stated or restated, a dotted one was observed or is our inference; each line says its kind in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.pictures.boxes import drawn
from fidelity.rendering.escaping import mermaid_text
from fidelity.reports.guide.wording import GROUPS, LINKS, around

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from fidelity.pictures.boxes import Box, Connector
    from fidelity.reports import Layout
    from fidelity.reports.guide import Shown

_SHAPES = {"principle": ("[[", "]]"), "flexible": ("(", ")"), "substitute": ("(", ")"), "proscribed": ("{{", "}}")}
_ENDS = {"excludes": ("x--x", "x-.-x"), "substitute": ("--o", "-.-o")}


def render(shown: Shown, _: Layout) -> Iterator[str]:
    """Yield the whole model as a flowchart, or one element with what it is linked to.

    Raises
    ------
    KeyError
        If there is no such element.
    """
    model, element = shown
    picture = drawn(model, None if element is None else around(model, element))
    names = {id_: f"n{number}" for number, id_ in enumerate(picture.boxes)}
    lines = ["flowchart LR", f"  accTitle: {mermaid_text(model.reference)[1:-1]}"]
    for tier, title in GROUPS.items():
        boxes = [box for box in picture.boxes.values() if box.tier == tier]
        if boxes:
            inside = (f"    {_node(names[box.id], box)}" for box in boxes)
            lines += [f"  subgraph g{tier}[{mermaid_text(title)}]", *inside, "  end"]
    lines += (f"  {_link(names, line)}" for line in picture.lines)
    lines += _styles(names, picture.boxes.values())
    yield "\n".join(lines) + "\n"


def _node(name: str, box: Box) -> str:
    before, after = _SHAPES.get(box.kind, ("[", "]"))
    return f"{name}{before}{mermaid_text(box.title)}{after}"


def _link(names: dict[str, str], line: Connector) -> str:
    solid, dotted = _ENDS.get(line.kind, ("-->", "-.->"))
    said = "; ".join((LINKS[line.kind], *line.conditions))
    return f"{names[line.source]} {solid if line.firm else dotted}|{mermaid_text(said)}| {names[line.target]}"


def _styles(names: dict[str, str], boxes: Collection[Box]) -> Iterator[str]:
    unsure = [names[box.id] for box in boxes if not box.firm]
    if unsure:
        yield "  classDef unsure stroke-dasharray: 5 3"
        yield f"  class {','.join(unsure)} unsure"
