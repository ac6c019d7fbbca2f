"""Rules about what a model rests on and how it words it (FID6xx): evidence, sources, and the length of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.evidence import Basis
from fidelity.soundness.analysis import parts
from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import soundness_rule
from fidelity.soundness.rules.sample import SOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element, Proscribed
    from fidelity.soundness.analysis import Examined


@soundness_rule(
    "FID613",
    Level.FAULT,
    summary="A basis cites evidence that is not there.",
    why=(
        "Every claim of a model says what it rests on. In a file such a slip is found while reading (FID109); in a "
        "model that was put together in Python it is found here."
    ),
    source="Fidelity's design, section 1: evidence and strength",
)
def _basis_unknown(examined: Examined) -> Iterator[Remark]:
    model = examined.model
    everything: tuple[Element | Proscribed, ...] = (*model.elements, *model.proscribed)
    for one in everything:
        cited = {id_ for part in parts(one) if isinstance(part, Basis) for id_ in part.evidence}
        for id_ in sorted(cited - model.evidence_by_id.keys()):
            yield Remark(
                one.id,
                f"'{one.title}' rests on the evidence '{id_}', which the model does not have.",
                ("add the evidence", "cite what there is"),
                one.place,
            )
    for item in model.evidence:
        for key in item.sources:
            if key not in model.sources_by_id:
                yield Remark(
                    item.id,
                    f"The evidence '{item.id}' is drawn from the source '{key}', which the model does not have.",
                    ("add the source", "cite what there is"),
                    item.place,
                )


_UNCITED = "  - {id: EX-2, says: Reviews went well., source: standards, voice: research, status: seen}\n"


@soundness_rule(
    "FID614",
    Level.NOTE,
    summary="Some evidence is cited by no element, parameter, limit or link.",
    why=(
        "Findings about results and context are part of what is known, and make no element. Anything else that is "
        "known and left unused may be an element that was forgotten."
    ),
    source="Fidelity's design, section 1: evidence and strength",
    passes=SOUND,
    fails=SOUND.replace("principles:\n", _UNCITED + "principles:\n"),
)
def _evidence_uncited(examined: Examined) -> Iterator[Remark]:
    uncited = [one for one in examined.model.evidence if one.id not in examined.cited and one.origin is None]
    if uncited:
        ids = ", ".join(one.id for one in uncited)
        yield Remark(
            "",
            f"Nothing in the model rests on this evidence, and no note names it: {ids}.",
            ("leave it, if it is about context or results", "say which element it is about"),
            uncited[0].place,
        )


_UNUSED = "  report: {type: report, authors: A council, title: Report}\n"


@soundness_rule(
    "FID615",
    Level.ADVICE,
    summary="A source is listed, and no evidence is drawn from it.",
    why="A reader takes a list of sources for what the model rests on, and one document too many misleads.",
    source="Fidelity's design, section 1: evidence and strength",
    passes=SOUND,
    fails=SOUND.replace("evidence:\n", _UNUSED + "evidence:\n"),
)
def _source_unused(examined: Examined) -> Iterator[Remark]:
    used = {key for item in examined.model.evidence for key in item.sources}
    for source in examined.model.sources:
        if source.id not in used and source.origin is None:
            yield Remark(
                source.id,
                f"No evidence is drawn from the source '{source.id}' ({source.title}).",
                ("add what it says to the evidence", "take the source out"),
                source.place,
            )


TITLE, STATEMENT, SUMMARY = 12, 40, 120
"""How many words a title, a statement and a summary may have: house policy."""
_LONG = "There is a review." + "\n      It goes on and on about this and that." * 5


@soundness_rule(
    "FID617",
    Level.ADVICE,
    summary="A text is too long for a reader with two minutes.",
    why="Practice leads read titles and statements, and little else. The limits are house policy.",
    source="House policy, after Fidelity's design, section 1: a statement in plain words",
    passes=SOUND,
    fails=SOUND.replace("There is a review.", _LONG),
)
def _text_too_long(examined: Examined) -> Iterator[Remark]:
    model = examined.model
    found = [("", "The summary", model.summary, SUMMARY, model.place)]
    everything: tuple[Element | Proscribed, ...] = (*model.elements, *model.proscribed)
    for one in everything:
        found.append((one.id, f"The title '{one.title}'", one.title, TITLE, one.place))
        found.append((one.id, f"The statement of '{one.title}'", one.statement, STATEMENT, one.place))
    for subject, name, text, most, place in found:
        words = len(text.split())
        if words > most:
            way = "say it shorter, and put what is left under 'note'"
            yield Remark(subject, f"{name} has {words} words; more than {most} are hard to take in.", (way,), place)
