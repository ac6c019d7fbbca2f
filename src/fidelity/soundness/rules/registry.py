"""Every rule about models by its code, found by walking this folder."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from fidelity.plugins import siblings

if TYPE_CHECKING:
    from fidelity.soundness.rules.rule import SoundnessRule

__all__ = ["all_rules"]


@cache
def all_rules() -> tuple[SoundnessRule, ...]:
    """Return every rule about models, by code. A rule's file is named ``fid601_principle_without_practice``."""
    package = sys.modules["fidelity.soundness.rules"]
    names = (name for name in siblings(package) if name.startswith("fid"))
    return tuple(import_module(f"fidelity.soundness.rules.{name}").RULE for name in names)
