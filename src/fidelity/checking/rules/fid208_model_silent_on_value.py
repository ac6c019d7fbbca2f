"""A value on which the model is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Raw
from fidelity.checking.references import value_of
from fidelity.checking.rules import words
from fidelity.checking.rules.rule import Rule
from fidelity.model.elements import Tier
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.finding import Finding


def find(evaluation: Evaluation) -> Iterator[Raw]:
    """Yield a finding for every value of a parameter for which the model has neither standard nor limits."""
    for item in evaluation.values:
        piece, _, valued = item
        if not valued.silent:
            continue
        element = evaluation.element(valued.node)
        agreed = (
            piece.change is not None and element.tier is not Tier.PRINCIPLE and evaluation.covered((piece.change.id,))
        )
        yield Raw("FID208", f"{element.id}.{valued.parameter.id}", 0 if agreed else 1, valued.node, (piece.atom,), item)


def message(finding: Finding) -> str:
    """Return the value, and that no source says anything to judge it by."""
    found = value_of(finding)
    assert found is not None
    element = words.element_of(finding)
    name, value = found[2].parameter.name, found[1].text
    return f"In '{element.title}', the plan says {value} for '{name}'; no source gives a figure or a limit for that."


def why_here(finding: Finding) -> str:
    """Return what the model notes about its silence."""
    found = value_of(finding)
    note = found[2].parameter.note if found else None
    return note or "Silence is not permission, and not a breach either: nobody has said whether this still counts."


def needs(finding: Finding) -> Need:
    """Return that no source says whether."""
    return Need.EVIDENCE


def ask(finding: Finding) -> str | None:
    """Return the question, written out."""
    found = value_of(finding)
    if finding.own_verdict != "amber" or found is None:
        return None
    element = words.element_of(finding)
    return words.owner_question(
        finding,
        f"what do you expect for '{found[2].parameter.name}' in '{element.title}'? "
        f"At {finding.case.plan.site} it is to be {found[1].text}.",
    )


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: ask, describe it as a change so that it can be agreed, or leave it out."""
    way = () if finding.changes else ("describe it as a change, so that it can be agreed",)
    return (*way, *words.approve_way(finding), "leave the value out of the plan while it is not known")


RULE = Rule(
    code="FID208",
    name="model-silent-on-value",
    summary="The plan sets a value for which no source gives a figure or a limit.",
    why=(
        "Where an owner gives no figure, the model has none, and the library invents none. The value can be "
        "perfectly sensible; it is only not known whether it still counts as the model. Nothing follows from it "
        "for other elements."
    ),
    source="Fidelity's design, section 1; RU-03 of the digest of methods ('unknown' is a legitimate answer)",
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
  substance-testing:
    tests: 2 per week
""",
)
