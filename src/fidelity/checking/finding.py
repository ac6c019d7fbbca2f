"""One finding: what was found, what it means, why, and what can be done."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from fidelity.checking.rules.registry import rule_of
from fidelity.verdicts import AMBER, GREEN, RED, Need, Verdict

if TYPE_CHECKING:
    from fidelity.checking.case import Case
    from fidelity.checking.facts import Raw
    from fidelity.checking.rules.rule import Rule
    from fidelity.errors import Place
    from fidelity.model.elements import Tier
    from fidelity.model.strength import Strength

__all__ = ["BY_BADNESS", "Cause", "Cited", "Finding"]

BY_BADNESS: tuple[Verdict, Verdict, Verdict] = (GREEN, AMBER, RED)


class Cited(NamedTuple):
    """A piece of evidence behind a finding, and how firmly it supports it.

    Attributes
    ----------
    evidence
        Its id, such as ``FDAC-24``.
    source, locator
        The title of the source, and the place in it; ``None`` where the whole is meant.
    strength
        How firmly it supports what is said.
    says
        What the source says, in the model's own words.
    """

    evidence: str
    source: str
    locator: str | None
    strength: Strength
    says: str


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
        if self.raw.code > "FID900":  # a local one, which goes with what it found
            rule: Rule = self.raw.item.rule  # type: ignore[attr-defined]  # by the contract of local rules
            return rule
        return rule_of(self.raw.code)

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
        return self.case.title(self)

    @property
    def element(self) -> str | None:
        """The id of the element concerned, or ``None``."""
        node = self.raw.node
        return self.case.line.elements[node].id if node >= 0 else None

    @property
    def tier(self) -> Tier | None:
        """The tier of the element concerned, or ``None``."""
        return self.case.tier(self.raw)

    @property
    def changes(self) -> tuple[str, ...]:
        """The ids of the changes that say it themselves; empty for a consequence or a choice."""
        atoms = self.raw.atoms
        return tuple([atom[7:] for atom in atoms if atom.startswith("change:")]) if atoms else ()

    @property
    def _identity(self) -> tuple[object, ...]:
        return self.code, self.subject, self.verdict, self.raw.atoms, self.approval, self.consequences

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    def __repr__(self) -> str:
        return f"<Finding {self.code} {self.name}: {self.verdict}, {self.subject}>"

    @cached_property
    def message(self) -> str:
        """What was found, in a sentence or two that a practice lead understands."""
        return self.rule.message(self)

    @cached_property
    def why(self) -> str:
        """Why it matters in practice, with the model's own reason."""
        return self.rule.why_here(self)

    @cached_property
    def needs(self) -> Need | None:
        """What would settle it, or ``None`` for red and green."""
        return self.rule.needs(self) if self.raw.badness == 1 else None

    @cached_property
    def ask(self) -> str | None:
        """The question to put to the model's owner, written out, or ``None``."""
        return self.rule.ask(self)

    @cached_property
    def ways_out(self) -> tuple[str, ...]:
        """The choices that are open, each a clause that begins with a verb."""
        return self.rule.ways_out(self)

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """The minimal sets of parts of the plan that bring this about, smallest first."""
        return self.case.causes(self)

    @cached_property
    def causes_complete(self) -> bool:
        """Whether ``causes`` holds every minimal set, and not only the smallest ones."""
        return self.case.causes_complete(self)

    @cached_property
    def via(self) -> tuple[str, ...]:
        """Element ids along the links, from where the plan touches the model to what is hit."""
        return self.case.via(self)

    @cached_property
    def location(self) -> Place:
        """Where the plan says it."""
        return self.case.location(self)

    @cached_property
    def model_location(self) -> Place | None:
        """Where the model says it, or ``None``."""
        return self.case.model_location(self)

    @cached_property
    def basis(self) -> tuple[Cited, ...]:
        """The evidence that makes it non-negotiable (or speaks to it), strongest first."""
        return self.case.basis(self)

    @cached_property
    def fingerprint(self) -> str:
        """A name for the finding that survives edits of lines and wording."""
        return self.case.fingerprint(self)
