"""Ways to get better from here: what a team can do about a finding on delivery. A start for improvement, no audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.scoring.status import NOT_MET, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.scoring.delivery_words import DeliveryFinding
    from fidelity.scoring.occasions import Occasion

__all__ = ["ways"]

_MOST = 6


def ways(occasion: Occasion, finding: DeliveryFinding) -> tuple[str, ...]:
    """Return what can be done about a finding, each way a sentence or two. They come from the model, and from the form.

    What only follows from something else has one way: put right what it follows from.
    """
    if finding.code == "FID209":
        return tuple(_find_out(occasion))
    model = occasion.delivery.result.model
    if finding.code == "FID205":
        return (
            "Agree how to keep it out from now on, and who will notice if it comes back.",
            "Ask what it was there for, and meet that need in a way that the model knows.",
        )
    if finding.element in finding.because and finding.element in model.by_id:
        return tuple(_put_in_place(occasion, finding.element or ""))
    names = [model.by_id[id_].title for id_ in finding.because if id_ in model.by_id]
    if not names:
        return ()
    return (f"Put in place what it follows from: {'; '.join(names)}.",)


def _put_in_place(occasion: Occasion, id_: str) -> Iterator[str]:
    element, score = occasion.delivery.result.model.by_id[id_], occasion.score
    for item in score.checklist:
        if item.element == id_ and score.items.get(item.name) == NOT_MET:
            label = score.checklist.responses_of(item).threshold_label
            look = f" Look at {' and '.join(item.look_at)} together." if item.look_at else ""
            yield f"'{item.text}': ask those who do it what keeps it from '{label}', and what would help.{look}"
    if element.function:
        yield f"Keep in view what it is for: {element.function}."
    titles = "; ".join(f"'{one.title}'" for one in element.substitutes)
    if titles:
        yield f"The model knows something else that can stand in its place, where its conditions are met: {titles}."
    yield (
        "If the site means to work this way for good, write it into the plan as a change, and have it checked and, "
        "where it has to be, agreed."
    )


def _find_out(occasion: Occasion) -> Iterator[str]:
    score = occasion.score
    items = [item for item in score.checklist if item.critical and score.items.get(item.name) == UNKNOWN]
    for item in items[:_MOST]:
        look = f" Look at {' and '.join(item.look_at)}." if item.look_at else ""
        yield f"Find out before you judge: '{item.text}'{look}"
    if len(items) > _MOST:
        yield f"And {len(items) - _MOST} more; they are listed under the items that cannot be told."
    yield "What nobody has decided yet belongs in the plan; a checklist can only tell what is done."
