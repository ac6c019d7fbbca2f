"""From findings in the raw to findings: what follows from one cause alone nests under it."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from fidelity.checking.finding import BY_BADNESS, Finding
from fidelity.checking.rules.registry import rules_that_remark
from fidelity.verdicts import GREEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fidelity.checking.case import Case
    from fidelity.checking.facts import Raw

__all__ = ["findings_of", "remarks_of"]


_RANKS = {"FID201": 0, "FID202": 0, "FID203": 0, "FID204": 2, "FID208": 2}
"""Which finding of a change its consequences nest under: what it takes out, then the rest, and values last."""


def findings_of(case: Case) -> tuple[Finding, ...]:
    """Return the findings of a case, worst first, then in the order of the plan, without the remarks."""
    direct: list[Raw] = []
    following: list[Raw] = []
    for raw in case.raws:
        (following if raw.code[3] == "3" else direct).append(raw)
    found: list[Finding] = []
    nested: dict[tuple[str, str], list[Finding]] = {}
    if following:
        roots = _roots(direct)
        for raw in following:
            root = roots.get(single_cause(case, raw))
            siblings = found if root is None else nested.setdefault(root.key, [])
            siblings.append(_finding(case, raw))
    found += (
        [_finding(case, raw, nested.get(raw.key)) for raw in direct]
        if nested
        else [_finding(case, raw) for raw in direct]
    )
    if len(found) > 1:
        last = len(case.plan.changes)
        orders = {piece.atom: piece.order if piece.order >= 0 else last for piece in case.pieces}

        def order(finding: Finding) -> tuple[int, int, int, int]:
            raw = finding.raw
            place = orders.get(raw.atoms[0], last + 1) if raw.atoms else last + 1
            return -BY_BADNESS.index(finding.verdict), -raw.badness, place, raw.node

        found.sort(key=order)
    return tuple(found)


@cache
def _remarks(*, approvals: bool) -> tuple[tuple[str, tuple[Callable[[Case], Iterable[Raw]], ...]], ...]:
    """Return what remarks on a plan, by what it reads."""
    rules = [rule for rule in rules_that_remark(approvals=approvals) if rule.remark is not None]
    return tuple(
        (reads, tuple(r.remark for r in some if r.remark)) for reads, some in groupby(rules, lambda r: r.reads)
    )


def remarks_of(case: Case) -> tuple[Finding, ...]:
    """Return what has to be said about approvals, and advice: green, once a plan."""
    return tuple(
        [
            Finding(raw, case, GREEN)
            for reads, remarks in _remarks(approvals=bool(case.plan.approvals))
            if getattr(case, reads)
            for remark in remarks
            for raw in remark(case)
        ]
    )


def _finding(case: Case, raw: Raw, consequences: list[Finding] | None = None) -> Finding:
    approval = None
    if case.grants:
        if raw.badness == 0:
            approval = ", ".join(dict.fromkeys(case.agreed[a[7:]] for a in raw.atoms if a[7:] in case.agreed)) or None
        elif (approval := case.agreed_consequence(raw)) is not None:
            raw = raw._replace(badness=0)
    if not consequences:
        return Finding(raw, case, BY_BADNESS[raw.badness], (), approval)
    consequences.sort(key=lambda one: (-one.raw.badness, one.raw.node))
    badness = max(raw.badness, consequences[0].raw.badness)
    return Finding(raw, case, BY_BADNESS[badness], tuple(consequences), approval)


def _roots(direct: list[Raw]) -> Mapping[str | None, Raw]:
    """Return by part of the plan the finding that what follows from this part alone nests under."""
    roots: dict[str | None, Raw] = {}
    for raw in direct:
        for atom in raw.atoms:
            other = roots.get(atom)
            if other is None or _RANKS.get(raw.code, 1) < _RANKS.get(other.code, 1):
                roots[atom] = raw
    return roots


def single_cause(case: Case, raw: Raw) -> str | None:
    """Return the one part of the plan that alone, and nothing without it, brings a consequence about."""
    lone = case.lone(raw)
    return lone.atoms[0] if len(lone.atoms) == 1 and not lone.otherwise else None
