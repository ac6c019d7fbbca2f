"""What brings a finding about: the minimal sets of parts of the plan, and the way along the links.

A set is a cause if the finding holds for it and for every larger part of the plan. That is a monotone
property of the set, so its minimal members can be enumerated exactly: sets of one first, then by taking
parts away from the rest. Parts that can help (a local addition that meets a quorum, a value that a
condition asks for) are tried in and out; the others can only hurt.
"""

from __future__ import annotations

from collections import deque
from itertools import chain, combinations, islice, product
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.facts import EXCLUDED, NEEDS_OWNER, UNDERMINED, Clash, PlanPart, Raw, ToleranceUsed
from fidelity.checking.network import Nodes, nodes_in, nodes_of
from fidelity.checking.table import ABSENT
from fidelity.codes import ADVICE, APPROVALS, CONSEQUENCES, LOCAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from fidelity.checking.evaluation import PlanTrial
    from fidelity.checking.prepared import PreparedModel

AGREEABLE = frozenset({UNDERMINED, EXCLUDED})
"""The consequences that can be agreed in turn."""
SWINGS = 8
"""How many parts that can help are tried in every combination: 256 trials a set, and twice that with one more."""
MOST_SETS = 100
"""How many cause sets of a finding are worked out before only the smallest are kept."""
MOST_TRIES = 3_000
"""How many sets are tried before that: a few seconds at the worst."""


class CauseSets(NamedTuple):
    """Cause sets, smallest first, and whether these are all."""

    sets: tuple[tuple[str, ...], ...]
    complete: bool = True


# The minimal sets ------------------------------------------------------------------------------------


def causes_of(trial: PlanTrial, raw: Raw) -> CauseSets:
    """Return the minimal cause sets of a finding in the raw."""
    if raw.family == LOCAL:  # a local rule can say the same of one subject twice
        return CauseSets(tuple((atom,) for atom in raw.atoms))
    if raw.family in (APPROVALS, ADVICE) or not _depends(trial, raw):
        atoms = raw.atoms
        if trial.agreed and raw.badness and len(atoms) > 1:  # what was agreed does not bring about what was not
            first = {atom: trial.alike[atom][0] for atom in atoms}
            bad = {one for one in first.values() if trial.badness_in(frozenset((one,)), raw.key) >= raw.badness}
            atoms = tuple([atom for atom in atoms if first[atom] in bad])
        return CauseSets(tuple([(atom,) for atom in atoms]))
    groups = trial.alike
    if raw.code == NEEDS_OWNER:  # it is about this one change, however many are like it
        own = frozenset(raw.atoms)
        row = tuple([atom for atom in groups[raw.atoms[0]] if atom not in own])
        groups = {**groups, **dict.fromkeys(row, row), **{atom: (atom,) for atom in own}}
    parts = [part for part in _relevant(trial, raw) if groups[part.atom][0] == part.atom]
    swings, sure = _swings(trial, raw, parts)

    def robust(atoms: frozenset[str]) -> bool:
        free = [atom for atom in swings if atom not in atoms]
        several = _subsets(free) if len(free) <= SWINGS else iter(((), tuple(free), *((atom,) for atom in free)))
        return all(trial.badness_in(atoms.union(more), raw.key) >= raw.badness for more in several)

    sets, complete = minimal_sets([part.atom for part in parts], robust)
    order = {part.atom: i for i, part in enumerate(trial.parts)}
    found = list(islice(_with_alike(groups, sets), max(MOST_SETS, len(sets)) + 1))
    every = len(found) <= max(MOST_SETS, len(sets))
    rows = sorted(tuple(sorted(row, key=order.__getitem__)) for row in (found if every else found[:-1]))
    rows.sort(key=lambda row: (len(row), [order[atom] for atom in row]))
    return CauseSets(tuple(rows), complete and every and (sure or len(swings) <= SWINGS))


def _with_alike(groups: Mapping[str, tuple[str, ...]], sets: list[frozenset[str]]) -> Iterator[tuple[str, ...]]:
    """Yield cause sets, and then the same with what is alike in the place of a part."""
    yield from map(tuple, sets)
    for row in sets:
        yield from islice(product(*(groups[atom] for atom in sorted(row))), 1, None)


