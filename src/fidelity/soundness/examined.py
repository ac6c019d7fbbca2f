"""One model under examination: what several rules need is worked out once, when a rule first asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from fidelity.model.evidence import Basis
from fidelity.model.requirements import AdditionTerm, leaves
from fidelity.soundness.analysis import Analysis, analyse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.soundness.claims import ClaimTest

__all__ = ["Examined", "parts"]


class Examined:
    """A model, and what is known about all of its plans."""

    def __init__(self, model: Model) -> None:
        self.model = model

    @cached_property
    def analysis(self) -> Analysis:
        """What its permitted plans have in common."""
        return analyse(self.model)

    @cached_property
    def needed(self) -> frozenset[str]:
        """The ids that some link of another element asks for."""
        return frozenset(name for element in self.model.elements for name in named(element) if name != element.id)

    @cached_property
    def cited(self) -> frozenset[str]:
        """The ids of the evidence that something rests on, or that a note names."""
        model, extends = self.model, self.model.extends
        overrides = () if extends is None else (extends.overrides, extends.basis)
        found: set[str] = set()
        texts: list[str] = [model.summary]
        for part in parts((model.elements, model.proscribed, overrides)):
            if isinstance(part, Basis):
                found.update(part.evidence)
            elif isinstance(part, str):
                texts.append(part)
        words = {word.strip(".,;:()[]'\"") for text in texts for word in text.split()}
        return frozenset(found | (words & model.evidence_by_id.keys()))

    @cached_property
    def claim(self) -> ClaimTest | None:
        """The test of what a variant claims; ``None`` for a model that extends no other."""
        from fidelity.soundness.claims import weigh_claim

        return None if self.model.extends is None else weigh_claim(self.model)


def named(element: Element) -> Iterator[str]:
    """Yield the ids that the links of an element ask for."""
    groups = (element.requires, element.realised_by, *(one.when for one in element.substitutes))
    for group in groups:
        for leaf in leaves(group) if group is not None else ():
            if not isinstance(leaf, AdditionTerm):
                yield leaf.element


_FIELDS: dict[type, tuple[str, ...]] = {}
"""The fields of each class met so far, without places: to look them up for each value takes most of the time."""


def parts(thing: object) -> Iterator[object]:
    """Yield a value and whatever it holds, in no particular order; places are left out."""
    open_ = [thing]
    while open_:
        one = open_.pop()
        yield one
        if isinstance(one, str):
            continue
        if isinstance(one, tuple | frozenset | list):
            open_.extend(one)
        elif isinstance(one, Mapping):
            open_.extend(one.values())
        else:
            of = one.__class__
            if of not in _FIELDS:
                fields = getattr(of, "__attrs_attrs__", ())
                _FIELDS[of] = tuple(field.name for field in fields if field.name != "place")
            open_.extend([getattr(one, name) for name in _FIELDS[of]])
