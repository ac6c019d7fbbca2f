"""From elements, additions and proscribed practices to the items of a checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.checklist import Item, Note
from fidelity.checklists.names import name_of
from fidelity.checklists.response_sets import ABSENT_SET, LOCAL_SET
from fidelity.model.elements import Tier
from fidelity.model.wording import basis_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element, Proscribed
    from fidelity.model.evidence import Basis
    from fidelity.model.model import Model
    from fidelity.plan.plan import Addition, Change

__all__ = ["absent_item", "element_items", "local_item"]

_ANYWHERE = ("file audit", "observation", "interview", "records")


def element_items(model: Model, element: Element, notes: tuple[Note, ...], serves: tuple[str, ...]) -> Iterator[Item]:
    """Yield one item an indicator of an element."""
    guidance = [element.statement]
    guidance += [f"What it is for: {element.function}"] if element.function else []
    guidance += [f"How it is usually done: {element.form}"] if element.form else []
    for indicator in element.indicators:
        yield Item(
            name=name_of(indicator.id),
            id=indicator.id,
            text=indicator.text,
            element=element.id,
            title=element.title,
            tier=element.tier.value,
            kind="indicator",
            critical=element.tier is not Tier.FLEXIBLE,
            responses="rating",
            guidance=tuple(guidance),
            look_at=indicator.look_at,
            rater=indicator.rater,
            every=indicator.every,
            sources=(_source(model, element.basis),),
            notes=notes,
            serves=serves,
        )


def local_item(change: Change, addition: Addition, notes: tuple[Note, ...], touched: tuple[str, ...]) -> Item:
    """Return the item of a local addition: is it in place as planned? No evidence of the model speaks of it."""
    return Item(
        name=name_of(f"local-{addition.id}"),
        id=addition.id,
        text=addition.statement,
        element=addition.id,
        title=addition.title,
        tier="addition",
        kind="addition",
        critical=False,
        responses=LOCAL_SET.id,
        guidance=(f"What the plan says: {change.what}",),
        look_at=_ANYWHERE,
        sources=("the site's own plan; no evidence of the model",),
        notes=notes,
        serves=touched,
    )


def absent_item(model: Model, practice: Proscribed, notes: tuple[Note, ...]) -> Item:
    """Return the item of a proscribed practice: it counts when the practice is absent."""
    return Item(
        name=name_of(f"no-{practice.id}"),
        id=practice.id,
        text=f"This is absent: {practice.title}",
        element=practice.id,
        title=practice.title,
        tier="proscribed",
        kind="absent",
        critical=True,
        responses=ABSENT_SET.id,
        guidance=(practice.statement,),
        look_at=_ANYWHERE,
        sources=(_source(model, practice.basis),),
        notes=notes,
    )


def _source(model: Model, basis: Basis) -> str:
    words = basis_words(model, basis)
    if not basis.evidence:
        return f"{words}: {basis.inferred}" if basis.inferred else words
    return f"{words} ({', '.join(basis.evidence)})"
