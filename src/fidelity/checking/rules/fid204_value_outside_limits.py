"""A value lies outside the limits that still count as the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Raw
from fidelity.checking.references import value_of
from fidelity.checking.rules import words
from fidelity.checking.rules.rule import Rule
from fidelity.checking.table import ABSENT
from fidelity.checking.verdicts import Need
from fidelity.model.elements import Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.finding import Finding
    from fidelity.model.parameters import Limit


def find(evaluation: Evaluation) -> Iterator[Raw]:
    """Yield a finding for every value outside the limits of its parameter."""
    for item in evaluation.values:
        piece, _, valued = item
        if not valued.level:
            continue
        element = evaluation.element(valued.node)
        agreed = (
            piece.change is not None and element.tier is not Tier.PRINCIPLE and evaluation.covered((piece.change.id,))
        )
        badness = 0 if agreed else evaluation.badness(certain=valued.level == ABSENT, binds=True)
        yield Raw("FID204", f"{element.id}.{valued.parameter.id}", badness, valued.node, (piece.atom,), item)


def _item(finding: Finding) -> tuple[str, str, Limit | None, str]:
    found = value_of(finding)
    assert found is not None
    _, setting, valued = found
    worst = max(valued.broken, key=lambda limit: limit.basis.strength, default=None)
    return valued.parameter.name, setting.text, worst, valued.parameter.standard_text or ""


def _counts(limit: Limit | None) -> str:
    return str(limit) if limit is not None else "the model's limits"


def message(finding: Finding) -> str:
    """Return the value, and what would still count."""
    name, value, limit, _ = _item(finding)
    element = words.element_of(finding)
    derived = " (the owner states this standard and no tolerance)" if limit is not None and limit.derived else ""
    counts = f"what counts as the model is {_counts(limit)}{derived}"
    return f"In '{element.title}', the plan says {value} for '{name}'; {counts}."


def why_here(finding: Finding) -> str:
    """Return what the element is for."""
    element = words.element_of(finding)
    return f"It is there for this: {element.function.rstrip('.')}." if element.function else element.statement


def needs(finding: Finding) -> Need:
    """Return that the owner has to say whether the value still counts."""
    return words.unless_claimed(finding, Need.OWNER)


def ask(finding: Finding) -> str | None:
    """Return the question whether the value still counts."""
    if finding.own_verdict != "amber" or finding.case.inspired:
        return None
    name, value, limit, _ = _item(finding)
    element = words.element_of(finding)
    return words.owner_question(
        finding,
        f"in '{element.title}', what we know of for '{name}' is {_counts(limit)}. "
        f"At {finding.case.plan.site} it is to be {value}. Would that still count?",
    )


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: a value inside the limits, an exception, or an approval."""
    name, _, limit, _ = _item(finding)
    found = value_of(finding)
    ways = [f"keep '{name}' to {_counts(limit)}"]
    if found is not None and found[2].parameter.exceptions:
        names = words.listed((f"'{one.id}' ({one.title})" for one in found[2].parameter.exceptions), "or")
        ways.append(f"cite an exception of the model if it applies: {names}")
    if not finding.changes:
        ways.append("describe it as a change, so that it can be agreed")
    return tuple(ways) + words.approve_way(finding)


RULE = Rule(
    code="FID204",
    name="value-outside-limits",
    summary="A value lies outside the limits that still count as the model.",
    why=(
        "Where an owner says how often, how long, how many or which, the figure is part of the model. Inside "
        "the limits a site chooses freely; outside them the element is still there, but not as the model has it."
    ),
    source="Fidelity's design, sections 1 and 4; RU-05 and RU-07 of the digest of methods",
    reads="values",
    find=find,
    message=message,
    why_here=why_here,
    needs=needs,
    ask=ask,
    ways_out=ways_out,
    passes="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
choices:
  review-hearing:
    interval: 2 weeks
""",
    fails="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
choices:
  review-hearing:
    interval: 4 weeks
""",
)
