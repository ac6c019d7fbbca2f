"""The findings of a check as flat records: one row a finding, for a data frame of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.checking.finding import Finding

__all__ = ["COLUMNS", "Record", "result_records"]

Record: TypeAlias = dict[str, str | None]

COLUMNS: tuple[str, ...] = (
    "plan",
    "site",
    "model",
    "bind",
    "code",
    "name",
    "verdict",
    "needs",
    "element",
    "tier",
    "subject",
    "changes",
    "causes",
    "message",
    "ask",
    "parent_code",
    "parent_subject",
    "approval",
    "fingerprint",
    "line",
    "sheet",
    "cell",
)
"""The columns of a result's records, in order; every record has all of them."""


def result_records(findings: Iterable[Finding]) -> list[Record]:
    """Return one record a finding, worst first; consequences follow the finding that they come from.

    Parameters
    ----------
    findings
        The findings of a result. Causes are worked out for every one of them, which is what takes the time.

    Returns
    -------
    list of dict
        Each has all of ``COLUMNS``; ``None`` where there is nothing to say.

        - ``plan``, ``site``: of the plan; ``model``: id and version; ``bind``: the bind level.
        - ``code``, ``name``, ``needs``, ``element``, ``tier``, ``subject``, ``message``, ``ask``: of the
          finding. ``needs`` is ``owner``, ``decision``, ``evidence`` or ``condition``.
        - ``verdict``: ``green``, ``amber`` or ``red``, for a root cause with its consequences.
        - ``changes``: ids, parted by a comma and a blank.
        - ``causes``: the minimal sets, parted by ``" | "``; the parts of one set are parted by ``" + "``.
        - ``parent_code``, ``parent_subject``: the root cause of a consequence; ``None`` for a root cause.
        - ``approval``: the reference of what agreed to it.
        - ``fingerprint``: a name that survives edits of lines and wording.
        - ``line``: where the plan says it, in a workbook the row; ``None`` where that is not known.
        - ``sheet``, ``cell``: the same in a workbook, such as ``Changes`` and ``A5``; ``None`` in other files.

    Examples
    --------
    >>> import fidelity
    >>> plan = fidelity.Plan(id="a", model="fdac@2026.1", site="Ashby", unmentioned="undecided", author="lead")
    >>> [(record["code"], record["verdict"]) for record in result_records(fidelity.check(plan).findings)][0]
    ('FID209', 'amber')
    """
    return [
        record
        for finding in findings
        for record in (_record(finding, None), *(_record(inner, finding) for inner in finding.consequences))
    ]


def _record(finding: Finding, parent: Finding | None) -> Record:
    case, tier, place = finding.case, finding.tier, finding.location
    return {
        "plan": case.plan.id,
        "site": case.plan.site,
        "model": case.model.reference,
        "bind": case.prepared.bind.word,
        "code": finding.code,
        "name": finding.name,
        "verdict": finding.verdict.value,
        "needs": finding.needs.value if finding.needs else None,
        "element": finding.element,
        "tier": tier.value if tier else None,
        "subject": finding.subject or None,
        "changes": ", ".join(finding.changes) or None,
        "causes": " | ".join(" + ".join(cause.atoms) for cause in finding.causes) or None,
        "message": finding.message,
        "ask": finding.ask,
        "parent_code": parent.code if parent else None,
        "parent_subject": parent.subject if parent else None,
        "approval": finding.approval,
        "fingerprint": finding.fingerprint,
        "line": str(place.line) if place.line else None,
        "sheet": place.sheet or None,
        "cell": place.cell or None,
    }
