"""Two things that the model does not allow together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Clash, Raw
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN, follows, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.finding import Finding


def find(evaluation: Evaluation) -> Iterator[Raw]:
    """Yield a finding for every exclusion of which both sides stand."""
    for clash in evaluation.clashes:
        binds = clash.strength >= evaluation.prepared.bind
        badness = evaluation.badness(certain=clash.certain, binds=binds)
        index = clash.ban.owner if clash.ban is not None else -1
        yield Raw("FID303", clash.key, badness, index, (), clash)


def _clash(finding: Finding) -> Clash:
    clash = finding.raw.detail
    assert isinstance(clash, Clash)
    return clash


def _sides(finding: Finding) -> tuple[str, str]:
    clash = _clash(finding)
    added = {c.addition.id: c.addition.title for c in finding.case.plan.changes if c.addition is not None}
    one, other = clash.sides
    second = f"'{added[other]}'" if other in added else words.title(finding, other)
    if clash.ban is not None and clash.ban.parameter:
        element = finding.case.prepared.elements[clash.ban.other]
        parameter = element.parameter(clash.ban.parameter)
        value = " and ".join(map(str, clash.ban.constraints))
        second = f"{parameter.name if parameter else clash.ban.parameter}: {value} (in '{element.title}')"
    return (f"'{added[one]}'" if one in added else words.title(finding, one)), second


def message(finding: Finding) -> str:
    """Return the two sides."""
    one, other = _sides(finding)
    verb = "do not go together" if finding.raw.detail.certain else "do not go together, if both are in place"
    return f"{one} and {other} {verb}, {follows.because(finding)}."


def why_here(finding: Finding) -> str:
    """Return where the exclusion comes from."""
    ban = _clash(finding).ban
    if ban is None:
        return "The plan itself says so of its local addition."
    return f"In the model one excludes the other.{words.nobody_says(ban.exclusion.basis, 'so')}"


def ask(finding: Finding) -> str | None:
    """Return the question whether the two can stand together, where no source that binds rules it out."""
    if finding.own_verdict != "amber" or not finding.raw.detail.certain:
        return None
    one, other = _sides(finding)
    return words.owner_question(finding, f"can {one} and {other} stand side by side?")


RULE = Rule(
    code="FID303",
    name="excluded",
    summary="Two things stand together that exclude each other.",
    why="Some practices cannot stand side by side: where one is in place, the other is not the model any more.",
    source="Fidelity's design, sections 1 and 4; RU-04 of the digest of methods",
    reads="clashes",
    find=find,
    message=message,
    why_here=why_here,
    needs=follows.needs,
    ask=ask,
    ways_out=follows.ways_out,
    passes=PLAN
    + """\
changes:
  - id: family-garden
    add:
      id: family-garden
      title: A garden for families
      statement: Families can meet in the garden behind the team's office.
      requires: [specialist-team]
    what: The team opens its garden to families on Saturdays.
""",
    fails=PLAN
    + """\
changes:
  - id: volunteer-visits
    add:
      id: volunteer-visits
      title: Visits by trained volunteers
      statement: Trained volunteers visit in place of mentors.
      excludes: [parent-mentor]
    what: Trained volunteers visit families.
""",
)
