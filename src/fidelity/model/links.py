"""The links of a model one by one: what names what, of which kind, how firmly, and under which conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.model.requirements import AdditionTerm, ParameterTerm, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.requirements import Group, Leaf
    from fidelity.model.strength import Strength

__all__ = ["KINDS", "Link", "iter_links"]

KINDS: tuple[str, ...] = ("realised_by", "requires", "substitute", "excludes")
"""The kinds of link there are."""


class Link(NamedTuple):
    """One link, from what needs to what is needed (or from what excludes to what is excluded).

    ``conditions`` are texts such as ``"place: court"``; empty where the element alone is meant. ``addition``
    tells that the target is a local addition, which only a plan can bring.
    """

    source: str
    target: str
    kind: str
    strength: Strength
    conditions: tuple[str, ...] = ()
    addition: bool = False


def iter_links(model: Model) -> Iterator[Link]:
    """Yield every link of a model as often as it is named, in file order. Cost: linear in the model.

    Examples
    --------
    >>> import fidelity
    >>> print(*next(iter_links(fidelity.load_model("fdac")))[:3])
    problem-solving-court trained-judge realised_by
    """
    for element in model.elements:
        yield from _element_links(element)


def _element_links(element: Element) -> Iterator[Link]:
    yield from _group_links(element.id, element.requires, "requires")
    yield from _group_links(element.id, element.realised_by, "realised_by")
    for substitute in element.substitutes:
        yield Link(element.id, substitute.id, "substitute", substitute.basis.strength)
        yield from _group_links(substitute.id, substitute.when, "requires")
    for exclusion in element.excludes:
        other = exclusion.other
        yield Link(element.id, other.element, "excludes", exclusion.basis.strength, _conditions(other))


def _group_links(source: str, group: Group | None, kind: str) -> Iterator[Link]:
    for leaf in leaves(group) if group is not None else ():
        added = isinstance(leaf, AdditionTerm)
        target = leaf.addition if isinstance(leaf, AdditionTerm) else leaf.element
        yield Link(source, target, kind, leaf.basis.strength, _conditions(leaf), added)


def _conditions(leaf: Leaf) -> tuple[str, ...]:
    if isinstance(leaf, ParameterTerm):
        return tuple(f"{leaf.parameter}: {constraint}" for constraint in leaf.constraints)
    return ()
