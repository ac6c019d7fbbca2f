"""The words of a page on one plan: what to know in two minutes, what was not judged, and on what terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.approvals import CONDITIONAL
from fidelity.model.elements import Tier
from fidelity.rendering.english import capital, counted, listed
from fidelity.reports.check import phrases
from fidelity.reports.check.sections import variations
from fidelity.verdicts import AMBER, GREEN, RED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.finding import Finding
    from fidelity.checking.result import CheckResult
    from fidelity.reports.check.run import Run
    from fidelity.reports.check.sections import Sections
    from fidelity.verdicts import Verdict

__all__ = ["meaning", "points", "terms_of", "unjudged"]


_MOST = 4


def meaning(result: CheckResult, verdict: Verdict, found: Sections) -> str:
    """Return in a sentence or two what the verdict means."""
    name = result.model.title
    if result.plan.claim == "inspired-by":
        return f"The plan does not claim to be {name}. This report lists how the two differ, and judges nothing."
    if verdict is RED:
        return (
            f"As it stands, the plan breaches {name}: it gives up something that the model does not let go of. "
            "The ways out stand beside each finding."
        )
    if verdict is AMBER:
        return (
            f"Nothing in the plan breaches {name}, but not everything is settled. "
            "Until it is, nobody can say whether the plan is still the model."
        )
    if found.known:
        return "Nothing was found that was not known before."
    if found.agreed:
        return "Everything that the plan says is within the model, or was agreed. Nothing has to be done."
    return "Everything that the plan says is within the model. Nothing has to be done."


def points(result: CheckResult, verdict: Verdict, found: Sections) -> Iterator[tuple[str, str]]:
    """Yield what there is to say in brief, each with a label."""
    yield "What the site plans", _planned(result)
    yield "What breaks", _titles(found.breaches)
    yield "What is different", _titles(found.differences)
    yield "Questions for the owner", _counted(found.owner, "question")
    yield "Still to decide", " ".join(one.message for one in found.decision)
    yield "No source says", _titles(found.evidence)
    yield "What hangs on these", _titles(found.condition)
    agreed = [words for words, _ in variations(result)]
    yield "What was agreed", " ".join(agreed) if len(agreed) < _MOST else f"{len(agreed)} variations; all are listed."
    lapsed = [one for one in found.approvals if one.code != CONDITIONAL]
    yield "Approvals to look at", " ".join(one.message for one in lapsed[:_MOST])
    yield "Known before", f"{counted(len(found.known), 'finding')}, not counted here." if found.known else ""
    yield "The least to do", _least(result) if verdict is RED else ""
    yield "What stays as it is", _stays(result)


def _planned(result: CheckResult) -> str:
    plan = result.plan
    rows = (
        (len(plan.changes), counted(len(plan.changes), "change")),
        (len(plan.choices), counted(len(plan.choices), "choice")),
        (len(plan.undecided), counted(len(plan.undecided), "element") + " left open"),
    )
    words = listed(words for number, words in rows if number)
    return f"{capital(words)}." if words else "No change, and no choice of its own."


def _titles(findings: tuple[Finding, ...]) -> str:
    return f"{phrases.quoted_titles(findings, _MOST)}." if findings else ""


def _counted(findings: tuple[Finding, ...], noun: str) -> str:
    return f"{counted(len(findings), noun)}, on {_titles(findings)}" if findings else ""


def _least(result: CheckResult) -> str:
    rows = phrases.repairs(result)
    if not rows:
        return phrases.NO_REPAIR
    first = f"{capital('; and '.join(rows[0]))}."
    return first if len(rows) == 1 else f"{first} Or one of {counted(len(rows) - 1, 'other way')}, listed below."


def _stays(result: CheckResult) -> str:
    states = list(result.elements.values())
    principles = [one for one in states if one.tier is Tier.PRINCIPLE]
    kept = sum(one.state == "as-specified" for one in states)
    firm = sum(one.state != "not-in-place" and one.verdict is GREEN for one in principles)
    words = f"{kept} of {counted(len(states), 'element')} are as the model specifies them"
    return f"{words}; {firm} of {counted(len(principles), 'core principle')} stand." if states else ""


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
