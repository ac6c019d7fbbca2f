"""The obvious judge: slow, literal, and without a thought for speed.

It reads sections 1 to 4 of the design word by word. Fixed points are reached by throwing out, again and
again, whatever does not stand; causes and repairs are found by trying every subset. The only economy
is that a part of the plan once judged is remembered.

Nothing of ``fidelity.checking`` or ``fidelity.checking.rules`` is used: what those produce is compared with this.
Nor are values read and compared as ``fidelity.model`` does it: see ``values``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from attrs import evolve
from tests.oracle.judgement import UNSAID, Details, Judgement
from tests.oracle.values import keeps, meets, point, read

from fidelity.model.elements import Tier
from fidelity.model.requirements import AdditionTerm, ElementTerm, Group, ParameterTerm, leaves
from fidelity.model.strength import Strength

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from tests.oracle.judgement import Key, Sets
    from tests.oracle.values import Reading

    from fidelity.model.elements import Element, Substitute
    from fidelity.model.model import Model
    from fidelity.model.parameters import Exemption, Parameter
    from fidelity.model.requirements import Leaf, Term
    from fidelity.model.types import RawValue
    from fidelity.plan.plan import Addition, Approval, Change, Covered, Plan, Setting

Placed = frozenset[str]
"""The ids of the elements and additions that are in place."""


class World(Enum):
    """How everything uncertain is taken: to help the plan, or to hurt it."""

    OPTIMISTIC = "optimistic"
    PESSIMISTIC = "pessimistic"


OPTIMISTIC, PESSIMISTIC = World.OPTIMISTIC, World.PESSIMISTIC

# What may be asked ------------------------------------------------------------------------------


def judge(model: Model, plan: Plan, bind: Strength, on: date | None = None, *, target: str = "red") -> Judgement:
    """Judge a plan; ``target`` is the verdict that repairs have to get rid of."""
    question = Question(model, plan, bind, on)
    whole = question.whole
    return Judgement(
        verdict=whole.verdict,
        findings=whole.findings,
        states={element.id: state(whole, element) for element in model.elements},
        causes={key: causes(whole, key) for key in whole.raw},
        repairs=repairs(question, target),
    )


def details(model: Model, plan: Plan, bind: Strength, on: date | None = None) -> Details:
    """Return what goes with the judgement of a plan."""
    question = Question(model, plan, bind, on)
    part = question.whole
    return Details(
        verdicts={element.id: element_verdict(part, element) for element in model.elements},
        standing={
            element.id: (len(realising(element) & part.pessimistic), len(realising(element)))
            for element in model.principles
        },
        nested={key: roots(part, key) for key in part.raw if is_consequence(key)},
        notes={
            (number, entry.change): notes(question, approval, entry)
            for number, approval in enumerate(plan.approvals)
            for entry in approval.covers
        },
    )


def judge_findings(model: Model, plan: Plan, bind: Strength, on: date | None = None) -> dict[Key, str]:
    """Return the findings alone, which is much faster than judging everything."""
    return Question(model, plan, bind, on).whole.findings


def judge_verdict(model: Model, plan: Plan, bind: Strength, on: date | None = None) -> str:
    """Return the verdict alone."""
    return Question(model, plan, bind, on).whole.verdict


def is_sound(model: Model) -> bool:
    """Return whether the untouched model is in order: links and conditions hold, no exclusion stands.

    A value that is the standard counts as a side of an exclusion here, so that a sound model is sound
    in the narrowest reading.
    """
    groups = [g for e in model.elements for g in (e.requires, e.realised_by) if g is not None]
    groups += [s.when for e in model.elements for s in e.substitutes if s.when is not None]
    excluded = any(
        isinstance(exclusion.other, ElementTerm) or untouched_clash(model, exclusion.other)
        for element in model.elements
        for exclusion in element.excludes
    )
    return not excluded and all(untouched(model, group) for group in groups)


# The question and its parts ---------------------------------------------------------------------


@dataclass(frozen=True)
class Action:
    """One thing that a site can do about its plan, and the atom that it concerns."""

    name: str
    atom: str

    @property
    def approves(self) -> bool:
        """Whether the action keeps its atom and has it approved."""
        return self.name.startswith("approve ")


class Question:
    """A plan, a model, what binds and the day; and the parts of the plan that were judged so far."""

    def __init__(self, model: Model, plan: Plan, bind: Strength, on: date | None) -> None:
        self.model, self.plan, self.bind, self.on = model, plan, bind, on
        self.atoms = frozenset(atoms(model, plan))
        self._parts: dict[tuple[frozenset[str], frozenset[str]], Part] = {}
        self._approvals: dict[str, list[Approval]] = {}

    @property
    def whole(self) -> Part:
        """The plan as it is."""
        return self.part(self.atoms)

    def part(self, kept: frozenset[str], approved: frozenset[str] = frozenset()) -> Part:
        """Return the part that keeps some atoms; ``approved`` change atoms count as validly approved."""
        approved &= kept
        if (kept, approved) not in self._parts:
            self._parts[kept, approved] = Part(self, kept, approved)
        return self._parts[kept, approved]

    def approvals(self, change: Change) -> list[Approval]:
        """Return the approvals that validly cover a change."""
        if change.id not in self._approvals:
            self._approvals[change.id] = valid_approvals(self, change)
        return self._approvals[change.id]

    @property
    def actions(self) -> list[Action]:
        """Everything that could be done."""
        words = {"change": "withdraw", "choice": "reset", "undecided": "settle"}
        back = [Action(f"{words[atom.partition(':')[0]]} {atom}", atom) for atom in self.atoms]
        return back + [
            Action(f"approve change:{change.id}", f"change:{change.id}")
            for change in self.plan.changes
            if other_roles(self, authority_key(self.model, change))
        ]


def atoms(model: Model, plan: Plan) -> list[str]:
    """Return what the plan is made of: its changes, its choices, and what it leaves undecided."""
    found = [f"change:{change.id}" for change in plan.changes]
    for choice in plan.choices:
        found += [f"choice:{choice.element}.{setting.parameter}" for setting in choice.settings]
    return found + [f"undecided:{name}" for name in undecided(model, plan)]


def undecided(model: Model, plan: Plan) -> list[str]:
    """Return the elements and proscribed practices that are undecided, by word or by silence."""
    mentioned = {*plan.as_specified, *(choice.element for choice in plan.choices)}
    mentioned |= {change.element or change.proscribed or "" for change in plan.changes}
    silence_settles = plan.unmentioned == "as-specified"
    names = [*(e.id for e in model.elements), *(p.id for p in model.proscribed)]
    return [name for name in names if name in plan.undecided or not (silence_settles or name in mentioned)]


class Part:
    """A part of the plan: some atoms kept, everything else as specified, approvals as they are."""

    def __init__(self, question: Question, kept: frozenset[str], approved: frozenset[str]) -> None:
        self.question, self.kept, self.approved = question, kept, approved
        self.model, self.plan, self.bind = question.model, question.plan, question.bind
        self.changes = [c for c in question.plan.changes if f"change:{c.id}" in kept]
        self.undecided = {a.partition(":")[2] for a in kept if a.startswith("undecided:")}

    def changes_to(self, element: str) -> list[Change]:
        """Return the changes to one element."""
        return [change for change in self.changes if change.element == element]

    @property
    def additions(self) -> dict[str, Change]:
        """The changes that add something, by the id of what they add."""
        return {c.addition.id: c for c in self.changes if c.addition is not None}

    def binds(self, strength: Strength) -> bool:
        """Return whether something this strong binds."""
        return strength >= self.bind

    def counts_as_demand(self, strength: Strength, world: World) -> bool:
        """Return whether a demand of this strength counts."""
        return world is PESSIMISTIC or self.binds(strength)

    def counts_as_permission(self, strength: Strength, world: World) -> bool:
        """Return whether a permission of this strength counts."""
        return world is OPTIMISTIC or self.binds(strength)

    @cached_property
    def values(self) -> list[Given]:
        """Every value that is set."""
        return list(given_values(self))

    @cached_property
    def optimistic(self) -> Placed:
        """What is in place if everything uncertain helps."""
        return greatest_fixed_point(self, OPTIMISTIC)

    @cached_property
    def pessimistic(self) -> Placed:
        """What is in place if everything uncertain hurts."""
        return greatest_fixed_point(self, PESSIMISTIC)

    @cached_property
    def raw(self) -> dict[Key, str]:
        """The findings before any consequence is turned into agreed."""
        return raw_findings(self)

    @cached_property
    def findings(self) -> dict[Key, str]:
        """The findings."""
        return {key: "agreed" if consequence_agreed(self, key) else verdict for key, verdict in self.raw.items()}

    @property
    def verdict(self) -> str:
        """The worst finding's verdict."""
        found = set(self.findings.values())
        return "red" if "red" in found else "amber" if "amber" in found else "green"


