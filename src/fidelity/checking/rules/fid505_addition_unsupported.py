"""A local addition that lacks what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Raw
from fidelity.checking.rules import words
from fidelity.checking.rules.rule import Rule
from fidelity.rendering.english import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding


def remark(case: Case) -> Iterator[Raw]:
    """Yield a remark for every addition whose own requirements the plan does not meet for certain."""
    out = case.evaluation.out_hurting
    ours = {p.addable.addition.id: p.addable.node for p in case.pieces if p.addable}
    for piece in case.evaluation.additions:
        if piece.addable is None:
            continue
        names = piece.addable.addition.requires
        missing = tuple(name for name in names if ours.get(name, case.line.index.get(name, -1)) in out)
        if missing:
            yield Raw("FID505", piece.addable.addition.id, 0, -1, (piece.atom,), missing)


def message(finding: Finding) -> str:
    """Return which addition lacks what."""
    missing = finding.raw.item
    assert isinstance(missing, tuple)
    names = listed(words.title(finding, str(name)) for name in missing)
    return f"The local addition '{finding.subject}' needs {names}, which the plan leaves out or in doubt."


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: keep what it needs, or leave it out."""
    return ("keep what the addition needs", "leave the addition out")


_PLAN = """\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
changes:
  - id: mentor-cafe
    add:
      id: mentor-cafe
      title: Mentors' cafe
      statement: Parents meet their mentors over coffee.
      requires: [parent-mentor]
    what: A weekly cafe for parents and mentors.
"""

RULE = Rule(
    code="FID505",
    name="addition-unsupported",
    summary="A local addition lacks what it needs itself.",
    why="An addition is the site's own; if what it needs is gone, it will not work, and it can meet no quorum.",
    source="Fidelity's design, section 3",
    reads="additions",
    remark=remark,
    message=message,
    ways_out=ways_out,
    passes=_PLAN,
    fails=_PLAN + "undecided: [parent-mentor]\n",
)
