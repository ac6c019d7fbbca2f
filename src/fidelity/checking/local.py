"""Local rules: what a service, region or owner looks for beyond the model, in small functions of their own.

A local rule is no part of the model. So it can give advice (green) or leave something open (amber), and never makes a
plan red: red needs a basis that binds, and only the model has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from attrs import field, frozen

from fidelity.checking.facts import Raw, RawDetail
from fidelity.checking.finding import BY_BADNESS, Finding, Rule, WithRule
from fidelity.checking.result import CheckResult
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE
from fidelity.plan.atoms import CHANGE, atom_of, choice_atom
from fidelity.verdicts import AMBER, GREEN, Need, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.case import Case

FAILED = "FID900"
"""The code of a rule that could not be run; no local rule has it."""

_CODE = re.compile(r"FID9\d\d", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_NAMED = "change", "element", "choice"


@frozen
class LocalFinding:
    """One thing that a local rule found in a plan.

    Parameters
    ----------
    message
        What was found, in a sentence that a practice lead understands.
    change, choice, element
        What it is about: the id of a change, ``ELEMENT.PARAMETER`` of a choice, or the id of an element. One of them,
        or none for the plan as a whole. The finding points to where the plan says it.
    verdict
        ``"amber"`` or ``"green"``; nothing worse than the rule's own. Without one it is the rule's.
    needs
        What would settle it where it is amber: ``"owner"``, ``"decision"``, ``"evidence"`` or ``"condition"``.
    ways_out
        The choices open, each beginning with a verb.
    place
        Where it stands, if that is somewhere else.
    """

    message: str
    change: str | None = None
    choice: str | None = None
    element: str | None = None
    verdict: str | None = None
    needs: str = "decision"
    ways_out: tuple[str, ...] = field(default=(), converter=tuple)
    place: Place | None = None


@frozen(eq=False, repr=False)
class LocalRule:
    """A rule of your own: what it says of itself, and the function that finds.

    ``find`` takes the result of a check without local rules, and gives findings. ``verdict`` is the worst that it can
    find: ``"amber"`` or ``"green"``. ``place`` is where the function stands.

    Raises
    ------
    ValueError
        If the code is not one from FID901 to FID999, the name is not made of lower-case words joined by hyphens, a text
        is empty, or the verdict is another.
    """

    code: str
    name: str
    summary: str
    find: Callable[[CheckResult], Iterable[LocalFinding]]
    why: str = ""
    source: str = "A local rule"
    verdict: str = "amber"
    place: Place = NOWHERE

    def __attrs_post_init__(self) -> None:
        if not _CODE.fullmatch(self.code) or self.code == FAILED:
            raise ValueError(f"the code of a local rule is one from FID901 to FID999; not '{self.code}'")
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.code}: a name is lower-case words joined by hyphens; not '{self.name}'")
        if not self.summary.strip():
            raise ValueError(f"{self.code}: a rule has a summary, in a sentence")
        if self.verdict == "red":
            raise ValueError(
                f"{self.code}: no local rule makes a plan red, because red is the model's word: either give it "
                "verdict='amber' and check with --fail-on amber, or say what binds in a variant of the model"
            )
        if self.verdict not in {"amber", "green"}:
            raise ValueError(f"{self.code}: verdict is 'amber' or 'green'; not '{self.verdict}'")

    def __repr__(self) -> str:
        return f"<LocalRule {self.code} {self.name}>"

    @property
    def rule(self) -> Rule:
        """The rule as the reports know rules."""
        return Rule(
            code=self.code,
            name=self.name,
            summary=self.summary,
            why=self.why or self.summary,
            source=self.source,
            message=lambda finding: _local(finding).message,
            needs=lambda finding: Need(_local(finding).needs),
            ways_out=lambda finding: _local(finding).ways_out,
        )


@frozen(eq=False, repr=False)
class Said(WithRule):
    """What a local finding keeps: the rule as reports know it, and what its function said."""

    local: LocalFinding

    @property
    def place(self) -> Place | None:
        """Where the rule says that it stands."""
        return self.local.place


@frozen(eq=False, repr=False)
class Failure(RawDetail):
    """A local rule that could not be run to its end, and why."""

    rule: LocalRule
    reason: str


def _local(finding: Finding) -> LocalFinding:
    said = finding.raw.detail
    assert isinstance(said, Said)
    return said.local


class LocalRules(NamedTuple):
    """Some local rules that can be used together."""

    rules: tuple[LocalRule, ...]

    def judge(self, result: CheckResult, case: Case) -> tuple[Finding, ...]:
        """Return what they find in a result; a rule that fails is a finding, and the others go on."""
        return tuple(
            Finding(raw, case, BY_BADNESS[raw.badness]) for rule in self.rules for raw in _raws(result, case, rule)
        )


def no_clash(rules: Iterable[LocalRule]) -> tuple[LocalRule, ...]:
    """Return the rules by code.

    Raises
    ------
    ValueError
        If two of them have one code, or one name.
    """
    found = tuple(sorted(rules, key=lambda rule: rule.code))
    for kind in ("code", "name"):
        seen: dict[str, LocalRule] = {}
        for rule in found:
            other = seen.setdefault(getattr(rule, kind), rule)
            if other is not rule:
                where = " and ".join(str(one.place) for one in (other, rule) if one.place.path)
                raise ValueError(f"two local rules have the {kind} {getattr(rule, kind)}{where and ': ' + where}")
    return found


def _raws(result: CheckResult, case: Case, rule: LocalRule) -> Iterator[Raw]:
    known = rule.rule
    try:
        made = [_raw(case, rule, known, local) for local in rule.find(result)]
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever somebody else's code does, the run goes on
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        yield Raw(FAILED, rule.code, 1, -1, (), Failure(rule, reason))
        return
    yield from made


def _raw(case: Case, rule: LocalRule, known: Rule, local: object) -> Raw:
    """Return a finding in the raw. Raises ``TypeError`` or ``ValueError`` for one that makes no sense."""
    if not isinstance(local, LocalFinding):
        raise TypeError(f"a rule gives LocalFinding objects; not {local!r}")
    named = [name for name in _NAMED if getattr(local, name) is not None]
    if len(named) > 1:
        raise ValueError(f"a finding is about one thing; not about {' and '.join(named)}")
    verdict = Verdict(local.verdict or rule.verdict)
    if verdict not in {GREEN, AMBER} or verdict.rank > Verdict(rule.verdict).rank:
        raise ValueError(f"the rule says that it finds nothing worse than {rule.verdict}; not {verdict.value}")
    Need(local.needs)
    subject, node, atoms = _about(case, local)
    return Raw(rule.code, subject, verdict.rank, node, atoms, Said(known, local))


def _about(case: Case, local: LocalFinding) -> tuple[str, int, tuple[str, ...]]:
    """Return the subject, the node and the part of the plan that a finding is about."""
    index = case.prepared.index
    if local.change is not None:
        change = case.changes.get(local.change)
        if change is None:
            raise ValueError(f"the plan has no change '{local.change}'")
        return change.subject, index.get(change.element or "", -1), (atom_of(CHANGE, local.change),)
    if local.choice is not None:
        element, _, parameter = local.choice.rpartition(".")
        chosen = {(one.element, setting.parameter) for one in case.plan.choices for setting in one.settings}
        if (element, parameter) not in chosen:
            raise ValueError(f"the plan chooses no value '{local.choice}'")
        return local.choice, index.get(element, -1), (choice_atom(element, parameter),)
    if local.element is not None:
        if local.element not in index:
            raise ValueError(f"the model has no element '{local.element}'")
        return local.element, index[local.element], ()
    return "", -1, ()
