"""Texts of a plan that seem to hold personal data. What they hold is never repeated.

It is a sieve with holes: names, addresses and stories it cannot know. The forms are those in common use in the United
Kingdom, written from general knowledge: NHS numbers carry a check digit (modulus 11), the others are known by form.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from fidelity.checking.facts import Raw, RawDetail
from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN, words
from fidelity.errors import Place
from fidelity.rendering.english import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding
    from fidelity.plan.plan import Approval, Change, Plan, Setting

# What looks like personal data -------------------------------------------------------------------------

_MAIL, _PHONE, _HEALTH = "an e-mail address", "a telephone number", "an NHS number"
_INSURED, _BIRTH, _FILE = "a National Insurance number", "a date of birth", "a case or court number"
KINDS = (_MAIL, _PHONE, _HEALTH, _INSURED, _BIRTH, _FILE)
"""What is looked for, in the order in which it is named."""

_RUN = re.compile(r"[0-9](?:[\s()-]*[0-9]){9,}")
"""Ten digits close together, as telephone and NHS numbers have them."""
_NO_DIGITS = re.compile(r"[^0-9]+")
_LONG = {
    _PHONE: re.compile(r"(?:44[\s()-]*(?:0[\s()-]*)?[1-9]|0[1-9])(?:[\s()-]*[0-9]){8}"),
    _HEALTH: re.compile(r"[0-9]{3}[\s-]?[0-9]{3}[\s-]?[0-9]{4}"),
}
"""How those begin that ten digits may be, whatever stands around them."""
_BORN = "born", "birth", "dob", "d.o.b", "d o b", "d. o. b"
_FILED = "case", "court", "family", "child", "client", "file", "claim", "mosaic", "lcs", "liquid"
_FILED_WORD = re.compile("|".join(_FILED).encode())
_COUNTED = b"num", b"no", b"nr", b"ref", b"id"
_ODD = "\u0130\u0131\u017f\u212a"  # letters that an expression takes for i, s and k where case does not matter
_INSURED_DIGITS, _LONG_DIGITS = 6, 10
_BEFORE = 64  # no longer is what says that a number is one of a case, up to its digits
_WEIGHTS = range(10, 1, -1)


def _sign(byte: int) -> int:
    """Return what a byte of a text stands for in its shape."""
    character = chr(byte)
    return ord("0" if character.isdigit() else "d" if character in "ABCDabcd" else ".")


_SHAPE = bytes(map(_sign, range(128))) + b"." * 128
_PARTING = b"()-" + bytes(byte for byte in range(128) if chr(byte).isspace()) + bytes(range(128, 256))
_BORN_LETTERS = bytes(
    ord({"i": "o", "t": "n"}.get(chr(byte).lower(), chr(byte).lower())) for byte in range(128)
) + bytes(range(128, 256))
"""A text is looked at by its shape, in bytes: one step for a whole text, where an expression takes one a character."""


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Return the expressions of each kind. Few plans have anything to look at, so they are compiled when one has."""
    day = (
        r"(?:[0-9]{1,2}[./ -][0-9]{1,2}[./ -](?:19|20)?[0-9][0-9]|(?:19|20)[0-9][0-9]-[0-9][0-9]?-[0-9][0-9]?"
        r"|[0-9]{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+"
        r"(?:19|20)?[0-9][0-9])"
    )
    born = (
        r"(?:\bborn\b|\bdob\b|\bd\.o\.b\b|\bd\ o\ b\b|\bd\.\ o\.\ b\b|\bdate\s+of\s+birth\b"
        r"|\bbirth\s?(?:day|date)\b)"
    )
    counted = r"(?:number|no\b\.?|nr\b\.?|ref(?:erence)?\b\.?|id\b)"
    filed = (
        r"\b(?:case|court|family|child|client|file|claim|mosaic|lcs|liquid\s?logic)(?:'s)?\s{1,3}"
        rf"{counted}\s{{0,3}}(?:is|was)?[\s:.#=-]{{0,9}}[\w/-]{{0,15}}[0-9]{{4}}"
    )
    insured = r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?[0-9][0-9]\s?[0-9][0-9]\s?[0-9][0-9]\s?[A-D]\b"
    called = r"(?<![\w/])(?:(?:\+|00)44[\s()-]*(?:0[\s()-]*)?[1-9]|\(?0[1-9])(?:[\s()-]*[0-9]){8,9}(?![\w/])"
    either = re.IGNORECASE
    return {
        _MAIL: (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b", either),),
        _PHONE: (re.compile(called),),
        _HEALTH: (re.compile(r"(?<![\w/.+-])[0-9]{3}[\s-]?[0-9]{3}[\s-]?[0-9]{4}(?![\w/-])"),),
        _INSURED: (re.compile(insured, either),),
        _BIRTH: (re.compile(rf"{born}[^0-9\n]{{0,30}}{day}|{day}[^\w\n]{{0,5}}{born}", either),),
        _FILE: (re.compile(r"\b[A-Z]{2}\s?[0-9][0-9]\s?[A-Z]\s?[0-9]{5}\b"), re.compile(filed, either)),
    }


def kinds_in(text: str) -> tuple[str, ...]:
    """Return the kinds of personal data that a text seems to hold, in a fixed order; none of it is kept.

    Cost: linear in the text, but for the few characters around what looks like one.

    Examples
    --------
    >>> kinds_in("Call 0113 496 0000 or write to sam@example.org")
    ('an e-mail address', 'a telephone number')
    >>> kinds_in("Reviews move to every 3 weeks from 2026-08-01")
    ()
    """
    possible = _possible_in(text)
    return tuple(kind for kind in KINDS if kind in possible and _has(text, kind)) if possible else ()


def _has(text: str, kind: str) -> bool:
    patterns = _patterns()[kind]
    if kind == _HEALTH:
        return any(_checks(_NO_DIGITS.sub("", found[0])) for found in patterns[0].finditer(text))
    return any(pattern.search(text) for pattern in patterns)


def _checks(number: str) -> bool:
    """Return whether ten digits end in their check digit; ten times the same digit is nobody's number."""
    if len(set(number)) == 1:
        return False
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:9], strict=True)) % 11
    return rest % 11 == int(number[9])


