"""One finding, and the rule behind it: what was found, what it means, why, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from attrs import frozen

from fidelity.checking import references
from fidelity.checking.causes import path_of
from fidelity.checking.facts import Clash, RawDetail
from fidelity.codes import CONSEQUENCES, LOCAL, Code
from fidelity.content import kept
from fidelity.doors import door
from fidelity.plan.atoms import changes_in
from fidelity.verdicts import AMBER, GREEN, RED, Need, Verdict

if TYPE_CHECKING:
    from fidelity.checking.case import Case
    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.facts import Raw
    from fidelity.checking.references import Cited
    from fidelity.errors import Place
    from fidelity.model.elements import Tier

__all__ = ["BY_BADNESS", "Cause", "Cited", "Finding", "Rule"]


BY_BADNESS: tuple[Verdict, Verdict, Verdict] = (GREEN, AMBER, RED)


@frozen(eq=False, repr=False)
class WithRule(RawDetail):
    """What a finding keeps whose rule is none of this package: the rule goes with it."""

    rule: Rule


class Cause(NamedTuple):
    """A minimal set of parts of the plan that brings a finding about, and the way along the links.

    Attributes
    ----------
    atoms
        The parts, such as ``change:c1``, ``choice:venue.place`` or ``undecided:venue``.
    path
        Element ids from where the plan touches the model to what is hit.
    """

    atoms: tuple[str, ...]
    path: tuple[str, ...]


@frozen(slots=False, repr=False, eq=False)
class Finding:
    """A finding. Texts, causes, paths and places are worked out when they are asked for.

    Two findings are equal if they say the same of the same subject: code, subject, verdict, changes, approval and
    consequences.

    Attributes
    ----------
    verdict
        The verdict, that of the consequences nested under it included; ``own_verdict`` is without them.
    consequences
        What follows from it.
    approval
        The reference of what agreed to it, or ``None``.
    """

    raw: Raw
    case: Case
    verdict: Verdict
    consequences: tuple[Finding, ...] = ()
    approval: str | None = None

    @property
    def code(self) -> str:
        """The stable code, such as ``"FID201"``."""
        return self.raw.code

    @property
    def rule(self) -> Rule:
        """The rule that found it."""
        detail = self.raw.detail
        return detail.rule if isinstance(detail, WithRule) else _rule_of(self.raw.code)

    @property
    def name(self) -> str:
        """The rule's name, such as ``"essential-element-removed"``."""
        return self.rule.name

    @property
    def own_verdict(self) -> Verdict:
        """The verdict without the consequences nested under it."""
        return BY_BADNESS[self.raw.badness]

    @property
    def subject(self) -> str:
        """An element, ``element.parameter``, a change, a practice, or two sides."""
        return self.raw.subject

    @property
    def title(self) -> str:
        """What it is about, as a reader says it and never as an internal key."""
        detail, prepared = self.raw.detail, self.case.prepared
        if isinstance(detail, Clash):
            added = {c.addition.id: c.addition.title for c in self.case.plan.changes if c.addition is not None}
            names = (side.partition(".")[0] for side in detail.sides)
            return " beside ".join(f"'{added.get(name) or prepared.title(name)}'" for name in names)
        element = self.case.element_of(self.raw)
        return f"'{element.title if element else prepared.title(self.subject)}'"

    @property
    def element(self) -> str | None:
        """The id of the element concerned, or ``None``."""
        node = self.raw.node
        return self.case.prepared.elements[node].id if node >= 0 else None

    @property
    def tier(self) -> Tier | None:
        """The tier of the element concerned, or ``None``."""
        return self.case.tier(self.raw)

    @property
    def changes(self) -> tuple[str, ...]:
        """The ids of the changes that say it themselves; empty for a consequence or a choice."""
        return changes_in(self.raw.atoms)

    @property
    def _identity(self) -> tuple[object, ...]:
        return self.code, self.subject, self.verdict, self.raw.atoms, self.approval, self.consequences

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    def __repr__(self) -> str:
        return f"<Finding {self.code} {self.name}: {self.verdict}, {self.subject}>"

    @kept
    def message(self) -> str:
        """What was found, in a sentence or two that a practice lead understands."""
        return self.rule.message(self)

    @kept
    def why(self) -> str:
        """Why it matters in practice, with the model's own reason."""
        return self.rule.why_here(self)

    @kept
    def needs(self) -> Need | None:
        """What would settle it, or ``None`` for red and green."""
        return self.rule.needs(self) if self.raw.badness == 1 else None

    @kept
    def ask(self) -> str | None:
        """The question to put to the model's owner, written out, or ``None``."""
        return self.rule.ask(self)

    @kept
    def ways_out(self) -> tuple[str, ...]:
        """The choices that are open, each a clause that begins with a verb."""
        return self.rule.ways_out(self)

    @kept
    def causes(self) -> tuple[Cause, ...]:
        """The minimal sets of parts of the plan that bring this about, smallest first."""
        sets = self.case.found_causes(self.raw).sets
        return tuple(Cause(atoms, path_of(self.case, self.raw, atoms)) for atoms in sets)

    @kept
    def causes_complete(self) -> bool:
        """Whether ``causes`` holds every minimal set, and not only the smallest ones."""
        return self.case.found_causes(self.raw).complete

    @kept
    def via(self) -> tuple[str, ...]:
        """Element ids along the links, from where the plan touches the model to the gravest thing that is hit."""
        deepest = self
        while deepest.consequences:
            deepest = max(deepest.consequences, key=lambda inner: (inner.verdict.rank, inner.raw.badness))
        causes = deepest.causes
        return causes[0].path if causes else ()

    @kept
    def location(self) -> Place:
        """Where the plan says it."""
        detail, case = self.raw.detail, self.case
        if detail.place is not None:
            return detail.place
        if self.raw.family == LOCAL:
            return references.spoken_of(case, self.raw.atoms, self.subject)
        sets = () if self.raw.atoms else case.found_causes(self.raw).sets
        return references.plan_place(case, self.raw.atoms or (sets[0] if sets else ()))

    @kept
    def model_location(self) -> Place | None:
        """Where the model says it, or ``None``."""
        place = self.raw.detail.model_place
        return place or references.model_place(self.case.model, self.subject, self.case.element_of(self.raw))

    @kept
    def basis(self) -> tuple[Cited, ...]:
        """The evidence that makes it non-negotiable (or speaks to it), strongest first."""
        case, raw = self.case, self.raw
        follows = self.raw.family == CONSEQUENCES and not isinstance(raw.detail, Clash)
        way = {id_ for cause in self.causes for id_ in cause.path} if follows else set[str]()
        return references.cited(case.model, references.bases(case.model, raw, case.element_of(raw), way))

    @kept
    def fingerprint(self) -> str:
        """A name for the finding that survives edits of lines and wording."""
        changes = [self.case.changes[id_] for id_ in sorted(self.changes) if id_ in self.case.changes]
        return references.fingerprint(self.case.model.id, self.raw, self.element, changes)


