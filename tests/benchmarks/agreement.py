"""The slow judge for whole models of any size: what the library answers is compared with it before it is timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle import naive

import fidelity
from fidelity.model.elements import Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.oracle.judgement import Key

    from fidelity.checking.result import CheckResult
    from fidelity.model.model import Model
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Plan

__all__ = ["findings_of", "findings_slowly", "require_agreement"]

_WORDS = {2: "red", 1: "amber", 0: "agreed"}
_OTHERS = (naive.removed, naive.values, naive.proscribed, naive.consults, naive.excluded, naive.cumulative)


def findings_slowly(model: Model, plan: Plan, bind: Strength) -> dict[Key, str]:
    """Return the findings of a plan without approvals and open elements, by going over the whole model again and again.

    The oracle asks of every element what would stand if its own changes were agreed; here that is only asked of
    those that have changes, as for all others the answer is known.
    """
    part = naive.Question(model, plan, bind, None).whole
    return {key: verdict for rule in (*_OTHERS, _unsupported) for key, verdict in rule(part)}


def _unsupported(part: naive.Part) -> Iterator[tuple[Key, str]]:
    changed = {change.element for change in part.changes}
    for element in part.model.elements:
        if element.id in part.pessimistic or element.optional or naive.removers(part, element):
            continue
        code = "FID301" if element.tier is Tier.PRINCIPLE else "FID302"
        if element.id not in part.optimistic:
            yield (code, element.id), naive.colour(red=part.binds(element.strength))
            continue
        pessimistic = part.pessimistic
        if element.id in changed:
            pessimistic = naive.greatest_fixed_point(part, naive.PESSIMISTIC, agreed=element.id)
        if element.id not in pessimistic:
            yield (code, element.id), "amber"


def findings_of(result: CheckResult) -> dict[Key, str]:
    """Return the findings of the library in the same form, consequences included and remarks left out."""
    judged = [finding for finding in result.findings if finding.code < "FID4"]
    every = [one for finding in judged for one in (finding, *finding.consequences)]
    return {(one.code, one.subject): _WORDS[one.raw.badness] for one in every}


def require_agreement(model: Model, plans: Iterable[Plan], bind: Strength) -> int:
    """Return how many plans were compared. Raises ``SystemExit`` where the two judges differ."""
    count = 0
    for plan in plans:
        result = fidelity.check(plan, model, bind=bind)
        slow, quick = findings_slowly(model, plan, bind), findings_of(result)
        worst = "red" if "red" in slow.values() else "amber" if slow else "green"
        if quick != slow or result.verdict != worst:
            differing = sorted(set(slow.items()) ^ set(quick.items()))
            raise SystemExit(f"{model.reference}, {plan.id}: the answers differ, so nothing is timed: {differing}")
        count += 1
    return count
