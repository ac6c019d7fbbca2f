"""A model made ready for checking at one bind line: links numbered, both evaluations woven.

This is derived from the model, kept beside it, and never becomes the model. Judgements of single changes
and values depend on nothing but the model and the line, so they are remembered here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.formulas import Formula, demands, permission, weakest
from fidelity.checking.worlds import Web, weave
from fidelity.model.elements import Element, Substitute, Tier
from fidelity.model.requirements import AdditionTerm, ElementTerm, Exclusion, Leaf, ParameterTerm, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.judging import Judged, Valued
    from fidelity.model.model import Model
    from fidelity.model.parameters import Constraint
    from fidelity.model.strength import Strength

__all__ = ["Ban", "Line", "Swap"]

_ROOM = 50_000
"""How many judgements are remembered before the memory is emptied."""


class Ban(NamedTuple):
    """An exclusion of the model, numbered: the owner's node, the other side, and its strength.

    ``constraints`` is empty where the other side is an element; otherwise the other side stands while
    that element does and the plan sets its parameter to such a value.
    """

    key: str
    owner: int
    other: int
    parameter: str
    constraints: tuple[Constraint, ...]
    strength: Strength
    exclusion: Exclusion


class Swap(NamedTuple):
    """A listed substitute: its condition in each evaluation. ``hurting`` is ``None`` where it does not count."""

    substitute: Substitute
    strength: Strength
    helping: Formula
    hurting: Formula | None


class Line:
    """A model at one bind line. Cost of making one: linear in the model; of a check: in what a plan reaches."""

    def __init__(self, model: Model, bind: Strength) -> None:
        self.model = model
        self.bind = bind
        self.elements: tuple[Element, ...] = model.elements
        self.index: dict[str, int] = {element.id: i for i, element in enumerate(self.elements)}
        self.binding: list[bool] = [element.strength >= bind for element in self.elements]
        self.known: frozenset[str] = frozenset(self.index) | frozenset(model.proscribed_by_id)
        self.firm: frozenset[int] = frozenset(i for i, element in enumerate(self.elements) if not element.optional)
        self.size = len(self.elements)
        self.nodes: dict[tuple[object, ...], int] = {}
        self.names: dict[int, Leaf] = {}
        self.additions: dict[str, int] = {}
        self.conditions: dict[tuple[int, str], list[tuple[int, tuple[Constraint, ...]]]] = {}
        # Elements without rules of their own are judged alike, so they share one memory a tier.
        alike: dict[Tier, dict[object, Judged]] = {tier: {} for tier in Tier}
        self.changes: list[dict[object, Judged]] = [
            {} if element.adaptation or element.substitutes else alike[element.tier] for element in self.elements
        ]
        self.values: dict[object, Valued] = {}
        self.remembered = 0
        self.swaps: dict[tuple[int, str], Swap] = dict(self._swaps())
        self.helping: Web = self._weave(hurting=False)
        self.hurting: Web = self._weave(hurting=True)
        self._number_bans()
        self._number_tolerances()

    def title(self, name: str) -> str:
        """Return the title of an element or practice; the name itself where the model has none of it."""
        known = self.model.by_id.get(name) or self.model.proscribed_by_id.get(name)
        return known.title if known else name

    def number(self, leaf: Leaf) -> int:
        """Return the node of a leaf, numbering it on first sight."""
        if isinstance(leaf, ElementTerm):
            return self.index[leaf.element]
        key: tuple[object, ...]
        key = (leaf.addition,) if isinstance(leaf, AdditionTerm) else (leaf.element, leaf.parameter, leaf.constraints)
        node = self.nodes.get(key)
        if node is None:
            node = self.nodes[key] = self.size
            self.names[node] = leaf
            self.size += 1
            if isinstance(leaf, AdditionTerm):
                self.additions[leaf.addition] = node
            else:
                place = (self.index[leaf.element], leaf.parameter)
                self.conditions.setdefault(place, []).append((node, leaf.constraints))
        return node

    def holds_untouched(self, leaf: Leaf) -> bool:
        """Return whether a leaf holds in the untouched model."""
        if isinstance(leaf, ElementTerm):
            return True
        if isinstance(leaf, AdditionTerm):
            return False
        parameter = self.elements[self.index[leaf.element]].parameter(leaf.parameter)
        point = parameter.point if parameter else None
        return point is None or all(constraint.holds(point) for constraint in leaf.constraints)

    def demands_of(self, element: Element, *, hurting: bool) -> tuple[Formula, ...]:
        """Return what has to hold for an element to be in place, its own changes apart."""
        links = (element.requires, element.realised_by)
        return tuple(
            formula
            for link in links
            if link is not None
            for formula in demands(link, self.number, self.holds_untouched, self.bind, hurting=hurting)
        )

    def remember(self) -> None:
        """Count a judgement that is to be remembered; empty the memory if there is no more room."""
        self.remembered += 1
        if self.remembered > _ROOM:
            self.remembered = 0
            self.values.clear()
            for memory in self.changes:
                memory.clear()

    def _weave(self, *, hurting: bool) -> Web:
        wanted = {
            i: formulas
            for i, element in enumerate(self.elements)
            if (formulas := self.demands_of(element, hurting=hurting))
        }
        parts: dict[int, list[int]] = {}
        for (owner, _), nodes in self.conditions.items():
            parts.setdefault(owner, []).extend(node for node, _ in nodes)
        unmet = (node for node, leaf in self.names.items() if not self.holds_untouched(leaf))
        return weave(wanted, parts, unmet)

    def _swaps(self) -> Iterator[tuple[tuple[int, str], Swap]]:
        for i, element in enumerate(self.elements):
            for substitute in element.substitutes:
                when = substitute.when
                strength = substitute.basis.strength if when is None else min(substitute.basis.strength, weakest(when))
                free: Formula = (0, ())
                helping, hurting = free, free
                if when is not None:
                    helping = permission(when, self.number, self.holds_untouched, self.bind, hurting=False)
                    hurting = permission(when, self.number, self.holds_untouched, self.bind, hurting=True)
                yield (
                    (i, substitute.id),
                    Swap(substitute, strength, helping, hurting if strength >= self.bind else None),
                )

    def _number_bans(self) -> None:
        self.bans: list[Ban] = []
        self.bans_by_parameter: dict[tuple[int, str], list[Ban]] = {}
        for i, element in enumerate(self.elements):
            for exclusion in element.excludes:
                ban = self._ban(i, element, exclusion)
                if ban.parameter:
                    self.bans_by_parameter.setdefault((ban.other, ban.parameter), []).append(ban)
                else:
                    self.bans.append(ban)

    def _ban(self, owner: int, element: Element, exclusion: Exclusion) -> Ban:
        other = exclusion.other
        strength = exclusion.basis.strength
        node = self.index[other.element]
        if isinstance(other, ParameterTerm):
            key = f"{element.id}|{other.element}.{other.parameter}"
            return Ban(key, owner, node, other.parameter, other.constraints, strength, exclusion)
        return Ban(f"{element.id}|{other.element}", owner, node, "", (), strength, exclusion)

    def _number_tolerances(self) -> None:
        self.tolerated: dict[int, tuple[int, ...]] = {}
        self.tolerances: dict[int, list[int]] = {}
        for i, element in enumerate(self.elements):
            if element.tolerance is None or element.realised_by is None:
                continue
            named = {leaf.element for leaf in leaves(element.realised_by) if not isinstance(leaf, AdditionTerm)}
            self.tolerated[i] = tuple(sorted(self.index[name] for name in named))
            for j in self.tolerated[i]:
                self.tolerances.setdefault(j, []).append(i)
