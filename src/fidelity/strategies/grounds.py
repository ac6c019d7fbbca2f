"""What models made here rest on: one source, and evidence of every strength."""

from __future__ import annotations

from datetime import date

from fidelity.model.evidence import Basis, Evidence, Source
from fidelity.model.strength import Strength, strength_of

__all__ = ["ADDITIONS", "AUTHOR", "BASES", "EVIDENCE", "OWNER", "ROLES", "SITE", "SOURCES", "TODAY", "basis"]

TODAY = date(2026, 6, 15)
SITE, AUTHOR, OWNER = "Northtown", "site-lead", "Example National Unit"
ROLES = ("model-owner", "regional-lead", AUTHOR)
ADDITIONS = ("extra-a", "extra-b")

SOURCES = (Source(id="standards", title="Standards", type="standard", authors=OWNER, year=2019),)
_VOICES = {
    Strength.STATED: ("owner", "seen"),
    Strength.RESTATED: ("owner", "recalled"),
    Strength.OBSERVED: ("research", "seen"),
}
EVIDENCE = tuple(
    Evidence(
        id=f"EV-{strength.word}",
        says=f"Something {strength.word}.",
        sources=("standards",),
        voice=voice,
        status=status,
        strength=strength_of(voice, status),
        locator="Standard 1",
    )
    for strength, (voice, status) in _VOICES.items()
)


def basis(strength: Strength) -> Basis:
    """Return a basis of a given strength."""
    if strength is Strength.INFERRED:
        return Basis(inferred="nobody says so")
    return Basis(evidence=(f"EV-{strength.word}",), strength=strength)


_OFTEN = (Strength.STATED, Strength.INFERRED, Strength.RESTATED, Strength.OBSERVED, Strength.STATED)
BASES = tuple(map(basis, _OFTEN))
"""Bases of every strength, those well inside the default line more often."""