# Values -----------------------------------------------------------------------------------------


@dataclass
class Given:
    """A value that the plan gives to a parameter, and the change that gives it (``None``: a choice)."""

    element: Element
    parameter: Parameter
    raw: RawValue
    change: Change | None

    @cached_property
    def value(self) -> Reading:
        """The value as it is compared."""
        return read(self.parameter, self.raw)


def given_values(part: Part) -> Iterator[Given]:
    """Yield every value that is set, by a change or by a choice."""
    for change in part.changes:
        for setting in change.settings:
            yield given(part, change.element or "", setting, change)
    for choice in part.plan.choices:
        for setting in choice.settings:
            if f"choice:{choice.element}.{setting.parameter}" in part.kept:
                yield given(part, choice.element, setting, None)


def given(part: Part, name: str, setting: Setting, change: Change | None) -> Given:
    """Return one value with what it is a value of."""
    return Given(part.model.by_id[name], parameter_of(part.model, name, setting.parameter), setting.value, change)


def set_value(part: Part, term: ParameterTerm) -> Reading | None:
    """Return the value that the plan gives to the parameter of a term, or ``None``."""
    for item in part.values:
        if (item.element.id, item.parameter.id) == (term.element, term.parameter):
            return item.value
    return None


def parameter_of(model: Model, element: str, name: str) -> Parameter:
    """Return a parameter that exists."""
    return next(parameter for parameter in model.by_id[element].parameters if parameter.id == name)


