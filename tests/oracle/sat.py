"""A second judge, which puts the whole question into one propositional formula and asks a SAT solver.

The encoding
------------
*Selectors.* One free variable for each atom of the plan (``change:ID``, ``choice:ELEMENT.PARAMETER``,
``undecided:NAME``): true means that the part of the plan under view keeps it. One more free variable for
each change that somebody other than the site may approve: true means that this approval is given. All
else is a *gate*: a literal defined by these selectors through clauses in both directions (Tseitin).
Gates with the same inputs are one literal, and constants are folded away.

*In place.* For each world there is a column of literals, one for each element and addition. The first
column is all true; the next one says of each whether its own changes allow it and its links hold over
the column before. When two columns are the same literals, or after as many columns as there are
elements, the last column is the greatest fixed point: each column that differs under some assignment
loses at least one more element under that assignment, so that elements which hold each other up stay in
place, and none is put back. Because gates are shared, links without cycles settle after their depth.
The column with one element's own changes taken as agreed is built in the same way.

*Findings.* For each finding three literals: present, at least amber, red.

*Causes.* A set of atoms brings a finding about for every larger part of the plan if and only if the
formula with the finding's literal denied and those selectors true has no solution. The minimal ones
are the minimal unsatisfiable subsets of the selectors, enumerated with a map solver (as MARCO does).

*Repairs.* A second solver proposes sets of actions, smaller ones before larger ones, among those after
which no direct finding is too bad and every consequence that is too bad could be agreed in principle.
For a proposal, consequences are agreed by enumerating their causes. What works blocks its supersets,
what does not blocks itself, until nothing is left to propose.

No code of the naive judge is used, except for the shape of the answer.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from pysat.card import ITotalizer
from pysat.solvers import Solver
from tests.oracle.judgement import UNSAID, Judgement

from fidelity.model.requirements import AdditionTerm, ElementTerm, Group, ParameterTerm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from typing import TypeAlias

    from tests.oracle.judgement import Key

    from fidelity.model.elements import Element, Substitute
    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter
    from fidelity.model.requirements import Exclusion, Leaf, Term
    from fidelity.model.strength import Strength
    from fidelity.model.types import RawValue, Value
    from fidelity.plan.plan import Approval, Change, Covered, Plan

Lit: TypeAlias = int
Column: TypeAlias = "Mapping[str, Lit]"

TRUE: Lit = 1
FALSE: Lit = -1


def judge(model: Model, plan: Plan, bind: Strength, on: date | None = None, *, target: str = "red") -> Judgement:
    """Judge a plan; ``target`` is the verdict that repairs have to get rid of."""
    with contextlib.closing(Formula(model, plan, bind, on)) as formula:
        return formula.judgement(target)


# Gates ------------------------------------------------------------------------------------------


class Circuit:
    """Gates over free variables, and the solver that holds their clauses. Variable 1 is true."""

    def __init__(self) -> None:
        self.clauses: list[list[int]] = [[TRUE]]
        self.solver: Any = Solver(name="g4", bootstrap_with=self.clauses)
        self._last = 1
        self._gates: dict[frozenset[Lit], Lit] = {}

    def free(self) -> Lit:
        """Return a new variable."""
        self._last += 1
        return self._last

    def _add(self, *clause: Lit) -> None:
        self.clauses.append(list(clause))
        self.solver.add_clause(clause)

    def every(self, *inputs: Lit) -> Lit:
        """Return the literal that is true if all inputs are."""
        lits = frozenset(inputs) - {TRUE}
        if FALSE in lits or any(-lit in lits for lit in lits):
            return FALSE
        if len(lits) < 2:
            return next(iter(lits), TRUE)
        if lits not in self._gates:
            gate = self._gates[lits] = self.free()
            for lit in lits:
                self._add(-gate, lit)
            self._add(gate, *(-lit for lit in lits))
        return self._gates[lits]

    def some(self, *inputs: Lit) -> Lit:
        """Return the literal that is true if some input is."""
        return -self.every(*(-lit for lit in inputs))

    def implies(self, left: Lit, right: Lit) -> Lit:
        """Return the literal of an implication."""
        return self.some(-left, right)

    def at_least(self, count: int, inputs: Sequence[Lit]) -> Lit:
        """Return the literal that is true if at least so many inputs are."""
        if count <= 0:
            return TRUE
        if count > len(inputs):
            return FALSE
        head, rest = inputs[0], inputs[1:]
        return self.some(self.every(head, self.at_least(count - 1, rest)), self.at_least(count, rest))


# What needs no formula: strengths, the table, approvals -----------------------------------------

_SMALL, _MIDDLE, _PACE = "c..", "cc.", "ccc"
_SWAP, _GONE = "xk.", "xxx"
_NATURES = {
    "tailoring": _SMALL, "packaging": _SMALL, "repeating": _SMALL,
    "adding": _MIDDLE, "integrating-another-treatment": _MIDDLE, "lengthening": _MIDDLE,
    "spreading": _MIDDLE, "reordering": _MIDDLE, "departing-with-return": _MIDDLE,
    "format": _MIDDLE, "setting": _MIDDLE, "personnel": _MIDDLE, "population": _MIDDLE,
    "shortening": _PACE, "loosening-structure": _PACE,
    "substituting": _SWAP,
    "removing": _GONE, "integrating-into-another-framework": _GONE, "drift-without-returning": _GONE,
}  # fmt: skip
"""By nature, at principle, essential and flexible tier: ``.`` permitted, ``c`` consult, ``x`` absent,
``k`` consult if the plan says how the function is kept and else absent."""

_TIERS = ("principle", "essential", "flexible")
_HARM = {".": 0, "permitted": 0, "c": 1, "consult": 1, "x": 2, "absent": 2}


def harm(element: Element, change: Change, nature: str, bind: int) -> tuple[int, int]:
    """Return how bad a nature is by rule and table, optimistically and pessimistically: 0, 1 or 2."""
    silent = change.function_kept in UNSAID
    letter = _NATURES[nature][_TIERS.index(element.tier.value)]
    if letter == "k":
        letter = "x" if silent else "c"
    best = worst = _HARM[letter]
    for rule in (rule for rule in element.adaptation if rule.nature == nature):
        own = _HARM[rule.rule]
        best, worst = (own, own) if rule.basis.strength >= bind else (min(own, best), max(own, worst))
    floor = 1 if silent and element.tier.value == "essential" else 0
    return max(best, floor), max(worst, floor)


class Grounds:
    """What follows from the model alone: how strong each term is."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._seen: dict[int, tuple[Term, int, bool]] = {}

    def point(self, term: ParameterTerm) -> Value | None:
        """Return the standard that a parameter term starts from."""
        return self.parameter(term.element, term.parameter).point

    def parameter(self, element: str, name: str) -> Parameter:
        """Return a parameter that exists."""
        return next(p for p in self.model.by_id[element].parameters if p.id == name)

    def weigh(self, term: Term) -> tuple[int, bool]:
        """Return a term's strength, and whether it holds in the untouched model."""
        if id(term) not in self._seen:
            self._seen[id(term)] = (term, *self._weigh(term))
        return self._seen[id(term)][1:]

    def _weigh(self, term: Term) -> tuple[int, bool]:
        if isinstance(term, Group):
            weights = [self.weigh(inner) for inner in term.terms]
            if term.kind == "all":
                return min(s for s, _ in weights), all(h for _, h in weights)
            # The quorum's strength is that of its n-th strongest term that holds.
            ranked = sorted((s for s, h in weights if h), reverse=True)
            quorum = quorum_of(term)
            return (ranked[quorum - 1], True) if len(ranked) >= quorum else (0, False)
        if isinstance(term, ParameterTerm):
            value = self.point(term)
            return int(term.basis.strength), value is None or fits(term, value)
        return int(term.basis.strength), isinstance(term, ElementTerm)


