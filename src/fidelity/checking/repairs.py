"""The smallest sets of things to undo, settle or get approved after which a plan is no longer red (or amber).

The search grows sets one action at a time. As long as a set does not work, some finding is still too bad;
one of its causes is fully kept, so whatever works has to act on a part of that cause, or get a part
approved that helps. Branching on those actions, smallest sets first, reaches every set of which no proper
subset works. Every answer is re-checked by evaluating the repaired plan from scratch.
"""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from fidelity.checking.approvals import approvers
from fidelity.checking.causes import AGREEABLE, enables
from fidelity.content import Content
from fidelity.plan.atoms import CHANGE, CHOICE, UNDECIDED, atom_of, split
from fidelity.plan.plan import Approval, Covered
from fidelity.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.facts import Raw
    from fidelity.plan.plan import Change, Plan

MOST_SETS = 200
MOST_TRIES = 400
MOST_WORK = 100_000
"""How many parts of plans a search judges, trial by trial: a large plan gets fewer trials, and an answer soon."""
FEWEST_TRIES = 6
MOST_PAIRS = 20_000
"""Of more findings times parts than that, one set of steps is the answer, or none: to find causes would take long."""
LIKE = 4
"""So many changes that do the same are still told apart: more of them are undone, or approved, all together."""


@frozen(eq=False, repr=False)
class Repairs(Content):
    """Sets of actions after any of which the plan is no longer red (or no longer amber).

    Actions read ``withdraw change:ID``, ``reset choice:ELEMENT.PARAMETER``, ``settle undecided:ELEMENT``
    and ``approve change:ID``.

    Attributes
    ----------
    sets
        The sets, smallest first. Empty on a complete answer means that nothing has to be done, or that nothing in the
        plan can help: ``needed`` tells the two apart.
    complete
        Whether these are all. If not, the smallest that were found are listed, or one of which nothing can be left out
        where there were too many to search.
    needed
        Whether anything has to be done.
    """

    sets: tuple[tuple[str, ...], ...] = ()
    complete: bool = True
    needed: bool = field(default=True)


