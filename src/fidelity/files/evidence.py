"""What a model rests on: its sources, the evidence drawn from them, and the basis of each claim."""

from __future__ import annotations

import re
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.fields import Fields, shape
from fidelity.files.nodes import NULLS, Mapping, Scalar, Sequence
from fidelity.model.evidence import Basis, Evidence, Source
from fidelity.model.strength import STATUSES, VOICES, Strength, strength_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from fidelity.files.faults import Faults

SOURCE_SHAPE = shape("a source", "type authors year title publisher url note")
EVIDENCE_SHAPE = shape(
    "a piece of evidence",
    "id says source locator voice status via scope note",
    strength="nobody types a strength in: it follows from 'voice' and 'status'",
)
VIAS = ("evaluator_summary",)
SCOPES = ("model", "site")
_LINK = re.compile(r"https?://\S+")
_BLANK = re.compile(r"\s")
_strength_of = cache(strength_of)  # there are few combinations, and thousands of pieces of evidence
_text = attrgetter("text")  # with map, half the time of a comprehension


def read_sources(model: Fields) -> tuple[Source, ...]:
    """Return the sources of a model, in file order."""
    node = model.get("sources")
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        model.wrong(node, "a mapping from the key of a source to what it is")
        return ()
    sources = []
    for key, value in node.values.items():
        fields = Fields.of(value, SOURCE_SHAPE, model.faults)
        if fields is not None:
            sources.append(_source(key, fields))
    return tuple(sources)


def _source(key: str, fields: Fields) -> Source:
    url = fields.maybe("url", "a web address")
    if url is not None and not _LINK.fullmatch(url):
        fields.wrong(fields.values["url"], "a web address beginning with https:// or http://")
    return Source(
        id=key,
        title=fields.text("title"),
        type=fields.text("type", "what kind of document it is, such as 'standard'"),
        authors=fields.text("authors", "who wrote it"),
        year=fields.number("year"),
        url=url,
        publisher=fields.maybe("publisher"),
        note=fields.maybe("note"),
        place=fields.place,
    )


def read_evidence(model: Fields, inherited: Collection[str] = ()) -> tuple[Evidence, ...]:
    """Return the evidence of a model, in file order, each with its strength.

    ``inherited`` are the keys of the parent's sources, which a variant may cite too.
    """
    node = model.get("sources")
    sources = {*(node.values if isinstance(node, Mapping) else ()), *inherited}
    lines: dict[str, int] = {}
    evidence = []
    for fields in model.each("evidence", EVIDENCE_SHAPE):
        item, line = _evidence(fields, sources), fields.node.mark.line + 1
        first = lines.setdefault(item.id, line)
        if first != line and item.id:
            found = f"the evidence {quoted(item.id)} stands here a second time (first in line {first})"
            model.faults.add(codes.DUPLICATE, fields.values["id"], found, "each id once")
        evidence.append(item)
    return tuple(evidence)


def _evidence(fields: Fields, sources: Collection[str]) -> Evidence:
    voice = fields.word("voice", VOICES)
    status = fields.word("status", STATUSES)
    via = fields.word("via", VIAS, "") or None
    scope = fields.word("scope", SCOPES, "model")
    name = fields.text("id", "an id such as 'EX-03'")
    if _BLANK.search(name):
        fields.wrong(fields.values["id"], "an id without blanks")
    locator, note = fields.maybes("locator", "note")
    says = fields.text("says", "what the source says, in own words")
    cited = fields.unique("source", "the key of a source", one=True)
    if not cited and fields.whole("source", 0):
        fields.missing("source", "the key of an entry under 'sources'")
    for node in cited:
        if node.text not in sources:
            near = fields.faults.suggestion(node.text, sources)
            found = f"this model has no source {quoted(node.text)}{near}"
            fields.faults.add(codes.UNKNOWN_NAME, node, found, "the key of an entry under 'sources'")
    return Evidence(
        id=name,
        says=says,
        sources=tuple(map(_text, cited)),
        voice=voice,
        status=status,
        strength=_strength_of(voice or VOICES[0], status, via=via, one_site=scope == "site"),
        locator=locator,
        via=via,
        scope=scope,
        note=note,
        place=fields.place,
    )


_written = NULLS.isdisjoint  # no text among some means that there is none
_ONE_OF = (
    "either name evidence: '{cited}: [ID]'",
    "or say why it was concluded: '{inferred}: why'",
)


class Grounds:
    """The evidence of a model by id, and the bases that cite it.

    ``complete`` is false where some of the evidence could not be read: then no id is called unknown.
    """

    __slots__ = ("_cited", "complete", "faults", "strengths")

    def __init__(self, strengths: dict[str, Strength], faults: Faults, *, complete: bool) -> None:
        self.strengths = strengths
        self.faults = faults
        self.complete = complete
        self._cited: dict[tuple[str, ...], Basis] = {}

    def basis(self, fields: Fields, cited: str = "basis", inferred: str = "inferred") -> Basis:
        """Return the compulsory basis of some fields."""
        basis = self.maybe(fields, cited, inferred)
        if basis is None:
            ways = (way.format(cited=cited, inferred=inferred) for way in _ONE_OF)
            fields.missing(cited, "what it rests on", *ways)
            return Basis()
        return basis

    def maybe(self, fields: Fields, cited: str = "basis", inferred: str = "inferred") -> Basis | None:
        """Return the basis of some fields, or ``None`` where they have none of their own."""
        if cited in fields.values:
            if inferred in fields.values:
                found = f"both '{cited}' and '{inferred}'"
                at = fields.node.key(inferred)
                self.faults.add(codes.SAID_TWICE, at, found, "one of them", "delete one of the two")
            return self._of(fields, cited)
        if inferred in fields.values:
            return Basis(inferred=fields.text(inferred, "why it was concluded, in a sentence"))
        return None

    def _of(self, fields: Fields, cited: str) -> Basis:
        node = fields.values[cited]
        if isinstance(node, Sequence):  # nearly always, and what was cited before needs no checks
            texts = tuple([item.text if isinstance(item, Scalar) else "" for item in node.items])
            basis = self._cited.get(texts)
            if basis is not None:
                return basis
            if texts and self.strengths.keys() >= set(texts) and len(set(texts)) == len(texts) and _written(texts):
                basis = Basis(texts, None, max(map(self.strengths.__getitem__, texts)))
                self._cited[texts] = basis
                return basis
        before = len(self.faults.found)
        nodes = fields.unique(cited, "the id of a piece of evidence", one=True)
        key = tuple(map(_text, nodes))
        if not nodes and len(self.faults.found) == before:
            fields.missing(cited, "the id of at least one piece of evidence", "or write 'inferred: why'")
        strengths = [strength for node in nodes if (strength := self._strength(node)) is not None]
        basis = Basis(key, None, max(strengths, default=Strength.INFERRED))
        if len(strengths) == len(key) > 0:
            self._cited[key] = basis
        return basis

    def _strength(self, node: Scalar) -> Strength | None:
        strength = self.strengths.get(node.text)
        if strength is None and self.complete:
            near = self.faults.suggestion(node.text, self.strengths)
            found = f"this model has no evidence {quoted(node.text)}{near}"
            self.faults.add(codes.UNKNOWN_NAME, node, found, "the id of an entry under 'evidence'")
        return strength
