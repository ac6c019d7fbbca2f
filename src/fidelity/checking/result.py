"""The answer for one plan: its verdict, its findings, the state of every element, and the repairs."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, NoReturn, Protocol, TypeAlias

from fidelity.checking.case import Case
from fidelity.checking.facts import ABANDONED, OUTSIDE_LIMITS, REMOVED, SILENT, TAKEN_OUT
from fidelity.checking.finding import BY_BADNESS, Finding
from fidelity.checking.parts import Unbound, parts_of
from fidelity.checking.prepared import prepared
from fidelity.checking.rules.registry import rules_that_find, rules_that_remark
from fidelity.content import kept
from fidelity.doors import door
from fidelity.errors import BreachError, Fault, InputError
from fidelity.plan.atoms import of_change
from fidelity.verdicts import AMBER, GREEN, RED, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from fidelity.checking.causes import LoneCauses
    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.facts import Raw
    from fidelity.checking.network import Nodes
    from fidelity.checking.repairs import Repairs
    from fidelity.checking.states import State
    from fidelity.model.model import Model
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Approval, Plan

SCHEMA_VERSION = 1
"""The version of results as JSON, which their schema names: it changes when a key goes or means something else."""


class LocalJudge(Protocol):
    """Local rules, as far as a result is concerned."""

    def judge(self, result: CheckResult, case: Case) -> tuple[Finding, ...]:
        """Return what the rules find in a result that has no findings of local rules."""


class Extra(NamedTuple):
    """What a check does beside judging by the model: local rules, and the scan for personal data."""

    rules: LocalJudge | tuple[()] = ()
    privacy_scan: bool = True


NOTHING_EXTRA = Extra()


class CheckResult:
    """What a check found. Immutable; the verdict is there at once, the rest is worked out when asked for.

    Results are equal if they judge equal plans before equal models with the same outcome. ``bool(result)``
    raises, because green is not "true": ask for ``result.verdict`` or ``result.ok``.

    Attributes
    ----------
    readable
        Always ``True``: an ``Unreadable`` stands in the place of a plan that could not be read.

    Examples
    --------
    >>> import fidelity
    >>> plan = fidelity.Plan(id="a", model="fdac@2026.1", site="Ashby", unmentioned="as-specified", author="site-lead")
    >>> result = fidelity.check(plan)
    >>> result.verdict, result.ok, len(result.findings)
    (<Verdict.GREEN: 'green'>, True, 0)
    """

    readable = True

    def __init__(self, case: Case, judge: Callable[[Plan], Case], extra: Extra = NOTHING_EXTRA) -> None:
        self._case = case
        self._judge = judge
        self._extra = extra

    @property
    def plan(self) -> Plan:
        """The plan that was checked."""
        return self._case.plan

    @property
    def model(self) -> Model:
        """The model that judged it."""
        return self._case.model

    @property
    def bind(self) -> Strength:
        """The weakest strength that binds."""
        return self._case.prepared.bind

    @property
    def on(self) -> date | None:
        """The day on which approvals were judged, or ``None`` if their expiry was not judged."""
        return self._case.on

    @kept
    def verdict(self) -> Verdict:
        """The worst of all findings."""
        case = self._case
        if not (case.grants or self._extra.rules):
            return BY_BADNESS[case.worst]
        return max((finding.verdict for finding in self._judged), key=lambda one: one.rank, default=GREEN)

    @property
    def ok(self) -> bool:
        """Whether nothing is red."""
        return self.verdict is not RED

    @kept
    def _of_the_model(self) -> tuple[Finding, ...]:
        return findings_of(self._case)

    @kept
    def _local(self) -> tuple[Finding, ...]:
        rules = self._extra.rules
        if not rules:
            return ()
        plain = CheckResult(self._case, self._judge, self._extra._replace(rules=()))
        return rules.judge(plain, self._case)

    @kept
    def _judged(self) -> tuple[Finding, ...]:
        local = [finding for finding in self._local if finding.verdict is not GREEN]
        return tuple(sorted((*self._of_the_model, *local), key=lambda one: -one.verdict.rank))

    @kept
    def findings(self) -> tuple[Finding, ...]:
        """The findings, worst first. Root causes come with their consequences nested; remarks (green) come last."""
        if not self._extra.rules:
            return self._of_the_model + remarks_of(self._case)
        advice = tuple(finding for finding in self._local if finding.verdict is GREEN)
        return self._judged + remarks_of(self._case) + advice

    @property
    def breaches(self) -> tuple[Finding, ...]:
        """The red findings."""
        return tuple(finding for finding in self._judged if finding.verdict is RED)

    @property
    def open(self) -> tuple[Finding, ...]:
        """The amber findings, which are not settled; each says what it needs."""
        return tuple(finding for finding in self._judged if finding.verdict is AMBER)

    @property
    def agreed(self) -> tuple[Finding, ...]:
        """The agreed variations, consequences included."""
        every = [inner for finding in self._judged for inner in (finding, *finding.consequences)]
        return tuple(finding for finding in every if finding.approval is not None)

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """What has to be said about approvals, and advice."""
        return self.findings[len(self._judged) :]

    @kept
    def elements(self) -> Mapping[str, State]:
        """The state of every element of the model, in the order of its file. Local rules do not bear on it."""
        from fidelity.checking.states import states_of

        return MappingProxyType(states_of(self._case, self._of_the_model))

    @kept
    def taken_out(self) -> Mapping[str, tuple[str, ...]]:
        """The elements that the plan's own changes leave out, agreed or not, with the ids of those changes."""
        from fidelity.checking.states import taken_out_of

        return MappingProxyType(taken_out_of(self._case))

    @property
    def agreements(self) -> Mapping[str, tuple[Approval, ...]]:
        """The approvals that count, by the id of the change that they cover."""
        grants = self._case.grants.items()
        return MappingProxyType({change: tuple(grant.approval for grant in some) for change, some in grants})

    def repairs(self, no_longer: str = "red") -> Repairs:
        """Return the smallest sets of actions after which the plan is no longer red (or ``"amber"``).

        Every set was re-checked by evaluating the repaired plan, and no proper subset of it works. What local
        rules find is not repaired: they may find anything.
        """
        from fidelity.checking.repairs import repairs_of  # few ask for them

        if no_longer not in self._repairs:
            self._repairs[no_longer] = repairs_of(self._case, self._judge, no_longer=Verdict(no_longer))
        return self._repairs[no_longer]

    @kept
    def _repairs(self) -> dict[str, Repairs]:
        return {}

    def raise_for_breaches(self) -> None:
        """Do nothing, or raise ``BreachError`` with one message a breach if the verdict is red."""
        if self.verdict is RED:
            raise BreachError(f"{finding.code} {finding.message}" for finding in self.breaches)

    def to_records(self) -> list[dict[str, str | None]]:
        """Return one flat record a finding, consequences included: ready for a data frame."""
        return result_records(self.findings)

    def to_frame(self, backend: str = "pandas") -> object:
        """Return the records as a data frame of ``backend`` (``pandas`` or ``polars``), if you have it."""
        from importlib import import_module

        frame: object = import_module(backend).DataFrame(self.to_records())
        return frame

    @property
    def _identity(self) -> tuple[object, ...]:
        case = self._case
        return case.plan, case.model, case.prepared.bind, case.on, self._extra

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CheckResult) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash((self.plan.id, self.model.reference, self.bind, self.on))

    def __bool__(self) -> NoReturn:
        raise TypeError("a check result is neither true nor false: ask for result.verdict, or result.ok for 'not red'")

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:

        return judge_plan, self._identity

    def __repr__(self) -> str:
        judged = [finding.verdict for finding in self._judged]
        words = f"{judged.count(RED)} red, {judged.count(AMBER)} amber, {len(self.agreed)} agreed"
        return f"<CheckResult {self.plan.id}: {self.verdict} ({words})>"

    def _repr_html_(self) -> str:
        return str(door("CheckResult._repr_html_")(self))