Words: TypeAlias = "Callable[[Finding], str]"


@frozen(eq=False, repr=False, kw_only=True)
class Rule(Code):
    """A code that the checker finds: what it says of itself, and how it is found and worded.

    Parameters
    ----------
    reads
        The list of an evaluation (or the part of a case) that ``find`` (or ``remark``) goes through; nothing
        is called while it is empty.
    find
        Yields findings in the raw from an evaluation (families FID2xx and FID3xx).
    remark
        Yields remarks in the raw, once for a whole plan (families FID4xx and FID5xx).
    message, why_here, needs, ask, ways_out
        The words of one finding.
    """

    reads: str = ""
    find: Callable[[Evaluation], Iterable[Raw]] | None = None
    remark: Callable[[Case], Iterable[Raw]] | None = None
    message: Words = lambda finding: finding.name
    why_here: Words = lambda finding: finding.rule.why
    needs: Callable[[Finding], Need | None] = lambda _: None
    ask: Callable[[Finding], str | None] = lambda _: None
    ways_out: Callable[[Finding], tuple[str, ...]] = lambda _: ()


@cache
def _rule_of(code: str) -> Rule:
    """Return the rule of a code. Rules know what a finding is, so a finding reaches them through a door."""
    rule: Rule = door("Finding.rule")(code)  # type: ignore[assignment]  # a test looks through the door
    return rule
