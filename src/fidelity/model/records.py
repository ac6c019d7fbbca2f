"""A model as flat records: one row an element, for a data frame of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from fidelity.model.requirements import AdditionTerm, ParameterTerm, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.model.elements import Element, Proscribed
    from fidelity.model.evidence import Basis
    from fidelity.model.requirements import Group, Leaf

__all__ = ["COLUMNS", "Record", "model_records"]

Record: TypeAlias = dict[str, str | bool | None]

COLUMNS: tuple[str, ...] = (
    "model",
    "version",
    "id",
    "tier",
    "title",
    "statement",
    "function",
    "form",
    "optional",
    "strength",
    "basis_strength",
    "tier_strength",
    "basis",
    "inferred",
    "tier_basis",
    "tier_inferred",
    "parameters",
    "silent_parameters",
    "requires",
    "realised_by",
    "excludes",
    "substitutes",
    "tolerance",
    "indicators",
    "note",
)
"""The columns of a model's records, in order; every record has all of them."""

_BETWEEN = ", "


def model_records(elements: Iterable[Element], proscribed: Iterable[Proscribed], **model: str) -> list[Record]:
    """Return one record an element, then one a proscribed practice, as ``Model.to_records`` describes them.

    ``model`` is what every record says of the model: its id under ``model``, and its ``version``.
    """
    empty = {**dict.fromkeys(COLUMNS), **model}
    return [*(empty | _element(one) for one in elements), *(empty | _proscribed(one) for one in proscribed)]


def _element(element: Element) -> Record:
    silent = (parameter.id for parameter in element.parameters if parameter.silent)
    return dict(
        id=element.id,
        tier=element.tier.value,
        title=element.title,
        statement=element.statement,
        function=element.function,
        form=element.form,
        optional=element.optional if element.tier.value == "flexible" else None,
        strength=element.strength.word,
        **_basis(element.basis, ""),
        **_basis(element.tier_basis, "tier_"),
        parameters=_joined(parameter.id for parameter in element.parameters),
        silent_parameters=_joined(silent),
        requires=_link(element.requires),
        realised_by=_link(element.realised_by),
        excludes=_joined(_name(exclusion.other) for exclusion in element.excludes),
        substitutes=_joined(substitute.id for substitute in element.substitutes),
        tolerance=str(element.tolerance.at_most) if element.tolerance else None,
        indicators=_joined(indicator.id for indicator in element.indicators),
        note=element.note,
    )


def _proscribed(practice: Proscribed) -> Record:
    return dict(
        id=practice.id,
        tier="proscribed",
        title=practice.title,
        statement=practice.statement,
        strength=practice.basis.strength.word,
        **_basis(practice.basis, ""),
        note=practice.note,
    )


def _basis(basis: Basis, prefix: str) -> Record:
    strength = "tier_strength" if prefix else "basis_strength"
    return {
        strength: basis.strength.word,
        f"{prefix}basis": _joined(basis.evidence),
        f"{prefix}inferred": basis.inferred,
    }


def _joined(words: Iterable[str]) -> str | None:
    return _BETWEEN.join(words) or None


def _link(link: Group | None) -> str | None:
    return _joined(dict.fromkeys(_name(leaf) for leaf in leaves(link))) if link is not None else None


def _name(leaf: Leaf) -> str:
    if isinstance(leaf, AdditionTerm):
        return f"addition:{leaf.addition}"
    return f"{leaf.element}.{leaf.parameter}" if isinstance(leaf, ParameterTerm) else leaf.element
