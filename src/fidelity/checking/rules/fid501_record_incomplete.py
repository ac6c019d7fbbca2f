"""Changes whose FRAME record leaves things out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.checking.facts import Raw, RawDetail
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN
from fidelity.plan.atoms import CHANGE, atom_of
from fidelity.rendering.english import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding


@frozen(eq=False, repr=False)
class Gaps(RawDetail):
    """What the records leave out, by the id of the change."""

    by_id: Mapping[str, tuple[str, ...]]


def remark(case: Case) -> Iterator[Raw]:
    """Yield one remark for all changes whose record is incomplete."""
    gaps = {change.id: change.record.missing for change in case.plan.changes if not all(change.record)}
    if gaps:
        yield Raw("FID501", "", 0, -1, tuple([atom_of(CHANGE, id_) for id_ in gaps]), Gaps(gaps))


def message(finding: Finding) -> str:
    """Return which changes lack what."""
    gaps = finding.raw.detail
    assert isinstance(gaps, Gaps)
    rows = [f"{id_} ({', '.join(name.replace('_', ' ') for name in missing)})" for id_, missing in gaps.by_id.items()]
    return f"The record of how a change came about is incomplete: {listed(rows)}."


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: fill it in while people remember."""
    return ("fill in the record while those who decided still remember",)


_HEAD = (
    PLAN
    + """\
changes:
  - id: review-prompts
    element: review-hearing
    nature: tailoring
    what: The judge has a card with opening questions in plain words.
    function_kept: Parents still talk with the judge themselves, every fortnight.
"""
)

RULE = Rule(
    code="FID501",
    name="record-incomplete",
    summary="The FRAME record of a change leaves something out.",
    why=(
        "When, why and by whom a change was decided, and what it may do to other parts, is what evaluators need "
        "to learn from it. Nothing depends on it for the verdict."
    ),
    source="FRAME (Wiltsey Stirman and others 2019); RU-06 and RU-09 of the digest of methods",
    reads="plan",
    remark=remark,
    message=message,
    ways_out=ways_out,
    passes=_HEAD
    + """\
    record:
      modified: content
      when: implementation
      planned: planned-proactive
      decided_by: [treatment-team]
      goal: [fit]
      reasons: [literacy-and-education-level]
      level: target-group
      site_view: consistent
      effects: None expected.
""",
    fails=_HEAD,
)
