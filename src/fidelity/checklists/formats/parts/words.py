"""What every form for people says, in one wording: how to start, who rates, what to go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checklists.checklist import Checklist, Item
    from fidelity.checklists.response_sets import Option, ResponseSet

__all__ = [
    "DETAILS", "START", "Detail", "about", "condition", "guidance", "made", "marks", "meanings", "shown", "source",
    "who",
]  # fmt: skip

START = (
    "Rate what is done now, not what is planned. Where you cannot tell, say 'not known': that is an answer too. "
    "A review is a start for improvement, not an audit."
)


class Detail(NamedTuple):
    """Something that a form says of itself: its key in what is read back, its label, and what to write."""

    key: str
    label: str
    hint: str


DETAILS = (
    Detail("site", "Site", "Where the work that you rate is done."),
    Detail("assessor", "Rated by", "A role or a code, never the name of a person."),
    Detail("period", "Period", "What you looked at, such as 2026-Q1."),
    Detail("date", "Date", "The day of the rating, such as 2026-03-31."),
)
"""What is filled in once a form, in this order."""


def shown(option: Option) -> str:
    """Return an answer as a form offers it: its code and its label, or the label alone where it begins with the code.

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
    """Return the line by which a form can be told from others."""
    return one_line(f"Checklist {checklist.hash}, made with fidelity {checklist.tool_version}.")


def meanings(one: ResponseSet) -> Iterator[tuple[str, str, str]]:
    """Yield for each answer what is ticked, what it counts, and what it means where that is said."""
    for option in one.options:
        counts = option.weight_text or "not scored"
        counts += "; in place from here on" if option.code == one.threshold else ""
        yield shown(option), counts, one_line(one.anchors.get(option.code, ""))


def marks(item: Item) -> str:
    """Return what an item belongs to, and how firm it is."""
    return one_line(f"{item.title} ({item.tier}{', critical' if item.critical else ''})")


def condition(checklist: Checklist, item: Item) -> str:
    """Return when an item is to be answered; empty where it always is."""
    if item.show_if is None:
        return ""
    other = checklist[item.show_if.item]
    labels = {option.code: option.label for option in checklist.responses_of(other).options}
    codes = " or ".join(f"'{labels.get(code, code)}'" for code in item.show_if.codes)
    return one_line(f"Answer only if {item.show_if.item} is {codes}.")


def guidance(item: Item) -> tuple[str, ...]:
    """Return what an item is about, in the words of the model."""
    return tuple(map(one_line, item.guidance))


def who(item: Item) -> str:
    """Return who rates an item, and how often; empty where nobody says."""
    every = f"every {item.every.removeprefix('every ')}" if item.every else ""
    return one_line(", ".join(filter(None, (item.rater, every))))


def source(item: Item) -> str:
    """Return what an item stands on."""
    return one_line("; ".join(item.sources))
