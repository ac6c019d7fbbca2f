"""The sources of a model, and the evidence drawn from them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.fields import Fields, shape
from fidelity.files.nodes import Mapping
from fidelity.model.evidence import Evidence, Source
from fidelity.model.strength import STATUSES, VOICES, strength_of

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["read_evidence", "read_sources"]

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


def read_sources(model: Fields) -> tuple[Source, ...]:
    """Return the sources of a model, in file order."""
    node = model.get("sources")
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        model.wrong(node, "a mapping from the key of a source to what it is")
        return ()
    return tuple(
        _source(key, fields)
        for key, value in node.values.items()
        if (fields := Fields.of(value, SOURCE_SHAPE, model.faults)) is not None
    )


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
        item = _evidence(fields, sources)
        first = lines.setdefault(item.id, fields.node.line)
        if first != fields.node.line and item.id:
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
    return Evidence(
        id=name,
        says=fields.text("says", "what the source says, in own words"),
        sources=_sources(fields, sources),
        voice=voice,
        status=status,
        strength=strength_of(voice or VOICES[0], status, via=via, one_site=scope == "site"),
        locator=fields.maybe("locator"),
        via=via,
        scope=scope,
        note=fields.maybe("note"),
        place=fields.place,
    )


def _sources(fields: Fields, known: Collection[str]) -> tuple[str, ...]:
    nodes = fields.unique("source", "the key of a source", one=True)
    if fields.whole("source", 0):
        fields.missing("source", "the key of an entry under 'sources'")
    for node in nodes:
        if node.text not in known:
            near = fields.faults.suggestion(node.text, known)
            found = f"this model has no source {quoted(node.text)}{near}"
            fields.faults.add(codes.UNKNOWN_NAME, node, found, "the key of an entry under 'sources'")
    return tuple([node.text for node in nodes])