def quorum_of(group: Group) -> int:
    """Return how many terms have to hold."""
    return {"any": 1, "at_least": group.count, "all": len(group.terms)}[group.kind]


def fits(term: ParameterTerm, value: Value) -> bool:
    """Return whether a value meets the condition of a term."""
    return not any(not constraint.holds(value) for constraint in term.constraints)


def weakest_leaf(term: Term) -> int:
    """Return the strength of the weakest leaf."""
    if isinstance(term, Group):
        return min(weakest_leaf(inner) for inner in term.terms)
    return int(term.basis.strength)


class Register:
    """Who approved what, and who could."""

    def __init__(self, model: Model, plan: Plan, on: date | None) -> None:
        self.model, self.plan, self.on = model, plan, on
        self.where = {change.id: self._where(change) for change in plan.changes}
        self.given = {change.id: list(self._given(change)) for change in plan.changes}

    def rank_touched(self, change: Change) -> str:
        """Return the highest tier that an addition touches."""
        ranks = [_TIERS.index(self.model.by_id[name].tier.value) for name in change.touches]
        return _TIERS[min(ranks, default=2)]

    def _where(self, change: Change) -> str:
        if change.addition is not None:
            return self.rank_touched(change)
        return self.model.by_id[change.element].tier.value if change.element else "proscribed"

    def _given(self, change: Change) -> Iterator[Approval]:
        for approval in self.plan.approvals:
            if self.on is not None:
                late = approval.until is not None and approval.until < self.on
                if late or self.on < approval.given:
                    continue
            said = [entry for entry in approval.covers if entry.change == change.id]
            wanted = self._content(change, change)
            matches = any(self._content(change, entry) == wanted for entry in said)
            if matches and self.may(approval, self.where[change.id]):
                yield approval

    def _content(self, change: Change, entry: Change | Covered) -> object:
        natures = set(entry.natures)
        if change.addition is not None and not natures:
            natures = {"adding"}
        parameters = {}
        if change.element:
            parameters = {p.id: p for p in self.model.by_id[change.element].parameters}
        values = {s.parameter: parameters[s.parameter].value(s.value) for s in entry.settings}
        return natures, values, entry.substitute, entry.exception

    def may(self, approval: Approval, where: str) -> bool:
        """Return whether an approval has authority somewhere."""
        listed = approval.role in self.model.authority.get(where, ())
        from_outside = approval.by != self.plan.site and approval.role != self.plan.author
        return listed and (from_outside or where == "flexible")

    def could(self, *wheres: str) -> bool:
        """Return whether one role that is not the author's has authority in all places."""
        for role in self.model.authority.get(wheres[0], ()):
            if role != self.plan.author and all(role in self.model.authority.get(where, ()) for where in wheres):
                return True
        return False


