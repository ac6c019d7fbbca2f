"""A published scale as data from a file: its items, anchors, sections, bands and its rule for gaps.

The scale becomes a checklist like any other, so that every format writes it and every reader reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from fidelity.checklists.bands import Band, number
from fidelity.checklists.checklist import Checklist, Item, Section, hash_of
from fidelity.checklists.names import clashes, name_of
from fidelity.checklists.response_sets import UNSCORED_OPTIONS, Option, ResponseSet
from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE
from fidelity.soundness.issue import Issue, Level

if TYPE_CHECKING:
    from collections.abc import Iterator


@frozen(eq=False, repr=False)
class ScaleItem(Content):
    """One item of a scale. ``anchors`` say what each code means, and ``status`` says how we know the item."""

    id: str
    text: str
    anchors: Mapping[str, str] = field(factory=lambda: MappingProxyType({}), hash=False)
    unit: str | None = None
    critical: bool = False
    weight: int = 1
    status: str | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class ScaleSection(Content):
    """A section of a scale, with its items in order."""

    id: str
    title: str
    items: tuple[ScaleItem, ...]
    status: str | None = None


@frozen(slots=False, eq=False, repr=False)
class Scale(Content):
    """A published fidelity scale: immutable, compared by content.

    ``answers`` are the scored options, lowest first. ``gaps`` say which parts of the publication we could not read.
    """

    id: str
    version: str
    title: str
    source: str
    answers: tuple[Option, ...]
    sections: tuple[ScaleSection, ...]
    bands: tuple[Band, ...] = ()
    threshold: str | None = None
    missing: str = "none"
    base: str = "range"
    summary: str = ""
    gaps: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, eq=False)

    @property
    def reference(self) -> str:
        """The id with its version."""
        return f"{self.id}@{self.version}"

    @property
    def items(self) -> tuple[ScaleItem, ...]:
        """All items, in order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def range(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest value that the measure of the bands can have: points, a mean or a share."""
        of = self.bands[0].of if self.bands else "points"
        weights = [option.weight for option in self.answers if option.weight is not None]
        if of == "share":
            low = Fraction(0) if self.base == "range" or not max(weights) else min(weights) / max(weights)
            return low, Fraction(1)
        count = 1 if of == "mean" else sum(item.weight for item in self.items)
        return min(weights) * count, max(weights) * count

    @cached_property
    def checklist(self) -> Checklist:
        """The scale as a checklist."""
        from fidelity._version import __version__

        responses = ResponseSet("scale", self.answers + UNSCORED_OPTIONS, self.threshold, self.source)
        sections = tuple(
            Section(one.id, one.title, "", tuple(_item(item, one.id) for item in one.items)) for one in self.sections
        )
        whole = Checklist(
            id=f"{self.id}-{self.version}",
            title=self.title,
            model=self.id,
            model_version=self.version,
            model_title=self.title,
            hash="",
            sections=sections,
            response_sets=(responses,),
            tool_version=__version__,
            bands=self.bands,
            missing=self.missing,
            base=self.base,
        )
        assert not clashes(item.name for item in whole.items)  # the reader has refused them
        return evolve(whole, hash=hash_of(whole))

    def __repr__(self) -> str:
        return f"<Scale {self.id}@{self.version}: {len(self.items)} items, {len(self.bands)} bands>"


def _item(item: ScaleItem, section: str) -> Item:
    return Item(
        name=name_of(item.id),
        id=item.id,
        text=f"{item.text} ({item.unit})" if item.unit else item.text,
        element=item.id,
        title=item.text,
        tier="scale",
        kind="scale",
        critical=item.critical,
        responses="scale",
        weight=item.weight,
        anchors=item.anchors,
        sources=(item.status,) if item.status else (),
        serves=(section,),
    )


HOLE, OVERLAP = "FID710", "FID711"
_NOUNS = {"points": "points", "mean": "a mean of", "share": "a share of"}


def scale_issues(scale: Scale) -> tuple[Issue, ...]:
    """Return what is wrong with the bands of a scale. The check is exact: it compares the intervals between all ends.

    A sum of whole-number points is a whole number, so bands such as 74 to 99 and 100 to 114 leave no hole.
    """
    if not scale.bands:
        return ()
    return tuple(_issues(scale))


def _issues(scale: Scale) -> Iterator[Issue]:
    for words, holding in _spans(scale):
        if not holding:
            ways: tuple[str, ...] = (
                "move an end so that the bands meet",
                "say with 'below' that a band ends where the next begins",
            )
            message = f"No band holds {words}."
            yield Issue(HOLE, "bands-with-a-hole", Level.FAULT, scale.id, message, ways, scale.place)
        elif len(holding) > 1:
            labels = " and ".join(f"'{band.label}'" for band in holding)
            ways = ("let one of them end where the other begins, with 'below'",)
            message = f"{labels} both hold {words}."
            yield Issue(OVERLAP, "bands-that-overlap", Level.FAULT, scale.id, message, ways, scale.place)


def _spans(scale: Scale) -> Iterator[tuple[str, tuple[Band, ...]]]:
    """Yield the stretches of possible values, in words, each with the bands that hold it."""
    low, high = scale.range
    ends = {end for band in scale.bands for end in (band.at_least, band.at_most, band.below) if end is not None}
    inside = sorted({low, high, *(end for end in ends if low < end < high)})
    noun = _NOUNS[scale.bands[0].of]
    whole = scale.bands[0].of == "points" and all(
        option.weight is None or option.weight.denominator == 1 for option in scale.answers
    )
    if whole:
        yield from _whole_spans(scale, int(low), int(high), noun)
        return
    for at, end in enumerate(inside):
        yield f"{noun} {number(end, 4)}", _holding(scale, end)
        if at + 1 < len(inside):
            between = (end + inside[at + 1]) / 2
            yield f"{noun} between {number(end, 4)} and {number(inside[at + 1], 4)}", _holding(scale, between)


def _whole_spans(scale: Scale, low: int, high: int, noun: str) -> Iterator[tuple[str, tuple[Band, ...]]]:
    """Yield the runs of whole numbers, each with the bands that hold it."""
    rows = [(value, _holding(scale, Fraction(value))) for value in range(low, high + 1)]
    starts = [0, *(at for at in range(1, len(rows)) if rows[at - 1][1] != rows[at][1]), len(rows)]
    for start, end in pairwise(starts):
        first, last = rows[start][0], rows[end - 1][0]
        words = f"{first} {noun}" if first == last else f"{first} to {last} {noun}"
        yield words, rows[start][1]


def _holding(scale: Scale, value: Fraction) -> tuple[Band, ...]:
    return tuple(band for band in scale.bands if band.holds(value))
