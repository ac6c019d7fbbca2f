"""Every rule by its code, found by walking this folder. Two rules of one code are refused.

A rule with much logic stands in a file of its own, named for it: ``fid506_personal_data``, with a ``RULE``. Those of
its family that have little or no logic of their own share one file, ``fid4xx_approvals``, with ``RULES``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from fidelity.checking.finding import Rule
from fidelity.codes import ADVICE, APPROVALS, CHANGES, CONSEQUENCES, Code
from fidelity.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILES = Registry("fidelity.checking.rules", beginning="fid", kind="a rule")
_FAMILY = "XX"


@cache
def _places() -> dict[str, str]:
    """Return the name of the file by code, and by ``FID4XX`` for a family in one file."""
    found: dict[str, str] = {}
    for name in _FILES.names:
        code = name[: len("fid201")].upper()
        if code in found:
            raise RuntimeError(f"two rules are called {code}: {found[code]} and {name}")
        found[code] = name
    return dict(sorted(found.items()))


@cache
def _family(place: str) -> dict[str, Code]:
    codes: tuple[Code, ...] = _FILES.module(_places()[place]).RULES
    return {code.code: code for code in codes}


@cache
def code_of(code: str) -> Code:
    """Return what a code about plans says of itself. Raises ``KeyError`` for a code that does not exist."""
    if code not in _places():
        family = code[: -len(_FAMILY)] + _FAMILY
        return _family(family)[code] if family in _places() else _family(code)[code]
    rule: Rule = _FILES.module(_places()[code]).RULE
    if rule.code != code:
        raise RuntimeError(f"the file {_places()[code]} holds the rule {rule.code}")
    return rule


@cache
def rule_of(code: str) -> Rule:
    """Return the rule of a code that the checker itself finds. Raises ``KeyError`` for one that does not exist."""
    rule = code_of(code)
    assert isinstance(rule, Rule)
    return rule


def all_codes_of_plans() -> tuple[Code, ...]:
    """Return every code about plans, in order."""
    return _codes_in("FID")


@cache
def rules_that_find() -> tuple[Rule, ...]:
    """Return the rules that judge an evaluation, by code."""
    return _rules_in(CHANGES, CONSEQUENCES)


@cache
def rules_that_remark(*, approvals: bool) -> tuple[Rule, ...]:
    """Return the rules that remark on a plan as a whole, by code; those about ``approvals`` only where asked for."""
    return _rules_in(APPROVALS, ADVICE) if approvals else _rules_in(ADVICE)


def _rules_in(*families: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in _codes_in(*families) if isinstance(rule, Rule))


def _codes_in(*families: str) -> tuple[Code, ...]:
    """Return the codes of families, in order: those of a shared file stand among those with a file of their own."""
    found = (code for place in _places() if place.startswith(families) for code in _at(place))
    return tuple(sorted(found, key=lambda code: code.code))


def _at(place: str) -> Iterator[Code]:
    yield from _family(place).values() if place.endswith(_FAMILY) else (code_of(place),)
