"""From findings in the raw to findings: what follows from one cause alone nests under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.finding import BY_BADNESS, Finding
from fidelity.checking.verdicts import GREEN
from fidelity.rules.registry import rules_that_remark

if TYPE_CHECKING:
    from fidelity.checking.case import Case
    from fidelity.checking.evaluation import Raw

__all__ = ["findings_of", "remarks_of"]


def findings_of(case: Case) -> tuple[Finding, ...]:
    """Return the findings of a case, worst first, then in the order of the plan, without the remarks."""
    direct = [raw for raw in case.raws if raw.code[3] != "3"]
    by_atom: dict[str, list[Raw]] = {}
    for raw in direct:
        for atom in raw.atoms:
            by_atom.setdefault(atom, []).append(raw)
    nested: dict[tuple[str, str], list[Finding]] = {}
    found: list[Finding] = []
    for raw in case.raws:
        if raw.code[3] == "3":
            root = _root(case, raw, by_atom)
            siblings = found if root is None else nested.setdefault(root.key, [])
            siblings.append(_finding(case, raw, []))
    found += [_finding(case, raw, nested.get(raw.key, [])) for raw in direct]
    if len(found) > 1:
        last = len(case.plan.changes)
        orders = {piece.atom: piece.order if piece.order >= 0 else last for piece in case.pieces}

        def order(finding: Finding) -> tuple[int, int, int, int]:
            raw = finding.raw
            place = orders.get(raw.atoms[0], last + 1) if raw.atoms else last + 1
            return -BY_BADNESS.index(finding.verdict), -raw.badness, place, raw.node

        found.sort(key=order)
    return tuple(found)


def remarks_of(case: Case) -> tuple[Finding, ...]:
    """Return what has to be said about approvals, and advice: green, once a plan."""
    return tuple(
        Finding(raw, case, GREEN)
        for rule in rules_that_remark()
        if rule.remark is not None and getattr(case, rule.reads)
        for raw in rule.remark(case)
    )


def _finding(case: Case, raw: Raw, consequences: list[Finding]) -> Finding:
    approval = None
    if case.grants:
        if raw.badness == 0:
            approval = ", ".join(dict.fromkeys(case.agreed[a[7:]] for a in raw.atoms if a[7:] in case.agreed)) or None
        elif (approval := case.agreed_consequence(raw)) is not None:
            raw = raw._replace(badness=0)
    badness = raw.badness
    if consequences:
        consequences.sort(key=lambda one: (-one.raw.badness, one.raw.node))
        badness = max(badness, consequences[0].raw.badness)
    return Finding(raw, case, BY_BADNESS[badness], tuple(consequences), approval)


def _root(case: Case, raw: Raw, by_atom: dict[str, list[Raw]]) -> Raw | None:
    """Return the finding that a consequence nests under, or ``None`` where it is one of its own."""
    atom = single_cause(case, raw)
    roots = by_atom.get(atom, []) if atom is not None else []
    if len(roots) > 1:
        roots = sorted(roots, key=lambda other: other.code in ("FID204", "FID208"))
        roots = [other for other in roots if other.code in ("FID201", "FID202", "FID203")] or roots
    return roots[0] if roots else None


def single_cause(case: Case, raw: Raw) -> str | None:
    """Return the one part of the plan that alone, and nothing without it, brings a consequence about."""
    lone = case.lone(raw)
    return lone.atoms[0] if len(lone.atoms) == 1 and not lone.otherwise else None
