"""A plan before a model: everything that its findings are worked out from, when they are asked for."""

from __future__ import annotations

from functools import cache, cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from fidelity.checking import causes as causes_
from fidelity.checking import references
from fidelity.checking.approvals import Grant, Note, grants_of, may_approve
from fidelity.checking.evaluation import Evaluation, evaluate
from fidelity.checking.facts import Clash, Fall, Piece, Raw
from fidelity.checking.finding import Cause, Cited, Finding
from fidelity.checking.reaches import Lone, Reaches
from fidelity.checking.rules.registry import rules_that_find
from fidelity.model.elements import Element, Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from fidelity.checking.line import Line
    from fidelity.errors import Place
    from fidelity.model.model import Model
    from fidelity.plan.plan import Approval, Change, Plan

__all__ = ["Case"]


class Case:
    """A plan before a model at one bind line, on one date. Evaluates the plan and any part of it."""

    def __init__(self, line: Line, plan: Plan, pieces: tuple[Piece, ...], on: date | None) -> None:
        self.line = line
        self.plan = plan
        self.pieces = pieces
        self.on = on
        self.scans = True
        self.inspired = plan.claim == "inspired-by"
        self.grants: dict[str, list[Grant]] = {}
        self.notes: tuple[Note, ...] = ()
        if plan.approvals:
            self.grants, self.notes = grants_of(plan, line.model, on)
        self.agreed: Mapping[str, str] = {}
        if self.grants:
            self.agreed = {change: _reference(grants) for change, grants in self.grants.items()}
        self.evaluation: Evaluation = evaluate(line, pieces, self.agreed, inspired=self.inspired)
        self.raws: tuple[Raw, ...] = tuple(raws_of(self.evaluation))
        self._causes: dict[tuple[str, str], causes_.Found] = {}
        self._parts: dict[frozenset[str], Mapping[tuple[str, str], int]] = {}

    @property
    def model(self) -> Model:
        """The model that judges the plan."""
        return self.line.model

    @property
    def approvals(self) -> tuple[Approval, ...]:
        """The agreed variations that the plan lists, valid or not."""
        return self.plan.approvals

    @property
    def additions(self) -> list[Piece]:
        """The plan's local additions."""
        return self.evaluation.additions

    @cached_property
    def changes(self) -> Mapping[str, Change]:
        """The plan's changes by id."""
        return {change.id: change for change in self.plan.changes}

    @cached_property
    def by_atom(self) -> Mapping[str, Piece]:
        """The pieces by the part of the plan that they stand for."""
        return {piece.atom: piece for piece in self.pieces}

    def part(self, atoms: Iterable[str], agreed: Mapping[str, str] | None = None) -> Evaluation:
        """Evaluate only some parts of the plan, everything else being as specified."""
        kept = frozenset(atoms)
        pieces = tuple(piece for piece in self.pieces if piece.atom in kept)
        return evaluate(self.line, pieces, self.agreed if agreed is None else agreed, inspired=self.inspired)

    def badness_in(self, atoms: frozenset[str], key: tuple[str, str]) -> int:
        """Return how bad a finding is in a part of the plan: 2, 1, 0, or -1 where it is not there."""
        known = self._parts.get(atoms)
        if known is None:
            known = self._parts[atoms] = {raw.key: raw.badness for raw in raws_of(self.part(atoms))}
        return known.get(key, -1)

    def found_causes(self, raw: Raw) -> causes_.Found:
        """Return the minimal cause sets of a finding in the raw."""
        if raw.code[3] == "9":  # a local rule can say the same of one subject twice
            return causes_.Found(tuple((atom,) for atom in raw.atoms))
        found = self._causes.get(raw.key)
        if found is None:
            found = self._causes[raw.key] = causes_.causes_of(self, raw)
        return found

    @cached_property
    def _helping(self) -> Reaches:
        return Reaches(self, hurting=False)

    @cached_property
    def _hurting(self) -> Reaches:
        return Reaches(self, hurting=True)

    def lone(self, raw: Raw) -> Lone:
        """Return the parts that each bring a consequence about alone, and whether anything else does."""
        if self.evaluation.only_hurts:
            if isinstance(raw.item, Fall):
                return (self._helping if raw.badness > 1 else self._hurting).lone(raw.node)
            setters = [
                p.atom for p in self.pieces if any(ban.key == raw.subject for _, v in p.values for ban in v.bans)
            ]
            if raw.code == "FID303" and len(setters) == 1:  # what else the plan does could only end the clash
                return Lone((setters[0],))
        sets = self.found_causes(raw).sets
        return Lone(tuple(row[0] for row in sets if len(row) == 1), otherwise=len(sets) > 1)

    def agreed_consequence(self, raw: Raw) -> str | None:
        """Return the reference of what agrees to a consequence, or ``None``.

        A consequence is agreed in turn if everything in each of its cause sets is a covered change and
        the approver has authority at its tier. Nothing at principle tier ever is.
        """
        tier = self.tier(raw)
        if not self.grants or tier is None or tier is Tier.PRINCIPLE or raw.code not in causes_.AGREEABLE:
            return None
        references_: list[str] = []
        for cause in self.found_causes(raw).sets:
            grants = [self._grant_at(atom, tier) for atom in cause]
            references_ += [_reference([grant]) for grant in grants if grant is not None]
            if None in grants:
                return None
        return ", ".join(dict.fromkeys(references_)) or None

    def agreed_cause(self, raw: Raw, cause: tuple[str, ...]) -> bool:
        """Return whether everything in one cause of a consequence is agreed at the consequence's tier."""
        tier = self.tier(raw)
        if not self.grants or tier is None or tier is Tier.PRINCIPLE or raw.code not in causes_.AGREEABLE:
            return False
        return all(self._grant_at(atom, tier) is not None for atom in cause)

    def _grant_at(self, atom: str, tier: Tier) -> Grant | None:
        for grant in self.grants.get(atom.removeprefix("change:"), ()) if atom.startswith("change:") else ():
            if may_approve(self.plan, self.model, tier.value, by=grant.approval.by, role=grant.approval.role):
                return grant
        return None

    def element_of(self, raw: Raw) -> Element | None:
        """Return the element that a finding concerns, or ``None``."""
        return self.line.elements[raw.node] if raw.node >= 0 else None

    def title(self, finding: Finding) -> str:
        """Return what a finding is about in words: titles, and both sides of an exclusion."""
        item = finding.raw.item
        if isinstance(item, Clash):
            added = {c.addition.id: c.addition.title for c in self.plan.changes if c.addition is not None}
            named = (side.partition(".")[0] for side in item.sides)
            return " beside ".join(f"'{added.get(name) or self.line.title(name)}'" for name in named)
        element = self.element_of(finding.raw)
        return f"'{element.title if element else self.line.title(finding.subject)}'"

    def element_id(self, raw: Raw) -> str | None:
        """Return the id of the element that a finding concerns, or ``None``."""
        element = self.element_of(raw)
        return element.id if element else None

    def tier(self, raw: Raw) -> Tier | None:
        """Return the tier that a finding is judged at, or ``None``."""
        at: object = getattr(raw.item, "tier", None)
        if isinstance(at, Tier):
            return at
        element = self.element_of(raw)
        return element.tier if element else None

    def causes(self, finding: Finding) -> tuple[Cause, ...]:
        """Return the causes of a finding, each with its way along the links."""
        return tuple(
            Cause(atoms, causes_.path_of(self, finding.raw, atoms)) for atoms in self.found_causes(finding.raw).sets
        )

    def causes_complete(self, finding: Finding) -> bool:
        """Return whether the causes of a finding are all there are."""
        return self.found_causes(finding.raw).complete

    def via(self, finding: Finding) -> tuple[str, ...]:
        """Return the way from where the plan touches the model to the gravest thing that a finding hits."""
        deepest = finding
        while deepest.consequences:
            deepest = max(deepest.consequences, key=lambda inner: (inner.verdict.rank, inner.raw.badness))
        causes = deepest.causes
        return causes[0].path if causes else ()

    def location(self, finding: Finding) -> Place:
        """Return where the plan says it."""
        return references.plan_place(self, finding)

    def model_location(self, finding: Finding) -> Place | None:
        """Return where the model says it, or ``None``."""
        return references.model_place(self, finding)

    def basis(self, finding: Finding) -> tuple[Cited, ...]:
        """Return the evidence behind a finding."""
        return references.cited(self, finding)

    def fingerprint(self, finding: Finding) -> str:
        """Return a name for a finding, made of model, element, code, change, nature and values."""
        return references.fingerprint(self, finding)


@cache
def _finders() -> tuple[tuple[str, tuple[Callable[[Evaluation], Iterable[Raw]], ...]], ...]:
    """Return what finds something in an evaluation, by what it reads."""
    rules = [rule for rule in rules_that_find() if rule.find is not None]
    return tuple((reads, tuple(r.find for r in some if r.find)) for reads, some in groupby(rules, lambda r: r.reads))


def raws_of(evaluation: Evaluation) -> list[Raw]:
    """Return every finding in the raw that an evaluation shows, by code."""
    raws: list[Raw] = []
    for reads, finders in _finders():
        if getattr(evaluation, reads):
            for find in finders:
                raws += find(evaluation)
    return raws


def _reference(grants: Iterable[Grant]) -> str:
    names = (grant.approval.reference or f"{grant.approval.by}, {grant.approval.given.isoformat()}" for grant in grants)
    return ", ".join(dict.fromkeys(names))
