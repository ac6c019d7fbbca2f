"""What follows from changes (FID3xx): what has lost what it needs, what stands together and may not, what adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Clash, Raw, ToleranceUsed
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN, words
from fidelity.plan.atoms import CHANGE, CHOICE, UNDECIDED, split
from fidelity.rendering.english import listed
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.finding import Finding

_MOST = 6
"""How many ways out a sentence lists."""


def _named(finding: Finding, atom: str) -> str:
    kind, name = split(atom)
    if kind == CHANGE:
        return f"the change {name}"
    if kind == CHOICE:
        return f"the choice for {name}"
    return f"the undecided {words.title(finding, name)}"


def _because(finding: Finding) -> str:
    """Return which parts of the plan bring it about, and the way along the links, as a clause."""
    causes = finding.causes
    first = causes[0]
    if not first.atoms:
        return "whatever the plan says, because the model itself does not hold together here"
    parts = listed(_named(finding, atom) for atom in first.atoms)
    together = " together" if len(first.atoms) > 1 else ""
    open_ = {part.name for part in map(split, first.atoms) if part.kind == UNDECIDED}
    steps = [words.title(finding, id_) for id_ in first.path[:-1] if id_ not in open_]
    way = f", by way of {listed(steps)}" if steps else ""
    others = len(causes) - 1
    more = "" if not others else "; there is 1 other cause" if others == 1 else f"; there are {others} other causes"
    return f"because of {parts}{together}{way}{more}"


def _given(finding: Finding) -> str:
    """Return on what condition a question is asked: what the plan changes, or that the model is as it is."""
    return "with these changes" if finding.causes[0].atoms else "as the model stands"


def _needs(finding: Finding) -> Need:
    """Return what would settle it: the open matters it depends on, or a word on whether the link binds."""
    case = finding.case
    if case.inspired:
        return Need.CONDITION
    if not finding.raw.detail.certain:
        uncertain = case.evaluation.uncertain
        parts = [case.by_atom[atom] for cause in finding.causes for atom in cause.atoms]
        if any(part.undecided or part.addable or (part.node >= 0 and uncertain >> part.node & 1) for part in parts):
            return Need.CONDITION
    return Need.EVIDENCE


def _ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: act on any part of each cause."""
    causes = finding.causes
    if not causes[0].atoms:
        return ("take it to the model's author: the model itself does not hold together here",)
    atoms = list(dict.fromkeys(atom for cause in causes for atom in cause.atoms))
    verbs = {CHANGE: "withdraw", CHOICE: "reset", UNDECIDED: "settle"}
    acts = [f"{verbs[part.kind]} {part.name}" for part in map(split, atoms[:_MOST])]
    return (listed(acts, "or"),)


def _unrealised(finding: Finding) -> str:
    """Return which principle is no longer put into practice, and what brings that about."""
    element = words.element_of(finding)
    verb = (
        "is no longer put into practice by anything the model names"
        if finding.raw.detail.certain
        else "may no longer be put into practice"
    )
    return f"The core principle '{element.title}' {verb}, {_because(finding)}."


def _ask_of_principle(finding: Finding) -> str | None:
    """Return the question whether the principle is still served, where no source that binds says so."""
    if finding.own_verdict != "amber" or not finding.raw.detail.certain:
        return None
    element = words.element_of(finding)
    return words.owner_question(finding, f"{_given(finding)}, what still puts '{element.title}' into practice?")


def _undermined(finding: Finding) -> str:
    """Return which element no longer works as the model means it, and what brings that about."""
    element = words.element_of(finding)
    verb = "lacks what it needs" if finding.raw.detail.certain else "may lack what it needs"
    return f"The {element.tier.noun} '{element.title}' {verb}, {_because(finding)}."


def _ask_of_element(finding: Finding) -> str | None:
    """Return the question whether the element can do without, where no source that binds says so."""
    if finding.own_verdict != "amber" or not finding.raw.detail.certain:
        return None
    element = words.element_of(finding)
    return words.owner_question(finding, f"can '{element.title}' do its work {_given(finding)}?")


def _find_clashes(evaluation: Evaluation) -> Iterator[Raw]:
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


def _excluded(finding: Finding) -> str:
    """Return the two sides."""
    one, other = _sides(finding)
    verb = "do not go together" if finding.raw.detail.certain else "do not go together, if both are in place"
    return f"{one} and {other} {verb}, {_because(finding)}."


