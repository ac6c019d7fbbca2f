"""A model made ready for checking at one bind line: links numbered, a network for each of the two evaluations.

This is derived from the model and kept beside it, and never becomes the model. What does not bind counts in one
direction only: a demand only in the pessimistic evaluation, a permission only in the optimistic one. Whatever depends
on nothing but the model and the line is remembered here: what changes and values mean, and the findings of what falls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from fidelity.checking.facts import CERTAIN, POSSIBLE, UNDERMINED, UNREALISED, Ban, Fallen, Raw, Swap
from fidelity.checking.network import Formula, Network, Nodes, mask_of, nodes_in
from fidelity.model.elements import Element, Tier
from fidelity.model.requirements import AdditionTerm, ElementTerm, Exclusion, Group, Leaf, ParameterTerm, Term, leaves
from fidelity.model.strength import Strength

if TYPE_CHECKING:
    from fidelity.checking.facts import Judged, Valued
    from fidelity.model.model import Model
    from fidelity.model.parameters import Constraint

_MOST_JUDGEMENTS = 50_000
"""How many judgements are remembered before the memory is emptied: a service may run for months."""
_MOST_ROWS = 20_000
"""How many rows of falls are remembered, for the same reason."""
_FALLS = {Tier.PRINCIPLE: UNREALISED, Tier.ESSENTIAL: UNDERMINED, Tier.FLEXIBLE: UNDERMINED}


# Links as formulas -----------------------------------------------------------------------------------

Number: TypeAlias = Callable[[Leaf], int]
"""Gives the node of a leaf."""


Truth: TypeAlias = Callable[[Leaf], bool]
"""Says whether a leaf holds in the untouched model."""


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


def permission(term: Term, number: Number, truth: Truth, bind: Strength, *, pessimistic: bool) -> Formula:
    """Return a term of a permission as a formula: every leaf of it has to hold."""
    if not isinstance(term, Group):
        return number(term)
    terms = term.terms
    if term.kind != "all" and pessimistic:
        line = min(bind, untouched_strength(term, truth))
        terms = tuple(inner for inner in terms if strength_within(inner, truth) >= line)
    inside = tuple(permission(inner, number, truth, bind, pessimistic=pessimistic) for inner in terms)
    return (needed(term), inside)


def demands(term: Term, number: Number, truth: Truth, bind: Strength, *, pessimistic: bool) -> Iterator[Formula]:
    """Yield what a link demands, as formulas of which every one has to hold."""
    if isinstance(term, Group) and term.kind == "all":
        for inner in term.terms:
            yield from demands(inner, number, truth, bind, pessimistic=pessimistic)
        return
    strength = untouched_strength(term, truth) if isinstance(term, Group) else term.basis.strength
    if pessimistic or strength >= bind:
        yield permission(term, number, truth, bind, pessimistic=pessimistic)


# The model -------------------------------------------------------------------------------------------


class KnownElement(NamedTuple):
    """What has to be known of an element when a plan names it.

    Attributes
    ----------
    node
        Its number.
    changes, values
        What changes and values mean that were judged before.
    counts
        Whether a change to it counts against a tolerance, whatever it means.
    """

    node: int
    changes: dict[object, Judged]
    values: dict[object, Valued]
    counts: bool


class PreparedModel:
    """A model at one bind line.

    Cost of making one: linear in the model. Cost of a check with it: in what a plan says and reaches.
    """

    def __init__(self, model: Model, bind: Strength) -> None:
        self.model = model
        self.bind = bind
        self.elements: tuple[Element, ...] = model.elements
        self.index: dict[str, int] = {element.id: i for i, element in enumerate(self.elements)}
        self.binds: tuple[bool, ...] = tuple(element.strength >= bind for element in self.elements)
        self.binding: Nodes = mask_of(i for i, binds in enumerate(self.binds) if binds)
        self.known: frozenset[str] = frozenset(self.index) | frozenset(model.proscribed_by_id)
        self.firm: Nodes = mask_of(i for i, element in enumerate(self.elements) if not element.optional)
        self.size = len(self.elements)
        self.nodes: dict[tuple[object, ...], int] = {}
        self.names: dict[int, Leaf] = {}
        self.additions: dict[str, int] = {}
        self.conditions: dict[tuple[int, str], list[tuple[int, tuple[Constraint, ...]]]] = {}
        self._remembered = 0
        self._falls: dict[tuple[int, bool, int], Raw] = {}
        self._rows: dict[tuple[Nodes, Nodes, Nodes], tuple[Raw, ...]] = {}
        self.swaps: dict[tuple[int, str], Swap] = dict(self._swaps())
        self.optimistic: Network = self._network(pessimistic=False)
        self.pessimistic: Network = self._network(pessimistic=True)
        self._number_bans()
        self._number_tolerances()
        # Elements without rules of their own are judged alike, so they share one memory a tier.
        alike: dict[Tier, dict[object, Judged]] = {tier: {} for tier in Tier}
        self.entries: dict[str | None, KnownElement] = {
            element.id: KnownElement(
                node,
                {} if element.adaptation or element.substitutes else alike[element.tier],
                {},
                node in self.tolerances,
            )
            for node, element in enumerate(self.elements)
        }

    def title(self, name: str) -> str:
        """Return the title of an element or practice; the name itself where the model has none of it."""
        known = self.model.by_id.get(name) or self.model.proscribed_by_id.get(name)
        return known.title if known else name

    def network(self, *, pessimistic: bool) -> Network:
        """Return the network of one of the two evaluations."""
        return self.pessimistic if pessimistic else self.optimistic

    def falls(self, red: Nodes, amber: Nodes, certain: Nodes) -> tuple[Raw, ...]:
        """Return the findings of what falls, the red ones first, each kind in the model's order.

        The same rows come again with every plan that takes out the same element, so they are remembered.
        """
        key = red, amber, amber & certain
        row = self._rows.get(key)
        if row is None:
            if len(self._rows) > _MOST_ROWS:
                self._rows.clear()
            row = self._rows[key] = tuple(
                [self._fall(node, CERTAIN, 2) for node in nodes_in(red)]
                + [self._fall(node, CERTAIN if certain >> node & 1 else POSSIBLE, 1) for node in nodes_in(amber)]
            )
        return row

    def _fall(self, node: int, fall: Fallen, badness: int) -> Raw:
        key = node, fall.certain, badness
        raw = self._falls.get(key)
        if raw is None:
            element = self.elements[node]
            raw = self._falls[key] = Raw(_FALLS[element.tier], element.id, badness, node, (), fall)
        return raw

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

    def remember(self) -> None:
        """Count a judgement that is to be remembered; empty the memory if there is no more room."""
        self._remembered += 1
        if self._remembered > _MOST_JUDGEMENTS:
            self._remembered = 0
            for entry in self.entries.values():
                entry.changes.clear()
                entry.values.clear()

    def _network(self, *, pessimistic: bool) -> Network:
        wanted = {
            i: formulas
            for i, element in enumerate(self.elements)
            if (formulas := self._demands_of(element, pessimistic=pessimistic))
        }
        parts: dict[int, list[int]] = {}
        for (owner, _), nodes in self.conditions.items():
            parts.setdefault(owner, []).extend(node for node, _ in nodes)
        return Network(wanted, parts, (node for node, leaf in self.names.items() if not self.holds_untouched(leaf)))

    def _demands_of(self, element: Element, *, pessimistic: bool) -> tuple[Formula, ...]:
        """Return what has to hold for an element to be in place, its own changes apart."""
        return tuple(
            formula
            for link in (element.requires, element.realised_by)
            if link is not None
            for formula in demands(link, self.number, self.holds_untouched, self.bind, pessimistic=pessimistic)
        )

    def _swaps(self) -> Iterator[tuple[tuple[int, str], Swap]]:
        for i, element in enumerate(self.elements):
            for substitute in element.substitutes:
                when, strength = substitute.when, substitute.basis.strength
                optimistic: Formula = (0, ())
                pessimistic: Formula = (0, ())
                if when is not None:
                    strength = min(strength, weakest(when))
                    optimistic, pessimistic = (
                        permission(when, self.number, self.holds_untouched, self.bind, pessimistic=worse)
                        for worse in (False, True)
                    )
                binds = strength >= self.bind
                yield (i, substitute.id), Swap(substitute, strength, optimistic, pessimistic if binds else None)

    def _number_bans(self) -> None:
        """Give the exclusions their numbers, and note those whose sides both stand as long as nothing goes."""
        self.bans: list[Ban] = []
        self.bans_by_parameter: dict[tuple[int, str], list[Ban]] = {}
        for i, element in enumerate(self.elements):
            for exclusion in element.excludes:
                ban = self._ban(i, element, exclusion)
                if ban.parameter:
                    self.bans_by_parameter.setdefault((ban.other, ban.parameter), []).append(ban)
                else:
                    self.bans.append(ban)
        base = self.optimistic.base
        self.standing_bans = [ban for ban in self.bans if not (base >> ban.owner | base >> ban.other) & 1]

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


class _Kept(dict["Strength", PreparedModel]):
    """What was made ready of a model, by bind line. It is no part of the model, so a copy or pickle has none of it."""

    def __reduce__(self) -> tuple[type[_Kept], tuple[()]]:
        return _Kept, ()


def prepared(model: Model, bind: Strength) -> PreparedModel:
    """Return a model made ready at a bind line. It is made once, and lives and goes with the model object."""
    beside: dict[str, object] = vars(model)
    kept = beside.get("_prepared")
    if not isinstance(kept, _Kept):
        kept = beside["_prepared"] = _Kept()
    found = kept.get(bind)
    if found is None:
        found = kept[bind] = PreparedModel(model, bind)
    return found
