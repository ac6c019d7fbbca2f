"""Small models to show a rule by: only what matters is written out, the rest is the same in all."""

from __future__ import annotations

__all__ = ["sample"]

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
_PRINCIPLE = """\
principles:
  - id: child-first
    title: The child comes first
    statement: What the child needs decides.
    basis: [EX-1]
    tier_basis: [EX-1]
    realised_by: {any: [review], basis: [EX-1]}
    indicators: [{id: first, text: The child's needs were named first.}]
"""


def sample(rest: str, principles: str = _PRINCIPLE, head: str = _HEAD) -> str:
    """Return a model of one principle, realised by ``review``, and the lists in ``rest``."""
    return head + principles + rest


def essential(id_: str, more: str = "", links: str = "") -> str:
    """Return an entry for the list of essential elements."""
    text = f"""\
  - id: {id_}
    title: {id_.capitalize()}
    statement: There is a {id_}.
    basis: [EX-1]
    tier_basis: [EX-1]
    indicators: [{{id: {id_}_seen, text: There was a {id_}.}}]
"""
    return text + "".join(f"    {line}\n" for line in (more, links) if line)


def flexible(id_: str, *more: str) -> str:
    """Return an entry for the list of flexible elements."""
    text = f"""\
  - id: {id_}
    title: {id_.capitalize()}
    statement: There is a {id_}.
    basis: [EX-1]
    tier_basis: [EX-1]
"""
    return text + "".join(f"    {line}\n" for line in more)
