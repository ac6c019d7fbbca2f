"""Rules about the elements of a model (FID6xx): whether they serve something, and whether a plan can have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import soundness_rule
from fidelity.soundness.rules.sample import ONE_ROOM, PRINCIPLE, SOUND, essential, flexible, model_of, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.soundness.analysis import Examined

_LOOSE = re.sub("    realised_by: .*\n", "", PRINCIPLE)


@soundness_rule(
    "FID601",
    Level.FAULT,
    summary="Nothing in the model puts a principle into practice.",
    why=(
        "A principle that no element realises cannot be lost by anything that a site does. The check would always "
        "find it in place, and say nothing about it."
    ),
    source="Fidelity's design, section 1: a principle is realised by elements",
    passes=SOUND,
    fails=sample("", principles=_LOOSE),
)
def _principle_without_practice(examined: Examined) -> Iterator[Remark]:
    for principle in examined.model.principles:
        if principle.realised_by is None:
            yield Remark(
                principle.id,
                f"Nothing in the model puts the principle '{principle.title}' into practice, so no plan can lose it "
                "by what it does.",
                ("say under 'realised_by' which elements bring it about", "make it part of the summary"),
                principle.place,
            )


@soundness_rule(
    "FID602",
    Level.ADVICE,
    summary="An essential element serves no principle, and nothing needs it.",
    why=(
        "What is essential is essential for something. A reader who asks what would go wrong without it gets no "
        "answer from the model, and a check can name no consequence."
    ),
    source="Fidelity's design, section 1: an essential element has a function",
    passes=SOUND,
    fails=model_of(essential("review"), essential("leaflet")),
)
def _essential_without_purpose(examined: Examined) -> Iterator[Remark]:
    for element in examined.model.essential:
        if element.id not in examined.needed:
            yield Remark(
                element.id,
                f"'{element.title}' is called essential, but it serves no principle and nothing needs it.",
                (
                    "name it under 'realised_by' of the principle that it serves",
                    "name it under 'requires' of what depends on it",
                    "list it as flexible",
                ),
                element.place,
            )


_WITH_VENUE = model_of(essential("review"), flexibles=flexible("venue", "optional: yes"))


@soundness_rule(
    "FID608",
    Level.FAULT,
    summary="An element is called optional, and every permitted plan has to keep it.",
    why=(
        "A site that leaves it out as the model allows is told that something else breaks. The model should say so "
        "where the site looks first: at the element itself."
    ),
    source="Fidelity's design, section 1: an optional element may be absent",
    passes=_WITH_VENUE,
    fails=model_of(
        essential("review", "requires: {all: [venue], basis: [EX-1]}"), flexibles=flexible("venue", "optional: yes")
    ),
)
def _falsely_optional(examined: Examined) -> Iterator[Remark]:
    for id_ in examined.analysis.forced:
        element = examined.model.by_id[id_]
        yield Remark(
            id_,
            f"'{element.title}' is called optional, but something that has to be kept cannot do without it.",
            ("list it as essential", "loosen the link that needs it"),
            element.place,
        )


@soundness_rule(
    "FID609",
    Level.FAULT,
    summary="An optional element goes against what has to be kept, so no permitted plan can have it.",
    why="The model offers something that always breaches it. If it is ruled out, the model should say so.",
    source="Fidelity's design, section 1: what the model rules out is proscribed",
    passes=_WITH_VENUE,
    fails=model_of(
        essential("review"),
        flexibles=flexible(
            "hotline", "optional: yes", "requires: {all: [{parameter: venue.rooms, min: 2}], basis: [EX-1]}"
        )
        + flexible("venue", ONE_ROOM),
    ),
)
def _never_possible(examined: Examined) -> Iterator[Remark]:
    for id_ in examined.analysis.dead:
        element = examined.model.by_id[id_]
        yield Remark(
            id_,
            f"No permitted plan can have '{element.title}': it goes against what has to be kept.",
            ("list it under 'proscribed'", "loosen the link that rules it out"),
            element.place,
        )


@soundness_rule(
    "FID612",
    Level.NOTE,
    summary="Elements need each other.",
    why=(
        "Circles are harmless to the check: what holds each other up stays in place. They are worth knowing, because "
        "such elements stand or fall together."
    ),
    source="Fidelity's design, section 4: cycles are harmless",
    passes=model_of(essential("review", "requires: {all: [visit], basis: [EX-1]}"), essential("visit")),
    fails=model_of(
        essential("review", "requires: {all: [visit], basis: [EX-1]}"),
        essential("visit", "requires: {all: [review], basis: [EX-1]}"),
    ),
)
def _circle(examined: Examined) -> Iterator[Remark]:
    import networkx as nx

    from fidelity.soundness.analysis import named

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


@soundness_rule(
    "FID616",
    Level.ADVICE,
    summary="A principle or an essential element has no indicator.",
    why="Fidelity in delivery is judged by what can be observed. What has no indicator is never looked at.",
    source="Fidelity's design, section 5: elements carry indicators",
    passes=SOUND,
    fails=SOUND.replace("    indicators: [{id: review_seen, text: There was a review.}]\n", ""),
)
def _indicator_missing(examined: Examined) -> Iterator[Remark]:
    for element in (*examined.model.principles, *examined.model.essential):
        if not element.indicators:
            yield Remark(
                element.id,
                f"'{element.title}' has no indicator, so a checklist cannot ask whether it is in place.",
                ("add what somebody could observe, under 'indicators'",),
                element.place,
            )


@soundness_rule(
    "FID620",
    Level.ADVICE,
    summary="A model has no core principle and no essential element, and rules nothing out.",
    why=(
        "A check says whether a plan keeps what makes the model the model. Where nothing does, green means nothing. "
        "Most such files are drafts."
    ),
    source="Fidelity's design, section 1: what a practice model is",
    passes=SOUND,
    fails=sample("flexible:\n" + flexible("review"), principles=""),
)
def _nothing_to_keep(examined: Examined) -> Iterator[Remark]:
    model = examined.model
    if not (model.principles or model.essential or model.proscribed):
        yield Remark(
            "",
            "The model has no core principle and no essential element, and rules nothing out: a plan could do almost "
            "anything and be called the model.",
            ("say what the model is for, and what it does not work without", "say what it rules out"),
            model.place,
        )
