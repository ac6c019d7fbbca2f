"""Completed forms, first as the cells of a file with their places, then as who answered what, when and where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from attrs import field, frozen

from fidelity.content import Content
from fidelity.errors import Fault, InputError, Place
from fidelity.model.evidence import NOWHERE

UNRECOGNISED, OTHER_MODEL, OTHER_CHECKLIST, NOTHING = "FID701", "FID702", "FID703", "FID708"
"""Codes of refused files: one without a completed form, one for another model or checklist, or one that is empty."""
BAD_ANSWER, UNKNOWN_ITEM, TWICE, BAD_DETAIL = "FID704", "FID705", "FID706", "FID707"
"""Codes of values that we do not understand and therefore list."""


@frozen(eq=False, repr=False)
class Answer(Content):
    """The answer to one item.

    Attributes
    ----------
    code
        A code of the item's response set.
    why
        The reason that the rater gave; empty if there is none.
    evidence
        The codes of what was looked at.
    place
        Where the file says it.
    """

    code: str
    why: str = ""
    evidence: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class Form(Content):
    """One completed form. An item that is not among ``answers`` is missing: nobody answered it.

    Attributes
    ----------
    id
        The id, which tells forms apart.
    answers
        The answers by the name of the item.
    rater
        A role or a code. We never ask for a name.
    site
        The place that was rated.
    period, day
        A word such as ``2026-Q1``, and the date of the rating.
    model, checklist
        The model and the hash of the checklist, as the file states them; empty where it does not.
    source
        The file that it comes from.
    place
        Where the form begins in the file.
    """

    id: str
    answers: Mapping[str, Answer] = field(hash=False)
    rater: str = ""
    site: str = ""
    period: str = ""
    day: date | None = None
    model: str = ""
    checklist: str = ""
    source: str = ""
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class NotUnderstood(Content):
    """A value that we do not understand, which counts as no answer. We never guess.

    ``code`` is a code of the family FID7xx. ``where`` names the place as a user of that kind of file would, such as
    ``row 12, column code``. ``item`` is a name or empty.
    """

    code: str
    form: str
    item: str
    value: str
    why: str
    where: str
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    @property
    def message(self) -> str:
        """A sentence that says what we did not understand."""
        return f"{self.why} ({self.where})"

    def __str__(self) -> str:
        return f"{self.place}: {self.code} {self.message}"


@frozen(eq=False, repr=False)
class Responses(Content):
    """Completed forms of one checklist.

    Attributes
    ----------
    forms
        The forms, in file order.
    not_understood
        The values that we did not understand, with their places.
    remarks
        What the user has to know about the files.
    """

    forms: tuple[Form, ...]
    not_understood: tuple[NotUnderstood, ...] = ()
    remarks: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.forms)

    def to_records(self) -> list[dict[str, str | None]]:
        """Return a flat record for each answer: form, site, assessor, period, date, item, code, why, evidence."""
        return [
            {
                "form": form.id,
                "site": form.site,
                "assessor": form.rater,
                "period": form.period,
                "date": form.day.isoformat() if form.day else None,
                "item": name,
                "code": answer.code,
                "why": answer.why or None,
                "evidence": " ".join(answer.evidence) or None,
            }
            for form in self.forms
            for name, answer in form.answers.items()
        ]


def period_of(form: Form) -> str:
    """Return the period that a form states, or else the quarter of its date, or an empty text.

    Examples
    --------
    >>> from datetime import date
    >>> period_of(Form("f", {}, day=date(2026, 5, 4)))
    '2026-Q2'
    """
    if form.period or form.day is None:
        return form.period
    return f"{form.day.year}-Q{(form.day.month + 2) // 3}"


HEADER_KEYS = ("checklist", "hash", "model", "version", "form", "site", "assessor", "period", "date")
"""What a form says about itself. A reader leaves out what its kind of file does not carry."""


class Cell(NamedTuple):
    """A text somewhere in a file. ``where`` names the place in words, such as ``row 12, column 'code'``.

    ``named`` is the cell with the name of the item, where that is a cell of its own.
    """

    text: str
    place: Place
    where: str
    named: Cell | None = None


class RawForm(NamedTuple):
    """One form as it stands in a file.

    ``header`` has some of ``HEADER_KEYS``. ``values`` pairs each name with its cell: the name is an item's, or ends in
    ``_why`` or ``_evid``. A name that the file has twice is there twice. ``target`` names the code table that the file
    uses (``"redcap"``), or is empty. ``remarks`` say what a reader noticed and ignored.
    """

    header: Mapping[str, Cell]
    values: tuple[tuple[str, Cell], ...]
    place: Place
    target: str = ""
    remarks: tuple[str, ...] = ()


_ALIASES = {"assessor_role": "assessor", "rater": "assessor", "checklist_id": "checklist", "answer": "code"}


def header_name(title: str) -> str:
    """Return the name of a column from its title, in a file of answers in long form.

    Examples
    --------
    >>> header_name(" Assessor role"), header_name("item")
    ('assessor', 'item')
    """
    plain = title.strip().lower().replace(" ", "_")
    return _ALIASES.get(plain, plain)


def refused(where: str | Place, found: str, expected: str, *ways: str, code: str = UNRECOGNISED) -> InputError:
    """Return the error that refuses a file, or a place in one."""
    place = where if isinstance(where, Place) else Place(where)
    return InputError([Fault(code, place, found, expected, ways)])
