"""A plan that is inspired by a model and does not claim to be it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Raw
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding


def remark(_case: Case) -> Iterator[Raw]:
    """Yield a remark for a plan that makes no claim: only such a one is asked about."""
    yield Raw("FID504", "", 0, -1, ())


def message(finding: Finding) -> str:
    """Return that the plan was compared and not judged."""
    model = finding.case.model
    return f"The plan does not claim to be {model.title}: it was compared with it, and nothing is called a breach."


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: claim it."""
    return ("write 'claim: implements' if the service is to be called by the model's name",)


_PLAN = PLAN

RULE = Rule(
    code="FID504",
    name="not-claimed",
    summary="The plan is inspired by the model and does not claim to be it.",
    why="A service may borrow from a model without calling itself one. What would be red is then amber.",
    source="Fidelity's design, section 2",
    reads="inspired",
    remark=remark,
    message=message,
    ways_out=ways_out,
    passes=_PLAN,
    fails=_PLAN + "claim: inspired-by\n",
)