def standard(model: Model, term: ParameterTerm) -> Reading | None:
    """Return the standard of the parameter of a term where it is one point, or ``None``."""
    return point(parameter_of(model, term.element, term.parameter))


def fits(model: Model, term: ParameterTerm, value: Reading | None) -> bool:
    """Return whether a value meets a condition. No value at all meets every condition."""
    return value is None or meets(parameter_of(model, term.element, term.parameter), value, term.constraints)


# Links ------------------------------------------------------------------------------------------


def leaf_holds(part: Part, leaf: Leaf, placed: Placed) -> bool:
    """Return whether a leaf holds over what is in place."""
    if isinstance(leaf, ElementTerm):
        return leaf.element in placed
    if isinstance(leaf, AdditionTerm):
        return leaf.addition in part.additions and leaf.addition in placed
    value = set_value(part, leaf)
    if value is None:
        value = standard(part.model, leaf)
    return leaf.element in placed and fits(part.model, leaf, value)


def needed(group: Group) -> int:
    """Return how many terms an ``any`` or ``at_least`` needs."""
    return group.count if group.kind == "at_least" else 1


def untouched(model: Model, term: Term) -> bool:
    """Return whether a term holds in the untouched model."""
    if isinstance(term, Group):
        holding = sum(untouched(model, inner) for inner in term.terms)
        return holding >= (len(term.terms) if term.kind == "all" else needed(term))
    if isinstance(term, ParameterTerm):
        return fits(model, term, standard(model, term))
    return isinstance(term, ElementTerm)


def untouched_clash(model: Model, term: ParameterTerm) -> bool:
    """Return whether the standard of a parameter is what an exclusion rules out."""
    value = standard(model, term)
    return value is not None and fits(model, term, value)


def strength(model: Model, term: Term) -> Strength:
    """Return how strong a term is: a leaf as its basis, ``all`` as its weakest, a quorum as a group."""
    if not isinstance(term, Group):
        return term.basis.strength
    if term.kind == "all":
        return min(strength(model, inner) for inner in term.terms)
    for level in sorted(Strength, reverse=True):
        if sum(strength(model, t) >= level and untouched(model, t) for t in term.terms) >= needed(term):
            return level
    return Strength.INFERRED


def holds(part: Part, term: Term, world: World, placed: Placed) -> bool:
    """Return whether a term, taken as (part of) a permission, holds."""
    if not isinstance(term, Group):
        return leaf_holds(part, term, placed)
    if term.kind == "all":
        return all(holds(part, inner, world, placed) for inner in term.terms)
    line = Strength.INFERRED
    if world is PESSIMISTIC:
        line = min(strength(part.model, term), part.bind)
    counting = [inner for inner in term.terms if strength(part.model, inner) >= line]
    return sum(holds(part, inner, world, placed) for inner in counting) >= needed(term)


def demanded(part: Part, term: Term | None, world: World, placed: Placed) -> bool:
    """Return whether a term, taken as a demand, is met or does not count."""
    if term is None:
        return True
    if isinstance(term, Group) and term.kind == "all":
        return all(demanded(part, inner, world, placed) for inner in term.terms)
    counts = part.counts_as_demand(strength(part.model, term), world)
    return not counts or holds(part, term, world, placed)


# What a change does -----------------------------------------------------------------------------