def _why_excluded(finding: Finding) -> str:
    """Return where the exclusion comes from."""
    ban = _clash(finding).ban
    if ban is None:
        return "The plan itself says so of its local addition."
    return f"In the model one excludes the other.{words.nobody_says(ban.exclusion.basis, 'so')}"


def _ask_of_clash(finding: Finding) -> str | None:
    """Return the question whether the two can stand together, where no source that binds rules it out."""
    if finding.own_verdict != "amber" or not finding.raw.detail.certain:
        return None
    one, other = _sides(finding)
    return words.owner_question(finding, f"can {one} and {other} stand side by side?")


def _find_tallies(evaluation: Evaluation) -> Iterator[Raw]:
    """Yield a finding for every principle whose tolerance is used up: amber, whatever its basis."""
    for node, tally in evaluation.tallies:
        yield Raw("FID304", evaluation.prepared.elements[node].id, 1, node, (), tally)


def _cumulative(finding: Finding) -> str:
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


def _needs_owner(finding: Finding) -> Need:
    """Return that the owner has to say."""
    return Need.OWNER


def _ask_of_tolerance(finding: Finding) -> str | None:
    """Return the question, written out."""
    element = words.element_of(finding)
    return words.owner_question(
        finding, f"is '{element.title}' still put into practice with all of these changes together?"
    )


RULES = (
    Rule(
        code="FID301",
        name="principle-unrealised",
        summary="Nothing that realises a core principle is left.",
        why=(
            "A principle lives in practice: in the elements that put it into effect. Each change can look small; "
            "if together they take away all that realises a principle, the model has lost it although nobody "
            "touched it."
        ),
        source="Fidelity's design, sections 1 and 4; RU-01 of the digest of methods",
        message=_unrealised,
        why_here=words.purpose,
        needs=_needs,
        ask=_ask_of_principle,
        ways_out=_ways_out,
        passes=PLAN
        + """\
changes:
  - id: shorter-form
    element: formal-consent
    nature: packaging
    what: The consent form is set in larger type.
    function_kept: Parents still agree formally, at the same hearing.
""",
        fails=PLAN
        + """\
changes:
  - id: one-early-hearing
    element: further-hearing
    nature: removing
    what: Parents decide at the first hearing; there is no further one.
""",
    ),
    Rule(
        code="FID302",
        name="element-undermined",
        summary="An element is kept, but lacks what it needs.",
        why=(
            "Elements lean on each other. One that stays on paper while what it needs has gone does not do its "
            "work any more; it counts as not in place."
        ),
        source="Fidelity's design, sections 1 and 4; RU-09 of the digest of methods (effects on other elements)",
        message=_undermined,
        why_here=words.purpose,
        needs=_needs,
        ask=_ask_of_element,
        ways_out=_ways_out,
        passes=PLAN
        + """\
changes:
  - id: key-worker-cards
    element: key-worker
    nature: packaging
    what: Key workers hand out a card with their number.
    function_kept: One person still works with each parent and holds the plan together.
""",
        fails=PLAN
        + """\
changes:
  - id: no-key-worker
    element: key-worker
    nature: removing
    what: Parents are seen by whoever is on duty.
""",
    ),
    Rule(
        code="FID303",
        name="excluded",
        summary="Two things stand together that exclude each other.",
        why="Some practices cannot stand side by side: where one is in place, the other is not the model any more.",
        source="Fidelity's design, sections 1 and 4; RU-04 of the digest of methods",
        reads="clashes",
        find=_find_clashes,
        message=_excluded,
        why_here=_why_excluded,
        needs=_needs,
        ask=_ask_of_clash,
        ways_out=_ways_out,
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
    ),
    Rule(
        code="FID304",
        name="cumulative",
        summary="More of what realises a principle is changed at once than the model tolerates.",
        why=(
            "Several changes, each harmless, can add up. No published rule says how, so the library counts only "
            "where a model sets a tolerance, and never makes it worse than amber."
        ),
        source="DR-9 and TL-7 of the digest of methods; fidelity's design, section 1",
        reads="tallies",
        find=_find_tallies,
        message=_cumulative,
        why_here=words.purpose,
        needs=_needs_owner,
        ask=_ask_of_tolerance,
        ways_out=_ways_out,
    ),
)
