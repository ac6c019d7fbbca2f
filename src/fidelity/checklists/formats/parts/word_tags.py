"""The tags of the controls in a Word form, for whoever writes one and for whoever reads it back."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fidelity.checklists.checklist import Item
    from fidelity.checklists.response_sets import Option

__all__ = ["evidence_tag"]

_LONGEST = 64
"""Word keeps no longer tags."""


def evidence_tag(item: Item, option: Option) -> str:
    """Return the tag of the box for something that can be looked at."""
    tag = f"{item.name}.evid.{option.code}"
    if len(tag) <= _LONGEST and tag.isprintable():
        return tag
    return f"{item.name}.evid.{sha256(option.code.encode()).hexdigest()[:12]}"
