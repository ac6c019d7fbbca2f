"""Whole models, sound or not."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import strategies as st

from fidelity.model.elements import Element, Proscribed, Tier
from fidelity.model.model import Model
from fidelity.model.requirements import AdditionTerm, ElementTerm, Exclusion, Group, ParameterTerm
from fidelity.strategies.drawing import number, pick, some
from fidelity.strategies.elements import Ground, elements, linked
from fidelity.strategies.grounds import AUTHOR, BASES, EVIDENCE, OWNER, ROLES, SOURCES

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from fidelity.model.requirements import Term

__all__ = ["holds_untouched", "mended", "models", "sound_models"]


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
