"""A practice comes in that must be absent for this to be the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Raw
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN, words
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.facts import PlanPart
    from fidelity.checking.finding import Finding


def find(evaluation: Evaluation) -> Iterator[Raw]:
    """Yield a finding for every proscribed practice that a change brings in."""
    by_practice: dict[str, list[PlanPart]] = {}
    for part in evaluation.practices:
        by_practice.setdefault(part.practice or "", []).append(part)
    prepared = evaluation.prepared
    for practice, parts in by_practice.items():
        binds = prepared.model.proscribed_by_id[practice].basis.strength >= prepared.bind
        agreed = all(evaluation.is_agreed(part) for part in parts)
        badness = 0 if agreed else evaluation.badness(certain=True, binds=binds)
        yield Raw("FID205", practice, badness, -1, tuple(part.atom for part in parts))


def message(finding: Finding) -> str:
    """Return which practice comes in, and by which change."""
    what = words.what_changes(finding).rstrip(".")
    return f"{words.title(finding, finding.subject)} comes in, which the model rules out ({what})."


def why_here(finding: Finding) -> str:
    """Return what the model says of the practice."""
    practice = finding.case.model.proscribed_by_id[finding.subject]
    return practice.statement + words.nobody_says(practice.basis, "that it is ruled out")


def needs(finding: Finding) -> Need:
    """Return that the owner has to say, where the sources do not bind."""
    return words.unless_claimed(finding, Need.OWNER)


def ask(finding: Finding) -> str | None:
    """Return the question whether the practice is ruled out."""
    if finding.own_verdict != "amber" or finding.case.inspired:
        return None
    return words.owner_question(
        finding, f"does {words.title(finding, finding.subject)} rule out that a service is {finding.case.model.title}?"
    )


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: withdraw it, or get it agreed."""
    return (words.undo_way(finding), *words.approve_way(finding))


RULE = Rule(
    code="FID205",
    name="proscribed-practice-present",
    summary="A change brings in a practice that must be absent.",
    why=(
        "Some things have to be absent for a model to be the model. Adding one is a breach even though "
        "nothing was taken away."
    ),
    source="RU-04 of the digest of methods (Waltz and others 1993); fidelity's design, section 1",
    reads="practices",
    find=find,
    message=message,
    why_here=why_here,
    needs=needs,
    ask=ask,
    ways_out=ways_out,
    passes=PLAN
    + """\
as_specified: [ordinary-track-alongside]
""",
    fails=PLAN
    + """\
changes:
  - id: both-at-once
    proscribed: ordinary-track-alongside
    what: In the first two months a case is heard by an ordinary court as well.
""",
)
