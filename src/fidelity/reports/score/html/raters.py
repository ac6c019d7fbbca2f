"""Agreement between raters on a page: the plain words first, then every statistic with its definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.rendering.english import capital
from fidelity.rendering.html import Html, listing, table, tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.scoring.agreement.between import Between
    from fidelity.scoring.agreement.ratings import Statistic

__all__ = ["agreement_part"]

_MOST = 10
_HEAD = ("Statistic", "Value", "95% interval", "Rated by two or more", "What was computed")


def agreement_part(raters: Between) -> Html:
    """Return the section on agreement."""
    apart = [f"{one.text} ({one.times} of {one.of} times)" for one in raters.apart[:_MOST]]
    left = len(raters.apart) - _MOST
    return tag(
        "section",
        tag("h2", "Do the raters agree?"),
        tag("p", raters.words),
        *([tag("h3", "Where they were apart"), listing(apart)] if apart else []),
        tag("p", f"And {left} more items.") if left > 0 else Html(),
        tag("h3", "Statistics"),
        *(_scale(number, one.answers, one.agreement.statistics, one.agreement.notes)
          for number, one in enumerate(raters.scales, 1)),
        table("totals", "Totals of whole forms, in per cent of the range of what all raters answered", _HEAD,
              map(_row, raters.totals), "statistics"),
        listing(raters.notes),
    )  # fmt: skip


def _scale(number: int, answers: tuple[str, ...], found: Iterable[Statistic], notes: tuple[str, ...]) -> Html:
    caption = f"Items answered with {' / '.join(answers)}"
    rows = table(f"agreement-{number}", caption, _HEAD, map(_row, found), "statistics")
    return Html(f"{rows}\n{listing(notes)}")


def _row(one: Statistic) -> tuple[str, ...]:
    value = "not defined" if one.value is None else f"{one.value:.2f}"
    bounds = "none" if one.low is None or one.high is None else f"{one.low:.2f} to {one.high:.2f}"
    said = [f"{one.definition}.", f"Not defined: {one.undefined}." if one.undefined else ""]
    said.append(f"Interval: {one.interval}." if one.interval else "")
    return one.label, value, bounds, str(one.units), " ".join(capital(text) for text in said if text)
