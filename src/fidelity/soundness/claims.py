"""Whether a variant keeps what it claims: the same checker judges, once before the variant and once before its parent.

*Refine, never redefine*: a variant that claims to implement its parent may ask for more, and never for less. Plans that
go to the edge of what the variant allows are put before both. One that is green before the variant and red before the
parent is a counterexample: the claim fails, and the plan shows how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from fidelity.checking.ancestry import before_ancestor
from fidelity.checking.check import judge_plan
from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE
from fidelity.model.model import Model
from fidelity.model.strength import Strength
from fidelity.plan.plan import Plan
from fidelity.soundness.edges import Edge, edges, untouched_plan
from fidelity.soundness.escapes import escapes
from fidelity.soundness.refinement import Difference, differences
from fidelity.verdicts import GREEN, RED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checking.finding import Finding

__all__ = ["ClaimTest", "Counterexample", "weigh_claim"]


@frozen(eq=False, repr=False)
class Counterexample(Content):
    """A plan that the variant allows and its parent does not.

    ``subject`` is the id of the element or practice, ``allowed`` what the plan does, and ``breach`` what a check before
    the parent says of it.
    """

    subject: str
    allowed: str
    breach: str
    plan: Plan
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class ClaimTest(Content):
    """What a variant claims of its parent, what it does otherwise, and whether the claim holds.

    ``holds`` is true or false for ``implements``; true for ``extends``, which promises nothing that could fail; and
    ``None`` where nothing is claimed, or where the variant is looser than its parent and no plan that was tried shows
    that this breaches the parent: its word does not bind there, or it would have its owner asked.
    """

    claim: str
    parent: Model
    differences: tuple[Difference, ...] = ()
    counterexamples: tuple[Counterexample, ...] = ()

    @property
    def loosened(self) -> tuple[Difference, ...]:
        """What the variant asks for less firmly, or no longer."""
        return tuple(one for one in self.differences if one.looser)

    @property
    def holds(self) -> bool | None:
        """Whether the claim holds."""
        if self.claim != "implements":
            return True if self.claim == "extends" else None
        if self.counterexamples:
            return False
        return None if self.loosened else True


def weigh_claim(variant: Model, bind: Strength = Strength.RESTATED) -> ClaimTest:
    """Return the test of what a variant claims of its parent.

    Parameters
    ----------
    variant
        A model that extends another.
    bind
        The weakest strength that binds.

    Raises
    ------
    ValueError
        If the model extends none.

    Notes
    -----
    What a plan could do about the links of the parent is asked of a solver, and is exact. Everything else is tried, one
    step at a time: the cost is one check before each of the two models for every option, every end of a limit and every
    element that may be left out or is changed.
    """
    if variant.extends is None:
        raise ValueError(f"{variant.reference} extends no model")
    parent, claim = variant.extends.parent, variant.extends.claim
    found = tuple(escapes(variant, parent, untouched_plan(variant)))
    otherwise = tuple(differences(variant, parent, found))
    if claim == "inspired-by":
        return ClaimTest(claim, parent, otherwise)
    plans = (*edges(variant, parent), *(escape.edge for escape in found))
    return ClaimTest(claim, parent, otherwise, tuple(_counterexamples(plans, variant, parent, bind)))


def _counterexamples(plans: Iterable[Edge], variant: Model, parent: Model, bind: Strength) -> Iterator[Counterexample]:
    """Yield a plan for each breach that the variant allows, each breach once, by the first plan that shows it."""
    court = _Court(variant, parent, bind)
    known: set[tuple[str, str]] = set()
    for edge in plans:
        if not court.allows(edge.plan):
            continue
        for breach in court.breaches(edge.plan):
            if (breach.code, breach.subject) not in known:
                known.add((breach.code, breach.subject))
                yield _counterexample(breach, edge, variant)


def _counterexample(breach: Finding, edge: Edge, variant: Model) -> Counterexample:
    subject = breach.element or breach.subject
    return Counterexample(subject, edge.words, breach.message, edge.plan, _place((subject, edge.subject), variant))


def _place(subjects: Iterable[str], variant: Model) -> Place:
    """Return where the variant says what lets something go: an override, else what it extends."""
    extends = variant.extends
    overrides = [extends.override(subject) for subject in subjects] if extends is not None else []
    places = [one.place for one in overrides if one is not None]
    return places[0] if places else variant.place if extends is None else extends.place


class _Court:
    """A variant and its parent, before which plans for the variant are put."""

    def __init__(self, variant: Model, parent: Model, bind: Strength) -> None:
        self.variant = variant
        self.parent = parent
        self.bind = bind

    def allows(self, plan: Plan) -> bool:
        """Return whether a plan is green before the variant."""
        return judge_plan(plan, self.variant, self.bind, None).verdict is GREEN

    def breaches(self, plan: Plan) -> list[Finding]:
        """Return what is red before the parent."""
        result = judge_plan(*before_ancestor(plan, self.variant, self.parent), self.bind, None)
        if result.verdict is not RED:
            return []
        return [finding for finding in result.findings if finding.verdict is RED]
