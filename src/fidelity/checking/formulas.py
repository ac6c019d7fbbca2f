"""Links as formulas over numbered nodes, as each of the two evaluations counts them.

A formula is a node's number, or a pair ``(need, terms)``: at least ``need`` of the terms hold. ``None``
stands for a demand that does not count. Nodes are elements, parameter conditions and local additions.

What does not bind counts in one direction only: a demand only when everything uncertain is taken in the
way that hurts (``hurting=True``), a permission only when it is taken in the way that helps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from fidelity.model.requirements import Group, Leaf, Term, leaves
from fidelity.model.strength import Strength

__all__ = ["Formula", "holds", "nodes_of", "permission", "untouched_strength"]

Formula: TypeAlias = "int | tuple[int, tuple[Formula, ...]]"
Number: TypeAlias = Callable[[Leaf], int]
"""Gives the node of a leaf."""
Truth: TypeAlias = Callable[[Leaf], bool]
"""Says whether a leaf holds in the untouched model."""


def holds(formula: Formula, out: set[int]) -> bool:
    """Return whether a formula holds while the nodes ``out`` do not."""
    if isinstance(formula, int):
        return formula not in out
    need, terms = formula
    for term in terms:
        if term not in out if isinstance(term, int) else holds(term, out):
            need -= 1
    return need <= 0


def nodes_of(formula: Formula) -> Iterator[int]:
    """Yield the nodes that a formula names, with repeats."""
    if isinstance(formula, int):
        yield formula
    else:
        for term in formula[1]:
            yield from nodes_of(term)


def needed(group: Group) -> int:
    """Return how many of a group's terms have to hold."""
    return {"all": len(group.terms), "any": 1}.get(group.kind, group.count)


def weakest(term: Term) -> Strength:
    """Return the strength of the weakest leaf of a term."""
    return min(leaf.basis.strength for leaf in leaves(term))


def strength_within(term: Term, truth: Truth) -> Strength:
    """Return the strength of a term of a group: of a chain the weakest counts."""
    if not isinstance(term, Group):
        return term.basis.strength
    if term.kind == "all":
        return min(strength_within(inner, truth) for inner in term.terms)
    return untouched_strength(term, truth)


def holds_untouched(term: Term, truth: Truth) -> bool:
    """Return whether a term holds in the untouched model."""
    if not isinstance(term, Group):
        return truth(term)
    return sum(holds_untouched(inner, truth) for inner in term.terms) >= needed(term)


def untouched_strength(group: Group, truth: Truth) -> Strength:
    """Return the strongest level at which a group's terms satisfy it in the untouched model.

    Only terms of at least that strength are counted. A group that the untouched model does not satisfy
    at any level is inferred.
    """
    standing = [strength_within(term, truth) for term in group.terms if holds_untouched(term, truth)]
    standing.sort(reverse=True)
    need = needed(group)
    return standing[need - 1] if 0 < need <= len(standing) else Strength.INFERRED


def permission(term: Term, number: Number, truth: Truth, bind: Strength, *, hurting: bool) -> Formula:
    """Return a term of a permission as a formula: every leaf of it has to hold."""
    if not isinstance(term, Group):
        return number(term)
    terms = term.terms
    if term.kind != "all" and hurting:
        line = min(bind, untouched_strength(term, truth))
        terms = tuple(inner for inner in terms if strength_within(inner, truth) >= line)
    inside = tuple(permission(inner, number, truth, bind, hurting=hurting) for inner in terms)
    return (needed(term), inside)


def demands(term: Term, number: Number, truth: Truth, bind: Strength, *, hurting: bool) -> Iterator[Formula]:
    """Yield what a link demands, as formulas of which every one has to hold."""
    if isinstance(term, Group) and term.kind == "all":
        for inner in term.terms:
            yield from demands(inner, number, truth, bind, hurting=hurting)
        return
    strength = untouched_strength(term, truth) if isinstance(term, Group) else term.basis.strength
    if hurting or strength >= bind:
        yield permission(term, number, truth, bind, hurting=hurting)