ANSWERS = ("permitted", "consult", "absent")
_CONSULT_IF_KEPT = "consult if function kept"
_ROWS = (
    (
        {"tailoring", "packaging", "repeating"},
        {"principle": "consult", "essential": "permitted", "flexible": "permitted"},
    ),
    (
        {"adding", "integrating-another-treatment", "lengthening", "spreading", "reordering",
         "departing-with-return", "format", "setting", "personnel", "population"},
        {"principle": "consult", "essential": "consult", "flexible": "permitted"},
    ),
    (
        {"shortening", "loosening-structure"},
        {"principle": "consult", "essential": "consult", "flexible": "consult"},
    ),
    (
        {"substituting"},
        {"principle": "absent", "essential": _CONSULT_IF_KEPT, "flexible": "permitted"},
    ),
    (
        {"removing", "integrating-into-another-framework", "drift-without-returning"},
        {"principle": "absent", "essential": "absent", "flexible": "absent"},
    ),
)  # fmt: skip


def table(nature: str, element: Element, change: Change) -> str:
    """Return what the documented table answers."""
    answer = next(row[element.tier.value] for natures, row in _ROWS if nature in natures)
    if answer == _CONSULT_IF_KEPT:
        return "absent" if change.function_kept in UNSAID else "consult"
    return answer


def by_rule_or_table(part: Part, change: Change, nature: str, world: World) -> str:
    """Return what the element's own rule and the table say of one nature."""
    element = part.model.by_id[change.element or ""]
    answer = table(nature, element, change)
    for rule in element.adaptation:
        if rule.nature == nature and part.binds(rule.basis.strength):
            answer = rule.rule
        elif rule.nature == nature:
            answer = (min if world is OPTIMISTIC else max)(rule.rule, answer, key=ANSWERS.index)
    needs_function = element.tier is Tier.ESSENTIAL and change.function_kept in UNSAID
    return "consult" if answer == "permitted" and needs_function else answer


def substitute_strength(substitute: Substitute) -> Strength:
    """Return the weakest of what a substitute rests on."""
    conditions = leaves(substitute.when) if substitute.when is not None else ()
    return min([substitute.basis.strength, *(leaf.basis.strength for leaf in conditions)])


def substitute_stands_in(part: Part, change: Change, world: World, placed: Placed) -> bool:
    """Return whether the change puts a listed substitute in place whose conditions hold."""
    for substitute in part.model.by_id[change.element or ""].substitutes:
        if substitute.id == change.substitute:
            counts = part.counts_as_permission(substitute_strength(substitute), world)
            met = substitute.when is None or holds(part, substitute.when, world, placed)
            return counts and met
    return False


def answer_of(part: Part, change: Change, world: World, placed: Placed) -> str:
    """Return the worst answer to the natures of one change to an element."""
    answers = ["permitted"]
    for nature in change.natures:
        if nature == "substituting" and substitute_stands_in(part, change, world, placed):
            continue
        answers.append(by_rule_or_table(part, change, nature, world))
    return max(answers, key=ANSWERS.index)


def opted_out(part: Part, change: Change) -> bool:
    """Return whether a change makes its element absent optimistically."""
    return answer_of(part, change, OPTIMISTIC, part.optimistic) == "absent"


def removers(part: Part, element: Element) -> list[Change]:
    """Return the changes that make an element absent optimistically."""
    return [change for change in part.changes_to(element.id) if opted_out(part, change)]


def change_allows(part: Part, change: Change, world: World, placed: Placed) -> bool:
    """Return whether one change leaves its element in place."""
    answer = answer_of(part, change, world, placed)
    if world is OPTIMISTIC:
        return answer != "absent"
    return answer == "permitted" or (covered(part, change) and not opted_out(part, change))


def element_allowed(part: Part, element: Element, world: World, placed: Placed) -> bool:
    """Return whether what the plan says of an element itself leaves it in place."""
    if world is PESSIMISTIC and element.id in part.undecided:
        return False
    changes = part.changes_to(element.id)
    return all(change_allows(part, change, world, placed) for change in changes)


def addition_stands(part: Part, change: Change, world: World, placed: Placed) -> bool:
    """Return whether a local addition is in place: not uncertain, and what it requires is there."""
    assert change.addition is not None
    settled = world is OPTIMISTIC or not asks_owner(part.model, change) or covered(part, change)
    demands = part.counts_as_demand(Strength.INFERRED, world)
    return settled and (not demands or placed.issuperset(change.addition.requires))


def greatest_fixed_point(part: Part, world: World, agreed: str = "") -> Placed:
    """Return what is in place; what the plan says of ``agreed`` itself counts as allowed."""
    placed = frozenset(part.model.by_id) | frozenset(part.additions)
    while True:
        standing = frozenset(name for name in placed if stands(part, name, world, placed, given_leave=name == agreed))
        if standing == placed:
            return placed
        placed = standing


def stands(part: Part, name: str, world: World, placed: Placed, *, given_leave: bool) -> bool:
    """Return whether one element or addition stands over what is in place."""
    if name in part.additions:
        return addition_stands(part, part.additions[name], world, placed)
    element = part.model.by_id[name]
    allowed = given_leave or element_allowed(part, element, world, placed)
    links = (element.requires, element.realised_by)
    return allowed and all(demanded(part, link, world, placed) for link in links)


