"""The parent that a variant names, and what the variant claims about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.fields import Fields
from fidelity.files.variant_shapes import EXTENDS_SHAPE
from fidelity.model.variant import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.errors import Place
    from fidelity.model.model import Model

__all__ = ["Finder", "Parent", "read_parent"]

Finder: TypeAlias = "Callable[[str, Place], Model]"
"""Finds the parent of a variant by its reference, which stands at a place; raises ``InputError``."""


class Parent(NamedTuple):
    """What a variant says under ``extends``, its parent found."""

    model: Model
    claim: str
    fields: Fields


def read_parent(model: Fields, find: Finder | None) -> Parent | None:
    """Return the parent of a variant; ``None`` for a model that extends none.

    Raises
    ------
    InputError
        If the parent cannot be found or read.
    """
    node = model.get("extends")
    fields = None if node is None else Fields.of(node, EXTENDS_SHAPE, model.faults)
    if fields is None:
        return None
    claim = fields.word("claim", CLAIMS)
    reference = fields.text("model", "the parent with its version, such as 'example@2026.1', or the path of its file")
    if not reference:
        raise model.faults.error()
    at = model.faults.place(fields.values["model"])
    if find is None:
        model.faults.add(codes.UNKNOWN_MODEL, fields.values["model"], "a parent that cannot be looked up here")
        raise model.faults.error()
    parent = find(reference, at)
    if parent.id == model.maybe("model"):
        found = f"{quoted(parent.id)} is the id of the parent too"
        model.faults.add(codes.DUPLICATE, model.values["model"], found, "an id of the variant's own")
    return Parent(parent, claim, fields)
