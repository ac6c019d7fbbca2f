"""What a feature asks of others, as constraints of a feature model; what cannot be asked is kept in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.model.requirements import AdditionTerm, ElementTerm, Group
from fidelity.rendering.escaping import uvl_name
from fidelity.soundness.space import demands_of
from fidelity.soundness.words import term_words

if TYPE_CHECKING:
    from fidelity.model.model import Model
    from fidelity.model.requirements import Exclusion, ParameterTerm, Term
    from fidelity.reports.guide.features.rooms import Room

__all__ = ["Asking", "Quorum", "addition_name"]


class Quorum(NamedTuple):
    """At least so many of some terms: a group with a cardinality, of which each member asks for one term."""

    feature: str
    needed: int
    members: tuple[str, ...]


def addition_name(id_: str) -> str:
    """Return the name of the feature that stands for a local addition."""
    return uvl_name(f"local addition {id_}")


class Asking:
    """Collects the constraints of a model, quorums and additions that they need, and what cannot be said."""

    def __init__(self, model: Model, rooms: dict[tuple[str, str], Room], root: str) -> None:
        self.model = model
        self.rooms = rooms
        self.constraints: list[str] = []
        self.quorums: list[Quorum] = []
        self.additions: dict[str, None] = {}
        self.unsaid: list[str] = []
        self._never = f"!{root}"  # the root is there always

    def demand(self, owner: str, group: Term | None, whose: str) -> None:
        """Let a feature ask for what a link says; ``whose`` names the link for those demands that cannot be said."""
        for term in demands_of(group):
            said = self._expression(term)
            if said is None:
                self.unsaid.append(f"{whose}: {term_words(term, self.model)}")
            else:
                self.constraints.append(f"{owner} => {said}")

    def exclude(self, owner: str, exclusion: Exclusion) -> None:
        """Let a feature rule out an element, or a value that was set."""
        other = exclusion.other
        if isinstance(other, ElementTerm):
            self.constraints.append(f"{owner} => !{uvl_name(other.element)}")
            return
        room = self.rooms.get((other.element, other.parameter))
        if room is None:
            self.unsaid.append(f"{owner} does not go with: {term_words(other, self.model)}")
        else:
            self.constraints += [f"{owner} => !{value}" for value in room.meeting(other.constraints)]

    def _expression(self, term: Term) -> str | None:
        if isinstance(term, Group):
            return self._group(term)
        if isinstance(term, ElementTerm):
            return uvl_name(term.element)
        if isinstance(term, AdditionTerm):
            self.additions[term.addition] = None
            return addition_name(term.addition)
        return self._condition(term)

    def _condition(self, term: ParameterTerm) -> str | None:
        room = self.rooms.get((term.element, term.parameter))
        if room is None:
            return None
        features = room.meeting(term.constraints)
        if room.untouched(term.constraints):
            features.append(room.left)
        return _joined(" | ", features) if features else self._never

    def _group(self, group: Group) -> str | None:
        inside = [self._expression(term) for term in group.terms]
        terms = [one for one in inside if one is not None]
        if len(terms) < len(inside):
            return None
        need = {"all": len(terms), "any": 1}.get(group.kind, group.count)
        if need == len(terms):
            return _joined(" & ", terms)
        return _joined(" | ", terms) if need == 1 else self._quorum(need, terms)

    def _quorum(self, need: int, terms: list[str]) -> str:
        at = len(self.quorums) + 1
        members = tuple(uvl_name(f"quorum {at} member {number}") for number, _ in enumerate(terms, 1))
        self.constraints += (f"{member} => {term}" for member, term in zip(members, terms, strict=True))
        quorum = Quorum(uvl_name(f"quorum {at}"), need, members)
        self.quorums.append(quorum)
        return quorum.feature


def _joined(between: str, terms: list[str]) -> str:
    return terms[0] if len(terms) == 1 else f"({between.join(terms)})"
