"""A value lies outside the limits that still count as the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import SetValue
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN, words
from fidelity.checking.table import ABSENT
from fidelity.model.strength import Strength
from fidelity.rendering.english import listed
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.facts import Raw
    from fidelity.checking.finding import Finding
    from fidelity.model.parameters import Limit, Parameter


def find(evaluation: Evaluation) -> Iterator[Raw]:
    """Yield a finding for every value outside the limits of its parameter."""
    for part, setting, valued in evaluation.values:
        if valued.level:
            badness = evaluation.badness(certain=valued.level == ABSENT, binds=True)
            yield words.value_raw("FID204", evaluation, SetValue(part, setting, valued), badness)


def _said(finding: Finding) -> tuple[str, str, Limit | None]:
    """Return the name of the parameter, the value, and the firmest limit that it passes."""
    found = words.value_of(finding)
    worst = max(found.valued.broken, key=lambda limit: limit.basis.strength, default=None)
    return found.valued.parameter.name, found.setting.text, worst


def _counts(limit: Limit | None) -> str:
    return str(limit) if limit is not None else "the model's limits"


def _keeping(parameter: Parameter, limit: Limit | None) -> str:
    """Return the way out of a value inside the limits, in words that fit the type of the parameter."""
    name, phrases = parameter.name, parameter.kind.asked
    if limit is None or not phrases:
        return f"keep '{name}' to {_counts(limit)}"
    return " and ".join(phrases[one.operator].format(one.text, name) for one in limit.constraints)


def _where(finding: Finding, name: str) -> str:
    """Return which value it is; the element too, where its title does not say the same."""
    element = words.element_of(finding)
    return f"'{name}'" if name == element.title else f"'{name}' (in '{element.title}')"


def _cited(finding: Finding) -> str:
    """Return the exception that the change relies on, and how firmly it is known, as a clause; empty for none."""
    found = words.value_of(finding)
    change = found.part.change
    exceptions = found.valued.parameter.exceptions if change is not None else ()
    exception = next((one for one in exceptions if change is not None and one.id == change.exception), None)
    if exception is None:
        return ""
    return f" relies on the exception '{exception.title}' (known as '{exception.basis.strength.word}'), and"


def _said_by(finding: Finding, limit: Limit | None) -> str:
    """Return who says what about the value: a source only what it says, and nobody a limit that was inferred."""
    parameter = words.value_of(finding).valued.parameter
    if limit is None:
        return "the model gives limits"
    if limit.derived and parameter.basis.strength is not Strength.INFERRED:
        cited = (finding.case.model.evidence_by_id.get(id_) for id_ in parameter.basis.evidence)
        who = "the owner states" if any(one and one.voice == "owner" for one in cited) else "the sources state"
        return f"{who} {parameter.standard_text} and {'no tolerance' if parameter.kind.ordered else 'nothing else'}"
    if limit.basis.strength is Strength.INFERRED:
        return f"no source sets a limit; when the model was written down it was taken to be: {limit}"
    return f"the sources say: {limit}"


def message(finding: Finding) -> str:
    """Return the value, and what would still count."""
    name, value, limit = _said(finding)
    derived = f" ({_said_by(finding, limit)})" if limit is not None and limit.derived else ""
    return f"The plan says {value} for {_where(finding, name)}; what counts as the model: {_counts(limit)}{derived}."


def why_here(finding: Finding) -> str:
    """Return what the element is for, and that no source sets the limit, where none does."""
    element, limit = words.element_of(finding), _said(finding)[2]
    said = f"It is there for this: {element.function.rstrip('.')}." if element.function else element.statement
    return said if limit is None or limit.derived else said + words.nobody_says(limit.basis, "where the limit is")


def needs(finding: Finding) -> Need:
    """Return that the owner has to say whether the value still counts."""
    return words.unless_claimed(finding, Need.OWNER)


def ask(finding: Finding) -> str | None:
    """Return the question whether the value still counts."""
    if finding.own_verdict != "amber" or finding.case.inspired:
        return None
    name, value, limit = _said(finding)
    return words.owner_question(
        finding,
        f"for {_where(finding, name)} {_said_by(finding, limit)}. {finding.case.plan.site}"
        f"{_cited(finding)} plans {value}. Would that still count?",
    )


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: a value inside the limits, an exception, or an approval."""
    found = words.value_of(finding)
    ways = [_keeping(found.valued.parameter, _said(finding)[2])]
    cited = found.part.change.exception if found.part.change is not None else None
    others = [one for one in found.valued.parameter.exceptions if one.id != cited]
    if others:
        names = listed((f"'{one.id}' ({one.title})" for one in others), "or")
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
    passes=PLAN
    + """\
choices:
  review-hearing:
    interval: 2 weeks
""",
    fails=PLAN
    + """\
choices:
  review-hearing:
    interval: 4 weeks
""",
)
