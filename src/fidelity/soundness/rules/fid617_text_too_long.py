"""A text that is too long for a reader with two minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.soundness.issue import Level, Remark
from fidelity.soundness.rules.rule import SoundnessRule
from fidelity.soundness.rules.sample import essential, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element, Proscribed
    from fidelity.soundness.examined import Examined

TITLE, STATEMENT, SUMMARY = 12, 40, 120
"""How many words a title, a statement and a summary may have: house policy."""


def _find(examined: Examined) -> Iterator[Remark]:
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


_LONG = "There is a review." + "\n      It goes on and on about this and that." * 5

RULE = SoundnessRule(
    code="FID617",
    name="text-too-long",
    level=Level.ADVICE,
    summary="A text is too long for a reader with two minutes.",
    why="Practice leads read titles and statements, and little else. The limits are house policy.",
    source="House policy, after Fidelity's design, section 1: a statement in plain words",
    find=_find,
    passes=sample("essential:\n" + essential("review")),
    fails=sample("essential:\n" + essential("review").replace("There is a review.", _LONG)),
)
