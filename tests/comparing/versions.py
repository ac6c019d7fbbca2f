"""Random pairs of versions of one model: the second has a few things otherwise."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import strategies as st
from tests import strategies as s

from fidelity.comparing.history import renamed
from fidelity.model.elements import Element, Proscribed, Tier, Tolerance
from fidelity.model.parameters import Limit
from fidelity.model.requirements import AdditionTerm, Group, ParameterTerm

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn

    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter
    from fidelity.model.requirements import Term

__all__ = ["pairs"]


def _ground(model: Model, but: str = "") -> s.Ground:
    return s.Ground(
        tuple(e.id for e in model.elements if e.id != but),
        tuple((e.id, p) for e in model.elements for p in e.parameters),
    )


def _some_element(draw: DrawFn, model: Model, change: Callable[[Element], Element]) -> Model:
    at = draw(st.integers(0, len(model.elements) - 1))
    elements = list(model.elements)
    elements[at] = change(elements[at])
    return evolve(model, elements=tuple(elements))


def _text(draw: DrawFn, model: Model) -> Model:
    return _some_element(draw, model, lambda e: evolve(e, statement="In other words.", title="Other"))


def _tier(draw: DrawFn, model: Model) -> Model:
    tier = s.pick(draw, list(Tier))

    def change(e: Element) -> Element:
        keep = tier is Tier.PRINCIPLE
        return evolve(
            e, tier=tier, optional=e.optional and tier is Tier.FLEXIBLE,
            realised_by=e.realised_by if keep else None, tolerance=e.tolerance if keep else None,
        )  # fmt: skip

    return _some_element(draw, model, change)


def _optional(draw: DrawFn, model: Model) -> Model:
    return _some_element(draw, model, lambda e: evolve(e, optional=e.tier is Tier.FLEXIBLE and not e.optional))


def _basis(draw: DrawFn, model: Model) -> Model:
    basis = s.pick(draw, s.BASES)
    key = s.pick(draw, ["basis", "tier_basis"])
    if key == "basis":
        return _some_element(draw, model, lambda e: evolve(e, basis=basis))
    return _some_element(draw, model, lambda e: evolve(e, tier_basis=basis))


def _links(draw: DrawFn, model: Model) -> Model:
    def change(e: Element) -> Element:
        ground = _ground(model, e.id)
        if not ground.elements:
            return e
        if e.tier is Tier.PRINCIPLE and s.coin(draw):
            return evolve(e, realised_by=s.link(draw, ground))
        return evolve(e, requires=s.link(draw, ground))

    return _some_element(draw, model, change)


def _terms(draw: DrawFn, model: Model) -> Model:
    """One term of a link goes, comes, or is more or less firmly known."""
    how = s.pick(draw, ["goes", "comes", "basis", "kind"])
    basis = s.pick(draw, s.BASES)

    def group(link: Group | None, e: Element) -> Group | None:
        if link is None:
            return None
        at = draw(st.integers(0, len(link.terms) - 1))
        terms: list[Term] = list(link.terms)
        if how == "goes" and len(terms) > 1:
            del terms[at]
        elif how == "comes" and _ground(model, e.id).elements:
            terms.append(s.leaf_terms(draw, _ground(model, e.id)))
        elif how == "basis":
            terms[at] = evolve(terms[at], basis=basis)
        count = min(link.count, len(terms))
        kind = s.pick(draw, ["all", "any", "at_least"]) if how == "kind" else link.kind
        return evolve(link, kind=kind, terms=tuple(terms), count=count)

    return _some_element(
        draw, model, lambda e: evolve(e, requires=group(e.requires, e), realised_by=group(e.realised_by, e))
    )


def _parameters(draw: DrawFn, model: Model) -> Model:
    """A parameter is otherwise: its limits, one basis, an exception, its options; or another parameter altogether."""
    how = s.pick(draw, ["limit", "basis", "exception", "new", "whole", "options", "standard", "less"])

    def one(p: Parameter) -> Parameter:
        bare, values = p, s.values_for(p)
        if how == "limit":
            more = Limit((s.conditions(draw, bare, values),), s.pick(draw, s.BASES))
            return evolve(p, limits=(*p.limits, more) if s.coin(draw) else (more,))
        if how == "less":
            return evolve(p, limits=p.limits[1:], exceptions=p.exceptions if p.limits[1:] else ())
        if how == "basis" and p.limits:
            return evolve(p, limits=(evolve(p.limits[0], basis=s.pick(draw, s.BASES)), *p.limits[1:]))
        if how == "exception":
            return evolve(p, exceptions=())
        if how == "options" and p.options:
            return evolve(p, options=p.options[: s.number(draw, 1, 3)])
        if how == "standard":
            return evolve(p, standard=(s.constraint(bare, "is", s.pick(draw, values)),))
        return s.parameters(draw, p.id) if how == "whole" and p.id not in named else p

    named = {leaf.parameter for leaf in s.all_leaves(model) if isinstance(leaf, ParameterTerm)}
    named |= {x.other.parameter for e in model.elements for x in e.excludes if isinstance(x.other, ParameterTerm)}

    def change(e: Element) -> Element:
        known = tuple(map(one, e.parameters))
        return evolve(e, parameters=(*known, s.parameters(draw, f"q{len(known)}")) if how == "new" else known)

    return _some_element(draw, model, change)


def _permissions(draw: DrawFn, model: Model) -> Model:
    how = s.pick(draw, ["rules", "substitutes", "substitute-basis", "when", "tolerance", "excludes"])

    def change(e: Element) -> Element:
        ground = _ground(model, e.id)
        if how == "rules" or not ground.elements:
            return evolve(e, adaptation=s.nature_rules(draw))
        if how == "substitutes":
            return evolve(e, substitutes=() if e.substitutes else (s.substitutes(draw, ground),))
        if how == "substitute-basis":
            return evolve(e, substitutes=tuple(evolve(x, basis=s.pick(draw, s.BASES)) for x in e.substitutes))
        if how == "when":
            return evolve(e, substitutes=tuple(evolve(x, when=s.link(draw, ground, 1)) for x in e.substitutes))
        if how == "tolerance" and e.tier is Tier.PRINCIPLE:
            most = s.pick(draw, [None, 0, 1, 2])
            return evolve(e, tolerance=None if most is None else Tolerance(most, s.pick(draw, s.BASES)))
        return evolve(e, excludes=s.exclusions(draw, ground))

    return _some_element(draw, model, change)


def _coming(draw: DrawFn, model: Model) -> Model:
    new = s.elements(draw, "newcomer", s.pick(draw, list(Tier)))
    if "newcomer" in model.by_id:
        return model
    at = s.number(draw, 0, len(model.elements))
    return evolve(model, elements=(*model.elements[:at], new, *model.elements[at:]))


def _going(draw: DrawFn, model: Model) -> Model:
    if len(model.elements) < 2:
        return model
    gone = s.pick(draw, [e.id for e in model.elements])
    return evolve(model, elements=tuple(_without(e, gone) for e in model.elements if e.id != gone))


def _without(e: Element, gone: str) -> Element:
    return evolve(
        e,
        requires=_less(e.requires, gone),
        realised_by=_less(e.realised_by, gone),
        excludes=tuple(x for x in e.excludes if x.other.element != gone),
        substitutes=tuple(evolve(x, when=_less(x.when, gone)) for x in e.substitutes),
    )


def _less(group: Group | None, gone: str) -> Group | None:
    if group is None:
        return None
    terms: list[Term] = []
    for term in group.terms:
        if isinstance(term, Group):
            inner = _less(term, gone)
            terms += [] if inner is None else [inner]
        elif isinstance(term, AdditionTerm) or term.element != gone:
            terms.append(term)
    return evolve(group, terms=tuple(terms), count=min(group.count, len(terms))) if terms else None


def _renaming(draw: DrawFn, model: Model) -> Model:
    old = s.pick(draw, [e.id for e in model.elements])
    new = f"{old}-anew"
    after = renamed(model, {old: new})
    return evolve(
        after,
        elements=tuple(evolve(e, renamed_from=(*e.renamed_from, old)) if e.id == new else e for e in after.elements),
    )


def _practices(draw: DrawFn, model: Model) -> Model:
    how = s.pick(draw, ["comes", "goes", "basis"])
    practices = model.proscribed
    if how == "comes" and "never-again" not in model.proscribed_by_id:
        practices = (Proscribed("never-again", "Never again", "Not this.", s.pick(draw, s.BASES)), *practices)
    elif practices and how == "goes":
        practices = practices[1:]
    elif practices:
        practices = (evolve(practices[0], basis=s.pick(draw, s.BASES)), *practices[1:])
    return evolve(model, proscribed=practices)


def _authority(draw: DrawFn, model: Model) -> Model:
    return evolve(model, authority=MappingProxyType(s.authorities(draw)))


def _order(draw: DrawFn, model: Model) -> Model:
    return evolve(model, elements=tuple(draw(st.permutations(model.elements))))


MUTATIONS = (
    _text, _tier, _optional, _basis, _links, _terms, _terms, _parameters, _parameters, _permissions, _permissions,
    _coming, _going, _renaming, _practices, _authority, _order,
)  # fmt: skip


@st.composite
def pairs(draw: DrawFn, *, max_size: int = 5, most: int = 3, sound: bool = False) -> tuple[Model, Model]:
    """A model and a later version of it, in which up to a few things are otherwise."""
    old = draw((s.sound_models if sound else s.models)(max_size=max_size))
    new = old
    for _ in range(s.number(draw, 1, most)):
        new = s.pick(draw, MUTATIONS)(draw, new)
    return old, evolve(new, version="2026.2")
