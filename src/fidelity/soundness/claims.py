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
from fidelity.checking.verdicts import GREEN, RED
from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE
from fidelity.model.model import Model
from fidelity.model.strength import Strength
from fidelity.plan.plan import Plan
from fidelity.soundness.edges import Edge, edges, joined
from fidelity.soundness.refinement import Difference, differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.finding import Finding

__all__ = ["ClaimTest", "Counterexample", "tested_claim"]


@frozen(eq=False, repr=False)
class Counterexample(Content):
    """A plan that the variant allows and its parent does not; ``breach`` is what the parent says about ``subject``."""

    subject: str
    allowed: str
    breach: str
    plan: Plan
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class ClaimTest(Content):
    """What a variant claims of its parent, what it does otherwise, and whether the claim holds.

    ``holds`` is true or false for ``implements``, and ``None`` where nothing is claimed that could fail, or where the
    variant is looser than its parent only in what the parent does not say firmly enough to bind.
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
            return None
        if self.counterexamples:
            return False
        return None if self.loosened else True


def tested_claim(variant: Model, bind: Strength = Strength.RESTATED) -> ClaimTest:
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
    The cost is one check before each of the two models for every option, every end of a limit and every element that
    may be left out or is changed.
    """
    if variant.extends is None:
        raise ValueError(f"{variant.reference} extends no model")
    parent = variant.extends.parent
    found = tuple(differences(variant, parent))
    counterexamples = tuple(_counterexamples(variant, parent, bind)) if variant.extends.claim != "inspired-by" else ()
    return ClaimTest(variant.extends.claim, parent, found, counterexamples)


def _counterexamples(variant: Model, parent: Model, bind: Strength) -> Iterator[Counterexample]:
    """Yield a plan for each breach that the variant allows, each breach once, by the simplest plan that shows it."""
    court = _Court(variant, parent, bind)
    known: set[tuple[str, str]] = set()
    fine: list[Edge] = []
    for edge in edges(variant, parent):
        if not court.allows(edge.plan):
            continue
        breaches = [one for one in court.breaches(edge.plan) if (one.code, one.subject) not in known]
        if not breaches and edge.leaves_out:
            fine.append(edge)
        for breach in breaches:
            known.add((breach.code, breach.subject))
            yield _counterexample(breach, edge, variant)
    if len(fine) > 1:
        yield from _together(court, fine, known, variant)


def _together(court: _Court, fine: list[Edge], known: set[tuple[str, str]], variant: Model) -> Iterator[Counterexample]:
    """Yield what only shows when several elements are left out at once, the plan made as small as it goes."""
    every = joined(fine)
    if not court.allows(every.plan):
        return
    for breach in court.breaches(every.plan):
        key = (breach.code, breach.subject)
        if key in known:
            continue
        left = list(fine)
        for edge in fine:
            fewer = [one for one in left if one is not edge]
            if fewer and any((one.code, one.subject) == key for one in court.breaches(joined(fewer).plan)):
                left = fewer
        yield _counterexample(breach, joined(left), variant)


def _counterexample(breach: Finding, edge: Edge, variant: Model) -> Counterexample:
    extends = variant.extends
    override = None if extends is None else extends.override(breach.subject.partition(".")[0])
    element = variant.by_id.get(edge.subject)
    place = override.place if override is not None else element.place if element is not None else variant.place
    return Counterexample(breach.subject, edge.words, breach.message, edge.plan, place)


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
