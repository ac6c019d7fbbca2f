"""A variant that takes back what it claims to keep."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID114",
    name="redefined",
    summary="A variant redefines what its parent says, although it may only refine it.",
    why=(
        "A variant that claims to implement its parent promises that whoever follows it follows the parent too. It may "
        "ask for more, and never for less: it cannot withdraw an element, lower its tier or make it optional. And "
        "whatever a variant claims, a parameter keeps its type and unit, because links of the parent are about it."
    ),
    since="0.1.0",
    source="Fidelity's design, section 1: refine, never redefine",
)
