"""What is remarked on about a plan as a whole (FID5xx), whatever its verdict; names in its texts are FID506."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.checking.facts import ON_WORD, SAYS_NOTHING, SOUNDS_LIKE_MORE, Raw, RawDetail
from fidelity.checking.finding import Rule
from fidelity.checking.parts import judge_change
from fidelity.checking.rules import PLAN, words
from fidelity.plan.atoms import CHANGE, atom_of
from fidelity.plan.frame import NATURES
from fidelity.plan.signs import may_sound, says_nothing, sounds_like_more
from fidelity.rendering.english import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding


@frozen(eq=False, repr=False)
class Gaps(RawDetail):
    """What the records leave out, by the id of the change."""

    by_id: Mapping[str, tuple[str, ...]]


def _remark_on_records(case: Case) -> Iterator[Raw]:
    """Yield one remark for all changes whose record is incomplete."""
    gaps = {change.id: change.record.missing for change in case.plan.changes if not all(change.record)}
    if gaps:
        yield Raw("FID501", "", 0, -1, tuple([atom_of(CHANGE, id_) for id_ in gaps]), Gaps(gaps))


def _gaps(finding: Finding) -> str:
    """Return which changes lack what."""
    gaps = finding.raw.detail
    assert isinstance(gaps, Gaps)
    rows = [f"{id_} ({', '.join(name.replace('_', ' ') for name in missing)})" for id_, missing in gaps.by_id.items()]
    return f"The record of how a change came about is incomplete: {listed(rows)}."


def _fill_in(finding: Finding) -> tuple[str, ...]:
    """Return: fill it in while people remember."""
    return ("fill in the record while those who decided still remember",)


_WITHOUT_RECORD = (
    PLAN
    + """\
changes:
  - id: review-prompts
    element: review-hearing
    nature: tailoring
    what: The judge has a card with opening questions in plain words.
    function_kept: Parents still talk with the judge themselves, every fortnight.
"""
)


def _remark_on_author(case: Case) -> Iterator[Raw]:
    """Yield a remark for a plan without an author's role."""
    if case.plan.author is None:
        yield Raw("FID502", "", 0, -1, ())


def _no_author(finding: Finding) -> str:
    """Return what is missing."""
    return "The plan does not say in which role it was written."


def _name_role(finding: Finding) -> tuple[str, ...]:
    """Return: name the role."""
    if words.in_workbook(finding.case):
        return ("fill in 'Author' on the page Plan, such as site-lead: a role, never a person's name",)
    return ("add a line such as 'author: site-lead': a role, never a person's name",)


_WITHOUT_AUTHOR = """\
plan: northtown
model: fdac@2026.1
site: Northtown
unmentioned: as-specified
"""


def _remark_on_views(case: Case) -> Iterator[Raw]:
    """Yield one remark for all changes that the site calls consistent and the check finds in breach."""
    views = [change.id for change in case.plan.changes if change.record.site_view == "consistent"]
    if not views:
        return
    red = case.atoms_of_red()
    differs = tuple(atom for id_ in views if (atom := atom_of(CHANGE, id_)) in red)
    if differs:
        yield Raw("FID503", "", 0, -1, differs)


def _differs(finding: Finding) -> str:
    """Return which changes are seen differently."""
    return f"The site sees as consistent with the model what breaches it: {listed(finding.changes)}."


def _talk_over(finding: Finding) -> tuple[str, ...]:
    """Return: talk about it."""
    return ("talk it over with the model's owner: either the site or the codified model has something to learn",)


_WITH_VIEW = (
    PLAN
    + """\
changes:
  - id: no-mentors
    element: parent-mentor
    nature: removing
    what: Parents are not offered a mentor.
    record:
"""
)


def _remark_on_claim(_case: Case) -> Iterator[Raw]:
    """Yield a remark for a plan that makes no claim: only such a one is asked about."""
    yield Raw("FID504", "", 0, -1, ())


def _not_claimed(finding: Finding) -> str:
    """Return that the plan was compared and not judged."""
    model = finding.case.model
    return f"The plan does not claim to be {model.title}: it was compared with it, and nothing is called a breach."


def _claim(finding: Finding) -> tuple[str, ...]:
    """Return: claim it."""
    return ("write 'claim: implements' if the service is to be called by the model's name",)


@frozen(eq=False, repr=False)
class Missing(RawDetail):
    """What an addition requires and the plan leaves out or in doubt."""

    names: tuple[str, ...]


def _remark_on_additions(case: Case) -> Iterator[Raw]:
    """Yield a remark for every addition whose own requirements the plan does not meet for certain."""
    out, index = case.evaluation.pessimistic, case.prepared.index
    ours = {part.addable.addition.id: part.addable.node for part in case.evaluation.additions if part.addable}
    for part in case.evaluation.additions:
        addition = part.addable.addition if part.addable else None
        names = addition.requires if addition else ()
        missing = tuple(name for name in names if out >> (ours[name] if name in ours else index[name]) & 1)
        if addition is not None and missing:
            yield Raw("FID505", addition.id, 0, -1, (part.atom,), Missing(missing))


