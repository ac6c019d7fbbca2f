"""What the site has not settled yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Raw
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN, words
from fidelity.plan.atoms import split
from fidelity.rendering.english import listed
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.finding import Finding

SHOWN = 8


def find(evaluation: Evaluation) -> Iterator[Raw]:
    """Yield one finding with everything that is undecided."""
    yield Raw("FID209", "", 1, -1, tuple(part.atom for part in evaluation.undecided))


def message(finding: Finding) -> str:
    """Return how many elements are undecided, and which."""
    names = [split(atom).name for atom in finding.raw.atoms]
    shown = [words.title(finding, name) for name in names[:SHOWN]]
    more = len(names) - len(shown)
    tail = f" and {more} more" if more else ""
    noun = "element is" if len(names) == 1 else "elements are"
    row = ", ".join(shown) if more else listed(shown)
    return f"{len(names)} {noun} not decided yet: {row}{tail}."


def why_here(finding: Finding) -> str:
    """Return what the plan's silence means."""
    if finding.case.plan.unmentioned == "undecided":
        return "The plan says that what it does not mention is undecided; silence is never taken for compliance."
    return "The plan lists them as undecided."


def needs(finding: Finding) -> Need:
    """Return that the site has to decide."""
    return Need.DECISION


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: settle each of them."""
    if words.in_workbook(finding.case):
        return (
            "answer 'as specified' on the page Elements for what the site keeps as the model has it",
            "give its value there, or describe on the page Changes what it does differently",
        )
    return (
        "list under as_specified what the site keeps as the model has it",
        "describe under choices or changes what it does differently",
    )


RULE = Rule(
    code="FID209",
    name="undecided",
    summary="Some elements are not decided yet.",
    why=(
        "A plan can be honest about what is still open. Until it is settled nobody can say whether the result "
        "is the model, and whatever depends on it is open too."
    ),
    source="RU-03 of the digest of methods; fidelity's design, section 2",
    reads="undecided",
    find=find,
    message=message,
    why_here=why_here,
    needs=needs,
    ways_out=ways_out,
    passes=PLAN,
    fails=PLAN
    + """\
undecided: [parent-mentor]
""",
)
