"""The same over time: what was delivered at each site in each period, so that drift shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from fidelity.checklists.delivery import delivered
from fidelity.checklists.responses import period_of
from fidelity.checklists.scoring import Score, score

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from fidelity.checklists.delivery import Delivery
    from fidelity.checklists.responses import Form
    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan

__all__ = ["Occasion", "occasions"]


class Occasion(NamedTuple):
    """A site in a period: the score of its forms, and planned against delivered. Either word may be empty."""

    site: str
    period: str
    score: Score
    delivery: Delivery


def occasions(
    whole: Score, plan: Plan | None = None, model: Model | None = None, *, on: date | None = None
) -> Iterator[Occasion]:
    """Yield every site and period that has forms, sites in the order of the forms, periods in the order of time."""
    groups: dict[tuple[str, str], list[Form]] = {}
    for form in whole.responses.forms:
        groups.setdefault((form.site, period_of(form)), []).append(form)
    sites = list(dict.fromkeys(site for site, _ in groups))
    for site, period in sorted(groups, key=lambda key: (sites.index(key[0]), key[1])):
        some = evolve(whole.responses, forms=tuple(groups[site, period]), not_understood=(), remarks=())
        part = score(whole.checklist, some, base=whole.base, rule=whole.rule.name, together=whole.together)
        yield Occasion(site, period, part, delivered(part, plan, model, on=on))
