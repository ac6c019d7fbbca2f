"""A published scale as data: its items, anchors, sections, bands and its rule for gaps, written down as a file.

The scale becomes a checklist like any other, so every format writes it and every reader reads it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from fidelity.checklists.checklist import Checklist, Item, Section
from fidelity.checklists.identity import hash_of
from fidelity.checklists.names import clashes, name_of
from fidelity.checklists.response_sets import UNSCORED_OPTIONS, Option, ResponseSet
from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE
from fidelity.scoring.bands import Band

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["Scale", "ScaleItem", "ScaleSection", "load_scale"]


@frozen(eq=False, repr=False)
class ScaleItem(Content):
    """One item of a scale. ``anchors`` say what an answer means, by code; ``status`` how the item is known."""

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

    ``answers`` are the scored options, lowest first. ``gaps`` say what could not be read of the publication.
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
        """The lowest and the highest that bands can be of: points, or a mean, or a share."""
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


def load_scale(source: str | PathLike[str]) -> Scale:
    """Return the scale in a file, YAML or JSON.

    Raises
    ------
    InputError
        With every fault of the file (FID709), each with its line and column.
    """
    from fidelity.files.files import read_bytes
    from fidelity.files.scales import read_scale

    path, data = read_bytes(source)
    return read_scale(data, path)
