"""A plan, or a part of it, evaluated: what stands in both evaluations, and every finding in the raw.

The optimistic evaluation takes everything uncertain as it helps the plan, the pessimistic one as it hurts it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import Clash, PlanPart, ToleranceUsed
from fidelity.checking.network import Formula, Nodes, holds, mask_of, nodes_in
from fidelity.checking.table import ABSENT, PERMITTED, asks_owner
from fidelity.content import kept
from fidelity.model.elements import Tier
from fidelity.model.strength import Strength

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fidelity.checking.facts import Addable, Ban, Judged, Raw, Swap, Valued
    from fidelity.checking.prepared import PreparedModel
    from fidelity.plan.plan import Addition, Setting


class Evaluation:
    """What some parts of a plan do to a model, everything else being as specified.

    Parameters
    ----------
    prepared
        The model, made ready at a bind line.
    parts
        The parts of the plan that are there.
    agreed
        The changes that a valid approval covers, with its reference.
    inspired
        Whether the plan makes no claim to be the model.

    Attributes
    ----------
    optimistic, pessimistic
        The nodes that are not in place in either evaluation.
    takes, doubts
        By part of the plan the nodes that it takes away for certain, and the one that is uncertain because of it.
    uncertain
        The elements that are undecided, or whose change is to be taken to the owner and is not agreed.
    only_hurts
        Whether no part can make a consequence go away by being there.
    fallen
        The elements, not optional, whose requirements are not met, their own changes taken as agreed.
    """

    def __init__(
        self, prepared: PreparedModel, parts: tuple[PlanPart, ...], agreed: Mapping[str, str], *, inspired: bool = False
    ) -> None:
        self.prepared = prepared
        self.parts = parts
        self.agreed = agreed
        self.inspired = inspired
        self.absences: dict[int, list[PlanPart]] = {}
        self.stances: list[PlanPart] = []
        self.values: list[tuple[PlanPart, Setting, Valued]] = []
        self.practices: list[PlanPart] = []
        self.additions: list[PlanPart] = []
        self.undecided: list[PlanPart] = []
        self.clashes: list[Clash] = []
        self.tallies: list[tuple[int, ToleranceUsed]] = []
        self.uncertain: Nodes = 0
        self.takes: dict[str, tuple[int, ...]] = {}
        self.doubts: dict[str, int] = {}
        self._met: Nodes = 0
        self._swapped: list[PlanPart] = []
        self._banned: list[tuple[Ban, PlanPart]] = []
        self._sort()
        self._settle()
        if self._swapped:
            self._judge_swaps()
        if self.additions or self._banned or prepared.standing_bans or (prepared.bans and not self.only_hurts):
            self._find_clashes()
        if prepared.tolerances:
            self._find_tallies()

    def badness(self, *, certain: bool, binds: bool) -> int:
        """Return 2 (red) for what is certain and binds, unless the plan makes no claim, else 1 (amber)."""
        return 2 if certain and binds and not self.inspired else 1

    # What the parts say themselves -------------------------------------------------------------------

    def _sort(self) -> None:
        """Put each part where the rules look for it, and note how it bears on the nodes."""
        for part in self.parts:
            if part.values:
                self._sort_values(part)
            judged = part.judged
            if judged is not None:
                if judged.swap is not None:
                    self._swapped.append(part)
                elif judged.open:
                    self._judge_own(part, judged.optimistic)
            elif part.undecided:
                self.undecided.append(part)
                if part.node >= 0:
                    self.doubts[part.atom] = part.node
                    self.uncertain |= 1 << part.node
            elif part.addable is not None:
                self.additions.append(part)
            elif part.practice is not None:
                self.practices.append(part)

    def _sort_values(self, part: PlanPart) -> None:
        for setting, valued in part.values:
            if valued.failed:
                self.takes[part.atom] = (*self.takes.get(part.atom, ()), *valued.failed)
            if valued.met:
                self._met |= mask_of(valued.met)
            if valued.bans:
                self._banned += [(ban, part) for ban in valued.bans]
            if valued.level or valued.silent:
                self.values.append((part, setting, valued))

    def is_agreed(self, part: PlanPart) -> bool:
        """Return whether a valid approval covers a change."""
        return bool(self.agreed) and part.change is not None and part.change.id in self.agreed

    def _judge_own(self, part: PlanPart, level: int) -> None:
        """Note a change that takes its element out, or that has to be taken to the owner."""
        if level == ABSENT:
            self.takes[part.atom] = (*self.takes.get(part.atom, ()), part.node)
            self.absences.setdefault(part.node, []).append(part)
        elif not self.is_agreed(part):
            self.doubts[part.atom] = part.node
            self.uncertain |= 1 << part.node
        if part.judged is not None and part.judged.asks:
            self.stances.append(part)

    def _judge_swaps(self) -> None:
        """Note the same of changes whose substitute has a condition, and put all in the order of the plan."""
        for part in self._swapped:
            if self.level(part, pessimistic=False) == ABSENT:
                self.absences.setdefault(part.node, []).append(part)
            elif self.level(part, pessimistic=True) > PERMITTED and not self.is_agreed(part):
                self.uncertain |= 1 << part.node
            if self._asks(part):
                self.stances.append(part)
        for parts in (self.stances, *self.absences.values()):
            parts.sort(key=lambda part: part.order)

    def _asks(self, part: PlanPart) -> bool:
        """Return whether a nature of a change with a conditional substitute has to be taken to the owner."""
        judged = part.judged
        assert judged is not None
        (low, high), (other_low, other_high) = judged.swapped
        low = low if self._stands_in(judged, pessimistic=False) else other_low
        high = high if self._stands_in(judged, pessimistic=True) else other_high
        return judged.asks or asks_owner(low, high, optional=self.prepared.elements[part.node].optional)

    def _stands_in(self, judged: Judged, *, pessimistic: bool) -> bool:
        """Return whether the condition of a substitute holds, if there is one, in an evaluation that is settled."""
        swap = judged.swap
        if pessimistic:
            return swap is None or swap.pessimistic is None or holds(swap.pessimistic, self.pessimistic)
        return swap is None or holds(swap.optimistic, self.optimistic)

    def level(self, part: PlanPart, *, pessimistic: bool) -> int:
        """Return how a change counts in an evaluation that is settled: permitted, consult or absent."""
        judged = part.judged
        assert judged is not None
        stands = self._stands_in(judged, pessimistic=pessimistic)
        if pessimistic:
            return judged.pessimistic if stands else judged.otherwise[1]
        return judged.optimistic if stands else judged.otherwise[0]

    # What stands -------------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Work out the optimistic evaluation: what a substitute means in the other depends on it."""
        self._gone = [node for nodes in self.takes.values() for node in nodes]
        self._demanding = bool(self._swapped or self.additions)
        self.only_hurts = not (self._demanding or self.prepared.pessimistic.unmet & self._met)
        self.optimistic: Nodes = self._settled(self._gone, pessimistic=False)

    @kept
    def pessimistic(self) -> Nodes:
        """The nodes that are not in place in the pessimistic evaluation; a red verdict does not need it."""
        return self._settled([*self._gone, *self.doubts.values()], pessimistic=True)

    def _settled(self, gone: list[int], *, pessimistic: bool) -> Nodes:
        """Return what does not stand in one evaluation, with the demands of the plan's additions and substitutes."""
        network, here = self.prepared.network(pessimistic=pessimistic), self._met
        if not self._demanding:
            return network.without(gone, here)
        gone, demands = list(gone), dict[int, tuple[Formula, ...]]()
        for part in self._swapped:
            allowed, condition = self._allowed(part, pessimistic=pessimistic)
            if not allowed:
                gone.append(part.node)
            elif condition is not None:
                demands[part.node] = (*demands.get(part.node, ()), condition)
        for part in self.additions:
            addable = part.addable
            assert addable is not None
            if pessimistic and addable.consult and not self.is_agreed(part):
                gone.append(addable.node)
                continue
            here |= 1 << addable.node
            wanted = self._wanted(addable.addition, pessimistic=pessimistic)
            if wanted:
                demands[addable.node] = wanted
        return network.without(gone, here, demands)

    def _wanted(self, addition: Addition, *, pessimistic: bool) -> tuple[Formula, ...]:
        """Return what a local addition requires: the site's word, so inferred."""
        if not addition.requires or not (pessimistic or self.prepared.bind is Strength.INFERRED):
            return ()
        nodes = {part.addable.addition.id: part.addable.node for part in self.additions if part.addable}
        never: Formula = (1, ())  # an addition that this part of the plan does not make
        index = self.prepared.index
        return tuple(nodes[name] if name in nodes else index.get(name, never) for name in addition.requires)

    def _allowed(self, part: PlanPart, *, pessimistic: bool) -> tuple[bool, Formula | None]:
        """Return whether a change allows its element, and which condition of a substitute that takes."""
        judged = part.judged
        assert judged is not None
        assert judged.swap is not None
        if pessimistic:
            if self.level(part, pessimistic=False) == ABSENT:
                return False, None
            if self.is_agreed(part):
                return True, None
            good, bad, limit = judged.pessimistic, judged.otherwise[1], PERMITTED
        else:
            good, bad, limit = judged.optimistic, judged.otherwise[0], ABSENT - 1
        if good > limit:
            return False, None
        return True, _condition(judged.swap, pessimistic=pessimistic) if bad > limit else None

    # What follows ------------------------------------------------------------------------------------

    @kept
    def own_gone(self) -> Nodes:
        """The elements that the plan's own changes take out."""
        return mask_of(self.absences)

    @kept
    def fallen(self) -> Nodes:
        """The elements, not optional, whose requirements are not met, their own changes taken as agreed."""
        fallen = self.prepared.firm & self.pessimistic
        fallen ^= fallen & self.own_gone
        doubtful = fallen & self.uncertain
        for node in nodes_in(doubtful ^ (doubtful & self.optimistic)):
            if not self._falls_anyway(node):
                fallen ^= 1 << node
        return fallen

    @kept
    def fallen_red(self) -> Nodes:
        """Those of ``fallen`` that fall for certain, and that binding sources speak for."""
        if self.inspired:
            return 0
        red = self.optimistic & self.prepared.firm & self.prepared.binding
        return red ^ (red & self.own_gone)

    def falls(self) -> tuple[Raw, ...]:
        """Return the findings of what falls, the red ones first, each kind in the model's order."""
        red = self.fallen_red
        return self.prepared.falls(red, self.fallen ^ red, self.optimistic)

    def _falls_anyway(self, node: int) -> bool:
        """Return whether an uncertain element would fall even if its own changes were agreed."""
        formulas = self.prepared.pessimistic.demands.get(node, ())
        if all(holds(formula, self.pessimistic) for formula in formulas):
            return False
        agreed = {part.change.id: "" for part in self.parts if part.node == node and part.change is not None}
        rest = tuple(part for part in self.parts if not (part.undecided and part.node == node))
        hypothetical = Evaluation(self.prepared, rest, {**self.agreed, **agreed}, inspired=self.inspired)
        return bool(hypothetical.pessimistic >> node & 1)

    def _find_clashes(self) -> None:
        """Find the exclusions of the model and of local additions of which both sides stand."""
        found: dict[str, Clash] = {}
        bans = self.prepared.standing_bans if self.only_hurts else self.prepared.bans
        for ban in bans:
            _note(found, self._clash(ban, ()))
        for ban, part in self._banned:
            _note(found, self._clash(ban, (part,)))
        for part in self.additions:
            addable = part.addable
            assert addable is not None
            for name in addable.addition.excludes:
                _note(found, self._clash_of_addition(part, addable, name))
        self.clashes.extend(found.values())

    def _stand(self, *sides: int) -> tuple[bool, bool]:
        """Return whether both sides stand in the optimistic and in the pessimistic evaluation."""
        return tuple(not any(out >> side & 1 for side in sides) for out in (self.optimistic, self.pessimistic))  # type: ignore[return-value]  # of two there are two

    def _clash(self, ban: Ban, parts: tuple[PlanPart, ...]) -> Clash | None:
        possible, certain = self._stand(ban.owner, ban.other)
        if not possible:
            return None
        owner, other = self.prepared.elements[ban.owner], self.prepared.elements[ban.other]
        sides = (owner.id, ban.key.partition("|")[2])
        return Clash(ban.key, certain, ban.strength, _higher(owner.tier, other.tier), sides, ban, parts)

    def _clash_of_addition(self, part: PlanPart, addable: Addable, name: str) -> Clash | None:
        other = next((p for p in self.additions if p.addable and p.addable.addition.id == name), None)
        node = other.own_node if other else self.prepared.index.get(name)
        if node is None:
            return None
        possible, certain = self._stand(addable.node, node)
        if not possible:
            return None
        tier = other.addable.tier if other and other.addable else self.prepared.elements[node].tier
        sides = (addable.addition.id, name)
        parts = (part,) if other is None else (part, other)
        return Clash("|".join(sides), certain, Strength.INFERRED, _higher(addable.tier, tier), sides, None, parts)

    def _find_tallies(self) -> None:
        """Count what realises a principle and is changed or may be missing, against the model's tolerance."""
        prepared, out = self.prepared, self.pessimistic
        changed = {part.node for part in self.parts if part.change is not None and part.node >= 0}
        named = changed | {node for node in prepared.tolerances if out >> node & 1}
        for principle in sorted({p for node in named for p in prepared.tolerances.get(node, ())}):
            if self.own_gone >> principle & 1:
                continue
            counted = tuple(i for i in prepared.tolerated[principle] if i in changed or out >> i & 1)
            tolerance = prepared.elements[principle].tolerance
            if tolerance is not None and len(counted) > tolerance.at_most:
                self.tallies.append((principle, ToleranceUsed(counted)))


