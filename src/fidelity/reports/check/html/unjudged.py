"""What a report does not say: the limits of the judgement, told beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.rendering.english import listed
from fidelity.reports.check import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.result import CheckResult
    from fidelity.reports.check.run import Run

__all__ = ["terms_of", "unjudged"]


def unjudged(run: Run, result: CheckResult) -> Iterator[str]:
    """Yield what was not judged, each in a sentence or two."""
    plan, model = result.plan, result.model
    yield "This is a judgement of what the plan says, not of what is done. Practice may keep to it, or drift from it."
    if result.on is None and plan.approvals:
        yield "No day was given, so whether approvals have run out was not judged."
    if any(approval.conditions for approval in plan.approvals):
        yield "Approvals stand on conditions. Whether these are kept cannot be seen from the plan."
    added = [change.addition.title for change in plan.changes if change.addition is not None]
    if added:
        titles = listed((f"'{title}'" for title in added), most=6)
        yield f"What the site adds ({titles}) was judged by what it touches and excludes, not by whether it works."
    if any(change.record.effects for change in plan.changes):
        yield "What the site expects its changes to do was read by nobody here: it is for people to weigh."
    if any(evidence.status == "recalled" for evidence in model.evidence):
        yield "Some evidence in the model is quoted from memory. It is marked as such, and should be looked up."
    if result.plan.claim == "inspired-by":
        yield "The plan makes no claim to be the model, so nothing in it was judged a breach."
    if not result.repairs().complete:
        yield "There are more ways to clear it than are listed; the smallest are."
    if run.known(result):
        yield "What stands in the baseline is listed, and was left out of the verdict."


def terms_of(run: Run, result: CheckResult) -> Iterator[tuple[str, str]]:
    """Yield on what terms a plan was judged, each with a label."""
    plan = result.plan
    yield "Model", f"{phrases.judged_by(result.model)}; owner: {result.model.owner}"
    if plan.model != result.model.reference:
        yield "The plan names", plan.model
    yield "Plan", ", in ".join(filter(None, (plan.id, plan.place.path)))
    yield "Its status", plan.status.replace("-", " ")
    yield "Its claim", "implements the model" if plan.claim == "implements" else "inspired by the model, and not it"
    yield "Its silence", phrases.silence(result)
    yield "Judged as of", run.on.isoformat() if run.on else "no day"
    yield "What binds", f"{phrases.binding(run.bind)} (--bind {run.bind.word})."
