"""The keys of what a variant says of its parent: what it extends, its overrides, and what each of them sets."""

from __future__ import annotations

from fidelity.files.elements import ELEMENT_KEYS, FLEXIBLE_ONLY, PRINCIPLES_ONLY
from fidelity.files.fields import shape
from fidelity.model.elements import Tier

__all__ = ["EXTENDS_SHAPE", "OVERRIDE_SHAPE", "PROSCRIBED_SET_SHAPE", "SET_SHAPES"]

EXTENDS_SHAPE = shape("what a variant extends", "model claim basis inferred")
OVERRIDE_SHAPE = shape(
    "an override",
    "element proscribed reason basis inferred nature function_kept set withdrawn",
    statement="what is replaced stands under 'set'",
    parameters="what is replaced stands under 'set'",
    indicators="what is replaced stands under 'set'",
)
SET_SHAPES = {
    Tier.PRINCIPLE: shape(
        "what an override sets about a core principle",
        ELEMENT_KEYS + " realised_by tolerance tier",
        optional=FLEXIBLE_ONLY,
    ),
    Tier.ESSENTIAL: shape(
        "what an override sets about an essential element",
        ELEMENT_KEYS + " tier",
        optional=FLEXIBLE_ONLY,
        realised_by=PRINCIPLES_ONLY,
        tolerance=PRINCIPLES_ONLY,
    ),
    Tier.FLEXIBLE: shape(
        "what an override sets about a flexible element",
        ELEMENT_KEYS + " optional tier",
        realised_by=PRINCIPLES_ONLY,
        tolerance=PRINCIPLES_ONLY,
    ),
}
PROSCRIBED_SET_SHAPE = shape("what an override sets about a proscribed practice", "title statement basis inferred note")
