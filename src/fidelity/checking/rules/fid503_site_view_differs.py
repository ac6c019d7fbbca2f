"""A site that sees a change differently from what the check found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Raw
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN
from fidelity.plan.atoms import CHANGE, atom_of
from fidelity.rendering.english import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding


def remark(case: Case) -> Iterator[Raw]:
    """Yield one remark for all changes that the site calls consistent and the check finds in breach."""
    views = [change.id for change in case.plan.changes if change.record.site_view == "consistent"]
    if not views:
        return
    red = case.atoms_of_red()
    differs = tuple(atom for id_ in views if (atom := atom_of(CHANGE, id_)) in red)
    if differs:
        yield Raw("FID503", "", 0, -1, differs)


def message(finding: Finding) -> str:
    """Return which changes are seen differently."""
    return f"The site sees as consistent with the model what breaches it: {listed(finding.changes)}."


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: talk about it."""
    return ("talk it over with the model's owner: either the site or the codified model has something to learn",)


_HEAD = (
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

RULE = Rule(
    code="FID503",
    name="site-view-differs",
    summary="The site calls a change consistent that breaches the model.",
    why=(
        "Where a site and the model disagree, that is worth a conversation: the site may have missed "
        "something, or know something that the model should learn."
    ),
    source="FRAME, aspect A7 (Wiltsey Stirman and others 2019); fidelity's design, section 2",
    reads="plan",
    remark=remark,
    message=message,
    ways_out=ways_out,
    passes=_HEAD + "      site_view: inconsistent\n",
    fails=_HEAD + "      site_view: consistent\n",
)
