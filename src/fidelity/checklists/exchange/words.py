"""The words that all forms share: how to start, who rates, the guidance, and the names and labels of the fields.

Forms for other systems give each field a label. The readers of the exports use the same labels, so that they understand
an export by labels too.
"""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.names import HEADERS, TOTALS, name_of
from fidelity.errors import Fault, InputError, Place
from fidelity.files.faults import WRONG_VALUE
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.checklists.checklist import Checklist, Item, Section
    from fidelity.checklists.response_sets import Option, ResponseSet

START = (
    "Rate what is done now, not what is planned. Where you cannot tell, say 'not known': that is an answer too. "
    "A review is a start for improvement, not an audit."
)


class Detail(NamedTuple):
    """A detail of a form, such as its site: its key in a raw form, its label, and a hint at what to write."""

    key: str
    label: str
    hint: str


DETAILS = (
    Detail("site", "Site", "Where the work that you rate is done."),
    Detail("assessor", "Rated by", "A role or a code, never the name of a person."),
    Detail("period", "Period", "What you looked at, such as 2026-Q1."),
    Detail("date", "Date", "The day of the rating, such as 2026-03-31."),
)
"""The details that a rater fills in once for each form, in this order."""


def details(checklist: Checklist) -> Iterator[tuple[Detail, str]]:
    """Yield the details of a form, each with the value that the checklist already knows."""
    known = {"site": checklist.site, "assessor": checklist.rater}
    yield from ((detail, known.get(detail.key) or "") for detail in DETAILS)


def explained(section: Section) -> Iterator[tuple[Item, bool]]:
    """Yield the items of a section, each with whether it is its element's first, which explains the element."""
    seen: set[str] = set()
    for item in section.items:
        yield item, item.element not in seen
        seen.add(item.element)


def shown(option: Option) -> str:
    """Return an answer as a form offers it: its code and its label, or the label alone if it begins with the code.

    Examples
    --------
    >>> from fidelity.checklists.response_sets import Option
    >>> [shown(Option("1", label)) for label in ("partly", "1", "1, not implemented", "100%")]
    ['1 partly', '1', '1, not implemented', '1 100%']
    """
    rest = option.label.removeprefix(option.code)
    alone = rest != option.label and not rest[:1].isalnum()
    return one_line(option.label if alone else f"{option.code} {option.label}")


def about(checklist: Checklist) -> str:
    """Return which model a checklist is for, and which part of it was picked."""
    parts = [f"Model {checklist.model_title} ({checklist.reference})"]
    if checklist.plan is not None:
        parts.append(f"for {checklist.site or 'a site'}, as adapted by plan {checklist.plan}")
    parts += [f"rated by {checklist.rater}"] if checklist.rater else []
    parts += ["short form: critical items only"] if checklist.short else []
    return one_line("; ".join(parts)) + "."


def made(checklist: Checklist) -> str:
    """Return the line that tells this checklist's forms from others."""
    return one_line(f"Checklist {checklist.hash}, made with fidelity {checklist.tool_version}.")