# Approvals --------------------------------------------------------------------------------------


def touched_tier(model: Model, change: Change) -> Tier:
    """Return the highest tier that a local addition touches."""
    tiers = {model.by_id[name].tier for name in change.touches}
    for tier in (Tier.PRINCIPLE, Tier.ESSENTIAL):
        if tier in tiers:
            return tier
    return Tier.FLEXIBLE


def asks_owner(model: Model, change: Change) -> bool:
    """Return whether a local addition needs its owner's consent."""
    return touched_tier(model, change) is not Tier.FLEXIBLE


def authority_key(model: Model, change: Change) -> str:
    """Return where the model says who may approve this change."""
    if change.proscribed is not None:
        return "proscribed"
    if change.element is not None:
        return model.by_id[change.element].tier.value
    return touched_tier(model, change).value


def has_authority(question: Question, approval: Approval, key: str) -> bool:
    """Return whether who approved may approve at a tier (or a proscribed practice)."""
    if approval.role not in question.model.authority.get(key, ()):
        return False
    plan = question.plan
    own = approval.by == plan.site or (plan.author is not None and approval.role == plan.author)
    return key == "flexible" or not own


def in_time(approval: Approval, on: date | None) -> bool:
    """Return whether an approval counts on a day; without a day it does."""
    if on is None:
        return True
    return approval.given <= on and (approval.until is None or on <= approval.until)


def values_of(model: Model, element: str | None, settings: Iterable[Setting]) -> dict[str, Reading]:
    """Return the values that are set, as they are compared."""
    return {
        setting.parameter: read(parameter_of(model, element or "", setting.parameter), setting.value)
        for setting in settings
    }


def natures_of(entry: Change | Covered, *, addition: bool) -> frozenset[str]:
    """Return the natures; an addition that names none is an ``adding``."""
    return frozenset(entry.natures or (("adding",) if addition else ()))


def repeats(model: Model, entry: Covered, change: Change) -> bool:
    """Return whether an approval repeats a change as it now is."""
    addition = change.addition is not None
    return (
        entry.change == change.id
        and natures_of(entry, addition=addition) == natures_of(change, addition=addition)
        and values_of(model, change.element, entry.settings) == values_of(model, change.element, change.settings)
        and (entry.substitute, entry.exception) == (change.substitute, change.exception)
    )


def valid_approvals(question: Question, change: Change) -> list[Approval]:
    """Return the approvals that validly cover a change."""
    key = authority_key(question.model, change)
    return [
        approval
        for approval in question.plan.approvals
        if any(repeats(question.model, entry, change) for entry in approval.covers)
        and in_time(approval, question.on)
        and has_authority(question, approval, key)
    ]


def covered(part: Part, change: Change) -> bool:
    """Return whether a change is validly approved, by the plan or by an action under trial."""
    return f"change:{change.id}" in part.approved or bool(part.question.approvals(change))


def other_roles(question: Question, *keys: str) -> frozenset[str]:
    """Return the roles, other than the author's, with authority under all of some keys."""
    roles = [frozenset(question.model.authority.get(key, ())) for key in keys]
    return frozenset.intersection(*roles) - {question.plan.author or ""}


# Findings ---------------------------------------------------------------------------------------

BADNESS = ("agreed", "amber", "red")


def raw_findings(part: Part) -> dict[Key, str]:
    """Return every finding with its verdict, consequences not yet agreed."""
    found: dict[Key, str] = {}
    for rule in _RULES:
        for key, verdict in rule(part):
            softened = "amber" if verdict == "red" and part.plan.claim == "inspired-by" else verdict
            found[key] = max(found.get(key, "agreed"), softened, key=BADNESS.index)
    return found


def colour(*, red: bool, agreed: bool = False) -> str:
    """Return a verdict."""
    return "agreed" if agreed else "red" if red else "amber"


def removed(part: Part) -> Iterator[tuple[Key, str]]:
    """FID201, FID202 and FID203: the plan's own changes take an element away."""
    codes = {Tier.ESSENTIAL: "FID201", Tier.PRINCIPLE: "FID202", Tier.FLEXIBLE: "FID203"}
    for element in part.model.elements:
        culprits = removers(part, element)
        harmless = element.tier is Tier.FLEXIBLE and element.optional
        if culprits and not harmless:
            approved = all(covered(part, change) for change in culprits)
            agreed = approved and element.tier is not Tier.PRINCIPLE
            red = part.binds(element.strength)
            yield (codes[element.tier], element.id), colour(red=red, agreed=agreed)


