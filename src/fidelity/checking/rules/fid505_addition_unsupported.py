"""A local addition that lacks what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.checking.facts import Raw, RawDetail
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN, words
from fidelity.rendering.english import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding


@frozen(eq=False, repr=False)
class Missing(RawDetail):
    """What an addition requires and the plan leaves out or in doubt."""

    names: tuple[str, ...]


def remark(case: Case) -> Iterator[Raw]:
    """Yield a remark for every addition whose own requirements the plan does not meet for certain."""
    out, index = case.evaluation.pessimistic, case.prepared.index
    ours = {part.addable.addition.id: part.addable.node for part in case.evaluation.additions if part.addable}
    for part in case.evaluation.additions:
        addition = part.addable.addition if part.addable else None
        names = addition.requires if addition else ()
        missing = tuple(name for name in names if out >> (ours[name] if name in ours else index[name]) & 1)
        if addition is not None and missing:
            yield Raw("FID505", addition.id, 0, -1, (part.atom,), Missing(missing))


def message(finding: Finding) -> str:
    """Return which addition lacks what."""
    missing = finding.raw.detail
    assert isinstance(missing, Missing)
    names = listed(words.title(finding, name) for name in missing.names)
    return f"The local addition '{finding.subject}' needs {names}, which the plan leaves out or in doubt."


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: keep what it needs, or leave it out."""
    return ("keep what the addition needs", "leave the addition out")


_PLAN = (
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

RULE = Rule(
    code="FID505",
    name="addition-unsupported",
    summary="A local addition lacks what it needs itself.",
    why="An addition is the site's own; if what it needs is gone, it will not work, and it can meet no quorum.",
    source="Fidelity's design, section 3",
    reads="evaluation",
    remark=remark,
    message=message,
    ways_out=ways_out,
    passes=_PLAN,
    fails=_PLAN + "undecided: [parent-mentor]\n",
)
