"""How a report for people sorts what was found: by what a reader has to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.facts import NEEDS_OWNER
from fidelity.codes import APPROVALS
from fidelity.rendering.english import listed
from fidelity.reports.check import phrases
from fidelity.verdicts import GREEN, Need

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.checking.finding import Finding
    from fidelity.checking.result import CheckResult
    from fidelity.model.model import Model
    from fidelity.reports.check.run import Run

__all__ = ["Sections", "by_change", "causes", "part", "sections", "standing_out", "variation", "variations"]


class Sections(NamedTuple):
    """The findings of one plan, each root cause in exactly one place; all may be empty.

    ``agreed`` are those of which nothing is left to say; ``known`` are in the baseline, whatever they are.
    """

    breaches: tuple[Finding, ...]
    differences: tuple[Finding, ...]
    owner: tuple[Finding, ...]
    decision: tuple[Finding, ...]
    evidence: tuple[Finding, ...]
    condition: tuple[Finding, ...]
    agreed: tuple[Finding, ...]
    known: tuple[Finding, ...]
    approvals: tuple[Finding, ...]
    advice: tuple[Finding, ...]


def sections(run: Run, result: CheckResult) -> Sections:
    """Return the findings of a plan by what a reader has to do about them."""
    known = run.known(result)
    different = [one for one in phrases.differences(result) if one not in known]
    needs: dict[Need, list[Finding]] = {need: [] for need in Need}
    for one in result.open:
        if one not in different and one not in known:
            needs[_need(one)].append(one)
    remarks = [one for one in result.remarks if one not in known]
    judged = result.findings[: len(result.findings) - len(result.remarks)]
    return Sections(
        breaches=tuple(one for one in result.breaches if one not in known),
        differences=tuple(different),
        owner=tuple(needs[Need.OWNER]),
        decision=tuple(needs[Need.DECISION]),
        evidence=tuple(needs[Need.EVIDENCE]),
        condition=tuple(needs[Need.CONDITION]),
        agreed=tuple(one for one in judged if one.verdict is GREEN and one not in known),
        known=known,
        approvals=tuple(one for one in remarks if one.raw.family == APPROVALS),
        advice=tuple(one for one in remarks if one.raw.family != APPROVALS),
    )


def _need(finding: Finding) -> Need:
    """Return what would settle an open matter; where only what follows is open, what would settle that."""
    if finding.needs is not None:
        return finding.needs
    return next((one.needs for one in finding.consequences if one.needs is not None), Need.CONDITION)


def by_change(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Return the findings on one change together, the change as a whole before its values."""
    blocks: dict[object, list[Finding]] = {}
    for finding in findings:
        blocks.setdefault(finding.changes or finding, []).append(finding)
    return [sorted(block, key=lambda one: one.code != NEEDS_OWNER) for block in blocks.values()]


def part(model: Model, atom: str) -> str:
    """Return a part of a plan, such as ``change:c1``, as a reader knows it."""
    kind, _, name = atom.partition(":")
    if kind != "undecided":
        return f"the {kind} {name}"
    known = model.by_id.get(name) or model.proscribed_by_id.get(name)
    return f"'{known.title}'" if known else name


def causes(finding: Finding, *, titles: bool = False) -> Iterator[str]:
    """Yield every cause of a finding in words, with the way along the links, and a word where there are more.

    The way names elements by their ids, or with ``titles`` by what they are called.
    """
    model = finding.case.model
    for cause in finding.causes:
        named = [f"'{model.by_id[id_].title}'" if titles and id_ in model.by_id else id_ for id_ in cause.path]
        way = f", by way of {' > '.join(named)}" if len(named) > 1 else ""
        parts = listed(part(model, atom) for atom in cause.atoms)
        yield f"{parts or 'the model as it stands, whatever the plan says'}{way}"
    if not finding.causes_complete:
        yield "there are more; these are the smallest"


def variations(result: CheckResult) -> list[tuple[str, Finding]]:
    """Return what was agreed, in words, each with one of its findings; what follows from an agreed change included."""
    found: dict[str, Finding] = {}
    for finding in result.agreed:
        found.setdefault(variation(finding), finding)
    return list(found.items())


def variation(finding: Finding) -> str:
    """Return what was agreed, in words: the changes, or what follows from agreed ones."""
    whats = "; ".join(f"{id_}: {finding.case.changes[id_].what.rstrip('.')}" for id_ in finding.changes)
    title = phrases.quoted_titles([finding])
    if not whats:
        return f"{title}: agreed with the changes that it follows from ({finding.approval})."
    noun = f"{title}, {finding.tier.noun}" if finding.tier and finding.element else "an addition"
    return f"{whats} ({noun})."


def standing_out(result: CheckResult) -> list[str]:
    """Return the ids of the elements that are not simply as specified, and of principles that have lost something."""
    return [
        id_
        for id_, state in result.elements.items()
        if state.state != "as-specified" or (state.named is not None and state.standing != state.named)
    ]