def _subsets(atoms: list[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(atoms, size) for size in range(len(atoms) + 1))


def minimal_sets(atoms: list[str], works: Callable[[frozenset[str]], bool]) -> tuple[list[frozenset[str]], bool]:
    """Return the minimal sets that a monotone property holds for, and whether these are all.

    Cost: two tests an atom where sets of one explain everything; otherwise it grows with the number of
    sets, up to a cap past which only the smallest are returned.
    """
    if works(frozenset()):
        return [frozenset()], True
    found = [frozenset({atom}) for atom in atoms if works(frozenset({atom}))]
    rest = frozenset(atoms).difference(*found)
    if len(rest) <= 1 or not works(rest):
        return found, True
    larger: set[frozenset[str]] = set()
    queue, seen = deque([rest]), {rest}
    tries = 0
    while queue:
        ground = queue.popleft()
        tries += 1
        if len(larger) > MOST_SETS or tries > MOST_TRIES:
            return found + _smallest(sorted(rest), works, larger), False
        one = next((known for known in larger if known <= ground), None)
        if one is None:
            if not works(ground):
                continue
            one = _shrink(ground, works)
            larger.add(one)
        for atom in one:
            smaller = ground - {atom}
            if smaller not in seen:
                seen.add(smaller)
                queue.append(smaller)
    return found + list(larger), True


def _shrink(atoms: frozenset[str], works: Callable[[frozenset[str]], bool]) -> frozenset[str]:
    for atom in sorted(atoms):
        smaller = atoms - {atom}
        if works(smaller):
            atoms = smaller
    return atoms


def _smallest(
    atoms: list[str], works: Callable[[frozenset[str]], bool], known: Iterable[frozenset[str]]
) -> list[frozenset[str]]:
    """Return the smallest sets, by size, as far as the number of tries allows."""
    found: list[frozenset[str]] = []
    tries = 0
    for size in range(2, len(atoms) + 1):
        for row in combinations(atoms, size):
            candidate = frozenset(row)
            if any(smaller <= candidate for smaller in found):
                continue
            tries += 1
            if works(candidate):
                found.append(candidate)
            if tries > MOST_TRIES or len(found) >= MOST_SETS:
                return found or sorted(known, key=len)[:MOST_SETS]
    return found


def _depends(trial: PlanTrial, raw: Raw) -> bool:
    """Return whether a finding depends on more than what says so itself."""
    if raw.family == CONSEQUENCES:
        return True
    return any((part := trial.by_atom.get(atom)) and part.judged and part.judged.swap for atom in raw.atoms)


def _relevant(trial: PlanTrial, raw: Raw) -> list[PlanPart]:
    """Return the parts that can bear on a finding: those that its subject can be reached from."""
    reach = _below(trial, _subject_nodes(trial, raw))
    own = set(raw.atoms)
    if isinstance(raw.detail, Clash):
        own |= {part.atom for part in raw.detail.parts}
        own.update(setters_of(trial, raw.subject))
    return [part for part in trial.parts if part.atom in own or part.own_node in reach]


def setters_of(trial: PlanTrial, subject: str) -> list[str]:
    """Return the parts of the plan that set a value which the exclusion of a clash is about."""
    return [p.atom for p in trial.parts if any(ban.key == subject for _, valued in p.values for ban in valued.bans)]


def _subject_nodes(trial: PlanTrial, raw: Raw) -> list[int]:
    detail = raw.detail
    if isinstance(detail, Clash):
        if detail.ban is not None:
            return [detail.ban.owner, detail.ban.other]
        index = trial.prepared.index
        return [part.own_node for part in detail.parts] + [index.get(side, -1) for side in detail.sides]
    if isinstance(detail, ToleranceUsed):
        return [raw.node, *trial.prepared.tolerated[raw.node]]
    return [raw.node]


def _below(trial: PlanTrial, start: Iterable[int]) -> set[int]:
    """Return every node that some nodes depend on, through the model's links and the plan's own."""
    prepared = trial.prepared
    extra = _own_links(trial)
    stack, reached = list(start), set(start)
    while stack:
        node = stack.pop()
        owner = getattr(prepared.names.get(node), "element", None)
        below = [prepared.index[owner]] if isinstance(owner, str) else []
        formulas = prepared.pessimistic.demands.get(node, ()) + prepared.optimistic.demands.get(node, ())
        for other in chain(below, (inner for f in formulas for inner in nodes_of(f)), extra.get(node, ())):
            if other not in reached:
                reached.add(other)
                stack.append(other)
    return reached


def _own_links(trial: PlanTrial) -> dict[int, list[int]]:
    """Return what nodes depend on because the plan says so: conditions of substitutes, and what additions require."""
    links: dict[int, list[int]] = {}
    ours = {id_: node for node, id_ in trial.added.items()}
    for part in trial.parts:
        if part.judged and part.judged.swap:
            swap = part.judged.swap
            nodes = [*nodes_of(swap.optimistic), *(nodes_of(swap.pessimistic) if swap.pessimistic is not None else ())]
            links.setdefault(part.node, []).extend(nodes)
        if part.addable:
            names, index = part.addable.addition.requires, trial.prepared.index
            links.setdefault(part.addable.node, []).extend(ours.get(name, index.get(name, -1)) for name in names)
    return links


def _swings(trial: PlanTrial, raw: Raw, parts: list[PlanPart]) -> tuple[list[str], bool]:
    """Return the parts that could make a finding go away by being there, and whether that is certain."""
    sides = raw.detail.parts if isinstance(raw.detail, Clash) else ()
    enabling = [part.atom for part in parts if enables(trial.prepared, part) and part not in sides]
    own = [part for part in parts if part.node == raw.node and part.judged is not None and raw.node >= 0]
    swaps = any(part.judged and part.judged.swap for part in own)
    follows = raw.family == CONSEQUENCES
    if raw.code == NEEDS_OWNER or (enabling and raw.code == EXCLUDED) or (swaps and follows):
        return [part.atom for part in parts], False
    if follows:
        enabling += [p.atom for p in own if p.judged and max(p.judged.optimistic, p.judged.otherwise[0]) == ABSENT]
    return list(dict.fromkeys(enabling)), True


def enables(prepared: PreparedModel, part: PlanPart) -> bool:
    """Return whether a part of a plan meets something that the untouched model does not."""
    unmet = prepared.pessimistic.unmet
    return part.addable is not None or any(unmet >> node & 1 for _, valued in part.values for node in valued.met)


# The quick way where parts can only hurt -----------------------------------------------------------------


class Lone(NamedTuple):
    """The parts that bring a consequence about alone, and whether it also follows without the first of them."""

    atoms: tuple[str, ...]
    otherwise: bool = False


class LoneCauses:
    """Which part of a plan alone brings which falls about, in one evaluation of a plan whose parts can only hurt.

    What a part alone takes with it is known, so that mostly nothing has to be tried.
    """

    def __init__(self, trial: PlanTrial, *, pessimistic: bool) -> None:
        evaluation = trial.evaluation
        self.network = trial.prepared.network(pessimistic=pessimistic)
        self.aside = evaluation.uncertain | self.network.base
        self.uncertain = evaluation.uncertain
        self.doubts = evaluation.doubts if pessimistic else {}
        self.gone = dict(evaluation.takes)
        for atom, node in self.doubts.items():
            self.gone[atom] = (*self.gone.get(atom, ()), node)
        self.alone: dict[str, Nodes] = {}
        self._once: Nodes = 0
        self._twice: Nodes = 0
        shared: Nodes = 0
        touched: Nodes = 0
        for atom, nodes in self.gone.items():
            closure = self.network.closure_of(nodes)
            self.alone[atom] = closure.fallen
            self._twice |= self._once & closure.fallen
            self._once |= closure.fallen
            shared |= touched & closure.touched
            touched |= closure.touched
        self.shared = bool(shared)
        """Whether two parts reach a node in common, so that they may bring something about together."""
        # Of two parts, what one does without the other is known.
        self._joint = self.shared and len(self.gone) not in {0, 1, 2}

    def by_atom(self, falls: Nodes) -> dict[str, Nodes]:
        """Return the falls that one part alone, and nothing without it, brings about, by that part."""
        plain = falls & self._once
        plain ^= plain & (self._twice | self.aside)
        found: dict[str, Nodes] = {}
        for atom, alone in self.alone.items():
            mine = plain & alone
            if mine and self._joint:
                mine ^= mine & self.network.without(self._rest(atom, self.gone))
            if mine:
                found[atom] = mine
        for node in nodes_in(falls & self.uncertain):
            lone = self.lone(node)
            if len(lone.atoms) == 1 and not lone.otherwise:
                found[lone.atoms[0]] = found.get(lone.atoms[0], 0) | 1 << node
        return found

    def any_of(self, falls: Nodes) -> set[str]:
        """Return the parts that alone bring one of some falls about, be there other causes or not."""
        plain = falls ^ (falls & self.aside)
        found = {atom for atom, alone in self.alone.items() if plain & alone}
        return found.union(*(self.lone(node).atoms for node in nodes_in(falls & self.uncertain)))

    def lone(self, node: int) -> Lone:
        """Return what alone brings the fall of an element about, by trying out each part."""
        if self.network.base >> node & 1:
            return Lone((), otherwise=True)
        # The changes to its own element are taken as agreed.
        gone = {atom: nodes[:-1] if self.doubts.get(atom) == node else nodes for atom, nodes in self.gone.items()}
        falls = {nodes: self.network.without(nodes) >> node & 1 for nodes in dict.fromkeys(gone.values())}
        alone = tuple([atom for atom, nodes in gone.items() if falls[nodes]])
        if len(alone) != 1:
            return Lone(alone, otherwise=True)
        return Lone(alone, otherwise=bool(self.network.without(self._rest(alone[0], gone)) >> node & 1))

    def _rest(self, atom: str, gone: Mapping[str, tuple[int, ...]]) -> list[int]:
        return [node for other, nodes in gone.items() if other != atom for node in nodes]


# The way along the links ---------------------------------------------------------------------------------


def path_of(trial: PlanTrial, raw: Raw, atoms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the way along the links from the first part of a cause to what the finding is about.

    Element ids, from what the plan touches to what is hit; only the latter where nothing leads there.
    """
    elements = trial.prepared.elements
    subjects = [raw.node] if isinstance(raw.detail, ToleranceUsed) else _subject_nodes(trial, raw)
    ends = {node for node in subjects if node >= 0}
    if not ends:
        return ()
    if raw.family in (LOCAL, ADVICE):  # which follow no links
        return (elements[raw.node].id,)
    parts = [trial.by_atom[atom] for atom in atoms]
    start = [part.own_node for part in parts]
    if start and start[0] in ends:
        return _names(trial, start[0], {start[0]: -1})
    evaluation = trial.part(atoms)
    network = trial.prepared.network(pessimistic=not raw.red)
    out = evaluation.optimistic if raw.red else evaluation.pessimistic
    before: dict[int, int] = dict.fromkeys(start, -1)
    queue = deque(start)
    while queue:
        node = queue.popleft()
        if node in ends:
            return _names(trial, node, before)
        failed = [n for part in parts for _, valued in part.values if valued.node == node for n in valued.failed]
        for other in (*network.hard.get(node, ()), *nodes_in(network.soft.get(node, 0)), *failed):
            if other not in before and (out >> other & 1 or other in ends):
                before[other] = node
                queue.append(other)
    return tuple(elements[node].id for node in sorted(ends)[:1] if node < len(elements))


def _names(trial: PlanTrial, node: int, before: dict[int, int]) -> tuple[str, ...]:
    row: list[str] = []
    elements = trial.prepared.elements
    while node >= 0:
        if node in trial.added:
            row.append(trial.added[node])
        elif node < len(elements):
            row.append(elements[node].id)
        node = before[node]
    return tuple(dict.fromkeys(reversed(row)))
