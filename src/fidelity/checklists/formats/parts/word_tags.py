"""The tags of the controls in a Word form, for whoever writes one and for whoever reads it back."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from fidelity.checklists.formats.parts.words import DETAILS

if TYPE_CHECKING:
    from fidelity.checklists.checklist import Item
    from fidelity.checklists.response_sets import Option

__all__ = ["LONGEST", "PICK", "PLACEHOLDERS", "SAW", "evidence_tag"]

PICK, SAW = "Pick an answer", "what you saw"

PLACEHOLDERS = frozenset([PICK, SAW, *(detail.hint for detail in DETAILS)])
"""What stands in a control that nobody has filled in."""

LONGEST = 64
"""Word keeps no longer tags and titles."""


def evidence_tag(item: Item, option: Option) -> str:
    """Return the tag of the box for something that can be looked at."""
    tag = f"{item.name}.evid.{option.code}"
    if len(tag) <= LONGEST and tag.isprintable():
        return tag
    return f"{item.name}.evid.{sha256(option.code.encode()).hexdigest()[:12]}"
