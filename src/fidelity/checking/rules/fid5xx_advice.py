"""What is remarked on about a plan as a whole (FID5xx), whatever its verdict; names in its texts are FID506."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.checking.facts import Raw, RawDetail
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN, words
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


def _remark_on_records(case: Case) -> Iterator[Raw]:
    """Yield one remark for all changes whose record is incomplete."""
    gaps = {change.id: change.record.missing for change in case.plan.changes if not all(change.record)}
    if gaps:
        yield Raw("FID501", "", 0, -1, tuple([atom_of(CHANGE, id_) for id_ in gaps]), Gaps(gaps))


def _gaps(finding: Finding) -> str:
    """Return which changes lack what."""
    gaps = finding.raw.detail
    assert isinstance(gaps, Gaps)
    rows = [f"{id_} ({', '.join(name.replace('_', ' ') for name in missing)})" for id_, missing in gaps.by_id.items()]
    return f"The record of how a change came about is incomplete: {listed(rows)}."


def _fill_in(finding: Finding) -> tuple[str, ...]:
    """Return: fill it in while people remember."""
    return ("fill in the record while those who decided still remember",)


_WITHOUT_RECORD = (
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


def _remark_on_author(case: Case) -> Iterator[Raw]:
    """Yield a remark for a plan without an author's role."""
    if case.plan.author is None:
        yield Raw("FID502", "", 0, -1, ())


def _no_author(finding: Finding) -> str:
    """Return what is missing."""
    return "The plan does not say in which role it was written."


def _name_role(finding: Finding) -> tuple[str, ...]:
    """Return: name the role."""
    if words.in_workbook(finding.case):
        return ("fill in 'Author' on the page Plan, such as site-lead: a role, never a person's name",)
    return ("add a line such as 'author: site-lead': a role, never a person's name",)


_WITHOUT_AUTHOR = """\
plan: northtown
model: fdac@2026.1
site: Northtown
unmentioned: as-specified
"""


def _remark_on_views(case: Case) -> Iterator[Raw]:
    """Yield one remark for all changes that the site calls consistent and the check finds in breach."""
    views = [change.id for change in case.plan.changes if change.record.site_view == "consistent"]
    if not views:
        return
    red = case.atoms_of_red()
    differs = tuple(atom for id_ in views if (atom := atom_of(CHANGE, id_)) in red)
    if differs:
        yield Raw("FID503", "", 0, -1, differs)


def _differs(finding: Finding) -> str:
    """Return which changes are seen differently."""
    return f"The site sees as consistent with the model what breaches it: {listed(finding.changes)}."


def _talk_over(finding: Finding) -> tuple[str, ...]:
    """Return: talk about it."""
    return ("talk it over with the model's owner: either the site or the codified model has something to learn",)


_WITH_VIEW = (
    PLAN
    + """\
changes:
  - id: no-mentors
    element: parent-mentor
    nature: removing
    what: Parents are not offered a mentor.
    record:
"""
)


def _remark_on_claim(_case: Case) -> Iterator[Raw]:
    """Yield a remark for a plan that makes no claim: only such a one is asked about."""
    yield Raw("FID504", "", 0, -1, ())


def _not_claimed(finding: Finding) -> str:
    """Return that the plan was compared and not judged."""
    model = finding.case.model
    return f"The plan does not claim to be {model.title}: it was compared with it, and nothing is called a breach."


def _claim(finding: Finding) -> tuple[str, ...]:
    """Return: claim it."""
    return ("write 'claim: implements' if the service is to be called by the model's name",)


@frozen(eq=False, repr=False)
class Missing(RawDetail):
    """What an addition requires and the plan leaves out or in doubt."""

    names: tuple[str, ...]


