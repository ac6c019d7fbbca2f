"""Elements that need each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.examined import Examined


def _find(examined: Examined) -> Iterator[Remark]:
    import networkx as nx

    from fidelity.soundness.examined import named

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(examined.model.by_id)
    graph.add_edges_from((element.id, name) for element in examined.model.elements for name in named(element))
    order = {id_: at for at, id_ in enumerate(examined.model.by_id)}
    circles = [sorted(one, key=order.__getitem__) for one in nx.strongly_connected_components(graph) if len(one) > 1]
    for circle in sorted(circles, key=lambda one: order[one[0]]):
        titles = ", ".join(f"'{examined.model.by_id[id_].title}'" for id_ in circle)
        yield Remark(
            circle[0],
            f"These need each other, at first or second hand: {titles}. If one goes, all may go.",
            (),
            examined.model.by_id[circle[0]].place,
        )


RULE = SoundnessRule(
    code="FID612",
    name="circle",
    level=Level.NOTE,
    summary="Elements need each other.",
    why=(
        "Circles are harmless to the check: what holds each other up stays in place. They are worth knowing, because "
        "such elements stand or fall together."
    ),
    source="Fidelity's design, section 4: cycles are harmless",
    find=_find,
    passes=sample("essential:\n" + essential("review", "requires: {all: [visit], basis: [EX-1]}") + essential("visit")),
    fails=sample(
        "essential:\n"
        + essential("review", "requires: {all: [visit], basis: [EX-1]}")
        + essential("visit", "requires: {all: [review], basis: [EX-1]}")
    ),
)
