"""A change that the model neither permits nor rules out: to be taken to its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Raw
from fidelity.checking.finding import Rule
from fidelity.checking.parts import levels, own_rule
from fidelity.checking.rules import PLAN, words
from fidelity.checking.table import ABSENT, TABLE, asks_owner
from fidelity.model.elements import Tier
from fidelity.plan.frame import NATURES
from fidelity.rendering.english import listed
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.finding import Finding
    from fidelity.plan.plan import Change


def find(evaluation: Evaluation) -> Iterator[Raw]:
    """Yield a finding for every change that is neither simply permitted nor an absence."""
    for part in evaluation.stances:
        assert part.change is not None
        yield Raw("FID206", part.change.id, 0 if evaluation.is_agreed(part) else 1, part.node, (part.atom,))


def _asking(finding: Finding) -> list[str]:
    """Return the natures of the change, without those that take the element out, which is a finding of its own.

    Nor is there anything to ask about a substitute that the model lists without a condition.
    """
    element, change = words.element_of(finding), words.changes_of(finding)[0]
    prepared, kept = finding.case.prepared, change.function_said
    staying = [
        one
        for one in _not_swapped(finding, change)
        if levels(prepared.bind, element, one, function_kept=kept)[0] < ABSENT
    ]
    return staying or list(change.natures)


def _not_swapped(finding: Finding, change: Change) -> list[str]:
    """Return the natures of a change, without the substitution where the model lists it without a condition."""
    swap = finding.case.prepared.swaps.get((finding.raw.node, change.substitute)) if change.substitute else None
    listed_ = swap is not None and swap.substitute.when is None and swap.pessimistic is not None
    return [one for one in change.natures if not (listed_ and one == "substituting")]


def _needs_function(finding: Finding) -> bool:
    """Return whether saying how the function is kept would settle it."""
    element, change = words.element_of(finding), words.changes_of(finding)[0]
    if element.tier is not Tier.ESSENTIAL or change.function_said:
        return False
    bind, optional = finding.case.prepared.bind, element.optional
    then = [levels(bind, element, nature, function_kept=True) for nature in _not_swapped(finding, change)]
    return not any(asks_owner(*both, optional=optional) for both in then)


def message(finding: Finding) -> str:
    """Return what is changed, and how."""
    element = words.element_of(finding)
    natures = listed(NATURES[nature].lower() for nature in _asking(finding))
    what = words.what_changes(finding).rstrip(".")
    return f"A change to the {element.tier.noun} '{element.title}' is not settled ({what}; {natures})."


def why_here(finding: Finding) -> str:
    """Return on what ground the change has to be taken to the owner."""
    element = words.element_of(finding)
    if _needs_function(finding):
        denied = words.changes_of(finding)[0].function_kept is not None
        says = "says that it is not" if denied else "does not say how it is kept"
        return f"The form may vary as long as the element's function is kept; the plan {says}."
    own, general = [], []
    for nature in _asking(finding):
        rule = own_rule(element, nature)
        if rule is not None:
            own.append(f"The model's own rule for {nature} is '{rule.rule}' (known as '{rule.basis.strength.word}').")
        else:
            row = TABLE[nature]
            general.append(f"{nature}: {row.source}" + (f"; {row.departs}" if row.departs else ""))
    if general:
        guidance = "; ".join(general)
        own.append(f"No source that binds says that this change keeps the model; general guidance: {guidance}.")
    return " ".join(own)


def needs(finding: Finding) -> Need:
    """Return that the owner has to say, or the site where only the function is missing."""
    return Need.DECISION if _needs_function(finding) else Need.OWNER


def ask(finding: Finding) -> str | None:
    """Return the question, written out."""
    if finding.own_verdict != "amber" or _needs_function(finding):
        return None
    return words.owner_question(finding, words.question_of_change(finding))


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: say how the function is kept, get it agreed, or withdraw it."""
    ways: list[str] = []
    element = words.element_of(finding)
    if _needs_function(finding):
        ways.append(
            f"{words.to_say_how_it_is_kept(finding.case)} the function is kept"
            + (f" ({element.function.rstrip('.')})" if element.function else "")
        )
    judged = finding.case.by_atom[finding.raw.atoms[0]].judged
    if judged is not None and judged.swap is not None:
        ways.append("make sure that the condition of the listed substitute holds for certain")
    return (*ways, *words.approve_way(finding), words.undo_way(finding))


RULE = Rule(
    code="FID206",
    name="change-needs-owner",
    summary="A change to an element has to be taken to the model's owner.",
    why=(
        "Some changes can keep a model or lose it, depending on how they are made; published cases give the "
        "same kind of change opposite verdicts. Where neither the model nor its sources settle it, the answer "
        "is neither yes nor no: it is a question to whoever owns the model, or a missing word on how the "
        "function is kept."
    ),
    source="Fidelity's design, section 3; traffic lights (sections 9, 13), RU-02 and RU-03 of the digest of methods",
    reads="stances",
    find=find,
    message=message,
    why_here=why_here,
    needs=needs,
    ask=ask,
    ways_out=ways_out,
    passes=PLAN
    + """\
changes:
  - id: review-prompts
    element: review-hearing
    nature: tailoring
    what: The judge has a card with opening questions in plain words.
    function_kept: Parents still talk with the judge themselves, every fortnight.
""",
    fails=PLAN
    + """\
changes:
  - id: video-reviews
    element: review-hearing
    nature: format
    what: Every second review is held by video.
    function_kept: Parents still talk with the judge themselves, every fortnight.
""",
)