class Unreadable:
    """The answer for a plan that could not be read, so that the others are still reported.

    Attributes
    ----------
    readable
        Always ``False``.
    path
        The file.
    faults
        Why it could not be read.
    """

    readable = False

    def __init__(self, path: str, faults: tuple[Fault, ...]) -> None:
        self.path = path
        self.faults = faults

    @property
    def ok(self) -> bool:
        """Always ``False``, because nothing was judged."""
        return False

    def raise_for_breaches(self) -> None:
        """Raise ``InputError``: a plan that could not be read has not passed."""
        raise InputError(self.faults)

    def __repr__(self) -> str:
        noun = "fault" if len(self.faults) == 1 else "faults"
        return f"<Unreadable {self.path}: {len(self.faults)} {noun}>"


# From a plan to its result -------------------------------------------------------------------------------


def judge_plan(plan: Plan, model: Model, bind: Strength, on: date | None, extra: Extra = NOTHING_EXTRA) -> CheckResult:
    """Return the result for a plan before a model; the engine's own door, with everything decided.

    Raises
    ------
    InputError
        If the model lacks something that the plan names.
    """
    ready = prepared(model, bind)

    def judge_repaired(repaired: Plan) -> Case:
        return Case(ready, repaired, parts_of(ready, repaired, checked=True), on, find_in)

    try:
        case = Case(ready, plan, parts_of(ready, plan), on, find_in, scans=extra.privacy_scan)
    except Unbound:
        from fidelity.checking.binding import faults  # needed only where something is wrong

        raise InputError(faults(plan, model)) from None
    return CheckResult(case, judge_repaired, extra)