def _unsupported(finding: Finding) -> str:
    """Return which addition lacks what."""
    missing = finding.raw.detail
    assert isinstance(missing, Missing)
    names = listed(words.title(finding, name) for name in missing.names)
    return f"The local addition '{finding.subject}' needs {names}, which the plan leaves out or in doubt."


def _keep_or_leave(finding: Finding) -> tuple[str, ...]:
    """Return: keep what it needs, or leave it out."""
    return ("keep what the addition needs", "leave the addition out")


_WITH_ADDITION = (
    PLAN
    + """\
changes:
  - id: mentor-cafe
    add:
      id: mentor-cafe
      title: Mentors' cafe
      statement: Parents meet their mentors over coffee.
      requires: [parent-mentor]
    what: A weekly cafe for parents and mentors.
"""
)


@frozen(eq=False, repr=False)
class Sounds(RawDetail):
    """What a text sounds like: a nature, and the words that give it away."""

    nature: str
    sign: str


def _remark_on_natures(case: Case) -> Iterator[Raw]:
    """Yield a remark for every change whose words say more than the nature that it is given."""
    if not may_sound(change.what for change in case.plan.changes):
        return
    for change in case.plan.changes:
        found = sounds_like_more(change.what, change.natures)
        if found is not None:
            yield Raw(SOUNDS_LIKE_MORE, change.id, 0, -1, (atom_of(CHANGE, change.id),), Sounds(*found))


def _sounds(finding: Finding) -> str:
    """Return what a change sounds like, and why."""
    sounds = finding.raw.detail
    assert isinstance(sounds, Sounds)
    given = listed(NATURES[one].lower() for one in words.changes_of(finding)[0].natures)
    return f"The change {finding.subject} sounds like more than {given}: '{sounds.sign}'."


def _name_it(finding: Finding) -> tuple[str, ...]:
    """Return: give it the nature that it sounds like, or say it so that it cannot be mistaken."""
    sounds = finding.raw.detail
    assert isinstance(sounds, Sounds)
    return (
        f"give it the nature '{sounds.nature}' too, where that is meant",
        "say in other words what is altered, where nothing is left out or cut down",
    )


_PROMPTS = (
    PLAN
    + """\
changes:
  - id: review-prompts
    element: review-hearing
    nature: tailoring
    function_kept: Parents still talk with the judge themselves, every fortnight.
    what: """
)


def _remark_on_statements(case: Case) -> Iterator[Raw]:
    """Yield a remark for every statement on a function that says nothing."""
    for change in case.plan.changes:
        said = change.function_kept
        element = case.model.by_id.get(change.element or "")
        if said is not None and says_nothing(said, change.what, element.function if element else None):
            yield Raw(SAYS_NOTHING, change.id, 0, -1, (atom_of(CHANGE, change.id),))


def _empty(finding: Finding) -> str:
    """Return which statement says nothing."""
    said = words.changes_of(finding)[0].function_kept or ""
    return f"What the change {finding.subject} says on how the function is kept does not say how: '{said.strip()}'."


def _say_how(finding: Finding) -> tuple[str, ...]:
    """Return: say what somebody would see."""
    return ("say what will be done so that it is kept, as somebody who looks could see it",)


_STATED = (
    PLAN
    + """\
changes:
  - id: review-prompts
    element: review-hearing
    nature: tailoring
    what: The judge has a card with opening questions in plain words.
    function_kept: """
)


def _remark_on_words(case: Case) -> Iterator[Raw]:
    """Yield a remark for every change of which only the site's word on the function makes nothing to settle."""
    said = [one for one in case.plan.changes if one.function_said and one.id not in case.grants]
    unsettled = {atom for raw in case.found for atom in raw.atoms} if said else ()
    for change in said:
        entry = case.prepared.entries.get(change.element)
        if entry is not None and (atom := atom_of(CHANGE, change.id)) not in unsettled:
            judged = entry.changes.get(change.signature) or judge_change(case.prepared, entry.node, change)
            if judged.worded:
                yield Raw(ON_WORD, change.id, 0, entry.node, (atom,))


def _on_word(finding: Finding) -> str:
    """Return what a change rests on: the statement, beside what it vouches for."""
    change = words.changes_of(finding)[0]
    natures = listed(NATURES[one].lower() for one in change.natures)
    said = (change.function_kept or "").strip().rstrip(".")
    title = words.title(finding, change.subject)
    return f"That {title} keeps its function with the change {change.id} ({natures}) is the site's own word: '{said}'."


def _look(finding: Finding) -> tuple[str, ...]:
    """Return: look, with what the function is."""
    function = words.element_of(finding).function
    there_for = f" ({function.rstrip('.')})" if function else ""
    return (f"check that it is so{there_for}, and that the nature is right",)


