"""The small algebra of links: all, any, at least n of, over elements, parameter values and additions."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE, Basis
from fidelity.model.parameters import Constraint

if TYPE_CHECKING:
    from collections.abc import Iterator


@frozen(eq=False, repr=False)
class ElementTerm(Content):
    """Holds while the element is in place."""

    element: str
    basis: Basis
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class ParameterTerm(Content):
    """Holds while the element is in place and its parameter's value meets every constraint."""

    element: str
    parameter: str
    constraints: tuple[Constraint, ...]
    basis: Basis
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class AdditionTerm(Content):
    """Holds while the plan adds an element of this id, and that addition is in place."""

    addition: str
    basis: Basis
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class Group(Content):
    """``all``, ``any`` or ``at_least`` (``count`` of them) over terms. Terms carry their resolved basis."""

    kind: str
    terms: tuple[Term, ...]
    basis: Basis
    count: int = 1
    place: Place = field(default=NOWHERE, eq=False, repr=False)


Leaf: TypeAlias = ElementTerm | ParameterTerm | AdditionTerm
Term: TypeAlias = ElementTerm | ParameterTerm | AdditionTerm | Group


@frozen(eq=False, repr=False)
class Exclusion(Content):
    """The owner of the exclusion and ``other`` cannot both stand."""

    other: ElementTerm | ParameterTerm
    basis: Basis
    place: Place = field(default=NOWHERE, eq=False, repr=False)


def leaves(term: Term) -> Iterator[Leaf]:
    """Yield the leaves of a term, in reading order."""
    if isinstance(term, Group):
        for inner in term.terms:
            yield from leaves(inner)
    else:
        yield term
