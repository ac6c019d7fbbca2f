"""Models of every kind, sound or not: their elements, the links between these, and who may approve what."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve
from hypothesis import strategies as st

from fidelity.model.elements import Element, NatureRule, Proscribed, Substitute, Tier, Tolerance
from fidelity.model.model import Model
from fidelity.model.requirements import AdditionTerm, ElementTerm, Exclusion, Group, ParameterTerm
from fidelity.plan.frame import NATURES
from fidelity.strategies.drawing import (
    ADDITIONS,
    AUTHOR,
    BASES,
    EVIDENCE,
    OWNER,
    ROLES,
    SOURCES,
    coin,
    number,
    pick,
    some,
)
from fidelity.strategies.parameters import parameters, several, values_for

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from fidelity.model.parameters import Parameter
    from fidelity.model.requirements import Leaf, Term


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
    return ParameterTerm(element, parameter.id, several(draw, parameter, values_for(parameter)), pick(draw, BASES))


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
    often = ["removing", "substituting", "shortening", "format", "tailoring", "removing", "substituting"]
    words = [pick(draw, often) if coin(draw) else pick(draw, _WORDS) for _ in range(number(draw, least, 2))]
    return tuple(dict.fromkeys(words))


_WORDS = tuple(NATURES)


def exclusions(draw: DrawFn, ground: Ground) -> tuple[Exclusion, ...]:
    """Mostly no exclusion; else of another element or, more usefully, of a value."""
    about = pick(draw, ["nothing", "nothing", "nothing", "value", "value", "element"])
    if about == "value" and ground.parameters:
        other: ElementTerm | ParameterTerm = parameter_terms(draw, ground)
    elif about == "element":
        other = ElementTerm(pick(draw, ground.elements), pick(draw, BASES))
    else:
        return ()
    return (Exclusion(other, other.basis),)  # in a file the two are one


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
        function=pick(draw, [None, "keeps everybody going"]) if tier is Tier.ESSENTIAL else None,
        form=pick(draw, [None, "as it is usually done"]) if tier is Tier.ESSENTIAL else None,
        optional=tier is Tier.FLEXIBLE and coin(draw),
        parameters=tuple(parameters(draw, f"p{n}") for n in range(pick(draw, [0, 0, 1, 2]))),
    )


@st.composite
def models(draw: DrawFn, *, max_size: int = 9, excluding: bool = True) -> Model:
    """Small models over three tiers, sound or not."""
    tiers = [pick(draw, list(Tier)) for _ in range(number(draw, 2, max_size))]
    bare = [elements(draw, f"{tier.value}-{n}", tier) for n, tier in enumerate(tiers)]
    ground = Ground(
        tuple(element.id for element in bare),
        tuple((element.id, parameter) for element in bare for parameter in element.parameters),
    )
    return Model(
        id="example",
        version="2026.1",
        title="Example Model",
        owner=OWNER,
        summary="An example.",
        sources=SOURCES,
        evidence=EVIDENCE,
        elements=tuple(linked(draw, element, ground, excluding=excluding) for element in bare),
        proscribed=tuple(
            Proscribed(f"never-{n}", "Never", "This never happens.", pick(draw, BASES))
            for n in range(number(draw, 0, 2))
        ),
        authority=MappingProxyType(authorities(draw)),
    )


def authorities(draw: DrawFn) -> dict[str, tuple[str, ...]]:
    """Who may approve what."""
    keys = set(some(draw, ["principle", "essential", "flexible", "proscribed"], 0, 4))
    keys |= pick(draw, [set(), {"essential", "flexible"}, {"essential", "flexible"}])

    def roles() -> list[str]:
        usual = pick(draw, [["model-owner"], ["model-owner", AUTHOR], []])
        return usual or some(draw, ROLES, 1, 3)

    return {key: tuple(roles()) for key in sorted(keys)}


def sound_models(*, max_size: int = 9, excluding: bool = True) -> SearchStrategy[Model]:
    """Models that are in order as they stand: links and conditions hold and no exclusion stands."""
    return models(max_size=max_size, excluding=excluding).map(mended)


def mended(model: Model) -> Model:
    """Return the model without whatever keeps it from being sound."""
    return evolve(model, elements=tuple(_mended(model, element) for element in model.elements))


def _mended(model: Model, element: Element) -> Element:
    substitutes_ = tuple(evolve(substitute, when=_met(model, substitute.when)) for substitute in element.substitutes)
    return evolve(
        element,
        requires=_met(model, element.requires),
        realised_by=_met(model, element.realised_by),
        substitutes=substitutes_,
        excludes=tuple(x for x in element.excludes if not _stands(model, x)),
    )


def _stands(model: Model, exclusion: Exclusion) -> bool:
    """Return whether the other side of an exclusion is there in the untouched model."""
    other = exclusion.other
    return isinstance(other, ElementTerm) or (_point(model, other) is not None and holds_untouched(model, other))


def _point(model: Model, term: ParameterTerm) -> object:
    parameter = model.by_id[term.element].parameter(term.parameter)
    assert parameter is not None
    return parameter.point


def holds_untouched(model: Model, term: Term) -> bool:
    """Return whether a link holds in the untouched model."""
    if isinstance(term, ElementTerm):
        return True
    if isinstance(term, AdditionTerm):
        return False
    if isinstance(term, ParameterTerm):
        parameter = model.by_id[term.element].parameter(term.parameter)
        assert parameter is not None
        point = parameter.point
        return point is None or all(item.holds(point) for item in term.constraints)
    held = sum(holds_untouched(model, inner) for inner in term.terms)
    return held >= {"all": len(term.terms), "any": 1, "at_least": term.count}[term.kind]


def _met(model: Model, link: Group | None) -> Group | None:
    """Return a link that the untouched model meets: the same with fewer terms or a smaller quorum."""
    if link is None or holds_untouched(model, link):
        return link
    held = tuple(term for term in link.terms if holds_untouched(model, term))
    if not held:
        return None
    if link.kind == "all":
        return evolve(link, terms=held)
    return evolve(link, count=len(held))
