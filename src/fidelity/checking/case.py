"""A plan before a model at one bind line, on one date: its trial, what was approved, and what brings findings about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.approvals import ApprovalNote, Grant, grants_of, may_approve, notes_of
from fidelity.checking.causes import AGREEABLE, Lone, LoneCauses, causes_of, setters_of
from fidelity.checking.evaluation import PlanTrial
from fidelity.checking.facts import EXCLUDED, NEEDS_OWNER
from fidelity.codes import LOCAL
from fidelity.content import kept
from fidelity.model.elements import Tier
from fidelity.plan.atoms import of_change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from fidelity.checking.causes import CauseSets
    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.facts import PlanPart, Raw
    from fidelity.checking.prepared import PreparedModel
    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.plan.plan import Approval, Change, Plan


class Case(PlanTrial):
    """A plan before a model. What is not asked for is not worked out.

    Attributes
    ----------
    grants
        The approvals that count, by the id of the change that they cover.
    scans
        Whether the texts of the plan are looked through for personal data.
    """

    def __init__(
        self,
        prepared: PreparedModel,
        plan: Plan,
        parts: tuple[PlanPart, ...],
        on: date | None,
        find: Callable[[Evaluation], Iterable[Raw]],
        *,
        scans: bool = True,
    ) -> None:
        self.plan = plan
        self.on = on
        self.scans = scans
        self.grants: dict[str, list[Grant]] = {}
        agreed: Mapping[str, str] = {}
        if plan.approvals:
            self.grants = grants_of(plan, prepared.model, on)
            agreed = {change: _reference(grants) for change, grants in self.grants.items()}
        super().__init__(prepared, parts, agreed, find, inspired=plan.claim == "inspired-by")
        self._causes: dict[tuple[str, str], CauseSets] = {}

    @property
    def model(self) -> Model:
        """The model that judges the plan."""
        return self.prepared.model

    @property
    def approvals(self) -> tuple[Approval, ...]:
        """The agreed variations that the plan lists, valid or not."""
        return self.plan.approvals

    @kept
    def notes(self) -> tuple[ApprovalNote, ...]:
        """What has to be said about approvals."""
        return notes_of(self.plan, self.model, self.on)

    @kept
    def changes(self) -> Mapping[str, Change]:
        """The plan's changes by id."""
        return {change.id: change for change in self.plan.changes}

    def element_of(self, raw: Raw) -> Element | None:
        """Return the element that a finding concerns, or ``None``."""
        return self.prepared.elements[raw.node] if raw.node >= 0 else None

    def tier(self, raw: Raw) -> Tier | None:
        """Return the tier that a finding is judged at, or ``None``."""
        if raw.detail.tier is not None:
            return raw.detail.tier
        element = self.element_of(raw)
        return element.tier if element else None

    def standing(self, change: str) -> object:
        """Return all that tells how far a change is agreed: changes are alike only if they agree in it."""
        site = self.plan.site
        return frozenset([(grant.approval.by == site, grant.approval.role) for grant in self.grants.get(change, ())])

    # What brings it about ------------------------------------------------------------------------------

    def found_causes(self, raw: Raw) -> CauseSets:
        """Return the minimal cause sets of a finding in the raw."""
        found = self._causes.get(raw.key)
        if found is None:
            found = self._causes_as_of_the_first(raw) or causes_of(self, raw)
            if raw.family != LOCAL:  # a local rule can say different things of one subject
                self._causes[raw.key] = found
        return found

    def _causes_as_of_the_first(self, raw: Raw) -> CauseSets | None:
        """Return the causes of what is asked about one of many like changes: the first one's, itself in its place."""
        first = self.alike[raw.atoms[0]][0] if raw.code == NEEDS_OWNER else None
        if first is None or first == raw.atoms[0]:
            return None
        found = self.found_causes(raw._replace(subject=of_change(first) or "", atoms=(first,)))
        place = self.place_of.__getitem__
        sets = (
            tuple(sorted([raw.atoms[0] if atom == first else atom for atom in row], key=place)) for row in found.sets
        )
        return found._replace(sets=tuple(sorted(sets, key=lambda row: (len(row), [*map(place, row)]))))

    @kept
    def lone_red(self) -> LoneCauses:
        """What parts bring about alone in the optimistic evaluation: the causes of what is red."""
        return LoneCauses(self, pessimistic=False)

    @kept
    def lone_amber(self) -> LoneCauses:
        """What parts bring about alone in the pessimistic evaluation: the causes of what is amber."""
        return LoneCauses(self, pessimistic=True)

    def lone(self, raw: Raw) -> Lone:
        """Return the parts that each bring a consequence about alone, and whether anything else does.

        Where parts can only hurt, ``lone_red`` and ``lone_amber`` know that of what falls without trying.
        """
        if self.evaluation.only_hurts:
            setters = setters_of(self, raw.subject)
            if raw.code == EXCLUDED and len(setters) == 1:  # what else the plan does could only end the clash
                return Lone((setters[0],))
        sets = self.found_causes(raw).sets
        return Lone(tuple(row[0] for row in sets if len(row) == 1), otherwise=len(sets) > 1)

    def atoms_of_red(self) -> set[str]:
        """Return the parts of the plan that are in some smallest cause of what is red, and what is like them.

        What is agreed, as a consequence of agreed changes is in turn, is not red; of two changes that do the same,
        the one that is agreed is not.
        """
        evaluation = self.evaluation
        falls = evaluation.falls() if evaluation.fallen_red else ()
        atoms: set[str] = set()
        if falls and evaluation.only_hurts and not (self.grants or self.lone_red.shared):
            atoms, falls = self.lone_red.any_of(evaluation.fallen_red), ()  # no two parts bring anything about together
        red = [raw for raw in (*self.found, *falls) if self._stays_red(raw)]
        atoms.update(atom for raw in red for row in self.found_causes(raw).sets for atom in row)
        return self.with_alike(atoms)

    def with_alike(self, atoms: Iterable[str]) -> set[str]:
        """Return parts of the plan, and what does the same as one of them."""
        return {one for first in {self.alike[atom][0] for atom in atoms} for one in self.alike[first]}

    def _stays_red(self, raw: Raw) -> bool:
        return raw.red and self.agreed_consequence(raw) is None

    # What was agreed -----------------------------------------------------------------------------------

    def agreed_consequence(self, raw: Raw) -> str | None:
        """Return the reference of what agrees to a consequence, or ``None``.

        A consequence is agreed in turn if everything in each of its cause sets is a covered change and
        the approver has authority at its tier. Nothing at principle tier ever is.
        """
        tier = self._agreeable_tier(raw)
        if tier is None:
            return None
        references: list[str] = []
        for cause in self.found_causes(raw).sets:
            for atom in cause:
                grant = self._grant_at(atom, tier)
                if grant is None:
                    return None
                references.append(_reference([grant]))
        return ", ".join(dict.fromkeys(references)) or None

    def agreed_cause(self, raw: Raw, cause: tuple[str, ...]) -> bool:
        """Return whether everything in one cause of a consequence is agreed at the consequence's tier."""
        tier = self._agreeable_tier(raw)
        return tier is not None and all(self._grant_at(atom, tier) is not None for atom in cause)

    def _agreeable_tier(self, raw: Raw) -> Tier | None:
        """Return the tier of a consequence that can be agreed in turn, or ``None``."""
        tier = self.tier(raw) if self.grants and raw.code in AGREEABLE else None
        return None if tier is Tier.PRINCIPLE else tier

    def _grant_at(self, atom: str, tier: Tier) -> Grant | None:
        for grant in self.grants.get(of_change(atom) or "", ()):
            if may_approve(self.plan, self.model, tier.value, by=grant.approval.by, role=grant.approval.role):
                return grant
        return None


def _reference(grants: Iterable[Grant]) -> str:
    names = (grant.approval.reference or f"{grant.approval.by}, {grant.approval.given.isoformat()}" for grant in grants)
    return ", ".join(dict.fromkeys(names))