@cache
def _finders() -> tuple[tuple[str, tuple[Callable[[Evaluation], Iterable[Raw]], ...]], ...]:
    """Return what finds something in an evaluation, by what it reads."""
    rules = [rule for rule in rules_that_find() if rule.find is not None]
    return tuple((reads, tuple(r.find for r in some if r.find)) for reads, some in groupby(rules, lambda r: r.reads))


def find_in(evaluation: Evaluation) -> list[Raw]:
    """Return every finding in the raw that an evaluation shows, by code; what falls is known to it anyway."""
    raws: list[Raw] = []
    for reads, finders in _finders():
        if getattr(evaluation, reads):
            for find in finders:
                raws += find(evaluation)
    return raws


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
            if not reads or getattr(case, reads)
            for remark in remarks
            for raw in remark(case)
        ]
    )


# From findings in the raw to findings: what follows from one cause alone nests under it ----------------------

_RANKS = {REMOVED: 0, ABANDONED: 0, TAKEN_OUT: 0, OUTSIDE_LIMITS: 2, SILENT: 2}
"""Which finding of a change its consequences nest under: what it takes out, then the rest, and values last."""
Key: TypeAlias = "tuple[str, str]"
_NOTHING_NESTED: Mapping[Key | None, tuple[Raw, ...]] = {}


def findings_of(case: Case) -> tuple[Finding, ...]:
    """Return the findings of a case, worst first, then in the order of the plan, without the remarks."""
    direct = [raw for raw in case.found if raw.atoms]
    nested = _nested(case, direct) if case.evaluation.fallen or len(direct) < len(case.found) else _NOTHING_NESTED
    finding_of = _agreed_finding if case.grants else _finding
    found = [finding_of(case, raw, ()) for raw in nested.get(None, ())]
    found += [finding_of(case, raw, nested.get(raw.key, ())) for raw in direct]
    if len(found) > 1:
        last = len(case.plan.changes)
        orders = {part.atom: part.order if part.order >= 0 else last for part in case.parts}

        def order(finding: Finding) -> tuple[int, int, int, int]:
            raw = finding.raw
            place = orders.get(raw.atoms[0], last + 1) if raw.atoms else last + 1
            return -BY_BADNESS.index(finding.verdict), -raw.badness, place, raw.node

        found.sort(key=order)
    return tuple(found)


