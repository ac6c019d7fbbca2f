"""What forms for other systems have in common: the names and labels of fields, one each, and how an answer counts.

The readers of what those systems export use the same labels, so that an export by labels is understood too.
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.formats.parts.words import DETAILS, condition, guidance, source, who
from fidelity.checklists.names import HEADERS, TOTALS, name_of
from fidelity.errors import Fault, InputError, Place
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.checklists.checklist import Checklist, Item
    from fidelity.checklists.response_sets import Option, ResponseSet

__all__ = [
    "FIXED_LABELS", "SCORED_ELSEWHERE", "FreeNames", "Scaling", "digits", "evidence_label", "hints", "labels",
    "left_out",
    "number_text", "scaling", "sources", "ticks", "unfit", "why_label",
]  # fmt: skip

FIXED_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "checklist": "Which checklist this form is for",
        "hash": "Which questions this form asks",
        "model": "Which model this form is for",
        "version": "Which version of the model this form is for",
        "points": "Shares of the answers, added up",
        "counted": "Weights of what was answered and applies",
        "percent": "Per cent, of what was answered and applies",
    }
)
"""The labels of what is filled in by the form itself, by name."""

SCORED_ELSEWHERE = "Only a help while you fill this in: 'fidelity score' works it out again from the answers."


def labels(checklist: Checklist) -> Mapping[str, str]:
    """Return the label of each item by its name: its text, told apart by its name where two items share one."""
    texts = {item.name: one_line(item.text) for item in checklist}
    count = Counter(text.casefold() for text in texts.values())
    count.update(label.casefold() for label in (*(detail.label for detail in DETAILS), *FIXED_LABELS.values()))
    return MappingProxyType(
        {name: text if count[text.casefold()] == 1 else f"{text} ({name})" for name, text in texts.items()}
    )


def why_label(item: Item) -> str:
    """Return the label of the field for reasons; it names the item, because exports by label show only labels."""
    return f"Why this answer? ({item.name})"


def evidence_label(item: Item) -> str:
    """Return the label of the field for what was looked at."""
    return f"What was looked at? ({item.name})"


def ticks(item: Item) -> Mapping[str, Option]:
    """Return what can be ticked as looked at, by a code of small letters, digits and underscores."""
    found: dict[str, Option] = {}
    for option in item.evidence_options:
        code = re.sub(r"_+", "_", re.sub(r"[^a-z0-9_]", "_", option.code)).strip("_") or "other"
        while code in found:
            code += "_2"
        found[code] = option
    return MappingProxyType(found)


def hints(checklist: Checklist, item: Item) -> str:
    """Return what a rater has to know before answering: what is local, when to answer, and what answers mean."""
    anchors = item.anchors or checklist.responses_of(item).anchors
    meant = "; ".join(f"{code}: {text}" for code, text in anchors.items())
    parts = [note.text for note in item.notes]
    parts += [condition(checklist, item), f"Answers: {meant}." if meant else ""]
    parts += [f"Look at: {', '.join(item.look_at)}." if item.look_at else ""]
    parts += [f"Who rates, and how often: {who(item)}." if who(item) else ""]
    return one_line(" ".join(filter(None, parts)))


def left_out(checklist: Checklist) -> tuple[str, ...]:
    """Return what is not asked about: what a plan leaves out one by one, the rest in one sentence."""
    told = [one for one in checklist.left_out if one.kind != "no-indicator"]
    rest = [one.title for one in checklist.left_out if one.kind == "no-indicator"]
    said = [one_line(f"Not asked about: {one.title} ({one.tier}): {one.why}.") for one in told]
    why = "Not asked about, because the model gives no sign to rate it by"
    return (*said, *([one_line(f"{why}: {'; '.join(rest)}.")] if rest else []))


def sources(item: Item) -> str:
    """Return what an item is about in the words of the model, and what it stands on."""
    about = source(item)
    return one_line(" ".join([*guidance(item), f"Source: {about}." if about else ""]))


class Scaling(NamedTuple):
    """How an answer becomes a share from 0 to 1: ``(weight - low) / span``; all the same (``None``) without a span."""

    low: Fraction
    span: Fraction | None


def scaling(checklist: Checklist, responses: ResponseSet) -> Scaling:
    """Return how answers count by the base that the checklist names, as the scorer does it."""
    low = Fraction(0) if checklist.base == "maximum" else responses.lowest
    return Scaling(low, responses.highest - low or None)


def number_text(number: Fraction) -> str:
    """Return a number as forms take it: whole, or with decimals.

    Examples
    --------
    >>> number_text(Fraction(2)), number_text(Fraction(1, 2))
    ('2', '0.5')
    """
    return str(number.numerator) if number.denominator == 1 else repr(float(number))


def digits(version: str) -> str:
    """Return a version in digits that rise with it.

    Examples
    --------
    >>> digits("2026.1"), digits("2026.12"), digits("first")
    ('2026000100', '2026001200', '0000000100')
    """
    year, number = ([*map(int, re.findall(r"\d+", version)), 0, 0])[:2] if re.search(r"\d", version) else (0, 1)
    return f"{year:04d}{number:04d}00"


class FreeNames:
    """Gives names to what is no item (sections, notes), apart from all names that are taken."""

    def __init__(self, checklist: Checklist) -> None:
        self._taken = {*HEADERS, *TOTALS}
        for item in checklist:
            self._taken.update((item.name, item.why, item.evid))

    def free(self, id_: str) -> str:
        """Return the name that an id stands for, or a longer one where that is taken."""
        name = name_of(id_)
        while name in self._taken:
            name += "x"
        self._taken.add(name)
        return name


def unfit(checklist: Checklist, target: str, found: Iterator[str]) -> None:
    """Raise one error with everything that a target cannot hold.

    Raises
    ------
    InputError
        FID107, if anything was found.
    """
    ways = ("change the text in the model's or the plan's file, or choose another format",)
    where = Place(f"{checklist.plan or checklist.reference} as {target}")
    faults = [Fault("FID107", where, text, f"what {target} can hold", ways) for text in found]
    if faults:
        raise InputError(faults)