def repairs_of(case: Case, judge: Callable[[Plan], Case], *, no_longer: Verdict = Verdict.RED) -> Repairs:
    """Return the repairs of a plan. ``judge`` gives the case of a repaired plan before the same model.

    Cost: grows with the number of repair sets, up to a cap past which only the smallest are listed.
    Findings that share no cause are repaired apart, and the repairs put together.
    """
    search = _Search(case, judge, no_longer.rank)
    spare = frozenset(
        chain.from_iterable(row[LIKE + 1 :] for atom, row in case.alike.items() if row[0] == atom)  # one row a group
    )
    if spare:  # a few of many changes that do the same tell what has to be done to all of them
        changes = tuple(one for one in case.plan.changes if atom_of(CHANGE, one.id) not in spare)
        few = repairs_of(judge(evolve(case.plan, changes=changes)), judge, no_longer=no_longer)
        most = max(1, min(search.most_tries, MOST_PAIRS // len(spare)))  # ways of thousands of steps each fill pages
        sets = [frozenset[str]().union(*map(search.whole, row)) for row in few.sets[:most]]
        if all(map(search.works, sets)):
            return Repairs(_rows(case, sets), few.complete and len(sets) == len(few.sets), few.needed)
    bad = search.too_bad(case)
    if not bad:
        return Repairs(needed=False)
    if len(bad) * len(case.parts) > MOST_PAIRS:
        one = search.any_one()
        return Repairs(_rows(case, [one] if one else []), complete=False)
    groups = _apart(case, bad)
    found = [search.smallest_first(keys) for _, keys in groups]
    sets, complete = _together(found)
    alone = all(
        _atom(action) in atoms for (atoms, _), (some, _) in zip(groups, found, strict=True) for action in chain(*some)
    )
    alone = alone and all(some for some, _ in found)  # what nothing helps by itself may go with something else
    if not alone or not all(search.works(row) for row in sets[: search.most_tries]):
        sets, complete = search.smallest_first()
    elif len(sets) > search.most_tries:
        sets, complete = sets[: search.most_tries], False
    if not complete and not sets:
        sets = [one] if (one := search.any_one()) else []
    return Repairs(_rows(case, sets), complete)


def _atom(action: str) -> str:
    return action.partition(" ")[2]


def _apart(case: Case, bad: list[Raw]) -> list[tuple[set[str], set[tuple[str, str]]]]:
    """Return findings in groups that no part of the plan links: the parts that bear on each, and their keys."""
    helping = [part.atom for part in case.parts if enables(case.prepared, part)]
    groups: list[tuple[set[str], set[tuple[str, str]]]] = []
    for raw in bad:
        atoms = {*helping, *(atom for row in case.found_causes(raw).sets for atom in row)}
        keys = {raw.key}
        for group in [one for one in groups if one[0] & atoms]:
            groups.remove(group)
            atoms |= group[0]
            keys |= group[1]
        groups.append((atoms, keys))
    return groups


def _together(found: list[tuple[list[frozenset[str]], bool]]) -> tuple[list[frozenset[str]], bool]:
    """Return every way to choose one set of each group, smallest first, up to the cap, and whether these are all."""
    sets: list[frozenset[str]] = [frozenset()]
    complete = True
    for some, whole in found:
        sets = sorted((one | other for one in sets for other in some), key=len)
        complete = complete and whole and len(sets) <= MOST_SETS
        sets = sets[:MOST_SETS]
    return sets, complete


class _Search:
    """The search for repairs of one plan. Every set that it returns was evaluated and worked."""

    def __init__(self, case: Case, judge: Callable[[Plan], Case], limit: int) -> None:
        self.case = case
        self.judge = judge
        self.limit = limit
        self.cost = max(1, len(case.parts))
        self.most_tries = max(FEWEST_TRIES, min(MOST_TRIES, MOST_WORK // self.cost))
        self._left = MOST_WORK

    def too_bad(self, case: Case) -> list[Raw]:
        """Return the findings that keep a plan at the verdict to get rid of, or worse."""
        return [raw for raw in case.raws if raw.badness >= self.limit and case.agreed_consequence(raw) is None]

    def works(self, actions: frozenset[str]) -> bool:
        """Return whether a plan is good enough after some actions."""
        return not self.too_bad(self.judge(apply(self.case, actions)))

    def smallest_first(self, keys: Container[tuple[str, str]] | None = None) -> tuple[list[frozenset[str]], bool]:
        """Return the sets of which no proper subset works, smallest first, and whether these are all.

        With ``keys``, only these findings have to go.
        """
        found: list[frozenset[str]] = []
        level: list[frozenset[str]] = [frozenset()]
        tries = 0
        while level:
            following: dict[frozenset[str], None] = {}
            for actions in level:
                if any(known <= actions for known in found):
                    continue
                tries += 1
                self._left -= self.cost
                if tries > MOST_TRIES or self._left < 0 or len(found) >= MOST_SETS:
                    return found, False
                branches = self.branches(actions, keys)
                if branches is None:
                    found.append(actions)
                for some in branches or ():
                    following[actions | some] = None
            level = list(following)
        # Of many changes that do the same some could be undone and some approved: such sets are not listed.
        return found, not any(len(self.case.alike[_atom(action)]) > LIKE for row in found for action in row)

    def branches(
        self, actions: frozenset[str], keys: Container[tuple[str, str]] | None = None
    ) -> list[frozenset[str]] | None:
        """Return the actions one of which has to join those taken, or ``None`` where these suffice.

        What is to be done to one of many changes that do the same is done to all of them.
        """
        repaired = self.judge(apply(self.case, actions))
        bad = [raw for raw in self.too_bad(repaired) if keys is None or raw.key in keys]
        if not bad:
            return None
        # What the model brings about without the plan gets a cause in the plan, if at all, by what else is done.
        caused = [raw for raw in bad if _kept_cause(repaired, raw)]
        wanted = [list(dict.fromkeys(_steps(repaired, raw))) for raw in caused or bad]
        steps = min(wanted, key=len) if caused else list(dict.fromkeys(chain(*wanted)))
        return [self.whole(step) for step in steps if step not in actions]

    def whole(self, step: str) -> frozenset[str]:
        """Return a step for all that is like its part, where that is much; else the step itself."""
        verb, _, atom = step.partition(" ")
        group = self.case.alike[atom]
        return frozenset([f"{verb} {one}" for one in group]) if len(group) > LIKE else frozenset({step})

    def any_one(self) -> frozenset[str]:
        """Return one set that works, for plans with too many to list: of a plan that is not huge, a smallest one."""
        taken: dict[frozenset[str], None] = {}
        while True:
            actions = frozenset[str]().union(*taken)
            repaired = self.judge(apply(self.case, actions))
            bad = self.too_bad(repaired)
            if not bad:
                break
            before = len(taken)
            # What follows from something mostly goes with it, and its causes take longest to work out.
            direct = [one for one in bad if one.atoms]
            if not direct and len(bad) * self.cost > MOST_PAIRS:
                return frozenset()
            for raw in direct or bad:
                steps = [self.whole(step) for step in _steps(repaired, raw)]
                if steps and taken.keys().isdisjoint(steps):
                    taken[steps[0]] = None
            if len(taken) == before:
                return frozenset()
        for some in [*taken][: self.most_tries]:
            rest = frozenset[str]().union(*(one for one in taken if one != some))
            if self.works(rest):
                del taken[some]
        return frozenset[str]().union(*taken)


def _kept_cause(case: Case, raw: Raw) -> tuple[str, ...]:
    """Return the first cause of a finding that is kept and not agreed: none of the plan where the model alone is it."""
    return next((row for row in case.found_causes(raw).sets if not case.agreed_cause(raw, row)), ())


def _steps(case: Case, raw: Raw) -> Iterator[str]:
    """Yield the actions of which at least one is needed for a finding to go away.

    One of its causes is kept and not agreed: either a part of it goes, or one gets approved.
    """
    cause = _kept_cause(case, raw)
    for atom in cause:
        yield _undo(atom)
    helping = tuple(part.atom for part in case.parts if enables(case.prepared, part))
    if raw.code in AGREEABLE:  # without what helps, a finding can have fewer causes, and those be agreed
        yield from map(_undo, helping)
    for atom in cause + helping:
        change = case.by_atom[atom].change
        if change is not None and approvers(case.plan, case.model, change):
            yield f"approve {atom}"


_VERBS = {CHANGE: "withdraw", CHOICE: "reset", UNDECIDED: "settle"}


def _undo(atom: str) -> str:
    return f"{_VERBS[split(atom).kind]} {atom}"


def apply(case: Case, actions: Iterable[str]) -> Plan:
    """Return the plan of a case with some repairs made.

    A change is approved by everybody who may, other than the site itself, and for as long as it takes.
    """
    dropped: list[str] = []
    approved: set[str] = set()
    for action in actions:
        verb, _, atom = action.partition(" ")
        (approved.add if verb == "approve" else dropped.append)(atom)
    plan = case.plan.without(*dropped) if dropped else case.plan
    kept = [change for change in plan.changes if atom_of(CHANGE, change.id) in approved]
    given = tuple(_approval(case, change, role) for change in kept for role in approvers(case.plan, case.model, change))
    return evolve(plan, approvals=plan.approvals + given) if given else plan


def _approval(case: Case, change: Change, role: str) -> Approval:
    covered = Covered(change.id, change.natures, change.settings, change.substitute, change.exception)
    return Approval((covered,), by=f"not {case.plan.site}", role=role, given=case.on or date.min)


def _rows(case: Case, sets: Iterable[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the sets smallest first, each in the order of the plan."""
    order = {part.atom: i for i, part in enumerate(case.parts)}
    rows = [tuple(sorted(row, key=lambda action: order[_atom(action)])) for row in sets]
    rows.sort(key=lambda row: (len(row), [(order[_atom(a)], not a.startswith("approve")) for a in row]))
    return tuple(rows)
