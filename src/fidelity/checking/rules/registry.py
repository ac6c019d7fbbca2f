"""Every rule by its code, found by walking this folder. Two rules of one code are refused."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from fidelity.plugins import siblings

if TYPE_CHECKING:
    from types import ModuleType

    from fidelity.checking.rules.rule import Rule

__all__ = ["all_rules", "rule_of", "rules_that_find", "rules_that_remark"]


@cache
def _modules() -> dict[str, str]:
    """Return the module of each code. A rule's file is named ``fid201_essential_element_removed``."""
    package: ModuleType = sys.modules["fidelity.checking.rules"]
    found: dict[str, str] = {}
    for name in siblings(package):
        if name.startswith("fid"):
            code = name[:6].upper()
            if code in found:
                raise RuntimeError(f"two rules are called {code}: {found[code]} and {name}")
            found[code] = name
    return dict(sorted(found.items()))


@cache
def rule_of(code: str) -> Rule:
    """Return the rule of a code. Raises ``KeyError`` for a code that does not exist."""
    rule: Rule = import_module(f"fidelity.checking.rules.{_modules()[code]}").RULE
    if rule.code != code:
        raise RuntimeError(f"the file {_modules()[code]} holds the rule {rule.code}")
    return rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, by code."""
    return tuple(rule_of(code) for code in _modules())


@cache
def rules_that_find() -> tuple[Rule, ...]:
    """Return the rules that judge an evaluation, by code."""
    return tuple(rule_of(code) for code in _modules() if code[3] in "23")


@cache
def rules_that_remark(*, approvals: bool) -> tuple[Rule, ...]:
    """Return the rules that remark on a plan as a whole, by code; those about ``approvals`` only where asked for."""
    return tuple(rule_of(code) for code in _modules() if code[3] in ("45" if approvals else "5"))