# The formula ------------------------------------------------------------------------------------


class World(NamedTuple):
    """A world: optimistic or not, and (optionally) the element whose own changes count as agreed."""

    hopeful: bool
    agreed: str = ""


HOPEFUL, GLOOMY = World(hopeful=True), World(hopeful=False)


class Setter(NamedTuple):
    """Who sets a parameter, to what, and the literal of its being kept."""

    kept: Lit
    value: Value
    change: Change | None


class Levels(NamedTuple):
    """The literals of a finding."""

    present: Lit
    amber: Lit
    red: Lit


class Proposal(NamedTuple):
    """An assignment to the selectors: the atoms kept, and the changes approved by an action."""

    kept: frozenset[str]
    approved: frozenset[str]


class Formula:
    """A model, a plan, a line and a day as one formula."""

    def __init__(self, model: Model, plan: Plan, bind: Strength, on: date | None) -> None:
        self.model, self.plan, self.bind = model, plan, int(bind)
        self.circuit = Circuit()
        self.grounds = Grounds(model)
        self.register = Register(model, plan, on)
        self.selector: dict[str, Lit] = {atom: self.circuit.free() for atom in self._atoms(model, plan)}
        self.approving: dict[str, Lit] = {
            change.id: self.circuit.free()
            for change in plan.changes
            if self.register.could(self.register.where[change.id])
        }
        self.setters = dict(self._setters())
        self.additions = {c.addition.id: c for c in plan.changes if c.addition is not None}
        self.settled: dict[World, Column] = {}
        self.tiers: dict[Key, set[str]] = defaultdict(set)
        self.findings: dict[Key, Levels] = {}
        for key, present, red, agreed in self._findings():
            self._record(key, present, red, agreed)

    def close(self) -> None:
        """Free the solver."""
        self.circuit.solver.delete()

    # Selectors

    @staticmethod
    def _atoms(model: Model, plan: Plan) -> list[str]:
        said = set(plan.as_specified)
        for choice in plan.choices:
            said.add(choice.element)
        for change in plan.changes:
            said.add(change.element or change.proscribed or change.id)
        open_ = set(plan.undecided)
        if plan.unmentioned == "undecided":
            open_ |= (model.by_id.keys() | model.proscribed_by_id.keys()) - said
        return [
            *(f"change:{change.id}" for change in plan.changes),
            *(f"choice:{c.element}.{s.parameter}" for c in plan.choices for s in c.settings),
            *(f"undecided:{name}" for name in sorted(open_)),
        ]

    def _setters(self) -> Iterator[tuple[tuple[str, str], Setter]]:
        for change in self.plan.changes:
            for s in change.settings:
                key = (change.element or "", s.parameter)
                yield key, self._setter(key, f"change:{change.id}", s.value, change)
        for choice in self.plan.choices:
            for s in choice.settings:
                key = (choice.element, s.parameter)
                yield key, self._setter(key, f"choice:{'.'.join(key)}", s.value, None)

    def _setter(self, key: tuple[str, str], atom: str, raw: RawValue, change: Change | None) -> Setter:
        return Setter(self.selector[atom], self.grounds.parameter(*key).value(raw), change)

    def kept(self, change: Change) -> Lit:
        """Return the literal of a change's being kept."""
        return self.selector[f"change:{change.id}"]

    def covered(self, change: Change) -> Lit:
        """Return the literal of a change's being validly approved."""
        if self.register.given[change.id]:
            return TRUE
        return self.approving.get(change.id, FALSE)

    def open(self, name: str) -> Lit:
        """Return the literal of an element's being undecided."""
        return self.selector.get(f"undecided:{name}", FALSE)

    # Links

    def leaf(self, leaf: Leaf, column: Column) -> Lit:
        """Return the literal of a leaf's holding over a column."""
        if isinstance(leaf, ElementTerm):
            return column[leaf.element]
        if isinstance(leaf, AdditionTerm):
            return column.get(leaf.addition, FALSE)
        point = self.grounds.point(leaf)
        otherwise = TRUE if point is None or fits(leaf, point) else FALSE
        setter = self.setters.get((leaf.element, leaf.parameter))
        value = otherwise
        if setter is not None:
            if fits(leaf, setter.value):
                value = self.circuit.some(setter.kept, otherwise)
            else:
                value = self.circuit.every(-setter.kept, otherwise)
        return self.circuit.every(column[leaf.element], value)

    def term(self, term: Term, world: World, column: Column) -> Lit:
        """Return the literal of a term's holding, leaving aside whether it counts as a demand."""
        if not isinstance(term, Group):
            return self.leaf(term, column)
        line = 0
        if not world.hopeful and term.kind != "all":
            line = min(self.grounds.weigh(term)[0], self.bind)
        inputs = [self.term(inner, world, column) for inner in term.terms if self.grounds.weigh(inner)[0] >= line]
        return self.circuit.at_least(quorum_of(term), inputs)

    def demands(self, link: Group | None) -> Iterator[Term]:
        """Yield what a link demands, one by one: groups of ``all`` are taken apart."""
        pending: list[Term] = [link] if link is not None else []
        while pending:
            term = pending.pop()
            if isinstance(term, Group) and term.kind == "all":
                pending.extend(term.terms)
            else:
                yield term

    def link(self, link: Group | None, world: World, column: Column) -> Lit:
        """Return the literal of a link's being met in a world."""
        counting = [
            term for term in self.demands(link) if not world.hopeful or self.grounds.weigh(term)[0] >= self.bind
        ]
        return self.circuit.every(*(self.term(term, world, column) for term in counting))

    # Changes

    def stand_in(self, substitute: Substitute, world: World, column: Column) -> Lit:
        """Return the literal of a listed substitute's standing in for its element."""
        weakest = int(substitute.basis.strength)
        if substitute.when is not None:
            weakest = min(weakest, weakest_leaf(substitute.when))
        if not world.hopeful and weakest < self.bind:
            return FALSE
        if substitute.when is None:
            return TRUE
        return self.term(substitute.when, world, column)

    def harmed(self, change: Change, world: World, column: Column, least: int) -> Lit:
        """Return the literal of a change's answer being at least so bad (1 consult, 2 absent)."""
        return self.circuit.some(*(self.by_nature(change, one, world, column, least) for one in change.natures))

    def by_nature(self, change: Change, nature: str, world: World, column: Column, least: int) -> Lit:
        """Return the literal of the answer to one nature of a change being at least so bad."""
        element = self.model.by_id[change.element or ""]
        hopeful, gloomy = harm(element, change, nature, self.bind)
        if (hopeful if world.hopeful else gloomy) < least:
            return FALSE
        listed = [s for s in element.substitutes if s.id == change.substitute]
        if nature == "substituting" and listed:
            return -self.stand_in(listed[0], world, column)
        return TRUE

    def asks(self, change: Change, nature: str) -> Lit:
        """Return the literal of one nature alone needing the owner; absence of an optional element is no question."""
        bright, dark = self.placed(HOPEFUL), self.placed(GLOOMY)
        hopeful = [self.by_nature(change, nature, HOPEFUL, bright, least) for least in (1, 2)]
        gloomy = [self.by_nature(change, nature, GLOOMY, dark, least) for least in (1, 2)]
        element = self.model.by_id[change.element or ""]
        unless = TRUE
        if element.tier.value == "flexible" and element.optional:
            unless = self.circuit.some(hopeful[0], -gloomy[1])
        return self.circuit.every(-hopeful[1], self.circuit.some(hopeful[0], gloomy[0]), unless)

    def gone(self, change: Change) -> Lit:
        """Return the literal of a change's answer being absent optimistically."""
        return self.harmed(change, HOPEFUL, self.placed(HOPEFUL), 2)

    def allowed(self, element: Element, world: World, column: Column) -> Lit:
        """Return the literal of an element's own changes allowing it."""
        if world.agreed == element.id:
            return TRUE
        lits = [] if world.hopeful else [-self.open(element.id)]
        for change in self.changes(element):
            if world.hopeful:
                fine = -self.harmed(change, world, column, 2)
            else:
                approved = self.circuit.every(self.covered(change), -self.gone(change))
                fine = self.circuit.some(-self.harmed(change, world, column, 1), approved)
            lits.append(self.circuit.implies(self.kept(change), fine))
        return self.circuit.every(*lits)

    def changes(self, element: Element) -> list[Change]:
        """Return the changes to an element."""
        return [change for change in self.plan.changes if change.element == element.id]

    # Fixed points

    def placed(self, world: World) -> Column:
        """Return the greatest fixed point of a world."""
        if world not in self.settled:
            names = [*self.model.by_id, *self.additions]
            column: Column = dict.fromkeys(names, TRUE)
            for _ in range(len(names) + 1):
                following = {name: self.step(name, world, column) for name in names}
                if following == column:
                    break
                column = following
            self.settled[world] = column
        return self.settled[world]

    def step(self, name: str, world: World, column: Column) -> Lit:
        """Return the literal of one element or addition in the column that follows."""
        if name in self.additions:
            return self.circuit.every(column[name], self.addition(name, world, column))
        element = self.model.by_id[name]
        return self.circuit.every(
            self.allowed(element, world, column),
            self.link(element.requires, world, column),
            self.link(element.realised_by, world, column),
        )

    def addition(self, name: str, world: World, column: Column) -> Lit:
        """Return the literal of an addition's standing."""
        change = self.additions[name]
        assert change.addition is not None
        lits = [self.kept(change)]
        if not world.hopeful and self.register.where[change.id] != "flexible":
            lits.append(self.covered(change))
        if not world.hopeful or self.bind == 0:
            lits += [column.get(other, FALSE) for other in change.addition.requires]
        return self.circuit.every(*lits)

    # Findings

    def _record(self, key: Key, present: Lit, red: Lit, agreed: Lit) -> None:
        if self.plan.claim == "inspired-by":
            red = FALSE
        levels = Levels(
            present,
            self.circuit.every(present, -agreed),
            self.circuit.every(present, red, -agreed),
        )
        old = self.findings.get(key, Levels(FALSE, FALSE, FALSE))
        self.findings[key] = Levels(*(self.circuit.some(a, b) for a, b in zip(old, levels, strict=True)))

    def _findings(self) -> Iterator[tuple[Key, Lit, Lit, Lit]]:
        for element in self.model.elements:
            yield from self._of_element(element)
        for change in self.plan.changes:
            yield from self._of_change(change)
        for (name, parameter), setter in self.setters.items():
            yield from self._of_value(self.model.by_id[name], parameter, setter)
        for practice in self.model.proscribed:
            culprits = [c for c in self.plan.changes if c.proscribed == practice.id]
            present = self.circuit.some(*map(self.kept, culprits))
            red = self.line(practice.basis.strength)
            agreed = self.all_covered((self.kept(c), c) for c in culprits)
            yield ("FID205", practice.id), present, red, agreed
        open_ = [lit for atom, lit in self.selector.items() if atom.startswith("undecided:")]
        yield ("FID209", ""), self.circuit.some(*open_), FALSE, FALSE
        yield from self._exclusions()

    def line(self, strength: int) -> Lit:
        """Return the constant that says whether a strength binds."""
        return TRUE if strength >= self.bind else FALSE

    def all_covered(self, culprits: Iterable[tuple[Lit, Change]]) -> Lit:
        """Return the literal of every culprit that is present being approved."""
        return self.circuit.every(
            *(self.circuit.implies(present, self.covered(change)) for present, change in culprits)
        )

    def _of_element(self, element: Element) -> Iterator[tuple[Key, Lit, Lit, Lit]]:
        tier, name, red = element.tier.value, element.id, self.line(element.strength)
        culprits = [(self.circuit.every(self.kept(c), self.gone(c)), c) for c in self.changes(element)]
        out = self.circuit.some(*(present for present, _ in culprits))
        if tier == "principle":
            yield from self._tolerance(element, out)
        if tier == "flexible" and element.optional:
            return
        code = {"principle": "FID202", "essential": "FID201", "flexible": "FID203"}[tier]
        agreed = FALSE if tier == "principle" else self.all_covered(culprits)
        yield (code, name), out, red, agreed
        hopeful = self.circuit.every(-out, -self.placed(HOPEFUL)[name])
        gloomy = self.circuit.every(-out, -self.placed(World(hopeful=False, agreed=name))[name])
        key = ("FID301" if tier == "principle" else "FID302", name)
        if tier != "principle":
            self.tiers[key].add(tier)
        present = self.circuit.some(hopeful, gloomy)
        yield key, present, self.circuit.every(hopeful, red), FALSE

    def _of_change(self, change: Change) -> Iterator[tuple[Key, Lit, Lit, Lit]]:
        kept, covered = self.kept(change), self.covered(change)
        if change.element is not None:
            asked = self.circuit.some(*(self.asks(change, nature) for nature in change.natures))
            yield ("FID206", change.id), self.circuit.every(kept, asked), FALSE, covered
        if change.addition is not None and self.register.where[change.id] != "flexible":
            yield ("FID207", change.id), kept, FALSE, covered

    def _of_value(self, element: Element, name: str, setter: Setter) -> Iterator[tuple[Key, Lit, Lit, Lit]]:
        parameter, subject = self.grounds.parameter(element.id, name), f"{element.id}.{name}"
        agreed = FALSE
        if setter.change is not None and element.tier.value != "principle":
            agreed = self.covered(setter.change)
        if not parameter.limits:
            yield ("FID208", subject), setter.kept, FALSE, agreed
        violated = [limit.basis.strength for limit in parameter.limits if not limit.holds(setter.value)]
        excuses = [
            min(e.basis.strength, *(limit.basis.strength for limit in e.limits), 99)
            for e in parameter.exceptions
            if setter.change is not None
            and e.id == setter.change.exception
            and all(limit.holds(setter.value) for limit in e.limits)
        ]
        if violated and max(excuses, default=-1) < self.bind:
            red = FALSE if excuses else self.line(max(violated))
            yield ("FID204", subject), setter.kept, red, agreed

    def _exclusions(self) -> Iterator[tuple[Key, Lit, Lit, Lit]]:
        for element in self.model.elements:
            for exclusion in element.excludes:
                yield self._exclusion(element, exclusion)
        for name, change in self.additions.items():
            assert change.addition is not None
            for other in change.addition.excludes:
                key = ("FID303", f"{name}|{other}")
                self.tiers[key] |= {self.register.where[change.id]} | self.side(other)
                yield key, *self.clash(name, other, TRUE, self.line(0)), FALSE

    def _exclusion(self, owner: Element, exclusion: Exclusion) -> tuple[Key, Lit, Lit, Lit]:
        other, suffix, value = exclusion.other, "", TRUE
        if isinstance(other, ParameterTerm):
            setter = self.setters.get((other.element, other.parameter))
            fit = setter is not None and fits(other, setter.value)
            value = setter.kept if setter is not None and fit else FALSE
            suffix = f".{other.parameter}"
        key = ("FID303", f"{owner.id}|{other.element}{suffix}")
        self.tiers[key] |= {owner.tier.value} | self.side(other.element)
        line = self.line(exclusion.basis.strength)
        return key, *self.clash(owner.id, other.element, value, line), FALSE

    def side(self, name: str) -> set[str]:
        """Return the tier of one side of an exclusion."""
        if name in self.additions:
            return {self.register.where[self.additions[name].id]}
        return {self.model.by_id[name].tier.value} if name in self.model.by_id else set()

    def clash(self, owner: str, other: str, value: Lit, binding: Lit) -> tuple[Lit, Lit]:
        """Return the literals of both sides standing, optimistically and bindingly."""
        hopeful, gloomy = (
            self.circuit.every(column[owner], column.get(other, FALSE), value)
            for column in (self.placed(HOPEFUL), self.placed(GLOOMY))
        )
        return self.circuit.some(hopeful, gloomy), self.circuit.every(gloomy, binding)

    def _tolerance(self, principle: Element, out: Lit) -> Iterator[tuple[Key, Lit, Lit, Lit]]:
        if principle.tolerance is None:
            return
        moved = [
            self.circuit.some(
                -self.placed(GLOOMY)[name],
                *map(self.kept, self.changes(self.model.by_id[name])),
            )
            for name in sorted(named(principle.realised_by))
        ]
        many = self.circuit.at_least(principle.tolerance.at_most + 1, moved)
        yield ("FID304", principle.id), self.circuit.every(many, -out), FALSE, FALSE

    # Answers

    def solve(self, proposal: Proposal) -> set[Lit]:
        """Return the literals that are true for one assignment to the selectors."""
        assumptions = [lit if atom in proposal.kept else -lit for atom, lit in self.selector.items()]
        assumptions += self.approvals(proposal)
        assert self.circuit.solver.solve(assumptions=assumptions)
        return {TRUE, *self.circuit.solver.get_model()}

    def approvals(self, proposal: Proposal) -> list[Lit]:
        """Return the assumptions about what an action approves."""
        return [lit if id_ in proposal.approved else -lit for id_, lit in self.approving.items()]

    def raw(self, proposal: Proposal) -> dict[Key, str]:
        """Return the findings before any consequence is turned into agreed."""
        true = self.solve(proposal)
        return {
            key: "red" if levels.red in true else "amber" if levels.amber in true else "agreed"
            for key, levels in self.findings.items()
            if levels.present in true
        }

    def final(self, proposal: Proposal) -> dict[Key, str]:
        """Return the findings."""
        raw = self.raw(proposal)
        return {key: "agreed" if self.is_agreed(proposal, key, verdict) else verdict for key, verdict in raw.items()}

    def is_agreed(self, proposal: Proposal, key: Key, verdict: str) -> bool:
        """Return whether every cause of a consequence was approved by who may approve that too."""
        tiers = self.tiers.get(key, set())
        if not tiers or "principle" in tiers:
            return False
        tier = min(tiers, key=_TIERS.index)
        good = {f"change:{change.id}" for change in self.plan.changes if self.reaches(change, tier, proposal)}
        return bool(good) and all(cause and cause <= good for cause in self.minimal(key, verdict, proposal))

    def reaches(self, change: Change, tier: str, proposal: Proposal) -> bool:
        """Return whether an approval of a change reaches a consequence at a tier."""
        if any(self.register.may(approval, tier) for approval in self.register.given[change.id]):
            return True
        where = self.register.where[change.id]
        return change.id in proposal.approved and self.register.could(where, tier)

    def minimal(self, key: Key, verdict: str, proposal: Proposal) -> Iterator[frozenset[str]]:
        """Yield the minimal sets of kept atoms that force a finding to be at least so bad."""
        levels = self.findings[key]
        denied = -{"red": levels.red, "amber": levels.amber, "agreed": levels.present}[verdict]
        atom_of = {self.selector[atom]: atom for atom in proposal.kept}
        fixed = [
            *self.approvals(proposal),
            denied,
            *(-lit for atom, lit in self.selector.items() if atom not in proposal.kept),
        ]
        for core in minimal_cores(self.circuit.solver, fixed, frozenset(atom_of)):
            yield frozenset(atom_of[lit] for lit in core)

    def judgement(self, target: str) -> Judgement:
        """Return everything about the plan as it is."""
        whole = Proposal(frozenset(self.selector), frozenset())
        findings, raw = self.final(whole), self.raw(whole)
        return Judgement(
            verdict=worst(findings.values()),
            findings=findings,
            states=self.states(findings, self.solve(whole)),
            causes={key: frozenset(self.minimal(key, v, whole)) for key, v in raw.items()},
            repairs=frozenset(self.repairs(target)),
        )

    def states(self, findings: Mapping[Key, str], true: set[Lit]) -> dict[str, str]:
        """Return each element's state, given what is true of the plan as it is."""
        about: dict[str, list[tuple[str, str]]] = defaultdict(list)
        target = {change.id: change.element for change in self.plan.changes}
        for (code, subject), verdict in findings.items():
            names = {side.split(".")[0] for side in subject.split("|")}
            if code in ("FID206", "FID207"):
                names = {target[subject] or ""}
            for name in names:
                about[name].append((code, verdict))
        chosen = {choice.element for choice in self.plan.choices}
        changed = set(target.values())

        def state(name: str) -> str:
            mine = about[name]
            open_ = f"undecided:{name}" in self.selector
            tests: list[tuple[str, bool]] = [
                ("agreed", bool(mine) and all(v == "agreed" for _, v in mine) and not open_),
                ("not-in-place", self.placed(HOPEFUL)[name] not in true),
                ("uncertain", self.placed(GLOOMY)[name] not in true),
                ("outside-limits", any(code == "FID204" for code, _ in mine)),
                ("adapted", name in changed),
                ("within-room", name in chosen),
            ]
            return next((word for word, applies in tests if applies), "as-specified")

        return {name: state(name) for name in self.model.by_id}

    # Repairs

    def repairs(self, target: str) -> Iterator[frozenset[str]]:
        """Yield the minimal sets of actions that work, small ones first."""
        words = {"change": "withdraw", "choice": "reset", "undecided": "settle"}
        drop = {f"{words[a.split(':')[0]]} {a}": -lit for a, lit in self.selector.items()}
        give = {f"approve change:{id_}": lit for id_, lit in self.approving.items()}
        actions = {**drop, **give}
        lits = list(actions.values())
        hopes = list(self.hopes(target))
        with Solver(name="g4", bootstrap_with=[*self.circuit.clauses, *hopes]) as proposer:
            bound = self._bound(lits)
            for clause in bound.cnf.clauses:
                proposer.add_clause(clause)
            for size in range(len(lits) + 1):
                limit = [-bound.rhs[size]] if size < len(lits) else []
                while proposer.solve(assumptions=limit):
                    true = set(proposer.get_model())
                    names = frozenset(name for name, lit in actions.items() if lit in true)
                    if self.works(names, target):
                        yield names
                        if not names:
                            return
                        proposer.add_clause([-actions[name] for name in names])
                    else:
                        proposer.add_clause([-lit if lit in true else lit for lit in lits])

    def _bound(self, lits: list[Lit]) -> Any:
        if not lits:
            return _NoBound()
        top = self.circuit.free()
        return ITotalizer(lits=lits, ubound=len(lits) - 1, top_id=top)

    def hopes(self, target: str) -> Iterator[list[Lit]]:
        """Yield what has to be so after any repair that works, as clauses."""
        kept_and_covered = [self.circuit.every(self.kept(c), self.covered(c)) for c in self.plan.changes]
        for key, levels in self.findings.items():
            bad = levels.red if target == "red" else levels.amber
            tiers = self.tiers.get(key, set())
            agreeable = tiers and "principle" not in tiers
            yield [-bad, *(kept_and_covered if agreeable else [])]

    def works(self, names: frozenset[str], target: str) -> bool:
        """Return whether the plan is better than ``target`` after some actions."""
        gone = {name.split(" ", 1)[1] for name in names if not name.startswith("approve ")}
        approved = frozenset(name.removeprefix("approve change:") for name in names if name.startswith("approve "))
        proposal = Proposal(frozenset(self.selector) - gone, approved)
        verdict = worst(self.final(proposal).values())
        return verdict == "green" or (verdict == "amber" and target == "red")


