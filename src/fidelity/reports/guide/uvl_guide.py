"""A model in UVL, the Universal Variability Language: for analysers of feature models, which judge it independently.

Principles, essential elements and flexible ones that are not optional are mandatory features; requirements, quorums
and exclusions are constraints; what may be chosen about a parameter is a group of alternatives. A configuration is
valid if a plan that does just that is permitted, every link counted however firmly it is known. What feature models
cannot say stands in comments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.model.elements import Tier
from fidelity.model.requirements import AdditionTerm, ElementTerm, Group
from fidelity.rendering.escaping import uvl_comment, uvl_name, uvl_text
from fidelity.reports.guide import WholeOnly
from fidelity.soundness.space import compared_in, demands_of, is_free
from fidelity.soundness.texts import raw_text, term_words
from fidelity.soundness.values import inside, standing_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.parameters import Constraint, Parameter
    from fidelity.model.requirements import Exclusion, ParameterTerm, Term
    from fidelity.model.types import Value
    from fidelity.reports import Layout
    from fidelity.reports.guide import Shown

_GROUPS = {
    Tier.PRINCIPLE: "core principles",
    Tier.ESSENTIAL: "essential elements",
    Tier.FLEXIBLE: "flexible elements",
}
_LEFT_OUT = (
    "What is left out, because feature models have no words for it: statements, evidence, how firmly each thing is",
    "known and what follows from that for a verdict; rules for the nature of a change; approvals; tolerances.",
    "Of amounts only those values are named that a limit or a link tells apart.",
)


_LEFT = "left as it is"


class _Feature(NamedTuple):
    """A feature with what stands under it: pairs of the kind of a group and its features."""

    head: str
    groups: tuple[tuple[str, tuple[_Feature, ...]], ...] = ()


def render(shown: Shown, _: Layout) -> Iterator[str]:
    """Yield the whole model as a feature model.

    Raises
    ------
    WholeOnly
        If one element is asked for.
    """
    model, element = shown
    if element is not None:
        raise WholeOnly("uvl")
    root = uvl_name(f"model {model.id}")
    rooms = rooms_of(model)
    asking = Asking(model, rooms, root)
    for one in model.elements:
        _ask(asking, one)
    asking.constraints += (f"!{uvl_name(practice.id)}" for practice in model.proscribed)
    unsaid = [*asking.unsaid, *_unsaid(model)]
    head = [f"{model.title} ({model.reference}) as a feature model", *_LEFT_OUT, *unsaid]
    lines = [*map(uvl_comment, head), "features", *_lines(_root(model, root, rooms, asking), 1)]
    if asking.constraints:
        lines += ["constraints", *(f"    {one}" for one in asking.constraints)]
    yield "\n".join(lines) + "\n"


def _ask(asking: Asking, element: Element) -> None:
    owner = uvl_name(element.id)
    asking.demand(owner, element.requires, f"{owner} needs")
    asking.demand(owner, element.realised_by, f"{owner} lives by")
    for exclusion in element.excludes:
        asking.exclude(owner, exclusion)
    for substitute in element.substitutes:
        stand_in = _stand_in(element, substitute.id)
        asking.demand(stand_in, substitute.when, f"{stand_in} needs")


def _unsaid(model: Model) -> Iterator[str]:
    for element in model.elements:
        for parameter in element.parameters:
            if parameter.kind.several:
                yield f"{uvl_name(element.id)}: which members '{parameter.name}' may have"
        if element.tolerance is not None:
            most = f"at most {element.tolerance.at_most} of what it lives by may be changed at once"
            yield f"{uvl_name(element.id)}: {most}"


def _root(model: Model, root: str, rooms: dict[tuple[str, str], ValueFeatures], asking: Asking) -> _Feature:
    tiers = tuple(_tier(model, tier, rooms) for tier in Tier if model.tier(tier))
    free = [_Feature(uvl_name(practice.id)) for practice in model.proscribed]
    free += [_Feature(addition_name(addition)) for addition in asking.additions]
    free += [
        _Feature(
            f"{quorum.feature} {{abstract}}",
            ((f"[{quorum.needed}..{len(quorum.members)}]", tuple(map(_Feature, quorum.members))),),
        )
        for quorum in asking.quorums
    ]
    said = f"{{title {uvl_text(model.title)}, version {uvl_text(model.version)}}}"
    return _Feature(f"{root} {said}", _some(("mandatory", tiers), ("optional", tuple(free))))


def _tier(model: Model, tier: Tier, rooms: dict[tuple[str, str], ValueFeatures]) -> _Feature:
    kept = tuple(_element(element, rooms) for element in model.tier(tier) if not is_free(element))
    free = tuple(_element(element, rooms) for element in model.tier(tier) if is_free(element))
    return _Feature(f"{uvl_name(_GROUPS[tier])} {{abstract}}", _some(("mandatory", kept), ("optional", free)))


def _element(element: Element, rooms: dict[tuple[str, str], ValueFeatures]) -> _Feature:
    own = tuple(
        _Feature(
            f"{room.feature} {{abstract}}", (("alternative", tuple(map(_Feature, (room.left, *room.values.values())))),)
        )
        for parameter in element.parameters
        if (room := rooms.get((element.id, parameter.id))) is not None
    )
    stand_ins = tuple(
        _Feature(f"{_stand_in(element, one.id)} {{title {uvl_text(one.title)}}}") for one in element.substitutes
    )
    said = f"{{title {uvl_text(element.title)}, strength {uvl_text(element.strength.word)}}}"
    return _Feature(f"{uvl_name(element.id)} {said}", _some(("mandatory", own), ("optional", stand_ins)))


def _stand_in(element: Element, substitute: str) -> str:
    return uvl_name(f"{element.id} by {substitute}")


def _some(*groups: tuple[str, tuple[_Feature, ...]]) -> tuple[tuple[str, tuple[_Feature, ...]], ...]:
    return tuple(group for group in groups if group[1])


def _lines(feature: _Feature, depth: int) -> Iterator[str]:
    yield f"{'    ' * depth}{feature.head}"
    for kind, features in feature.groups:
        yield f"{'    ' * (depth + 1)}{kind}"
        for one in features:
            yield from _lines(one, depth + 2)


class ValueFeatures(NamedTuple):
    """A parameter with names of features: its own, that of leaving it alone, and one for each value inside limits."""

    parameter: Parameter
    feature: str
    left: str
    values: dict[Value, str]

    def meeting(self, constraints: tuple[Constraint, ...]) -> list[str]:
        """Return the names of the values that meet all of some comparisons."""
        return [feature for value, feature in self.values.items() if all(one.holds(value) for one in constraints)]

    def untouched(self, constraints: tuple[Constraint, ...]) -> bool:
        """Return whether a parameter that nobody sets meets some comparisons."""
        point = self.parameter.point
        return point is None or all(one.holds(point) for one in constraints)


def rooms_of(model: Model) -> dict[tuple[str, str], ValueFeatures]:
    """Return the parameters that a feature model can speak of, by element and parameter.

    These are choices and questions of yes or no, and all others but sets that a link compares with. A few values of
    those stand for all: no comparison tells another value apart from these.
    """
    compared = compared_in(model)
    return {
        (element.id, parameter.id): _room(element, parameter, compared.get((element.id, parameter.id), []))
        for element in model.elements
        for parameter in element.parameters
        if parameter.kind.closed or (not parameter.kind.several and (element.id, parameter.id) in compared)
    }


def _room(element: Element, parameter: Parameter, compared: list[Constraint]) -> ValueFeatures:
    values = [value for value in standing_for(parameter, compared) if inside(parameter, value)]
    before = f"{element.id} {parameter.id}"
    named = {value: uvl_name(f"{before}: {_value_text(parameter, value)}") for value in values}
    return ValueFeatures(parameter, uvl_name(before), uvl_name(f"{before}: {_LEFT}"), named)


def _value_text(parameter: Parameter, value: Value) -> str:
    text = raw_text(parameter, value)
    return text if text != _LEFT else f"{text} (a value)"


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

    def __init__(self, model: Model, rooms: dict[tuple[str, str], ValueFeatures], root: str) -> None:
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
