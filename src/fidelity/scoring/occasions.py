"""The same over time: what was delivered at each site in each period, so that drift shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.responses import Responses, period_of
from fidelity.scoring.delivery import delivered
from fidelity.scoring.groups import COUNTED
from fidelity.scoring.scoring import Score, score, score_stacks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from fidelity.checklists.responses import Form
    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan
    from fidelity.scoring.cells import Stack
    from fidelity.scoring.delivery import Delivery

__all__ = ["Occasion", "occasions"]


class Occasion(NamedTuple):
    """A site in a period: the score of its forms, and planned against delivered. Either word may be empty."""

    site: str
    period: str
    score: Score
    delivery: Delivery


def occasions(
    whole: Score,
    plan: Plan | None = None,
    model: Model | None = None,
    *,
    on: date | None = None,
    stacks: Iterable[Stack] | None = None,
) -> Iterator[Occasion]:
    """Yield every site and period that has forms, sites in the order of the forms, periods in the order of time.

    ``stacks`` are the counted answers of a data frame, whose forms the score does not hold.
    """
    parts = _of_forms(whole) if stacks is None else _of_stacks(whole, stacks)
    sites = list(dict.fromkeys(site for site, _ in parts))
    for site, period in sorted(parts, key=lambda key: (sites.index(key[0]), key[1])):
        part = parts[site, period]
        yield Occasion(site, period, part, delivered(part, plan, model, on=on))


def _of_forms(whole: Score) -> dict[tuple[str, str], Score]:
    groups: dict[tuple[str, str], list[Form]] = {}
    for form in whole.responses.forms:
        groups.setdefault((form.site, period_of(form)), []).append(form)
    return {
        key: score(
            whole.checklist, Responses(tuple(forms)), base=whole.base, rule=whole.rule.name, together=whole.together
        )
        for key, forms in groups.items()
    }


def _of_stacks(whole: Score, stacks: Iterable[Stack]) -> dict[tuple[str, str], Score]:
    groups: dict[tuple[str, str], list[Stack]] = {}
    for stack in stacks:
        groups.setdefault((stack.form.site, period_of(stack.form)), []).append(stack)
    return {
        key: score_stacks(
            whole.checklist,
            Responses(()),
            some,
            COUNTED,
            base=whole.base,
            rule=whole.rule.name,
            together=whole.together,
        )
        for key, some in sorted(groups.items())
    }