class _NoBound:
    """The bound on the size of a set of no actions."""

    class cnf:  # noqa: N801 - stands in for a totalizer's
        clauses: tuple[list[int], ...] = ()

    rhs: tuple[int, ...] = ()


def worst(verdicts: Iterable[str]) -> str:
    """Return the worst verdict; what is agreed is green."""
    found = set(verdicts)
    return next((verdict for verdict in ("red", "amber") if verdict in found), "green")


def named(link: Group | None) -> set[str]:
    """Return the elements that a link names, by themselves or by one of their parameters."""
    found: set[str] = set()
    pending: list[Term] = [link] if link is not None else []
    while pending:
        term = pending.pop()
        if isinstance(term, Group):
            pending += term.terms
        elif not isinstance(term, AdditionTerm):
            found.add(term.element)
    return found


# Minimal unsatisfiable subsets ------------------------------------------------------------------


def minimal_cores(solver: Any, fixed: Sequence[Lit], soft: frozenset[Lit]) -> Iterator[frozenset[Lit]]:
    """Yield every minimal subset of ``soft`` that cannot hold together with what is ``fixed``."""

    def feasible(lits: Iterable[Lit]) -> bool:
        return bool(solver.solve(assumptions=[*fixed, *lits]))

    names = {lit: number for number, lit in enumerate(sorted(soft), start=1)}
    with Solver(name="m22") as map_:
        # Seeds are as large as the map allows, so that one that is feasible is maximal.
        for number in names.values():
            map_.set_phases([number])
        while map_.solve():
            true = set(map_.get_model() or [])
            seed = {lit for lit, number in names.items() if number in true or -number not in true}
            if feasible(seed):
                grown = grow(feasible, seed, soft)
                map_.add_clause([names[lit] for lit in soft - grown])
                if grown == soft:
                    return
            else:
                core = shrink(feasible, seed & set(solver.get_core() or []))
                yield frozenset(core)
                if not core:
                    return
                map_.add_clause([-names[lit] for lit in core])


def grow(feasible: Callable[[Iterable[Lit]], bool], seed: set[Lit], soft: frozenset[Lit]) -> set[Lit]:
    """Return a maximal feasible superset."""
    grown = set(seed)
    for lit in sorted(soft - seed):
        if feasible(grown | {lit}):
            grown.add(lit)
    return grown


def shrink(feasible: Callable[[Iterable[Lit]], bool], core: set[Lit]) -> set[Lit]:
    """Return a minimal infeasible subset."""
    kept = set(core)
    for lit in sorted(core):
        if not feasible(kept - {lit}):
            kept.discard(lit)
    return kept


__all__ = ["Formula", "judge"]
