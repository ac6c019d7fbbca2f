"""Too much of what realises a principle is adapted or missing at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Raw, ToleranceUsed
from fidelity.checking.finding import Rule
from fidelity.checking.rules import follows, words
from fidelity.rendering.english import listed
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.finding import Finding


def find(evaluation: Evaluation) -> Iterator[Raw]:
    """Yield a finding for every principle whose tolerance is used up: amber, whatever its basis."""
    for node, tally in evaluation.tallies:
        yield Raw("FID304", evaluation.prepared.elements[node].id, 1, node, (), tally)


def message(finding: Finding) -> str:
    """Return how many elements were counted, and how many the model tolerates."""
    element = words.element_of(finding)
    tally = finding.raw.detail
    assert isinstance(tally, ToleranceUsed)
    assert element.tolerance is not None
    names = listed(f"'{finding.case.prepared.elements[i].title}'" for i in tally.counted)
    return (
        f"{len(tally.counted)} of the elements that realise '{element.title}' are adapted or may be missing at once "
        f"({names}); the model tolerates {element.tolerance.at_most}."
    )


def needs(finding: Finding) -> Need:
    """Return that the owner has to say."""
    return Need.OWNER


def ask(finding: Finding) -> str | None:
    """Return the question, written out."""
    element = words.element_of(finding)
    return words.owner_question(
        finding, f"is '{element.title}' still put into practice with all of these changes together?"
    )


RULE = Rule(
    code="FID304",
    name="cumulative",
    summary="More of what realises a principle is changed at once than the model tolerates.",
    why=(
        "Several changes, each harmless, can add up. No published rule says how, so the library counts only "
        "where a model sets a tolerance, and never makes it worse than amber."
    ),
    source="DR-9 and TL-7 of the digest of methods; fidelity's design, section 1",
    reads="tallies",
    find=find,
    message=message,
    why_here=words.purpose,
    needs=needs,
    ask=ask,
    ways_out=follows.ways_out,
)
