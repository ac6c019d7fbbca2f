"""How firmly something is known, in plain words: by whose statement it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.elements import Element, Proscribed, Tier
from fidelity.model.strength import Strength
from fidelity.rendering.english import capital

if TYPE_CHECKING:
    from fidelity.model.evidence import Basis, Evidence
    from fidelity.model.model import Model

__all__ = ["LEGEND", "SHORT", "basis_words", "element_words", "evidence_words"]

SHORT: dict[Strength, str] = {
    Strength.STATED: "stated",
    Strength.RESTATED: "restated",
    Strength.OBSERVED: "observed",
    Strength.INFERRED: "our inference",
}
"""Strengths in a word or two, for tables."""

LEGEND = (
    "Each part says how firmly it is known: stated (by the owner, in its standard, or in law), restated (by somebody "
    "else who describes the model, or recalled), observed (by evaluators, or at one site only), or our inference "
    "(nobody says so). Only what is stated or restated can make a plan red. For the rest, ask the owner."
)
"""What the words for strengths mean, and what they are good for."""

_TIERS = {
    Tier.PRINCIPLE: "that it is a core principle",
    Tier.ESSENTIAL: "that it is essential",
    Tier.FLEXIBLE: "that it may vary",
}
_OWNERS = ("owner", "standard")


def basis_words(model: Model, basis: Basis) -> str:
    """Return how firmly a claim is known, such as ``"stated by the owner"``; no reason is given.

    Examples
    --------
    >>> import fidelity
    >>> model = fidelity.load_model("fdac")
    >>> [basis_words(model, model.by_id[id_].basis) for id_ in ("same-judge", "national-training", "test-methods")]
    ['stated by the owner', 'observed by evaluators', 'recalled from other accounts']
    """
    strongest = [
        item
        for id_ in basis.evidence
        if (item := model.evidence_by_id.get(id_)) is not None and item.strength is basis.strength
    ]
    if not strongest:
        return SHORT[basis.strength] if basis.strength is Strength.INFERRED else basis.strength.word
    return min((evidence_words(item) for item in strongest), key=_RANKS.index)


def evidence_words(item: Evidence) -> str:
    """Return how firmly a piece of evidence supports what it says, and whose word it is."""
    if item.strength is Strength.INFERRED:
        return "our inference"
    whose = "the owner" if item.voice in _OWNERS else "law"
    if item.strength is Strength.STATED:
        return "stated by the owner" if item.voice in _OWNERS else "stated in law"
    if item.strength is Strength.RESTATED:
        return f"recalled from {whose}" if item.status == "recalled" else "restated by others"
    if item.scope == "site":
        return "seen at one site only"
    return "observed by evaluators" if item.voice in ("evaluator", "research") else "recalled from other accounts"


_RANKS = (
    "stated by the owner",
    "stated in law",
    "restated by others",
    "recalled from the owner",
    "recalled from law",
    "observed by evaluators",
    "recalled from other accounts",
    "seen at one site only",
    "our inference",
)


def element_words(model: Model, one: Element | Proscribed) -> str:
    """Return how firmly an element is known, and that it stands at its tier, as sentences.

    Examples
    --------
    >>> import fidelity
    >>> model = fidelity.load_model("fdac")
    >>> element_words(model, model.by_id["same-judge"])
    'Stated by the owner, and so is that it is essential.'
    >>> print(element_words(model, model.by_id["key-worker"]))
    Stated by the owner. That it is essential is our inference: the owner describes it; no headline names it.
    """
    content = basis_words(model, one.basis)
    words = capital(content)
    if one.basis.inferred:
        words += f": {one.basis.inferred}"
    if isinstance(one, Proscribed):
        return f"{words}."
    claim, at_tier = _TIERS[one.tier], basis_words(model, one.tier_basis)
    if one.tier_basis.inferred:
        return f"{words}. {capital(claim)} is our inference: {one.tier_basis.inferred}."
    if at_tier == content:
        return f"{words}, and so is {claim}."
    return f"{words}. {capital(claim)} is {at_tier}."
