"""How a variant differs from its parent, in words: what it says of itself, changes, leaves out and adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.reports.guide.wording.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element, Proscribed
    from fidelity.model.model import Extends, Model, Override
    from fidelity.reports.guide.wording.phrases import Phrases

__all__ = ["difference_title", "differences", "lineage"]

_CLAIMS = {
    "implements": "It says that it implements {}: whatever is within this model is within that one too.",
    "extends": "It says that it extends {}: it adds to it, and a plan within this model may be outside that one.",
    "inspired-by": "It says that it is inspired by {}: the differences are listed, and nothing is claimed.",
}


def difference_title(extends: Extends) -> str:
    """Return the heading over what a variant does otherwise."""
    return f"How it differs from {extends.parent.title}"


def differences(extends: Extends, say: Phrases) -> Iterator[Fact]:
    """Yield what a variant claims, and what it changes, leaves out and adds; what there is none of is left out."""
    parent, model = extends.parent, say.model
    claim = _CLAIMS[extends.claim].format(say.quote(parent.title))
    items = (claim,) if extends.claim == "inspired-by" else (claim, "Whether that holds is shown by fidelity lint.")
    yield Fact("What it claims", items)
    yield from _listed("Changed", (one for one in extends.overrides if not one.withdrawn), parent, say)
    yield from _listed("Left out", (one for one in extends.overrides if one.withdrawn), parent, say)
    parts: tuple[Element | Proscribed, ...] = (*model.elements, *model.proscribed)
    own = [one.id for one in parts if one.origin is None]
    if own:
        yield Fact("Added", tuple(map(say.link, own)))


def _listed(label: str, overrides: Iterator[Override], parent: Model, say: Phrases) -> Iterator[Fact]:
    items = tuple(f"{_named(one, parent, say)}: {say.quote(one.reason)} {say.known(one.basis)}" for one in overrides)
    if items:
        yield Fact(label, items)


def _named(override: Override, parent: Model, say: Phrases) -> str:
    """Return a link to what an override is about, or its title in the parent if it is no longer there."""
    subject = override.subject
    if not override.withdrawn:
        return say.link(subject)
    known = parent.by_id.get(subject) or parent.proscribed_by_id[subject]
    return say.quote(known.title)


def lineage(one: Element | Proscribed, say: Phrases) -> Iterator[Fact]:
    """Yield whether a part of a variant is inherited, and why it was changed; nothing for a model of its own."""
    extends = say.model.extends
    if extends is None:
        return
    if one.origin is None:
        yield Fact("Where it comes from", (f"added here; {say.quote(extends.parent.title)} does not have it",))
        return
    override = extends.override(one.id)
    if override is None:
        yield Fact("Where it comes from", (f"{say.quote(one.origin)}, unchanged",))
        return
    reason = f"{say.quote(override.reason)} {say.known(override.basis)}"
    yield Fact("Where it comes from", (f"{say.quote(one.origin)}, changed here: {reason}",))