def _nested(case: Case, direct: list[Raw]) -> Mapping[Key | None, tuple[Raw, ...]]:
    """Return the consequences by the key of what they nest under, those that stand for themselves under ``None``."""
    roots = _roots(direct)
    evaluation = case.evaluation
    nested: dict[Key | None, tuple[Raw, ...]] = {}
    others = [raw for raw in case.found if not raw.atoms]
    if evaluation.only_hurts:
        red = evaluation.fallen_red
        rows: dict[Key | None, tuple[Nodes, Nodes]] = {}
        for key, mask in _by_root(case.lone_red, red, roots) if red else ():
            rows[key] = mask, 0
        for key, mask in _by_root(case.lone_amber, evaluation.fallen ^ red, roots) if evaluation.fallen ^ red else ():
            rows[key] = rows.get(key, (0, 0))[0], mask
        for key, (certain, open_) in rows.items():
            nested[key] = case.prepared.falls(certain, open_, evaluation.optimistic)
    else:
        others = [*sorted(evaluation.falls(), key=lambda raw: (raw.code, raw.node)), *others]
    for raw in others:
        lone = case.lone(raw)
        root = roots.get(lone.atoms[0]) if len(lone.atoms) == 1 and not lone.otherwise else None
        key = root.key if root else None
        nested[key] = (*nested.get(key, ()), raw)
    if others and not case.grants:  # what is agreed is put in order once that is known
        nested |= {key: tuple(sorted(rows, key=_worst_first)) for key, rows in nested.items() if key is not None}
    return nested


def _by_root(lone: LoneCauses, falls: Nodes, roots: Mapping[str, Raw]) -> Iterator[tuple[Key | None, Nodes]]:
    """Yield some falls by the key of the finding that they nest under; those without one come last."""
    found: dict[Key, Nodes] = {}
    for atom, nodes in lone.by_atom(falls).items():
        root = roots.get(atom)
        if root is not None:
            found[root.key] = found.get(root.key, 0) | nodes
            falls ^= nodes
    yield from found.items()
    if falls:
        yield None, falls


def _worst_first(raw: Raw) -> tuple[int, int]:
    return -raw.badness, raw.node


def _finding(case: Case, raw: Raw, following: tuple[Raw, ...]) -> Finding:
    """Return a finding, with the findings that follow from it, which are given worst first."""
    if not following:
        return Finding(raw, case, BY_BADNESS[raw.badness])
    inner = tuple([Finding(one, case, BY_BADNESS[one.badness]) for one in following])
    return Finding(raw, case, BY_BADNESS[max(raw.badness, following[0].badness)], inner)


def _agreed_finding(case: Case, raw: Raw, following: tuple[Raw, ...]) -> Finding:
    """Return a finding of a plan with approvals that count, each with the reference of what agrees to it."""
    approval = None
    if raw.badness == 0:
        references = (case.agreed.get(of_change(atom) or "") for atom in raw.atoms)
        approval = ", ".join(dict.fromkeys(reference for reference in references if reference)) or None
    elif (approval := case.agreed_consequence(raw)) is not None:
        raw = raw._replace(badness=0)
    inner = sorted((_agreed_finding(case, one, ()) for one in following), key=lambda one: _worst_first(one.raw))
    worst = max(raw.badness, inner[0].raw.badness if inner else 0)
    return Finding(raw, case, BY_BADNESS[worst], tuple(inner), approval)


def _roots(direct: list[Raw]) -> Mapping[str, Raw]:
    """Return by part of the plan the finding that what follows from this part alone nests under."""
    roots: dict[str, Raw] = {}
    for raw in direct:
        for atom in raw.atoms:
            other = roots.get(atom)
            if other is None or _RANKS.get(raw.code, 1) < _RANKS.get(other.code, 1):
                roots[atom] = raw
    return roots


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
