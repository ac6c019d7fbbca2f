"""Elements, and the links between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from fidelity.model.elements import Element, NatureRule, Substitute, Tier, Tolerance
from fidelity.model.requirements import AdditionTerm, ElementTerm, Exclusion, Group, ParameterTerm
from fidelity.plan.frame import NATURES
from fidelity.strategies.drawing import coin, number, pick
from fidelity.strategies.grounds import ADDITIONS, BASES
from fidelity.strategies.parameters import conditions, parameters, values_for

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from fidelity.model.parameters import Parameter
    from fidelity.model.requirements import Leaf, Term

__all__ = ["Ground", "elements", "linked", "natures"]


class Ground(NamedTuple):
    """What links can be about: elements, and the parameters that they have."""

    elements: tuple[str, ...]
    parameters: tuple[tuple[str, Parameter], ...]


def leaf_terms(draw: DrawFn, ground: Ground) -> Leaf:
    """Draw an element, more rarely a condition on a parameter or a local addition."""
    about = pick(draw, ["element", "element", "element", "parameter", "addition"])
    if about == "parameter" and ground.parameters:
        return parameter_terms(draw, ground)
    if about == "addition":
        return AdditionTerm(pick(draw, ADDITIONS), pick(draw, BASES))
    return ElementTerm(pick(draw, ground.elements), pick(draw, BASES))


def parameter_terms(draw: DrawFn, ground: Ground) -> ParameterTerm:
    """Draw a condition on a parameter."""
    element, parameter = pick(draw, ground.parameters)
    condition = conditions(draw, parameter, values_for(parameter))
    return ParameterTerm(element, parameter.id, (condition,), pick(draw, BASES))


def groups(draw: DrawFn, ground: Ground, depth: int = 2) -> Group:
    """Draw a group, nested at most ``depth`` deep."""
    terms: list[Term] = []
    for _ in range(number(draw, 1, 3)):
        nested = depth > 1 and pick(draw, [False, False, True])
        terms.append(groups(draw, ground, depth - 1) if nested else leaf_terms(draw, ground))
    kind = pick(draw, ["all", "any", "any", "at_least"])
    count = number(draw, 1, len(terms)) if kind == "at_least" else 1
    return Group(kind, tuple(terms), pick(draw, BASES), count)


def link(draw: DrawFn, ground: Ground, depth: int = 2) -> Group | None:
    """Return a group, every other time."""
    return groups(draw, ground, depth) if coin(draw) else None


def substitutes(draw: DrawFn, ground: Ground) -> Substitute:
    """Draw an accepted substitute, half of them on conditions."""
    return Substitute("stand-in", "A stand-in", pick(draw, BASES), link(draw, ground, 1))


def nature_rules(draw: DrawFn) -> tuple[NatureRule, ...]:
    """Draw an element's own rules for a few natures."""
    answers = ["permitted", "consult", "absent"]
    return tuple(NatureRule(n, pick(draw, answers), pick(draw, BASES)) for n in natures(draw, 0))


def natures(draw: DrawFn, least: int = 1) -> tuple[str, ...]:
    """Up to two natures: one of each row of the table more often than the rest."""
    often = ["removing", "substituting", "shortening", "format", "tailoring"]
    words = [pick(draw, often) if coin(draw) else pick(draw, _WORDS) for _ in range(number(draw, least, 2))]
    return tuple(dict.fromkeys(words))


_WORDS = tuple(NATURES)


def exclusions(draw: DrawFn, ground: Ground) -> tuple[Exclusion, ...]:
    """Mostly no exclusion; else of another element or, more usefully, of a value."""
    about = pick(draw, ["nothing", "nothing", "nothing", "value", "value", "element"])
    if about == "value" and ground.parameters:
        return (Exclusion(parameter_terms(draw, ground), pick(draw, BASES)),)
    if about == "element":
        other = pick(draw, ground.elements)
        return (Exclusion(ElementTerm(other, pick(draw, BASES)), pick(draw, BASES)),)
    return ()


def linked(draw: DrawFn, element: Element, ground: Ground, *, excluding: bool) -> Element:
    """Draw an element with links, rules and substitutes added to it."""
    others = Ground(tuple(name for name in ground.elements if name != element.id), ground.parameters)
    principle = element.tier is Tier.PRINCIPLE
    tolerance = None
    if principle and coin(draw):
        tolerance = Tolerance(pick(draw, [0, 0, 1, 2]), pick(draw, BASES))
    return evolve(
        element,
        requires=link(draw, others),
        realised_by=link(draw, others) if principle else None,
        tolerance=tolerance,
        excludes=exclusions(draw, others) if excluding else (),
        substitutes=(substitutes(draw, others),) if coin(draw) else (),
        adaptation=nature_rules(draw),
    )


def elements(draw: DrawFn, name: str, tier: Tier) -> Element:
    """Draw an element without links."""
    return Element(
        id=name,
        title=name.capitalize(),
        statement=f"This is {name}.",
        tier=tier,
        basis=pick(draw, BASES),
        tier_basis=pick(draw, BASES),
        optional=tier is Tier.FLEXIBLE and coin(draw),
        parameters=tuple(parameters(draw, f"p{n}") for n in range(pick(draw, [0, 0, 1, 2]))),
    )