def values(part: Part) -> Iterator[tuple[Key, str]]:
    """FID204 and FID208: a value outside its limits, or on which the model is silent."""
    for item in part.values:
        subject = f"{item.element.id}.{item.parameter.id}"
        approved = item.change is not None and covered(part, item.change)
        agreed = approved and item.element.tier is not Tier.PRINCIPLE
        if not item.parameter.limits:
            yield ("FID208", subject), colour(red=False, agreed=agreed)
        outside = outside_limits(part, item)
        if outside is not None:
            yield ("FID204", subject), colour(red=outside == "red", agreed=agreed)


def outside_limits(part: Part, item: Given) -> str | None:
    """Return how bad a value is by its limits and the exception that its change cites."""
    parameter = item.parameter
    violated = [limit for limit in parameter.limits if not keeps(parameter, item.value, limit)]
    if not violated:
        return None
    cited = item.change.exception if item.change is not None else None
    covering = [e for e in parameter.exceptions if e.id == cited and keeps(parameter, item.value, e)]
    if any(part.binds(exemption_strength(exemption)) for exemption in covering):
        return None
    binding = any(part.binds(limit.basis.strength) for limit in violated)
    return "red" if binding and not covering else "amber"


def exemption_strength(exemption: Exemption) -> Strength:
    """Return the weakest of an exception's basis and its limits'."""
    return min([exemption.basis.strength, *(limit.basis.strength for limit in exemption.limits)])


def proscribed(part: Part) -> Iterator[tuple[Key, str]]:
    """FID205: a practice that the model rules out comes in."""
    for practice in part.model.proscribed:
        culprits = [change for change in part.changes if change.proscribed == practice.id]
        if culprits:
            agreed = all(covered(part, change) for change in culprits)
            red = part.binds(practice.basis.strength)
            yield ("FID205", practice.id), colour(red=red, agreed=agreed)


def consults(part: Part) -> Iterator[tuple[Key, str]]:
    """FID206 and FID207: a change, or a local addition, that needs the owner."""
    for change in part.changes:
        agreed = covered(part, change)
        if change.element is not None and any(nature_asks(part, change, nature) for nature in change.natures):
            yield ("FID206", change.id), colour(red=False, agreed=agreed)
        if change.addition is not None and asks_owner(part.model, change):
            yield ("FID207", change.id), colour(red=False, agreed=agreed)


def nature_asks(part: Part, change: Change, nature: str) -> bool:
    """Return whether one nature of a change, as if it stood in a change of its own, needs the owner.

    Second edition, section 8: natures are judged separately, and an optional element's absence is green.
    """
    alone = evolve(change, natures=(nature,))
    hopeful = answer_of(part, alone, OPTIMISTIC, part.optimistic)
    gloomy = answer_of(part, alone, PESSIMISTIC, part.pessimistic)
    if hopeful == "absent" or (hopeful, gloomy) == ("permitted", "permitted"):
        return False
    element = part.model.by_id[change.element or ""]
    free = element.tier is Tier.FLEXIBLE and element.optional
    return not (free and (hopeful, gloomy) == ("permitted", "absent"))


def unsettled(part: Part) -> Iterator[tuple[Key, str]]:
    """FID209: something is undecided."""
    if part.undecided:
        yield ("FID209", ""), "amber"


def unsupported(part: Part) -> Iterator[tuple[Key, str]]:
    """FID301 and FID302: what realises a principle, or what an element requires, is not there."""
    for element in part.model.elements:
        optional = element.tier is Tier.FLEXIBLE and element.optional
        if optional or removers(part, element):
            continue
        code = "FID301" if element.tier is Tier.PRINCIPLE else "FID302"
        pessimistic = greatest_fixed_point(part, PESSIMISTIC, agreed=element.id)
        if element.id not in part.optimistic:
            yield (code, element.id), colour(red=part.binds(element.strength))
        elif element.id not in pessimistic:
            yield (code, element.id), "amber"


@dataclass(frozen=True)
class Clash:
    """Two sides that cannot both stand."""

    owner: str
    other: str
    strength: Strength
    stands: Callable[[Placed], bool]
    tiers: frozenset[Tier]

    @property
    def key(self) -> Key:
        """The key of the finding."""
        return "FID303", f"{self.owner}|{self.other}"


def clashes(part: Part) -> Iterator[Clash]:
    """Yield every exclusion that bears on this part of the plan."""
    for element in part.model.elements:
        for exclusion in element.excludes:
            yield model_clash(part, element, exclusion.other, exclusion.basis.strength)
    for change in part.additions.values():
        assert change.addition is not None
        for other in change.addition.excludes:
            yield addition_clash(part, change, change.addition, other)