RULES = (
    Rule(
        code="FID501",
        name="record-incomplete",
        summary="The FRAME record of a change leaves something out.",
        why=(
            "When, why and by whom a change was decided, and what it may do to other parts, is what evaluators need "
            "to learn from it. Nothing depends on it for the verdict."
        ),
        source="FRAME (Wiltsey Stirman and others 2019); RU-06 and RU-09 of the digest of methods",
        reads="plan",
        remark=_remark_on_records,
        message=_gaps,
        ways_out=_fill_in,
        passes=_WITHOUT_RECORD
        + """\
    record:
      modified: content
      when: implementation
      planned: planned-proactive
      decided_by: [treatment-team]
      goal: [fit]
      reasons: [literacy-and-education-level]
      level: target-group
      site_view: consistent
      effects: None expected.
""",
        fails=_WITHOUT_RECORD,
    ),
    Rule(
        code="FID502",
        name="author-missing",
        summary="The plan does not say in which role it was written.",
        why="The author's role shows whether somebody approved a change of their own.",
        source="Fidelity's design, section 2; RU-14 of the digest of methods",
        reads="plan",
        remark=_remark_on_author,
        message=_no_author,
        ways_out=_name_role,
        passes=_WITHOUT_AUTHOR + "author: site-lead\n",
        fails=_WITHOUT_AUTHOR,
    ),
    Rule(
        code="FID503",
        name="site-view-differs",
        summary="The site calls a change consistent that breaches the model.",
        why=(
            "Where a site and the model disagree, that is worth a conversation: the site may have missed "
            "something, or know something that the model should learn."
        ),
        source="FRAME, aspect A7 (Wiltsey Stirman and others 2019); fidelity's design, section 2",
        reads="plan",
        remark=_remark_on_views,
        message=_differs,
        ways_out=_talk_over,
        passes=_WITH_VIEW + "      site_view: inconsistent\n",
        fails=_WITH_VIEW + "      site_view: consistent\n",
    ),
    Rule(
        code="FID504",
        name="not-claimed",
        summary="The plan is inspired by the model and does not claim to be it.",
        why="A service may borrow from a model without calling itself one. What would be red is then amber.",
        source="Fidelity's design, section 2",
        reads="inspired",
        remark=_remark_on_claim,
        message=_not_claimed,
        ways_out=_claim,
        passes=PLAN,
        fails=PLAN + "claim: inspired-by\n",
    ),
    Rule(
        code="FID505",
        name="addition-unsupported",
        summary="A local addition lacks what it needs itself.",
        why="An addition is the site's own; if what it needs is gone, it will not work, and it can meet no quorum.",
        source="Fidelity's design, section 3",
        reads="evaluation",
        remark=_remark_on_additions,
        message=_unsupported,
        ways_out=_keep_or_leave,
        passes=_WITH_ADDITION,
        fails=_WITH_ADDITION + "undecided: [parent-mentor]\n",
    ),
    Rule(
        code=SOUNDS_LIKE_MORE,
        name="sounds-like-more",
        summary="A change sounds like more than the nature that it is given.",
        why=(
            "A mild nature can hide what matters: reviews that are abolished are not tailored. The words are only read "
            "for signs, so it may be a false alarm, and nothing depends on it for the verdict."
        ),
        source="Fidelity's design, second edition of the judgement, section 2",
        reads="plan",
        remark=_remark_on_natures,
        message=_sounds,
        ways_out=_name_it,
        passes=_PROMPTS + "Nothing is left out; the judge has a card with opening questions.\n",
        fails=_PROMPTS + "Reviews with the judge are abolished.\n",
    ),
    Rule(
        code=SAYS_NOTHING,
        name="statement-says-nothing",
        summary="A statement on how the function is kept does not say how.",
        why=(
            "A change can keep the model if what the element is for is still achieved. Whoever reads the plan has to "
            "see how. A mere 'yes' still counts as said, and is the first thing that a reviewer will ask about."
        ),
        source="Fidelity's design, second edition of the judgement, section 2",
        reads="plan",
        remark=_remark_on_statements,
        message=_empty,
        ways_out=_say_how,
        passes=_STATED + "Parents still talk with the judge themselves, every fortnight.\n",
        fails=_STATED + "The purpose is kept.\n",
    ),
    Rule(
        code=ON_WORD,
        name="rests-on-word",
        summary="A change to an essential element is settled by the site's own word alone.",
        why=(
            "Whether the function is kept, and which kind of change it is, the plan says itself. The library cannot "
            "look, so somebody should: a green that rests on words is never a silent one."
        ),
        source="Fidelity's design, second edition of the judgement, section 2",
        reads="plan",
        remark=_remark_on_words,
        message=_on_word,
        ways_out=_look,
        passes=_STATED.replace("nature: tailoring", "nature: format") + "Parents still talk with the judge.\n",
        fails=_STATED + "Parents still talk with the judge themselves, every fortnight.\n",
    ),
)
