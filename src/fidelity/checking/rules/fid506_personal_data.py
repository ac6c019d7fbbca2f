"""Texts of a plan that seem to hold personal data. What they hold is never repeated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.facts import Raw
from fidelity.checking.rules import words
from fidelity.checking.rules.rule import Rule
from fidelity.rendering.english import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding
    from fidelity.errors import Place
    from fidelity.plan.plan import Approval, Change, Plan, Setting

_MANY_DIGITS = re.compile(r"[0-9](?:[\s()-]{0,3}[0-9]){4}")
_FOUR_DIGITS = re.compile(r"[0-9]{4}")
_BORN = "born", "birth", "dob", "d.o.b", "d o b", "d. o. b"
_FILED = "case", "court", "family", "child", "client", "file", "claim", "mosaic", "lcs", "liquid"
_COUNTED = "num", "no", "nr", "ref", "id"
_DIGIT = re.compile(r"[0-9]")
_BESIDE = 32  # no date before such a word is longer
_BEFORE = 64  # no longer is what says that a number is one of a case, up to its digits


class Spot(NamedTuple):
    """A text of a plan: what it stands under, of what, and where."""

    field: str
    owner: str
    place: Place
    text: str
    setting: bool = False


class Hit(NamedTuple):
    """Where something seems to be, and what kind of thing; not the thing."""

    spot: str
    kinds: tuple[str, ...]
    place: Place


def remark(case: Case) -> Iterator[Raw]:
    """Yield one remark for each text that seems to hold personal data."""
    text = "\0".join(_texts(case.plan))  # which no file holds, and no number goes on behind
    if not worth_a_look(text):
        return
    from fidelity.checking.personal import kinds_in  # few plans have anything to look at

    if not kinds_in(text):
        return
    for spot in _spots(case.plan):
        kinds = kinds_in(spot.text)
        if kinds:
            subject = f"{spot.field} of {spot.owner}"
            called = f"'{spot.field}'" if spot.setting else words.field_called(case, spot.field)
            yield Raw("FID506", subject, 0, -1, (), Hit(f"{called} of {spot.owner}", kinds, spot.place))


def worth_a_look(text: str) -> bool:
    """Return false where a text surely holds nothing that is looked for; most plans end here, in a few microseconds."""
    plain = text.lower()
    if "@" in plain or _MANY_DIGITS.search(plain):
        return True
    if any(word in plain and _has_digits_beside(word, plain) for word in _BORN):
        return True
    for found in _FOUR_DIGITS.finditer(plain):
        before = plain[max(found.start() - _BEFORE, 0) : found.start()]
        if any(word in before for word in _FILED) and any(word in before for word in _COUNTED):
            return True
    return False


def _has_digits_beside(word: str, plain: str) -> bool:
    at = plain.find(word)
    while at >= 0:
        if _DIGIT.search(plain, max(at - _BESIDE, 0), at + _BEFORE):
            return True
        at = plain.find(word, at + 1)
    return False


def _texts(plan: Plan) -> list[str]:
    """Return every text of ``_spots``, and nothing about them: this is done for every plan."""
    found = [plan.id, plan.site, plan.author or ""]
    settings = [setting for choice in plan.choices for setting in choice.settings]
    for change in plan.changes:
        found += (change.id, change.what, change.function_kept or "", change.record.effects or "")
        settings += change.settings
        added = change.addition
        if added is not None:
            found += (added.id, added.title, added.statement)
    for approval in plan.approvals:
        found += (approval.by, approval.role, approval.reference or "", approval.conditions or "")
        for covered in approval.covers:
            found.append(covered.change)
            settings += covered.settings
    found += [setting.text for setting in settings]
    return found


def _spots(plan: Plan) -> Iterator[Spot]:
    """Yield every text that somebody wrote. What a model must have (elements, natures) is checked elsewhere."""
    for field, text in (("plan", plan.id), ("site", plan.site), ("author", plan.author)):
        if text:
            yield Spot(field, "the plan", plan.places.get(field, plan.place), text)
    for choice in plan.choices:
        yield from _values(choice.settings, f"the choices for {choice.element}")
    for number, change in enumerate(plan.changes, 1):
        yield from _of_change(change, _called("change", change.id, number))
    for number, approval in enumerate(plan.approvals, 1):
        yield from _of_approval(approval, f"the approval in place {number}")


def _called(noun: str, name: str, number: int) -> str:
    """Return what to call a part of a plan: never by an id that itself needs a look."""
    return f"the {noun} in place {number}" if worth_a_look(name) else f"the {noun} {name}"


def _values(settings: Iterable[Setting], owner: str) -> Iterator[Spot]:
    return (Spot(setting.parameter, owner, setting.place, setting.text, setting=True) for setting in settings)


def _of_change(change: Change, owner: str) -> Iterator[Spot]:
    texts = [("id", change.id), ("what", change.what), ("function_kept", change.function_kept)]
    texts.append(("effects", change.record.effects))
    if change.addition is not None:
        added = change.addition
        texts += [("id of the addition", added.id), ("title", added.title), ("statement", added.statement)]
    yield from (Spot(field, owner, change.place, text) for field, text in texts if text)
    yield from _values(change.settings, owner)


def _of_approval(approval: Approval, owner: str) -> Iterator[Spot]:
    texts = {
        "by": approval.by,
        "role": approval.role,
        "reference": approval.reference,
        "conditions": approval.conditions,
    }
    yield from (Spot(field, owner, approval.place, text) for field, text in texts.items() if text)
    for covered in approval.covers:
        yield Spot("change", owner, covered.place, covered.change)
        yield from _values(covered.settings, owner)


def _hit(finding: Finding) -> Hit:
    hit = finding.raw.item
    assert isinstance(hit, Hit)
    return hit


def message(finding: Finding) -> str:
    """Return what seems to be where, without repeating it."""
    hit = _hit(finding)
    return f"There seems to be {listed(hit.kinds)} under {hit.spot}. This scan cannot find everything."


def ways_out(finding: Finding) -> tuple[str, ...]:
    """Return: take it out, in the history too."""
    return (
        "take it out, and say it in roles and places: who it is does not matter to a plan",
        "ask whoever looks after data protection what to do about older copies, if it was shared",
        "leave it, if it is about nobody",
    )


_HEAD = """\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
changes:
  - id: review-prompts
    element: review-hearing
    nature: tailoring
    function_kept: Parents still talk with the judge themselves, every fortnight.
"""

RULE = Rule(
    code="FID506",
    name="personal-data",
    summary="A text of the plan seems to hold personal data.",
    why=(
        "A plan is read by many and kept in a history that forgets nothing. It speaks of places and roles, and "
        "needs no person's name, number or date of birth. What seems to be there is not repeated here, and what is not "
        "found may still be there: names and stories no scan knows."
    ),
    source="Fidelity's design, section 9: a plan holds no personal data",
    reads="scans",
    remark=remark,
    message=message,
    ways_out=ways_out,
    passes=_HEAD + "    what: The judge has a card with opening questions; the office sends it out.\n",
    fails=_HEAD + "    what: The judge has a card with opening questions; ask office@court.example for it.\n",
)