def model_clash(part: Part, owner: Element, term: ElementTerm | ParameterTerm, basis: Strength) -> Clash:
    """Return an exclusion of the model's."""
    tiers = frozenset({owner.tier, part.model.by_id[term.element].tier})
    if isinstance(term, ElementTerm):
        return Clash(owner.id, term.element, basis, {owner.id, term.element}.issubset, tiers)
    value = set_value(part, term)
    clashing = value is not None and fits(part.model, term, value)

    def both(placed: Placed) -> bool:
        return clashing and {owner.id, term.element} <= placed

    return Clash(owner.id, f"{term.element}.{term.parameter}", basis, both, tiers)


def addition_clash(part: Part, change: Change, addition: Addition, other: str) -> Clash:
    """Return an exclusion of a local addition's."""
    tiers = {touched_tier(part.model, change)}
    if other in part.additions:
        tiers.add(touched_tier(part.model, part.additions[other]))
    elif other in part.model.by_id:
        tiers.add(part.model.by_id[other].tier)
    sides = {addition.id, other}
    return Clash(addition.id, other, Strength.INFERRED, sides.issubset, frozenset(tiers))


def excluded(part: Part) -> Iterator[tuple[Key, str]]:
    """FID303: both sides of an exclusion stand."""
    for clash in clashes(part):
        if clash.stands(part.pessimistic):
            yield clash.key, colour(red=part.binds(clash.strength))
        elif clash.stands(part.optimistic):
            yield clash.key, "amber"


def cumulative(part: Part) -> Iterator[tuple[Key, str]]:
    """FID304: more of what realises a principle is adapted or missing than it tolerates."""
    for principle in part.model.principles:
        if principle.tolerance is None or removers(part, principle):
            continue
        moved = [name for name in realising(principle) if part.changes_to(name) or name not in part.pessimistic]
        if len(moved) > principle.tolerance.at_most:
            yield ("FID304", principle.id), "amber"


def realising(principle: Element) -> set[str]:
    """Return the elements that a principle's ``realised_by`` names, by themselves or by a parameter."""
    terms = leaves(principle.realised_by) if principle.realised_by is not None else ()
    return {term.element for term in terms if not isinstance(term, AdditionTerm)}


_RULES = (removed, values, proscribed, consults, unsettled, unsupported, excluded, cumulative)

# Consequences that are agreed, and states -------------------------------------------------------


def consequence_tier(part: Part, key: Key) -> Tier | None:
    """Return the tier at which a consequence could be agreed, or ``None`` where it never is."""
    code, subject = key
    tiers: set[Tier] = set()
    if code == "FID302":
        tiers = {part.model.by_id[subject].tier}
    elif code == "FID303":
        tiers = {tier for clash in clashes(part) if clash.key == key for tier in clash.tiers}
    for tier in (Tier.PRINCIPLE, Tier.ESSENTIAL, Tier.FLEXIBLE):
        if tier in tiers:
            return None if tier is Tier.PRINCIPLE else tier
    return None


def consequence_agreed(part: Part, key: Key) -> bool:
    """Return whether everything that causes a consequence was approved by who may approve that too."""
    tier = consequence_tier(part, key)
    if tier is None or not any(covered(part, change) for change in part.changes):
        return False
    sets = causes(part, key)
    return all(group and all(answers_for(part, atom, tier) for atom in group) for group in sets)


def answers_for(part: Part, atom: str, tier: Tier) -> bool:
    """Return whether an atom is a change whose approval reaches as far as a consequence at a tier."""
    for change in part.changes:
        if atom != f"change:{change.id}":
            continue
        approvals = part.question.approvals(change)
        if any(has_authority(part.question, approval, tier.value) for approval in approvals):
            return True
        own = authority_key(part.model, change)
        return atom in part.approved and bool(other_roles(part.question, own, tier.value))
    return False


def concerns(part: Part, key: Key, element: Element) -> bool:
    """Return whether a finding is about an element, for the element's state."""
    code, subject = key
    if code in {"FID206", "FID207"}:
        return any(change.id == subject for change in part.changes_to(element.id))
    return any(side == element.id or side.startswith(f"{element.id}.") for side in subject.split("|"))


def state(part: Part, element: Element) -> str:
    """Return the first state that applies to an element."""
    name = element.id
    mine = [verdict for key, verdict in part.findings.items() if concerns(part, key, element)]
    outside = [k for k in part.findings if k[0] == "FID204" and concerns(part, k, element)]
    chosen = any(atom.startswith(f"choice:{name}.") for atom in part.kept)
    if mine and set(mine) == {"agreed"} and name not in part.undecided:
        return "agreed"
    if name not in part.optimistic:
        return "not-in-place"
    if name not in part.pessimistic:
        return "uncertain"
    if outside:
        return "outside-limits"
    if part.changes_to(name):
        return "adapted"
    return "within-room" if chosen else "as-specified"