def meanings(one: ResponseSet) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the titles and rows of a table of answers: the answer, its weight, and its meaning if one is given."""
    rows: list[tuple[str, ...]] = []
    for option in one.options:
        counts = option.weight_text or "not scored"
        counts += "; in place from here on" if option.code == one.threshold else ""
        rows.append((shown(option), counts, one_line(one.anchors.get(option.code, ""))))
    titles = ("Answer", "Counts", "What it means")
    if any(row[-1] for row in rows):
        return titles, rows
    return titles[:-1], [row[:-1] for row in rows]


def marks(item: Item) -> str:
    """Return the title of the element that an item belongs to, its tier, and whether it is critical."""
    return one_line(f"{item.title} ({item.tier}{', critical' if item.critical else ''})")


def condition(checklist: Checklist, item: Item) -> str:
    """Return when to answer an item; empty if it always applies."""
    if item.show_if is None:
        return ""
    other = checklist[item.show_if.item]
    labels = {option.code: option.label for option in checklist.responses_of(other).options}
    codes = " or ".join(f"'{labels.get(code, code)}'" for code in item.show_if.codes)
    return one_line(f"Answer only if {item.show_if.item} is {codes}.")


def guidance(item: Item) -> tuple[str, ...]:
    """Return the guidance on an item, in the words of the model."""
    return tuple(map(one_line, item.guidance))


def who(item: Item) -> str:
    """Return who rates an item, and how often; empty if the model does not say."""
    every = f"every {item.every.removeprefix('every ')}" if item.every else ""
    return one_line(", ".join(filter(None, (item.rater, every))))


def source(item: Item) -> str:
    """Return the evidence for an item."""
    return one_line("; ".join(item.sources))


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
"""The labels of the fields that the form fills in by itself, by name."""

SCORED_ELSEWHERE = "Only a help while you fill this in: 'fidelity score' works it out again from the answers."


def labels(checklist: Checklist) -> Mapping[str, str]:
    """Return the label of each item by its name: its text, followed by its name if two items share the text."""
    texts = {item.name: one_line(item.text) for item in checklist}
    count = Counter(text.casefold() for text in texts.values())
    count.update(label.casefold() for label in (*(detail.label for detail in DETAILS), *FIXED_LABELS.values()))
    return MappingProxyType(
        {name: text if count[text.casefold()] == 1 else f"{text} ({name})" for name, text in texts.items()}
    )


def why_label(item: Item) -> str:
    """Return the label of the field for reasons. It names the item, because exports by label show only labels."""
    return f"Why this answer? ({item.name})"


def evidence_label(item: Item) -> str:
    """Return the label of the field for what was looked at."""
    return f"What was looked at? ({item.name})"


def ticks(item: Item) -> Mapping[str, Option]:
    """Return what a rater can tick as looked at, by a code of lower-case letters, digits and underscores."""
    found: dict[str, Option] = {}
    for option in item.evidence_options:
        code = re.sub(r"_+", "_", re.sub(r"[^a-z0-9_]", "_", option.code)).strip("_") or "other"
        while code in found:
            code += "_2"
        found[code] = option
    return MappingProxyType(found)


def hints(checklist: Checklist, item: Item) -> str:
    """Return what a rater has to know before answering: the local notes, when to answer, and what answers mean."""
    anchors = item.anchors or checklist.responses_of(item).anchors
    meant = "; ".join(f"{code}: {text}" for code, text in anchors.items())
    parts = [note.text for note in item.notes]
    parts += [condition(checklist, item), f"Answers: {meant}." if meant else ""]
    parts += [f"Look at: {', '.join(item.look_at)}." if item.look_at else ""]
    parts += [f"Who rates, and how often: {who(item)}." if who(item) else ""]
    return one_line(" ".join(filter(None, parts)))


def left_out(checklist: Checklist) -> tuple[str, ...]:
    """Return what the checklist does not ask about: each thing that a plan leaves out, and the rest in one sentence."""
    told = [one for one in checklist.left_out if one.kind != "no-indicator"]
    rest = [one.title for one in checklist.left_out if one.kind == "no-indicator"]
    said = [one_line(f"Not asked about: {one.title} ({one.tier}): {one.why}.") for one in told]
    why = "Not asked about, because the model gives no sign to rate it by"
    return (*said, *([one_line(f"{why}: {'; '.join(rest)}.")] if rest else []))


def sources(item: Item) -> str:
    """Return the guidance on an item in the words of the model, and the evidence for it."""
    about = source(item)
    return one_line(" ".join([*guidance(item), f"Source: {about}." if about else ""]))


def digits(version: str) -> str:
    """Return digits for a version; a higher version has higher digits.

    Examples
    --------
    >>> digits("2026.1"), digits("2026.12"), digits("first")
    ('2026000100', '2026001200', '0000000100')
    """
    year, number = ([*map(int, re.findall(r"\d+", version)), 0, 0])[:2] if re.search(r"\d", version) else (0, 1)
    return f"{year:04d}{number:04d}00"


class FreeNames:
    """Gives sections and notes, which are no items, names that nothing else has."""

    def __init__(self, checklist: Checklist) -> None:
        self._taken = {*HEADERS, *TOTALS}
        for item in checklist:
            self._taken.update((item.name, item.why, item.evid))

    def free(self, id_: str) -> str:
        """Return the name that an id stands for, or a longer name if that one is taken."""
        name = name_of(id_)
        while name in self._taken:
            name += "x"
        self._taken.add(name)
        return name


def unfit(checklist: Checklist, target: str, found: Iterator[str]) -> None:
    """Raise one error that lists everything that a target cannot hold.

    Raises
    ------
    InputError
        FID107 if there is anything to list.
    """
    ways = ("change the text in the model's or the plan's file, or choose another format",)
    where = Place(f"{checklist.plan or checklist.reference} as {target}")
    faults = [Fault(WRONG_VALUE, where, text, f"what {target} can hold", ways) for text in found]
    if faults:
        raise InputError(faults)
