"""Small models that show a rule: each writes out only what matters, and the rest is the same in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEAD = """\
model: example
version: "1"
title: Example model
owner: Example owner
summary: A model to show one thing by.
sources:
  standards: {type: standard, authors: Example owner, title: Standards}
evidence:
  - {id: EX-1, says: It is so., source: standards, voice: owner, status: seen}
"""
PRINCIPLE = """\
principles:
  - id: child-first
    title: The child comes first
    statement: What the child needs decides.
    basis: [EX-1]
    tier_basis: [EX-1]
    realised_by: {any: [review], basis: [EX-1]}
    indicators: [{id: first, text: The child's needs were named first.}]
"""


def sample(rest: str, principles: str = PRINCIPLE, head: str = _HEAD) -> str:
    """Return a model of one principle, realised by ``review``, and the lists in ``rest``."""
    return head + principles + rest


def model_of(*essentials: str, flexibles: str = "") -> str:
    """Return a model of the same principle, and some essential and flexible elements."""
    return sample(f"essential:\n{''.join(essentials)}" + (f"flexible:\n{flexibles}" if flexibles else ""))


def _entry(id_: str, lines: Iterable[str]) -> str:
    text = f"""\
  - id: {id_}
    title: {id_.capitalize()}
    statement: There is a {id_}.
    basis: [EX-1]
    tier_basis: [EX-1]
"""
    return text + "".join(f"    {line}\n" for line in lines if line)


def essential(id_: str, more: str = "", links: str = "") -> str:
    """Return an entry for the list of essential elements."""
    return _entry(id_, (f"indicators: [{{id: {id_}_seen, text: There was a {id_}.}}]", more, links))


def flexible(id_: str, *more: str) -> str:
    """Return an entry for the list of flexible elements."""
    return _entry(id_, more)


ONE_ROOM = "parameters: {rooms: {type: whole-number, standard: 1, limits: [{is: 1, basis: [EX-1]}], basis: [EX-1]}}"
SOUND = model_of(essential("review"))
"""A model that no rule has anything to say about."""