# What goes with a judgement --------------------------------------------------------------------


def is_consequence(key: Key) -> bool:
    """Return whether a finding follows from others."""
    return key[0].startswith("FID3")


def element_verdict(part: Part, element: Element) -> str:
    """Return the worst of what is found about an element; one that is left open is amber."""
    mine = {verdict for key, verdict in part.findings.items() if concerns(part, key, element)}
    return "red" if "red" in mine else "amber" if "amber" in mine or element.id in part.undecided else "green"


def said_by(part: Part, key: Key) -> set[str]:
    """Return the atoms that say themselves what a finding is about."""
    code, subject = key
    if code in {"FID201", "FID202", "FID203"}:
        return {f"change:{change.id}" for change in removers(part, part.model.by_id[subject])}
    if code in {"FID204", "FID208"}:
        setters = [item for item in part.values if f"{item.element.id}.{item.parameter.id}" == subject]
        return {f"change:{item.change.id}" if item.change else f"choice:{subject}" for item in setters}
    if code == "FID205":
        return {f"change:{change.id}" for change in part.changes if change.proscribed == subject}
    if code == "FID209":
        return {f"undecided:{name}" for name in part.undecided}
    return {f"change:{subject}"}


def roots(part: Part, key: Key) -> frozenset[Key]:
    """Return the findings that a consequence may nest under: those of its one cause, what this takes out before all.

    Values come last.
    """
    sets = causes(part, key)
    only = next(iter(sets)) if len(sets) == 1 else frozenset()
    if len(only) != 1:
        return frozenset()
    ranks = {"FID201": 0, "FID202": 0, "FID203": 0, "FID204": 2, "FID208": 2}
    said = [other for other in part.raw if not is_consequence(other) and only <= said_by(part, other)]
    first = min((ranks.get(code, 1) for code, _ in said), default=0)
    return frozenset(other for other in said if ranks.get(other[0], 1) == first)


def notes(question: Question, approval: Approval, entry: Covered) -> frozenset[str]:
    """Return the codes that may be said of what an approval covers."""
    part = question.whole
    change = next((change for change in part.changes if change.id == entry.change), None)
    if change is None:
        return frozenset({"FID405"})
    flaws = set()
    if not repeats(question.model, entry, change):
        flaws.add("FID401")
    if question.on is not None and approval.until is not None and approval.until < question.on:
        flaws.add("FID402")
    if question.on is not None and question.on < approval.given:
        flaws.add("FID403")
    if not has_authority(question, approval, authority_key(question.model, change)):
        flaws.add("FID404")
    if flaws:
        return frozenset(flaws)
    found = set()
    needed = any(f"change:{change.id}" in said_by(part, key) for key in part.raw if not is_consequence(key))
    follows = any(f"change:{change.id}" in row for key in part.raw if is_consequence(key) for row in causes(part, key))
    if not needed and not follows:
        found.add("FID405")
    if question.on is None and approval.until is not None:
        found.add("FID406")
    if approval.conditions is not None:
        found.add("FID407")
    return frozenset(found)


# Causes and repairs -----------------------------------------------------------------------------


def subsets(items: Iterable[str]) -> Iterator[frozenset[str]]:
    """Yield every subset, small ones first."""
    pool = sorted(items)
    for size in range(len(pool) + 1):
        yield from map(frozenset, combinations(pool, size))


def causes(part: Part, key: Key) -> Sets:
    """Return the minimal sets of atoms that bring a finding about, whatever else of the plan is kept."""
    least = BADNESS.index(part.raw[key])

    def spared(kept: frozenset[str]) -> bool:
        verdict = part.question.part(kept, part.approved).raw.get(key)
        return verdict is None or BADNESS.index(verdict) < least

    exceptions = [kept for kept in subsets(part.kept) if spared(kept)]
    found: set[frozenset[str]] = set()
    for group in subsets(part.kept):
        if any(smaller <= group for smaller in found):
            continue
        if not any(group <= kept for kept in exceptions):
            found.add(group)
    return frozenset(found)


def repairs(question: Question, target: str = "red") -> Sets:
    """Return the sets of actions after which the plan is better than ``target``, none of them too large."""
    actions = {action.name: action for action in question.actions}
    good = {"red": {"green", "amber"}, "amber": {"green"}}[target]
    found: set[frozenset[str]] = set()
    for names in subsets(actions):
        if any(smaller <= names for smaller in found):
            continue
        gone = {actions[name].atom for name in names if not actions[name].approves}
        approved = frozenset(actions[name].atom for name in names if actions[name].approves)
        if question.part(question.atoms - gone, approved).verdict in good:
            found.add(names)
    return frozenset(found)