def _remark_on_additions(case: Case) -> Iterator[Raw]:
    """Yield a remark for every addition whose own requirements the plan does not meet for certain."""
    out, index = case.evaluation.pessimistic, case.prepared.index
    ours = {part.addable.addition.id: part.addable.node for part in case.evaluation.additions if part.addable}
    for part in case.evaluation.additions:
        addition = part.addable.addition if part.addable else None
        names = addition.requires if addition else ()
        missing = tuple(name for name in names if out >> (ours[name] if name in ours else index[name]) & 1)
        if addition is not None and missing:
            yield Raw("FID505", addition.id, 0, -1, (part.atom,), Missing(missing))


def _unsupported(finding: Finding) -> str:
    """Return which addition lacks what."""
    missing = finding.raw.detail
    assert isinstance(missing, Missing)
    names = listed(words.title(finding, name) for name in missing.names)
    return f"The local addition '{finding.subject}' needs {names}, which the plan leaves out or in doubt."


def _keep_or_leave(finding: Finding) -> tuple[str, ...]:
    """Return: keep what it needs, or leave it out."""
    return ("keep what the addition needs", "leave the addition out")


_WITH_ADDITION = (
    PLAN
    + """\
changes:
  - id: mentor-cafe
    add:
      id: mentor-cafe
      title: Mentors' cafe
      statement: Parents meet their mentors over coffee.
      requires: [parent-mentor]
    what: A weekly cafe for parents and mentors.
"""
)


RULES = (
    Rule(
        code="FID501",
        name="record-incomplete",
        summary="The FRAME record of a change leaves something out.",
        why=(
            "When, why and by whom a change was decided, and what it may do to other parts, is what evaluators need "
            "to learn from it. Nothing depends on it for the verdict."
        ),
        source="FRAME (Wiltsey Stirman and others 2019); RU-06 and RU-09 of the digest of methods",
        reads="plan",
        remark=_remark_on_records,
        message=_gaps,
        ways_out=_fill_in,
        passes=_WITHOUT_RECORD
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
        fails=_WITHOUT_RECORD,
    ),
    Rule(
        code="FID502",
        name="author-missing",
        summary="The plan does not say in which role it was written.",
        why="The author's role shows whether somebody approved a change of their own.",
        source="Fidelity's design, section 2; RU-14 of the digest of methods",
        reads="plan",
        remark=_remark_on_author,
        message=_no_author,
        ways_out=_name_role,
        passes=_WITHOUT_AUTHOR + "author: site-lead\n",
        fails=_WITHOUT_AUTHOR,
    ),
    Rule(
        code="FID503",
        name="site-view-differs",
        summary="The site calls a change consistent that breaches the model.",
        why=(
            "Where a site and the model disagree, that is worth a conversation: the site may have missed "
            "something, or know something that the model should learn."
        ),
        source="FRAME, aspect A7 (Wiltsey Stirman and others 2019); fidelity's design, section 2",
        reads="plan",
        remark=_remark_on_views,
        message=_differs,
        ways_out=_talk_over,
        passes=_WITH_VIEW + "      site_view: inconsistent\n",
        fails=_WITH_VIEW + "      site_view: consistent\n",
    ),
    Rule(
        code="FID504",
        name="not-claimed",
        summary="The plan is inspired by the model and does not claim to be it.",
        why="A service may borrow from a model without calling itself one. What would be red is then amber.",
        source="Fidelity's design, section 2",
        reads="inspired",
        remark=_remark_on_claim,
        message=_not_claimed,
        ways_out=_claim,
        passes=PLAN,
        fails=PLAN + "claim: inspired-by\n",
    ),
    Rule(
        code="FID505",
        name="addition-unsupported",
        summary="A local addition lacks what it needs itself.",
        why="An addition is the site's own; if what it needs is gone, it will not work, and it can meet no quorum.",
        source="Fidelity's design, section 3",
        reads="evaluation",
        remark=_remark_on_additions,
        message=_unsupported,
        ways_out=_keep_or_leave,
        passes=_WITH_ADDITION,
        fails=_WITH_ADDITION + "undecided: [parent-mentor]\n",
    ),
)
