"""A value on which the model is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import SetValue
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN, words
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.facts import Raw
    from fidelity.checking.finding import Finding


def find(evaluation: Evaluation) -> Iterator[Raw]:
    """Yield a finding for every value of a parameter for which the model has neither standard nor limits."""
    for part, setting, valued in evaluation.values:
        if valued.silent:
            yield words.value_raw("FID208", evaluation, SetValue(part, setting, valued), 1)


def message(finding: Finding) -> str:
    """Return the value, and that no source says anything to judge it by."""
    found, element = words.value_of(finding), words.element_of(finding)
    name, value = found.valued.parameter.name, found.setting.text
    return f"In '{element.title}', the plan says {value} for '{name}'; no source gives a figure or a limit for that."


def why_here(finding: Finding) -> str:
    """Return what the model notes about its silence."""
    note = words.value_of(finding).valued.parameter.note
    return note or "Silence is not permission, and not a breach either: nobody has said whether this still counts."


def needs(finding: Finding) -> Need:
    """Return that no source says whether."""
    return Need.EVIDENCE


def ask(finding: Finding) -> str | None:
    """Return the question, written out."""
    if finding.own_verdict != "amber":
        return None
    found, element = words.value_of(finding), words.element_of(finding)
    return words.owner_question(
        finding,
        f"what do you expect for '{found.valued.parameter.name}' in '{element.title}'? "
        f"At {finding.case.plan.site} it is to be {found.setting.text}.",
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
    passes=PLAN
    + """\
choices:
  review-hearing:
    interval: 2 weeks
""",
    fails=PLAN
    + """\
choices:
  substance-testing:
    tests: 2 per week
""",
)