def _possible_in(text: str) -> set[str]:
    """Return the kinds that a text can hold: a cheap look at every text, so that few are searched for any kind.

    In its shape a digit is ``0`` and a letter from a to d is ``d``. What may part digits is left out, and so is all
    that is not ASCII: that can only bring more digits close together.
    """
    data = text.encode(errors="replace")
    possible = {_MAIL} if "@" in text else set[str]()
    shape = data.translate(_SHAPE, _PARTING)
    for start, end in _runs(shape, b"000000"):
        if end - start == _INSURED_DIGITS and shape[end : end + 1] == b"d":
            possible.add(_INSURED)
        if end - start >= _LONG_DIGITS:
            possible.update(
                kind for run in _RUN.finditer(text) for kind, may_be in _LONG.items() if may_be.search(run[0])
            )
    if any(_may_be_filed(data, start, end) for start, end in _runs(data.translate(_SHAPE), b"0000")):
        possible.add(_FILE)
    if _may_say_born(text, data):
        possible.add(_BIRTH)
    return possible


def _runs(shape: bytes, digits: bytes) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each row of at least so many digits in a shape."""
    start = shape.find(digits)
    while start >= 0:
        end = start + len(digits)
        while shape[end : end + 1] == b"0":
            end += 1
        yield start, end
        start = shape.find(digits, end)


def _may_be_filed(data: bytes, start: int, end: int) -> bool:
    """Return whether some digits follow a capital, or words that speak of a case and of its number."""
    before = data[max(start - _BEFORE, 0) : end]
    if not before.isascii() or data[max(start - 2, 0) : start].rstrip()[-1:].isupper():
        return True
    before = before.lower()
    return _FILED_WORD.search(before) is not None and any(word in before for word in _COUNTED)


def _may_say_born(text: str, data: bytes) -> bool:
    """Return whether a text has a word that goes with a date of birth.

    Without blanks and dots these words begin in three ways, and in two where an i passes for an o, and a t for an n.
    """
    plain = data.translate(_BORN_LETTERS, b" .")
    if b"dob" in plain or b"born" in plain:
        small = text.lower()
        if any(word in small for word in _BORN):
            return True
    return not text.isascii() and any(letter in text for letter in _ODD)


# Where it stands in a plan -----------------------------------------------------------------------------

_MANY_DIGITS = re.compile(r"[0-9](?:[\s()-]{0,3}[0-9]){4}")
_FOUR_DIGITS = re.compile(r"[0-9]{4}")
_DIGIT = re.compile(r"[0-9]")
_BESIDE = 32  # no date before such a word is longer


class Spot(NamedTuple):
    """A text of a plan: what it stands under, of what, and where."""

    field: str
    owner: str
    place: Place
    text: str
    setting: bool = False


@frozen(eq=False, repr=False)
class Hit(RawDetail):
    """Where something seems to be, and what kind of thing; not the thing."""

    spot: str
    kinds: tuple[str, ...]
    place: Place


def remark(case: Case) -> Iterator[Raw]:
    """Yield one remark for each text that seems to hold personal data."""
    text = "\0".join(_texts(case.plan))  # which no file holds, and no number goes on behind
    if not _possible_in(text) or not worth_a_look(text):
        return
    for spot in _spots(case.plan):
        kinds = kinds_in(spot.text)
        if kinds:
            subject = f"{spot.field} of {spot.owner}"
            called = f"'{spot.field}'" if spot.setting else words.field_called(case, spot.field)
            yield Raw("FID506", subject, 0, -1, (), Hit(f"{called} of {spot.owner}", kinds, spot.place))


def worth_a_look(text: str) -> bool:
    """Return whether a text has digits close together, or some beside a word that goes with personal data.

    A text that has not is never searched, and an id that has is never repeated.
    """
    plain = text.lower()
    if "@" in plain or _MANY_DIGITS.search(plain):
        return True
    if any(word in plain and _has_digits_beside(word, plain) for word in _BORN):
        return True
    for found in _FOUR_DIGITS.finditer(plain):
        before = plain[max(found.start() - _BEFORE, 0) : found.start()]
        if any(word in before for word in _FILED) and any(word.decode() in before for word in _COUNTED):
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
    hit = finding.raw.detail
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


_HEAD = (
    PLAN
    + """\
changes:
  - id: review-prompts
    element: review-hearing
    nature: tailoring
    function_kept: Parents still talk with the judge themselves, every fortnight.
"""
)

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