def _condition(swap: Swap, *, pessimistic: bool) -> Formula:
    if not pessimistic:
        return swap.optimistic
    return swap.pessimistic if swap.pessimistic is not None else (1, ())


def _note(found: dict[str, Clash], clash: Clash | None) -> None:
    """Keep the graver of two clashes between the same sides."""
    if clash is None:
        return
    known = found.get(clash.key)
    if known is None or (clash.certain, clash.strength) > (known.certain, known.strength):
        found[clash.key] = clash


_ORDER = {Tier.PRINCIPLE: 0, Tier.ESSENTIAL: 1, Tier.FLEXIBLE: 2}


def _higher(*tiers: Tier) -> Tier:
    """Return the highest of some tiers: principle before essential before flexible."""
    return min(tiers, key=_ORDER.__getitem__)


class PlanTrial:
    """Part of a plan under trial: the whole of it evaluated, and any part of it when that is asked for.

    ``find`` gives the findings in the raw of an evaluation, what falls apart: the rules stand above.
    """

    def __init__(
        self,
        prepared: PreparedModel,
        parts: tuple[PlanPart, ...],
        agreed: Mapping[str, str],
        find: Callable[[Evaluation], Iterable[Raw]],
        *,
        inspired: bool,
    ) -> None:
        self.prepared = prepared
        self.parts = parts
        self.agreed = agreed
        self.inspired = inspired
        self._find = find
        self.evaluation = Evaluation(prepared, parts, agreed, inspired=inspired)
        self._badness: dict[frozenset[str], Mapping[tuple[str, str], int]] = {}

    @kept
    def by_atom(self) -> Mapping[str, PlanPart]:
        """The parts by their atoms."""
        return {part.atom: part for part in self.parts}

    @kept
    def found(self) -> tuple[Raw, ...]:
        """Every finding of the plan in the raw, but for what falls."""
        return tuple(self._find(self.evaluation))

    @kept
    def raws(self) -> tuple[Raw, ...]:
        """Every finding of the plan in the raw, by code."""
        falls = sorted(self.evaluation.falls(), key=lambda raw: raw.node)
        return tuple(sorted((*self.found, *falls), key=lambda raw: raw.code))

    @property
    def worst(self) -> int:
        """How bad the worst finding is: 2, 1, or 0. What falls is not counted out for it."""
        evaluation = self.evaluation
        if evaluation.fallen_red:
            return 2
        worst = max([raw.badness for raw in self.found], default=0)
        return worst if worst > 1 else 1 if worst or evaluation.fallen else 0

    def standing(self, change: str) -> object:
        """Return what agrees to a change, as far as changes are alike by it."""
        return self.agreed.get(change)

    @kept
    def alike(self) -> Mapping[str, tuple[str, ...]]:
        """The parts that do the same as a part, by its atom, in the order of the plan, itself included.

        What two of them do together one does alone: they bear on the same element in the same way, and the same
        approvals cover them. So what brings something about, and what repairs it, need only ask about one of each.
        """
        groups: dict[object, list[str]] = {}
        for part in self.parts:
            key: object = part.atom
            if part.change is not None and part.addable is None:
                # Judgements are remembered, so what is judged alike has the same.
                values = tuple([id(valued) for _, valued in part.values])
                key = part.node, part.practice, id(part.judged), values, self.standing(part.change.id)
            groups.setdefault(key, []).append(part.atom)
        return {atom: row for row in map(tuple, groups.values()) for atom in row}

    @kept
    def added(self) -> Mapping[int, str]:
        """The ids of the plan's local additions, by their nodes."""
        return {part.addable.node: part.addable.addition.id for part in self.parts if part.addable}

    @kept
    def place_of(self) -> Mapping[str, int]:
        """Where in the plan each part stands, by its atom."""
        return {part.atom: place for place, part in enumerate(self.parts)}

    def part(self, atoms: Iterable[str]) -> Evaluation:
        """Evaluate only some parts of the plan, everything else being as specified. Cost: that of these parts."""
        places = sorted([self.place_of[atom] for atom in atoms if atom in self.place_of])
        parts = tuple([self.parts[place] for place in places])
        return Evaluation(self.prepared, parts, self.agreed, inspired=self.inspired)

    def badness_in(self, atoms: frozenset[str], key: tuple[str, str]) -> int:
        """Return how bad a finding is in a part of the plan: 2, 1, 0, or -1 where it is not there."""
        known = self._badness.get(atoms)
        if known is None:
            evaluation = self.part(atoms)
            raws = (*self._find(evaluation), *evaluation.falls())
            known = self._badness[atoms] = {raw.key: raw.badness for raw in raws}
        return known.get(key, -1)
