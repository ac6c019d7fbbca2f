"""A local rule that could not be run to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.finding import Rule
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from fidelity.checking.finding import Finding
    from fidelity.checking.local import Failure


def _failure(finding: Finding) -> Failure:
    failure: Failure = finding.raw.detail  # type: ignore[assignment]  # nothing else makes this code
    return failure


def message(finding: Finding) -> str:
    """Return which rule failed, and how."""
    failure = _failure(finding)
    return f"The local rule {failure.rule.code} ({failure.rule.name}) could not be run: {failure.reason.rstrip('.')}."


def needs(finding: Finding) -> Need:
    """Return that it depends on the rule."""
    return Need.CONDITION


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: mend the rule, or leave it out."""
    place = _failure(finding).rule.place
    where = f", in {place}" if place.path else ""
    return (f"mend the rule{where}", "leave it out of the settings until it is mended")


RULE = Rule(
    code="FID900",
    name="local-rule-failed",
    summary="A local rule could not be run to its end.",
    why=(
        "Nobody knows what the rule would have found. Everything else was checked; what this rule is there to see "
        "is open until it runs again."
    ),
    source="Fidelity's design, section 6: local rules",
    message=message,
    needs=needs,
    ways_out=ways_out,
)
