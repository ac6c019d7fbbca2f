"""A plan that does not say in which role it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Raw
from fidelity.checking.finding import Rule
from fidelity.checking.rules import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding


def remark(case: Case) -> Iterator[Raw]:
    """Yield a remark for a plan without an author's role."""
    if case.plan.author is None:
        yield Raw("FID502", "", 0, -1, ())


def message(finding: Finding) -> str:
    """Return what is missing."""
    return "The plan does not say in which role it was written."


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: name the role."""
    if words.in_workbook(finding.case):
        return ("fill in 'Author' on the page Plan, such as site-lead: a role, never a person's name",)
    return ("add a line such as 'author: site-lead': a role, never a person's name",)


_PLAN = """\
plan: northtown
model: fdac@2026.1
site: Northtown
unmentioned: as-specified
"""

RULE = Rule(
    code="FID502",
    name="author-missing",
    summary="The plan does not say in which role it was written.",
    why="The author's role shows whether somebody approved a change of their own.",
    source="Fidelity's design, section 2; RU-14 of the digest of methods",
    reads="plan",
    remark=remark,
    message=message,
    ways_out=ways_out,
    passes=_PLAN + "author: site-lead\n",
    fails=_PLAN,
)
