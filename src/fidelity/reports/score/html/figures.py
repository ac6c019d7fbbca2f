"""The figures of a score as tables: shares with the range that the gaps leave, as a bar and in words, and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.rendering.html import Html, badge, table, tag
from fidelity.scoring.report import gaps, percent, tells
from fidelity.scoring.tallies import MET, NOT_MET, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.scoring.scoring import Score
    from fidelity.scoring.tallies import Measure, Tally

__all__ = ["figures", "share"]

_KINDS = (
    ("principle", "By principle", "Principle", "An element that serves several principles counts under each."),
    ("element", "By element", "Element", ""),
    ("tier", "By tier", "Tier", ""),
    ("section", "By section", "Section", ""),
    ("site", "By site", "Site", ""),
    ("period", "By period", "Period", ""),
    ("rater", "By rater", "Rater", ""),
    ("item", "By item", "Item", ""),
)
_COUNTS = ("Answered", "In all", "Not rated")
_SIGNS = {MET: "within", NOT_MET: "breach", UNKNOWN: "open"}
_WHOLE = 100


def figures(score: Score) -> Iterator[Html]:
    """Yield a section for every kind of group that tells more than the total."""
    for kind, title, noun, about in _KINDS:
        if not tells(score, kind):
            continue
        yield tag("section", tag("h3", title), tag("p", about) if about else Html(), _table(score, kind, noun))


def _table(score: Score, kind: str, noun: str) -> Html:
    statuses = {"item": score.items, "element": score.elements}.get(kind)
    head = (noun, "Share", *(("In place",) if statuses is not None else ()), *_COUNTS)
    rows = (_row(one, statuses) for one in score.by(kind).values())
    return table(f"by-{kind}", f"Scores by {kind}", head, rows, "figures")


def _row(tally: Tally, statuses: Mapping[str, str] | None) -> tuple[str, ...]:
    counts = (f"{tally.answered} of {tally.applicable}", str(tally.total), gaps(tally))
    return (tally.title, share(tally.share), *(() if statuses is None else (_sign(statuses.get(tally.key)),)), *counts)


def _sign(status: str | None) -> Html | str:
    if status is None:
        return "no threshold is set"
    return badge(_SIGNS.get(status, "remark"), status)


def share(measure: Measure) -> Html:
    """Return a share as a bar with what it could be given the gaps, and in words. The bar adds nothing to these."""
    words = percent(measure)
    if measure.lowest is None or measure.highest is None:
        return tag("span", words)
    low, high = float(measure.lowest) * _WHOLE, float(measure.highest) * _WHOLE
    value = None if measure.value is None else float(measure.value) * _WHOLE
    parts = [
        '<rect class="track" width="100" height="10" vector-effect="non-scaling-stroke"/>',
        _rect("possible", low, high),
    ]
    if value is not None:
        parts.append(_rect("value", 0, value, 3, 4))
    inside = Html("".join(parts))
    bar = Html(
        f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">{inside}</svg>'
    )
    return tag("span", bar, tag("span", words), class_="share")


def _rect(class_: str, low: float, high: float, top: int = 0, height: int = 10) -> str:
    width = max(high - low, 0)
    return f'<rect class="{class_}" x="{low:.2f}" y="{top}" width="{width:.2f}" height="{height}"/>'
