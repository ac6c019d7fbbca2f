"""What every format for machines is made from: one entry a root cause, or a fault that kept a plan from being read.

All formats go through the same entries, so that they cannot disagree on what was found. The paths of files are given
as other programs want them: relative to the folder of the run, with forward slashes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.result import CheckResult
from fidelity.checking.rules.registry import code_of
from fidelity.rendering.english import capital
from fidelity.reports.check import phrases
from fidelity.verdicts import AMBER, RED, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.finding import Finding
    from fidelity.checking.result import Unreadable
    from fidelity.codes import Code
    from fidelity.errors import Fault, Place
    from fidelity.model.elements import Tier
    from fidelity.reports.check.run import Run


class Entry(NamedTuple):
    """One root cause with what follows from it, or one fault of a file.

    ``standing`` is ``breach``, ``open``, ``agreed``, ``remark`` or ``unreadable``; ``known`` says that the
    baseline has it, so that it is listed and not counted. A fault has no ``finding``.
    """

    path: str
    plan: str
    model: str
    code: str
    name: str
    standing: str
    known: bool
    verdict: Verdict | None
    tier: Tier | None
    subject: str
    message: str
    why: str
    ask: str | None
    ways_out: tuple[str, ...]
    approval: str | None
    fingerprint: str
    at: Place
    rule: Code
    finding: Finding | None

    @property
    def sources(self) -> list[str]:
        """The evidence behind it, strongest first."""
        return phrases.sources(self.finding) if self.finding else []

    @property
    def follows(self) -> list[tuple[str, str]]:
        """The codes and the messages of the consequences."""
        return [(inner.code, inner.message) for inner in self.finding.consequences] if self.finding else []

    @property
    def approvals(self) -> list[str]:
        """The approvals that carry an agreed variation, in words."""
        return list(phrases.approvals(self.finding)) if self.finding and self.approval else []

    @property
    def sentence(self) -> str:
        """The message with a stop at its end."""
        return self.message if self.message.endswith((".", "?", "!")) else f"{self.message}."

    @property
    def placed(self) -> str:
        """The sentence for formats that know only lines: with sheet and cell in front where it is about a workbook."""
        return f"Sheet{self.at.where.removeprefix('sheet')}: {self.sentence}" if self.at.sheet else self.sentence

    @property
    def brief(self) -> str:
        """What there is to say where one line is all there is: how it stands, what was found, and what to do."""
        if self.known:
            return f"Known before, {self.verdict}: {self.placed}"
        if self.standing == "agreed":
            return f"Agreed ({self.approval}): {self.placed}"
        return f"{self.placed} {self.todo}".strip()

    @property
    def todo(self) -> str:
        """What to do, in a sentence; empty where nothing has to be done."""
        if self.ask and self.standing == "open":
            return self.ask
        words = ", ".join(phrases.choices(self.ways_out))
        return f"{capital(words)}." if words else ""


def entries(run: Run, result: CheckResult | Unreadable) -> Iterator[Entry]:
    """Yield the entries of one plan, in the order of its findings; no two have one fingerprint."""
    seen: dict[str, int] = {}
    for entry in _entries(run, result):
        number = seen[entry.fingerprint] = seen.get(entry.fingerprint, 0) + 1
        yield entry if number == 1 else entry._replace(fingerprint=f"{entry.fingerprint}.{number}")


def _entries(run: Run, result: CheckResult | Unreadable) -> Iterator[Entry]:
    if isinstance(result, CheckResult):
        for finding in result.findings:
            yield _of_finding(finding, result, known=run.is_known(result, finding))
    else:
        for fault in result.faults:
            yield _of_fault(fault, result.path)


def _of_finding(finding: Finding, result: CheckResult, *, known: bool) -> Entry:
    plan = result.plan
    return Entry(
        path=plan.place.path,
        plan=plan.id,
        model=result.model.reference,
        code=finding.code,
        name=finding.name,
        standing=_standing(finding),
        known=known,
        verdict=finding.verdict,
        tier=finding.tier,
        subject=finding.title.strip("'") or "the plan",
        message=finding.message,
        why=finding.why,
        ask=finding.ask,
        ways_out=finding.ways_out,
        approval=finding.approval,
        fingerprint=finding.fingerprint,
        at=finding.location,
        rule=finding.rule,
        finding=finding,
    )


def _standing(finding: Finding) -> str:
    if finding.verdict is RED:
        return "breach"
    if finding.verdict is AMBER:
        return "open"
    return "remark" if finding.approval is None else "agreed"


def _of_fault(fault: Fault, path: str) -> Entry:
    from hashlib import sha256

    rule = code_of(fault.code)
    at = fault.place.where if fault.place.sheet else str(fault.place.line)
    key = f"{fault.code}\n{path}\n{fault.found}\n{at}"
    return Entry(
        path=fault.place.path or path,
        plan=path,
        model="",
        code=fault.code,
        name=rule.name,
        standing="unreadable",
        known=False,
        verdict=None,
        tier=None,
        subject="the file",
        message=f"{fault.found}; expected {fault.expected}" if fault.expected else fault.found,
        why=rule.why,
        ask=None,
        ways_out=fault.ways_out,
        approval=None,
        fingerprint=sha256(key.encode("utf-8", "backslashreplace")).hexdigest()[:16],
        at=fault.place,
        rule=rule,
        finding=None,
    )


def relative(path: str, base: str) -> str:
    """Return a path relative to ``base`` where it lies below it, without a leading ``./``.

    Examples
    --------
    >>> relative("/home/ashby/plans/a.yaml", "/home/ashby"), relative("./a.yaml", ""), relative("plans//b.yaml", "/x")
    ('plans/a.yaml', 'a.yaml', 'plans/b.yaml')
    """
    from pathlib import PurePath  # slow to load, and formats for people do not ask for it

    plain = PurePath(path)
    if base and plain.is_absolute() and plain.is_relative_to(base):
        plain = plain.relative_to(base)
    return plain.as_posix()


def uri(path: str, base: str) -> str:
    """Return a path as a URI reference: relative where that is possible, otherwise with its scheme.

    Examples
    --------
    >>> uri("plans/a b.yaml", ""), uri("/etc/plan.yaml", "/home/ashby"), uri("<stdin>", "")
    ('plans/a%20b.yaml', 'file:///etc/plan.yaml', '%3Cstdin%3E')
    """
    from pathlib import PurePosixPath, PureWindowsPath  # slow to load, as what follows is
    from urllib.parse import quote

    plain = relative(path, base)
    named = plain.encode("utf-8", "surrogateescape")  # a name need not be UTF-8
    if PurePosixPath(plain).is_absolute() or PureWindowsPath(plain).is_absolute():
        return f"file:///{quote(named.lstrip(b'/'), safe='/:')}"
    return quote(named, safe="/")
