"""From a file to a practice model."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import evolve

from fidelity.errors import InputError
from fidelity.files import faults as codes
from fidelity.files.elements import read_elements
from fidelity.files.evidence import Grounds, read_evidence, read_sources
from fidelity.files.faults import Faults, quoted
from fidelity.files.fields import Fields, shape
from fidelity.files.kinds import MODEL, require_kind
from fidelity.files.nodes import Unclear
from fidelity.files.tree import Quiet, parse
from fidelity.model.model import Model, Rating
from fidelity.rendering.english import in_short

if TYPE_CHECKING:
    from fidelity.files.variants import Finder, Inheritance, Parent
    from fidelity.model.evidence import Evidence, Source

_KEEP = frozenset({"adaptation", "extends", "parameters"})
"""Below these keys a model keeps where its keys stand."""
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
MODEL_SHAPE = shape(
    "a model",
    "model version title owner summary authority rating sources evidence principles essential flexible "
    "proscribed extends overrides $schema",
    id="the id of a model stands under 'model'",
)
AUTHORITY_SHAPE = shape("the authorities", "principle essential flexible proscribed")
RATING_SHAPE = shape("a rating form", "scale threshold")


def read_model(data: bytes, path: str, find: Finder | None = None) -> Model:
    r"""Return the model that some bytes write; ``path`` is what places call the file.

    ``find`` looks up the parent of a variant. What is returned for a variant holds what it inherits.

    Raises
    ------
    InputError
        With every fault of the text, each with its line and column.

    Examples
    --------
    >>> text = b"model: example\nversion: '1'\ntitle: Example Model\nowner: Example Unit"
    >>> read_model(text, "example.yaml")
    <Model example@1: 0 principles, 0 essential, 0 flexible, 0 proscribed>
    """
    with Quiet():
        model = _in_order(data, path, find)
        if model is None:
            faults = Faults(path)
            model = _parsed(data, faults, find, None)
            faults.raise_any()
    return model


def _in_order(data: bytes, path: str, find: Finder | None) -> Model | None:
    """Return the model if there is nothing to say about the file: then few places are needed, and half the memory."""
    faults = Faults(path)
    try:
        model = _parsed(data, faults, find, _KEEP)
    except (InputError, Unclear):
        return None
    return None if faults.found else model


def _parsed(data: bytes, faults: Faults, find: Finder | None, keep: frozenset[str] | None) -> Model:
    tree = require_kind(parse(data, faults, keep), MODEL, faults)
    return _model(Fields(tree, MODEL_SHAPE, faults), find)


def _model(fields: Fields, find: Finder | None) -> Model:
    parent = _parent(fields, find)
    sources, evidence = _known(fields, None if parent is None else parent.model)
    strengths = {item.id: item.strength for item in evidence}
    own = sum(item.origin is None for item in evidence)
    complete = "" not in strengths and fields.whole("evidence", own)
    grounds = Grounds(strengths, fields.faults, complete=complete)
    inheritance = None if parent is None else _inheritance(fields, parent, grounds)
    elements, proscribed = read_elements(fields, grounds, inheritance)
    authority, rating = _authority(fields), _rating(fields)
    return Model(
        id=fields.id("model"),
        version=_version(fields),
        title=fields.text("title", "a title, in a few words"),
        owner=fields.text("owner", "who answers for the model"),
        summary=fields.maybe("summary") or "",
        sources=sources,
        evidence=evidence,
        elements=elements,
        proscribed=proscribed,
        authority=authority if parent is None or "authority" in fields.values else parent.model.authority,
        rating=rating if parent is None or "rating" in fields.values else parent.model.rating,
        extends=None if inheritance is None else inheritance.extends(elements),
        place=fields.place,
    )


def _parent(fields: Fields, find: Finder | None) -> Parent | None:
    if fields.get("extends") is not None:
        from fidelity.files.variants import read_parent  # most models extend none

        return read_parent(fields, find)
    if "overrides" in fields.values:
        fields.missing("extends", "the model that is overridden, with a claim")
    return None


def _inheritance(fields: Fields, parent: Parent, grounds: Grounds) -> Inheritance:
    from fidelity.files.variants import Inheritance

    return Inheritance(fields, parent, grounds)


def _known(fields: Fields, parent: Model | None) -> tuple[tuple[Source, ...], tuple[Evidence, ...]]:
    """Return sources and evidence; what a variant inherits comes first, and says where it is from."""
    if parent is None:
        return read_sources(fields), read_evidence(fields)
    sources, evidence = read_sources(fields), read_evidence(fields, parent.sources_by_id)
    for known, own, noun in (
        (parent.sources_by_id, sources, "source"),
        (parent.evidence_by_id, evidence, "piece of evidence"),
    ):
        for item in own:
            if item.id in known:
                found = f"{quoted(item.id)} is a {noun} of {parent.reference} already"
                fields.faults.add(codes.DUPLICATE, item.place, found, "an id of its own", "cite the inherited one")
    origin = parent.reference
    return (
        (*(evolve(one, origin=one.origin or origin) for one in parent.sources), *sources),
        (*(evolve(one, origin=one.origin or origin) for one in parent.evidence), *evidence),
    )


def _version(fields: Fields) -> str:
    version = fields.text("version", "a version, such as '2026.1'")
    if version and not _VERSION.fullmatch(version):
        fields.wrong(fields.values["version"], "a version of letters, digits, '.', '-' and '_'")
    return version


def _authority(model: Fields) -> MappingProxyType[str, tuple[str, ...]]:
    node = model.get("authority")
    fields = None if node is None else Fields.of(node, AUTHORITY_SHAPE, model.faults)
    if fields is None:
        return MappingProxyType({})
    return MappingProxyType(
        {
            tier: fields.texts(tier, "a role, such as 'model-owner'", one=True)
            for tier in AUTHORITY_SHAPE.order
            if tier in fields.values
        }
    )


def _rating(model: Fields) -> Rating | None:
    node = model.get("rating")
    fields = None if node is None else Fields.of(node, RATING_SHAPE, model.faults)
    if fields is None:
        return None
    scale = fields.texts("scale", "a label")
    if len(scale) < 2:  # noqa: PLR2004 - one label tells nothing apart
        fields.missing("scale", "at least two labels, the weakest first")
    threshold = fields.text("threshold", "a label of the scale")
    if threshold and scale and threshold not in scale:
        near = model.faults.suggestion(threshold, scale)
        found = f"{quoted(threshold)}{near}"
        at = fields.values["threshold"]
        model.faults.add(codes.WRONG_VALUE, at, found, f"a label of the scale: {in_short(scale)}")
    return Rating(scale, threshold)
