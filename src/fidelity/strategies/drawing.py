"""How everything here is drawn, and what it rests on: one source, evidence of every strength, a few names and a day.

Strategies are kept and used again, because building them costs more than drawing from them.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

from fidelity.model.evidence import Basis, Evidence, Source
from fidelity.model.strength import Strength, strength_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

T = TypeVar("T")


@cache
def below(count: int) -> SearchStrategy[int]:
    """Whole numbers from zero."""
    return st.integers(0, count - 1)


def pick(draw: DrawFn, items: Sequence[T]) -> T:
    """Return one of the items; the first is the simplest."""
    return items[draw(below(len(items)))]


def number(draw: DrawFn, least: int, most: int) -> int:
    """Return a whole number between two, both included."""
    return least + draw(below(most - least + 1))


def coin(draw: DrawFn) -> bool:
    """Return true or false."""
    return draw(below(2)) == 1


def some(draw: DrawFn, items: Sequence[T], least: int, most: int) -> list[T]:
    """Return a few of the items, none twice, in any order."""
    pool = list(items)
    return [pool.pop(draw(below(len(pool)))) for _ in range(min(number(draw, least, most), len(items)))]


# What everything rests on ---------------------------------------------------------------------------

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
