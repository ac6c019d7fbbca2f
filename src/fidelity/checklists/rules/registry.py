"""Every code of the family FID7xx, found by walking this folder."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fidelity.checklists.rules.rule import FormRule

__all__ = ["all_rules"]


@cache
def all_rules() -> tuple[FormRule, ...]:
    """Return every code about completed checklists and scales. A file is named ``fid701_form_not_recognised``."""
    package = sys.modules["fidelity.checklists.rules"]
    names = sorted(module.name for module in iter_modules(package.__path__) if module.name.startswith("fid"))
    return tuple(import_module(f"fidelity.checklists.rules.{name}").RULE for name in names)
