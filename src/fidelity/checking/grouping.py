"""From findings in the raw to findings: what follows from one cause alone nests under it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fidelity.checking.causes import enables
from fidelity.checking.evaluation import Piece, Raw
from fidelity.checking.finding import BY_BADNESS, Finding
from fidelity.checking.verdicts import GREEN, worst
from fidelity.rules.registry import rules_that_remark

if TYPE_CHECKING:
    from fidelity.checking.case import Case

__all__ = ["findings_of", "remarks_of"]


def findings_of(case: Case) -> tuple[Finding, ...]:
    """Return the findings of a case, worst first, then in the order of the plan, without the remarks."""
    direct = [raw for raw in case.raws if raw.code[3] != "3"]
    follow = [raw for raw in case.raws if raw.code[3] == "3"]
    nested: dict[tuple[str, str], list[Finding]] = {}
    alone: list[Raw] = []
    for raw in follow:
        root = _root(case, raw, direct)
        if root is None:
            alone.append(raw)
        else:
            nested.setdefault(root.key, []).append(_finding(case, raw))
    found = [_finding(case, raw, nested.get(raw.key, ())) for raw in direct]
    found += [_finding(case, raw) for raw in alone]
    if len(found) > 1:
        found.sort(key=lambda finding: (-finding.verdict.rank, -finding.raw.badness, _order(case, finding.raw)))
    return tuple(found)


def remarks_of(case: Case, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return what has to be said about approvals, and advice: green, once a plan."""
    return tuple(
        Finding(raw, case, GREEN) for rule in rules_that_remark() if rule.remark is not None for raw in rule.remark(case)
    )


def _finding(case: Case, raw: Raw, consequences: Iterable[Finding] = ()) -> Finding:
    own, approval = BY_BADNESS[raw.badness], None
    if case.grants:
        if raw.badness == 0:
            approval = ", ".join(dict.fromkeys(case.agreed[a[7:]] for a in raw.atoms if a[7:] in case.agreed)) or None
        elif (approval := case.agreed_consequence(raw)) is not None:
            own, raw = GREEN, raw._replace(badness=0)
    inner = tuple(sorted(consequences, key=lambda one: (-one.verdict.rank, one.raw.node)))
    verdict = worst(own, *(one.verdict for one in inner)) if inner else own
    return Finding(raw, case, verdict, inner, approval)


def _order(case: Case, raw: Raw) -> tuple[int, int]:
    if raw.atoms and (piece := case.by_atom.get(raw.atoms[0])) is not None:
        return (piece.order if piece.order >= 0 else len(case.plan.changes), raw.node)
    return (len(case.plan.changes) + 1, raw.node)


def _root(case: Case, raw: Raw, direct: list[Raw]) -> Raw | None:
    """Return the finding that a consequence nests under, or ``None`` where it is one of its own."""
    atom = single_cause(case, raw)
    if atom is None:
        return None
    roots = [other for other in direct if atom in other.atoms]
    if len(roots) > 1:
        by_value = any(valued.failed for _, valued in case.by_atom[atom].values)
        roots.sort(key=lambda other: (other.code in ("FID204", "FID208")) != (by_value and len(roots) > 1))
        gone = [other for other in roots if other.code in ("FID201", "FID202", "FID203")]
        roots = gone or roots
    return roots[0] if roots else None


def single_cause(case: Case, raw: Raw) -> str | None:
    """Return the one part of the plan that alone, and nothing without it, brings a consequence about."""
    if raw.key not in case._causes and raw.code in ("FID301", "FID302"):  # noqa: SLF001
        quick = _quick_cause(case, raw)
        if quick is not None:
            return quick or None
    sets = case.found_causes(raw).sets
    return sets[0][0] if len(sets) == 1 and len(sets[0]) == 1 else None


def _quick_cause(case: Case, raw: Raw) -> str | None:
    """Return the single cause, ``""`` for none, or ``None`` where only the full search can tell.

    Without parts that help, each part's own consequences and those of all the others settle it.
    """
    evaluation = case.evaluation
    if raw.node in evaluation.uncertain or not _only_hurts(case):
        return None
    web = case.line.helping if raw.badness == 2 else case.line.hurting
    gone = {piece.atom: _gone(case, piece, hurting=raw.badness != 2) for piece in case.pieces}
    gone = {atom: nodes for atom, nodes in gone.items() if nodes}
    if len(gone) == 1 and raw.node not in web.base:
        return next(iter(gone))
    enough = [atom for atom, nodes in gone.items() if raw.node in web.without(nodes)]
    if len(enough) != 1:
        return ""
    others = [node for atom, nodes in gone.items() if atom != enough[0] for node in nodes]
    return "" if raw.node in web.without(others) else enough[0]


def _only_hurts(case: Case) -> bool:
    return not any(enables(case.line, piece) or (piece.judged and piece.judged.swap) for piece in case.pieces)


def _gone(case: Case, piece: Piece, *, hurting: bool) -> list[int]:
    """Return the nodes that a piece takes away by itself."""
    nodes = [node for _, valued in piece.values for node in valued.failed]
    if piece.undecided:
        if hurting and piece.node >= 0:
            nodes.append(piece.node)
    elif piece.judged is not None:
        absent = piece.judged.helped == 2  # noqa: PLR2004 - the level `absent`
        open_ = hurting and piece.judged.hurt > 0 and piece.atom[7:] not in case.agreed
        if absent or open_:
            nodes.append(piece.node)
    return nodes
