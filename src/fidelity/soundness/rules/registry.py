"""Every rule about models by its code, found by walking this folder."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from fidelity.plugins import Registry

if TYPE_CHECKING:
    from fidelity.soundness.rules.rule import SoundnessRule

__all__ = ["all_rules"]

_FILES = Registry("fidelity.soundness.rules", beginning="fid", kind="a rule")


@cache
def all_rules() -> tuple[SoundnessRule, ...]:
    """Return every rule about models, by code. A rule's file is named ``fid601_principle_without_practice``."""
    return tuple(_FILES.module(name).RULE for name in _FILES.names)
