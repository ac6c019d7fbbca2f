"""A local addition that touches a principle or an essential element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.checking.facts import Raw, RawDetail
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN, words
from fidelity.model.elements import Tier
from fidelity.rendering.english import listed
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.finding import Finding


@frozen(eq=False, repr=False)
class Touching(RawDetail):
    """The highest tier that an addition touches: it is judged at that."""

    tier: Tier


def find(evaluation: Evaluation) -> Iterator[Raw]:
    """Yield a finding for every local addition that has to be taken to the owner."""
    for part in evaluation.additions:
        if part.addable is not None and part.addable.consult and part.change is not None:
            badness = 0 if evaluation.is_agreed(part) else 1
            yield Raw("FID207", part.change.id, badness, -1, (part.atom,), Touching(part.addable.tier))


def message(finding: Finding) -> str:
    """Return what is added, and what it touches."""
    change = words.changes_of(finding)[0]
    assert change.addition is not None
    touched = listed(words.title(finding, name) for name in change.touches)
    return (
        f"The local addition '{change.addition.title}' touches {touched} ({words.what_changes(finding).rstrip('.')})."
    )


def why_here(finding: Finding) -> str:
    """Return why an addition can matter."""
    return "An addition can leave the core as it is, or crowd it out; whoever knows the model can tell."


def needs(finding: Finding) -> Need:
    """Return that the owner has to say."""
    return Need.OWNER


def ask(finding: Finding) -> str | None:
    """Return the question, written out."""
    if finding.own_verdict != "amber":
        return None
    return words.owner_question(finding, words.question_of_change(finding))


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: get it agreed, or withdraw it."""
    return (*words.approve_way(finding), f"withdraw the addition ({listed(finding.changes)})")


RULE = Rule(
    code="FID207",
    name="addition-needs-owner",
    summary="A local addition touches a principle or an essential element.",
    why=(
        "Early evidence is that additions which leave the core alone can go with better results, and changes "
        "to the core with worse. An addition that touches the core is therefore taken to the model's owner; "
        "it does not put in doubt what it touches."
    ),
    source="RU-04 of the digest of methods; adding activities is yellow in the traffic-light lists (ETR)",
    reads="additions",
    find=find,
    message=message,
    why_here=why_here,
    needs=needs,
    ask=ask,
    ways_out=ways_out,
    passes=PLAN
    + """\
changes:
  - id: family-garden
    add:
      id: family-garden
      title: A garden for families
      statement: Families can meet in the garden behind the team's office.
    what: The team opens its garden to families on Saturdays.
""",
    fails=PLAN
    + """\
changes:
  - id: review-observers
    add:
      id: review-observers
      title: Students at reviews
      statement: A student social worker sits in on reviews.
    touches: [review-hearing]
    what: A student social worker sits in on the reviews.
""",
)
