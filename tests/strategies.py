"""Random models and plans, always legal: whoever adds a feature to the library adds it here.

``models()`` may be unsound (a link that the untouched model does not meet, an exclusion that stands);
``sound_models()`` never is. ``plans(model)`` are of all kinds, with at most six atoms unless told
otherwise, so that an oracle can try every subset. ``simple_cases()`` are the models and plans of the
monotonicity laws. ``cases()`` are all that a judge is asked about: model, plan, bind level and day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import yaml
from attrs import evolve
from hypothesis import strategies as st

from fidelity.model.elements import Element, NatureRule, Proscribed, Substitute, Tier, Tolerance
from fidelity.model.evidence import Basis, Evidence, Source
from fidelity.model.model import Model
from fidelity.model.parameters import ORDERED, Constraint, Exemption, Limit, Parameter
from fidelity.model.requirements import (
    AdditionTerm,
    ElementTerm,
    Exclusion,
    Group,
    ParameterTerm,
    leaves,
)
from fidelity.model.strength import Strength, strength_of
from fidelity.plan.frame import LISTS, NATURES, RECORD, STATUSES
from fidelity.plan.plan import Addition, Approval, Change, Choice, Covered, Plan, Record, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from fidelity.model.parameters import RawValue
    from fidelity.model.requirements import Leaf, Term

TODAY = date(2026, 6, 15)
SITE, AUTHOR, OWNER = "Northtown", "site-lead", "Example National Unit"
ROLES = ("model-owner", "regional-lead", AUTHOR)
ADDITIONS = ("extra-a", "extra-b")

# Bases ------------------------------------------------------------------------------------------

SOURCES = (Source(id="standards", title="Standards", type="standard", authors=OWNER, year=2019),)
_VOICES = {
    Strength.STATED: ("owner", "seen"),
    Strength.RESTATED: ("owner", "recalled"),
    Strength.OBSERVED: ("research", "seen"),
}
EVIDENCE = tuple(
    Evidence(
        id=f"EV-{strength.word}",
        says=f"Something {strength.word}.",
        sources=("standards",),
        voice=voice,
        status=status,
        strength=strength_of(voice, status),
        locator="Standard 1",
    )
    for strength, (voice, status) in _VOICES.items()
)


def basis(strength: Strength) -> Basis:
    """Return a basis of a given strength."""
    if strength is Strength.INFERRED:
        return Basis(inferred="nobody says so")
    return Basis(evidence=(f"EV-{strength.word}",), strength=strength)


_OFTEN = (Strength.STATED, Strength.INFERRED, Strength.RESTATED, Strength.OBSERVED, Strength.STATED)
BASES = tuple(map(basis, _OFTEN))
"""Bases of every strength, those well inside the default line more often."""

# Drawing: strategies are kept and used again, because building them costs more than drawing from them -----------

T = TypeVar("T")


@cache
def below(count: int) -> SearchStrategy[int]:
    """Whole numbers from zero."""
    return st.integers(0, count - 1)


def pick(draw: DrawFn, items: Sequence[T]) -> T:
    """Return one of the items; the first is the simplest."""
    return items[draw(below(len(items)))]


def number(draw: DrawFn, least: int, most: int) -> int:
    """Return a whole number between two, both included."""
    return least + draw(below(most - least + 1))


def coin(draw: DrawFn) -> bool:
    """Return true or false."""
    return draw(below(2)) == 1


def some(draw: DrawFn, items: Sequence[T], least: int, most: int) -> list[T]:
    """Return a few of the items, none twice, in any order."""
    pool = list(items)
    return [pool.pop(draw(below(len(pool)))) for _ in range(min(number(draw, least, most), len(items)))]


# Parameters -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """A type of parameter, and legal values of it: for types with an order in ascending order."""

    type: str
    values: tuple[RawValue, ...]
    unit: str | None = None
    family: str | None = None
    options: tuple[str, ...] = ()

    @property
    def bare(self) -> Parameter:
        """A parameter of this kind, just good enough to read values."""
        return Parameter("x", self.type, Basis(), unit=self.unit, family=self.family, options=self.options)


KINDS = (
    Kind("whole-number", ("1", "2", "3", "five")),
    Kind("duration", ("1 week", "fortnightly", "14 days", "4 weeks"), family="minutes"),
    Kind("duration", ("1 month", "quarterly", "1 year"), family="months"),
    Kind("rate", ("1 per fortnight", "1 per week", "4 per fortnight"), family="per minute"),
    Kind("proportion", ("0.5", "80%", "0.8", "1")),
    Kind("quantity", ("10 families", "12 families", "20 families"), unit="families", family="family"),
    Kind("yes-no", ("yes", "no")),
    Kind("choice", ("court", "office", "home"), options=("court", "office", "home")),
    Kind("set", (("nurse",), ("nurse", "doctor"), ("doctor", "teacher"))),
)


def constraint(parameter: Parameter, operator: str, *raw: RawValue) -> Constraint:
    """Return a constraint as a reader would build it from what somebody wrote."""
    text = ", ".join(", ".join(item) if isinstance(item, tuple) else item for item in raw)
    if operator == "in":
        members = [m for item in raw for m in ((item,) if isinstance(item, str) else item)]
        if parameter.type == "set":
            return Constraint("in", tuple(members), text)
        return Constraint("in", tuple(parameter.value(item) for item in raw), text)
    return Constraint(operator, parameter.value(raw[0]), text)


def conditions(draw: DrawFn, parameter: Parameter, values: tuple[RawValue, ...]) -> Constraint:
    """One comparison that makes sense for a parameter."""
    operators = ["is", "is", "in"]
    if parameter.type in ORDERED:
        operators = ["is", "min", "max", "over", "under", "in"]
    if parameter.type == "set":
        operators = ["includes", "includes", "in", "is"]
    operator = pick(draw, operators)
    count = 2 if operator == "in" else 1
    raw = some(draw, values, count, count)
    return constraint(parameter, operator, *raw)


def parameters(draw: DrawFn, name: str) -> Parameter:
    """A parameter of any type: silent, with a standard, with an interval, with limits and exceptions."""
    kind = pick(draw, KINDS)
    bare = kind.bare
    standard: tuple[Constraint, ...] = ()
    limits: list[Limit] = []
    shape = pick(draw, ["silent", "standard", "standard", "interval", "limits"])
    if shape == "interval" and kind.type in ORDERED:
        ends = (constraint(bare, "min", kind.values[0]), constraint(bare, "max", kind.values[-2]))
        standard, limits = ends, [Limit(ends, pick(draw, BASES))]
    elif shape != "silent":
        point = pick(draw, kind.values)
        standard = (constraint(bare, "is", point),)
        operator = "includes" if kind.type == "set" else "is"
        derived = Limit((constraint(bare, operator, point),), basis(Strength.INFERRED), derived=True)
        limits = [derived]
        if shape == "limits":
            limits = [
                Limit((conditions(draw, bare, kind.values),), pick(draw, BASES)) for _ in range(number(draw, 1, 2))
            ]
    own = pick(draw, BASES)
    if kind.options and not [limit for limit in limits if not limit.derived]:
        limits = [Limit((constraint(bare, "in", *kind.options),), own)]
    exceptions: tuple[Exemption, ...] = ()
    if coin(draw) and limits:
        wider = conditions(draw, bare, kind.values)
        limit = Limit((wider,), pick(draw, BASES))
        exceptions = (Exemption("august", "In August", (limit,), pick(draw, BASES)),)
    return Parameter(
        id=name,
        type=kind.type,
        basis=own,
        standard=standard,
        limits=tuple(limits),
        options=kind.options,
        exceptions=exceptions,
        read_as="at-least" if kind.type == "set" else "exact",
        unit=kind.unit,
        family=kind.family,
    )


def values_for(parameter: Parameter) -> tuple[RawValue, ...]:
    """Return some legal values of a parameter made here."""
    wanted = (parameter.type, parameter.family)
    return next(kind.values for kind in KINDS if (kind.type, kind.family) == wanted)


# Links ------------------------------------------------------------------------------------------


class Ground(NamedTuple):
    """What links can be about: elements, and the parameters that they have."""

    elements: tuple[str, ...]
    parameters: tuple[tuple[str, Parameter], ...]


def leaf_terms(draw: DrawFn, ground: Ground) -> Leaf:
    """An element, more rarely a condition on a parameter or a local addition."""
    about = pick(draw, ["element", "element", "element", "parameter", "addition"])
    if about == "parameter" and ground.parameters:
        return parameter_terms(draw, ground)
    if about == "addition":
        return AdditionTerm(pick(draw, ADDITIONS), pick(draw, BASES))
    return ElementTerm(pick(draw, ground.elements), pick(draw, BASES))


def parameter_terms(draw: DrawFn, ground: Ground) -> ParameterTerm:
    """A condition on a parameter."""
    element, parameter = pick(draw, ground.parameters)
    condition = conditions(draw, parameter, values_for(parameter))
    return ParameterTerm(element, parameter.id, (condition,), pick(draw, BASES))


def groups(draw: DrawFn, ground: Ground, depth: int = 2) -> Group:
    """A group, nested at most ``depth`` deep."""
    terms: list[Term] = []
    for _ in range(number(draw, 1, 3)):
        nested = depth > 1 and pick(draw, [False, False, True])
        terms.append(groups(draw, ground, depth - 1) if nested else leaf_terms(draw, ground))
    kind = pick(draw, ["all", "any", "any", "at_least"])
    count = number(draw, 1, len(terms)) if kind == "at_least" else 1
    return Group(kind, tuple(terms), pick(draw, BASES), count)


# Elements ---------------------------------------------------------------------------------------


def link(draw: DrawFn, ground: Ground, depth: int = 2) -> Group | None:
    """Return a group, every other time."""
    return groups(draw, ground, depth) if coin(draw) else None


def substitutes(draw: DrawFn, ground: Ground) -> Substitute:
    """An accepted substitute, half of them on conditions."""
    return Substitute("stand-in", "A stand-in", pick(draw, BASES), link(draw, ground, 1))


def nature_rules(draw: DrawFn) -> tuple[NatureRule, ...]:
    """An element's own rules for a few natures."""
    answers = ["permitted", "consult", "absent"]
    return tuple(NatureRule(n, pick(draw, answers), pick(draw, BASES)) for n in natures(draw, 0))


def natures(draw: DrawFn, least: int = 1) -> tuple[str, ...]:
    """Up to two natures: one of each row of the table more often than the rest."""
    often = ["removing", "substituting", "shortening", "format", "tailoring"]
    words = [pick(draw, often) if coin(draw) else pick(draw, _WORDS) for _ in range(number(draw, least, 2))]
    return tuple(dict.fromkeys(words))


_WORDS = tuple(NATURES)


def exclusions(draw: DrawFn, ground: Ground) -> tuple[Exclusion, ...]:
    """Mostly no exclusion; else of another element or, more usefully, of a value."""
    about = pick(draw, ["nothing", "nothing", "nothing", "value", "value", "element"])
    if about == "value" and ground.parameters:
        return (Exclusion(parameter_terms(draw, ground), pick(draw, BASES)),)
    if about == "element":
        other = pick(draw, ground.elements)
        return (Exclusion(ElementTerm(other, pick(draw, BASES)), pick(draw, BASES)),)
    return ()


def linked(draw: DrawFn, element: Element, ground: Ground, *, excluding: bool) -> Element:
    """An element with links, rules and substitutes added to it."""
    others = Ground(tuple(name for name in ground.elements if name != element.id), ground.parameters)
    principle = element.tier is Tier.PRINCIPLE
    tolerance = None
    if principle and coin(draw):
        tolerance = Tolerance(pick(draw, [0, 0, 1, 2]), pick(draw, BASES))
    return evolve(
        element,
        requires=link(draw, others),
        realised_by=link(draw, others) if principle else None,
        tolerance=tolerance,
        excludes=exclusions(draw, others) if excluding else (),
        substitutes=(substitutes(draw, others),) if coin(draw) else (),
        adaptation=nature_rules(draw),
    )


def elements(draw: DrawFn, name: str, tier: Tier) -> Element:
    """An element without links."""
    return Element(
        id=name,
        title=name.capitalize(),
        statement=f"This is {name}.",
        tier=tier,
        basis=pick(draw, BASES),
        tier_basis=pick(draw, BASES),
        optional=tier is Tier.FLEXIBLE and coin(draw),
        parameters=tuple(parameters(draw, f"p{n}") for n in range(pick(draw, [0, 0, 1, 2]))),
    )


# Models -----------------------------------------------------------------------------------------


@st.composite
def models(draw: DrawFn, *, max_size: int = 9, excluding: bool = True) -> Model:
    """Small models over three tiers, sound or not."""
    tiers = [pick(draw, list(Tier)) for _ in range(number(draw, 2, max_size))]
    bare = [elements(draw, f"{tier.value}-{n}", tier) for n, tier in enumerate(tiers)]
    ground = Ground(
        tuple(element.id for element in bare),
        tuple((element.id, parameter) for element in bare for parameter in element.parameters),
    )
    return Model(
        id="example",
        version="2026.1",
        title="Example Model",
        owner=OWNER,
        summary="An example.",
        sources=SOURCES,
        evidence=EVIDENCE,
        elements=tuple(linked(draw, element, ground, excluding=excluding) for element in bare),
        proscribed=tuple(
            Proscribed(f"never-{n}", "Never", "This never happens.", pick(draw, BASES))
            for n in range(number(draw, 0, 2))
        ),
        authority=MappingProxyType(authorities(draw)),
    )


def authorities(draw: DrawFn) -> dict[str, tuple[str, ...]]:
    """Who may approve what."""
    keys = set(some(draw, ["principle", "essential", "flexible", "proscribed"], 0, 4))
    keys |= pick(draw, [set(), {"essential", "flexible"}, {"essential", "flexible"}])

    def roles() -> list[str]:
        usual = pick(draw, [["model-owner"], ["model-owner", AUTHOR], []])
        return usual or some(draw, ROLES, 1, 3)

    return {key: tuple(roles()) for key in sorted(keys)}


def sound_models(*, max_size: int = 9, excluding: bool = True) -> SearchStrategy[Model]:
    """Models that are in order as they stand: links and conditions hold and no exclusion stands."""
    return models(max_size=max_size, excluding=excluding).map(mended)


def mended(model: Model) -> Model:
    """Return the model without whatever keeps it from being sound."""
    return evolve(model, elements=tuple(_mended(model, element) for element in model.elements))


def _mended(model: Model, element: Element) -> Element:
    substitutes_ = tuple(evolve(substitute, when=_met(model, substitute.when)) for substitute in element.substitutes)
    return evolve(
        element,
        requires=_met(model, element.requires),
        realised_by=_met(model, element.realised_by),
        substitutes=substitutes_,
        excludes=tuple(x for x in element.excludes if not _stands(model, x)),
    )


def _stands(model: Model, exclusion: Exclusion) -> bool:
    """Return whether the other side of an exclusion is there in the untouched model."""
    other = exclusion.other
    return isinstance(other, ElementTerm) or (_point(model, other) is not None and _holds_untouched(model, other))


def _point(model: Model, term: ParameterTerm) -> object:
    parameter = model.by_id[term.element].parameter(term.parameter)
    assert parameter is not None
    return parameter.point


def _holds_untouched(model: Model, term: Term) -> bool:
    if isinstance(term, ElementTerm):
        return True
    if isinstance(term, AdditionTerm):
        return False
    if isinstance(term, ParameterTerm):
        parameter = model.by_id[term.element].parameter(term.parameter)
        assert parameter is not None
        point = parameter.point
        return point is None or all(item.holds(point) for item in term.constraints)
    held = sum(_holds_untouched(model, inner) for inner in term.terms)
    return held >= {"all": len(term.terms), "any": 1, "at_least": term.count}[term.kind]


def _met(model: Model, link: Group | None) -> Group | None:
    """Return a link that the untouched model meets: the same with fewer terms or a smaller quorum."""
    if link is None or _holds_untouched(model, link):
        return link
    held = tuple(term for term in link.terms if _holds_untouched(model, term))
    if not held:
        return None
    if link.kind == "all":
        return evolve(link, terms=held)
    return evolve(link, count=len(held))


# Plans ------------------------------------------------------------------------------------------


@dataclass
class Draft:
    """A plan in the making: what was said so far, so that nothing is said twice."""

    model: Model
    budget: int
    changes: list[Change]
    choices: dict[str, list[Setting]]
    undecided: list[str]
    taken: set[tuple[str, str]]

    def names(self) -> list[str]:
        """Return the elements and proscribed practices of the model."""
        return [*self.model.by_id, *self.model.proscribed_by_id]

    def changed(self) -> set[str]:
        """Return what some change is about."""
        return {change.subject for change in self.changes}

    def free(self, element: str) -> list[Parameter]:
        """Return the parameters of an element that nobody has set yet."""
        return [
            parameter for parameter in self.model.by_id[element].parameters if (element, parameter.id) not in self.taken
        ]


@dataclass(frozen=True)
class Manner:
    """What a plan may contain."""

    parts: tuple[str, ...] = (
        "change",
        "change",
        "change",
        "choice",
        "undecided",
        "add",
        "proscribed",
    )
    approvals: bool = True
    claims: tuple[str, ...] = ("implements", "implements", "implements", "inspired-by")
    value_allowed: Callable[[Model, str, Parameter, RawValue], bool] = lambda *_: True


EVERYTHING = Manner()


def plans(model: Model, *, max_atoms: int = 6) -> SearchStrategy[Plan]:
    """Plans of all kinds for a model."""
    return plans_in_manner(model, EVERYTHING, max_atoms=max_atoms)


@st.composite
def plans_in_manner(draw: DrawFn, model: Model, manner: Manner, *, max_atoms: int = 6) -> Plan:
    """Plans for a model in which only some things are said."""
    draft = Draft(model, max_atoms, [], {}, [], set())
    steps = {
        "change": add_change,
        "choice": add_choice,
        "undecided": add_undecided,
        "add": add_addition,
        "proscribed": add_proscribed,
    }
    sizes = sorted(range(max_atoms + 1), key=lambda size: abs(size - 0.6 * max_atoms))
    size = pick(draw, [*sizes, *sizes[:3]])
    for _ in range(size):
        steps[pick(draw, manner.parts)](draw, draft, manner)
    silence = pick(draw, ["as-specified", "as-specified", "undecided"])
    mentioned = draft.changed() | set(draft.undecided) | set(draft.choices)
    quiet = [name for name in draft.names() if name not in mentioned]
    said: Sequence[str] = some(draw, quiet, 0, len(quiet))
    if silence == "undecided":
        left = number(draw, 0, min(draft.budget, 2))
        said = quiet[left:]
    return Plan(
        id="northtown-example",
        model=model.reference,
        site=SITE,
        unmentioned=silence,
        author=pick(draw, [None, AUTHOR, AUTHOR, "team-manager"]),
        claim=pick(draw, manner.claims),
        as_specified=tuple(said),
        choices=tuple(Choice(name, tuple(set_)) for name, set_ in draft.choices.items()),
        changes=tuple(draft.changes),
        undecided=tuple(draft.undecided),
        approvals=tuple(approvals(draw, model, draft.changes)) if manner.approvals else (),
    )


def _settings(draw: DrawFn, draft: Draft, name: str, manner: Manner) -> tuple[Setting, ...]:
    found = []
    for parameter in draft.free(name):
        allowed = [raw for raw in values_for(parameter) if manner.value_allowed(draft.model, name, parameter, raw)]
        if coin(draw) and allowed:
            draft.taken.add((name, parameter.id))
            found.append(Setting(parameter.id, pick(draw, allowed)))
    return tuple(found)


def add_change(draw: DrawFn, draft: Draft, manner: Manner) -> None:
    """Say a change to an element that is not undecided."""
    open_ = [name for name in draft.model.by_id if name not in draft.undecided]
    if not open_ or draft.budget < 1:
        return
    draft.budget -= 1
    name = pick(draw, open_)
    chosen = natures(draw)
    with_ = None
    if "substituting" in chosen:
        with_ = pick(draw, [None, "stand-in", "stand-in", "elsewhere"])
    settings = _settings(draw, draft, name, manner)
    draft.changes.append(
        Change(
            id=f"c{len(draft.changes)}",
            what="Something is done differently.",
            element=name,
            natures=chosen,
            settings=settings,
            substitute=with_,
            exception=pick(draw, cited(draft.model.by_id[name], settings)),
            function_kept=pick(draw, [None, "It still serves its purpose."]),
        )
    )


def cited(element: Element, settings: Iterable[Setting]) -> list[str | None]:
    """Return the exceptions that a change may cite: none, or one that a parameter it sets has."""
    parameters_ = [p for s in settings if (p := element.parameter(s.parameter)) is not None]
    known = [exemption.id for parameter in parameters_ for exemption in parameter.exceptions]
    return [None, *known, *known]


def add_choice(draw: DrawFn, draft: Draft, manner: Manner) -> None:
    """Choose one value."""
    open_ = [name for name in draft.model.by_id if draft.free(name)]
    if not open_ or draft.budget < 1:
        return
    name = pick(draw, open_)
    parameter = pick(draw, draft.free(name))
    allowed = [raw for raw in values_for(parameter) if manner.value_allowed(draft.model, name, parameter, raw)]
    if not allowed:
        return
    draft.budget -= 1
    draft.taken.add((name, parameter.id))
    setting = Setting(parameter.id, pick(draw, allowed))
    draft.choices.setdefault(name, []).append(setting)


def add_undecided(draw: DrawFn, draft: Draft, _manner: Manner) -> None:
    """Leave an element or a proscribed practice open."""
    said = draft.changed() | set(draft.undecided)
    open_ = [name for name in draft.names() if name not in said]
    if open_ and draft.budget > 0:
        draft.budget -= 1
        draft.undecided.append(pick(draw, open_))


def add_proscribed(draw: DrawFn, draft: Draft, _manner: Manner) -> None:
    """Bring in a proscribed practice; now and then in two changes."""
    open_ = [name for name in draft.model.proscribed_by_id if name not in draft.undecided]
    if not open_ or draft.budget < 1:
        return
    draft.budget -= 1
    name = pick(draw, open_)
    change = Change(id=f"c{len(draft.changes)}", what="It comes in.", proscribed=name)
    draft.changes.append(change)


def add_addition(draw: DrawFn, draft: Draft, _manner: Manner) -> None:
    """Add a local element that touches, requires and excludes others."""
    open_ = [name for name in ADDITIONS if name not in draft.changed()]
    if not open_ or draft.budget < 1:
        return
    draft.budget -= 1
    name = open_[0]
    others = list(draft.model.by_id)
    excludable = [*draft.model.by_id, *(other for other in ADDITIONS if other in draft.changed())]
    changed = [name for name in others if name in draft.changed()]
    requirable = changed if changed and coin(draw) else others
    addition = Addition(
        id=name,
        title="An addition",
        statement="Something more.",
        requires=tuple(some(draw, requirable, 0, 2)),
        excludes=tuple(some(draw, excludable, 0, 2)),
    )
    draft.changes.append(
        Change(
            id=f"c{len(draft.changes)}",
            what="Something comes in addition.",
            natures=pick(draw, [(), ("adding",)]),
            addition=addition,
            touches=tuple(some(draw, others, 0, 2)),
        )
    )


# Approvals --------------------------------------------------------------------------------------


def approvals(draw: DrawFn, model: Model, changes: Sequence[Change]) -> list[Approval]:
    """Approvals of some of the changes: most of them valid."""
    if not changes:
        return []
    count = pick(draw, [0, 1, 2, 3])
    return [one_approval(draw, model, changes) for _ in range(count)]


def one_approval(draw: DrawFn, model: Model, changes: Sequence[Change]) -> Approval:
    """An approval of one change or two, valid more often than not."""
    covers = some(draw, changes, 1, 3)
    until = pick(draw, [None, None, TODAY + timedelta(9), TODAY, TODAY - timedelta(1)])
    return Approval(
        covers=tuple(entry(draw, model, change) for change in covers),
        by=pick(draw, [OWNER, OWNER, OWNER, SITE]),
        role=pick(draw, [*ROLES, "model-owner", "model-owner", "stranger"]),
        given=pick(draw, [TODAY - timedelta(9), TODAY, TODAY, TODAY + timedelta(1)]),
        until=until,
    )


def faithful(change: Change) -> Covered:
    """Return an approval's entry that repeats a change exactly."""
    return Covered(change.id, change.natures, change.settings, change.substitute, change.exception)


def entry(draw: DrawFn, model: Model, change: Change) -> Covered:
    """What an approval repeats of a change: now and then not what the change has become."""
    covered = faithful(change)
    twist = pick(draw, ["", "", "", "", "", "", "same", "nature", "value", "with", "nowhere"])
    if twist == "same":
        settings = tuple(_reworded(model, change, s) for s in change.settings)
        return evolve(covered, natures=tuple(reversed(change.natures)), settings=settings)
    if twist == "nature" and change.proscribed is None:
        return evolve(covered, natures=pick(draw, [("adding",), ("population",)]))
    if twist == "value":
        return evolve(covered, settings=change.settings[1:])
    if twist == "with" and change.element is not None:
        return evolve(covered, substitute="stand-in")
    if twist == "nowhere" and change.addition is not None:
        return evolve(covered, natures=())
    return covered


def _reworded(model: Model, change: Change, setting: Setting) -> Setting:
    """Return the same value in other words, where there are any."""
    parameter = model.by_id[change.element or ""].parameter(setting.parameter)
    assert parameter is not None
    value = parameter.value(setting.value)
    same = [raw for raw in values_for(parameter) if parameter.value(raw) == value]
    return evolve(setting, value=same[-1])


# Plans as people word them --------------------------------------------------------------------------

_SIGNS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"))
_ODD = (
    "=1+1",
    "@home",
    "-",
    "#REF!",
    "no",
    "null",
    "~",
    "12",
    "0.8",
    "a: b",
    "x;y",
    '"',
    '"q"',
    "a.b",
    "c\u20131",
    "\u00a0x",
)
_WORDS_AND_SIGNS = st.lists(st.sampled_from(_ODD) | st.text(_SIGNS, max_size=8), min_size=1, max_size=3)
_JOINTS = st.sampled_from((" ", "", "\n", "\t", "; ", "\u00a0"))


@st.composite
def texts(draw: DrawFn) -> str:
    """Texts as a plan can hold them: with what spreadsheets and word processors make of them."""
    text = draw(_JOINTS).join(draw(_WORDS_AND_SIGNS)).strip()
    return text or "x"


@st.composite
def worded(draw: DrawFn, plan: Plan) -> Plan:
    """Return a plan with every text in it in any words, with records, and in any order."""
    ids = {change.id: f"{draw(texts())}-{number}" for number, change in enumerate(plan.changes)}
    chosen = {choice.element for choice in plan.choices}  # a file says of an element that it is chosen or undecided
    return evolve(
        plan,
        id=draw(texts()),
        site=draw(texts()),
        author=draw(st.none() | texts()),
        status=pick(draw, STATUSES),
        as_specified=(*draw(st.permutations(plan.as_specified)), *draw(st.sampled_from(((), ("no.such; one",))))),
        undecided=tuple(name for name in draw(st.permutations(plan.undecided)) if name not in chosen),
        choices=tuple(evolve(one, settings=_worded(draw, one.settings)) for one in draw(st.permutations(plan.choices))),
        changes=tuple(_worded_change(draw, change, ids[change.id]) for change in plan.changes),
        approvals=tuple(_worded_approval(draw, approval, ids) for approval in plan.approvals),
    )


def _worded(draw: DrawFn, settings: Sequence[Setting]) -> tuple[Setting, ...]:
    """Return settings with some values in any words; now and then there are none."""
    values = st.none() | texts() | st.lists(texts(), max_size=3).map(tuple)
    kept = [setting for setting in settings if draw(below(9))]
    return tuple(one if (raw := draw(values)) is None else evolve(one, value=raw) for one in kept)


def _worded_change(draw: DrawFn, change: Change, name: str) -> Change:
    addition, settings = change.addition, change.settings if change.exception else _worded(draw, change.settings)
    if addition is not None:
        addition = evolve(addition, title=draw(texts()), statement=draw(texts()))
    return evolve(
        change,
        id=name,
        what=draw(texts()),
        settings=settings,
        addition=addition,
        substitute=None if change.substitute is None else draw(texts()),
        function_kept=draw(st.none() | texts()),
        record=_records(draw) if coin(draw) else change.record,
    )


def _records(draw: DrawFn) -> Record:
    words = {name: tuple(some(draw, taken, 0, 3)) for name, taken in RECORD.items()}
    several = {name: words[name] for name in LISTS}
    single = {name: (found or (None,))[0] for name, found in words.items() if name not in LISTS}
    return Record(**several, **single, effects=draw(st.none() | texts()))  # type: ignore[arg-type] # by their names


def _worded_approval(draw: DrawFn, approval: Approval, ids: Mapping[str, str]) -> Approval:
    given = draw(st.dates(date(1850, 1, 1), date(2100, 1, 1)))
    return evolve(
        approval,
        covers=tuple(evolve(one, change=ids[one.change]) for one in approval.covers),
        by=draw(texts()),
        role=draw(texts()),
        given=given,
        until=draw(st.none() | st.dates(given)),
        reference=draw(st.none() | texts()),
        conditions=draw(st.none() | texts()),
    )


# What a judge is asked --------------------------------------------------------------------------


class Case(NamedTuple):
    """A model, a plan, what binds and the day."""

    model: Model
    plan: Plan
    bind: Strength
    on: date | None


@st.composite
def cases(draw: DrawFn, *, sound: bool | None = None, max_size: int = 9, max_atoms: int = 6) -> Case:
    """Anything that a judge may be asked; two models in three are sound unless told otherwise."""
    kinds = {None: [sound_models, sound_models, models], True: [sound_models], False: [models]}
    kind = pick(draw, kinds[sound])
    model = draw(kind(max_size=max_size))
    plan = draw(plans(model, max_atoms=max_atoms))
    return Case(model, plan, draw(binds()), draw(days()))


@st.composite
def agreed_cases(draw: DrawFn, *, max_size: int = 4, max_atoms: int = 4) -> Case:
    """Plans of which much is validly approved, so that breaches and what follows from them are agreed."""
    case = draw(cases(max_size=max_size, max_atoms=max_atoms))
    owner, region = "model-owner", "regional-lead"
    roles = [(owner,), (owner,), (owner, region), (owner, AUTHOR), (region,), (AUTHOR,), ()]
    keys = ["essential", "flexible", "proscribed", *pick(draw, [[], ["principle"]])]
    authority = {key: found for key in keys if (found := pick(draw, roles))}
    model = evolve(hung(draw, case.model, case.plan), authority=MappingProxyType(authority))

    def approval(change: Change) -> Approval:
        listed = authority.get(_tier_of(model, change)) or (owner,)
        covered = faithful(change)
        if change.addition is not None and coin(draw):
            covered = evolve(covered, natures=())
        return Approval((covered,), by=OWNER, role=pick(draw, listed), given=TODAY)

    approvals_ = [approval(change) for change in case.plan.changes if number(draw, 0, 3)]
    return Case(model, evolve(case.plan, approvals=tuple(approvals_)), case.bind, case.on)


def hung(draw: DrawFn, model: Model, plan: Plan) -> Model:
    """Return the model, mostly with one element more that plainly requires an element that is changed."""
    changed = [change.element for change in plan.changes if change.element is not None]
    below = [e.id for e in model.elements if e.tier is not Tier.PRINCIPLE]
    if not changed or not below or not number(draw, 0, 3):
        return model
    on, hanging = pick(draw, changed), pick(draw, below)
    requires = Group("all", (ElementTerm(on, pick(draw, BASES)),), pick(draw, BASES))
    return evolve(
        model,
        elements=tuple(evolve(e, requires=requires) if e.id == hanging != on else e for e in model.elements),
    )


def _tier_of(model: Model, change: Change) -> str:
    """Return where the model says who may approve a change."""
    if change.proscribed is not None:
        return "proscribed"
    names = change.touches if change.addition is not None else (change.element or "",)
    found = {model.by_id[name].tier for name in names}
    return next((tier.value for tier in Tier if tier in found), "flexible")


@cache
def binds() -> SearchStrategy[Strength]:
    """What binds: the default more often than the rest."""
    return st.sampled_from([Strength.RESTATED, *Strength])


@cache
def days() -> SearchStrategy[date | None]:
    """The day on which a plan is judged, if any."""
    return st.sampled_from([TODAY, TODAY, None, TODAY + timedelta(1)])


def simple_plans(model: Model, *, max_atoms: int = 6) -> SearchStrategy[Plan]:
    """Plans without approvals and additions in which no value helps anything to hold.

    The laws about such plans are for models without exclusions: see ``simple_cases``.
    """
    manner = Manner(
        parts=("change", "change", "choice", "undecided", "proscribed"),
        approvals=False,
        value_allowed=enables_nothing,
    )
    return plans_in_manner(model, manner, max_atoms=max_atoms)


def enables_nothing(model: Model, element: str, parameter: Parameter, raw: RawValue) -> bool:
    """Return whether a value meets no condition that the standard does not meet."""
    value = parameter.value(raw)
    for leaf in all_leaves(model):
        if isinstance(leaf, ParameterTerm) and (leaf.element, leaf.parameter) == (
            element,
            parameter.id,
        ):
            meets = all(item.holds(value) for item in leaf.constraints)
            if meets and not _holds_untouched(model, leaf):
                return False
    return True


def all_leaves(model: Model) -> list[Leaf]:
    """Return the leaves of every link and condition of a model."""
    links: list[Group | None] = []
    for element in model.elements:
        links += [element.requires, element.realised_by]
        links += [substitute.when for substitute in element.substitutes]
    return [leaf for link in links if link is not None for leaf in leaves(link)]


@st.composite
def simple_cases(draw: DrawFn, *, max_size: int = 9, max_atoms: int = 6) -> Case:
    """Models without exclusions, sound or not, and simple plans for them."""
    kind = pick(draw, [sound_models, models])
    model = draw(kind(max_size=max_size, excluding=False))
    plan = draw(simple_plans(model, max_atoms=max_atoms))
    return Case(model, plan, draw(binds()), draw(days()))


# As files ---------------------------------------------------------------------------------------


def model_yaml(model: Model) -> str:
    """Return a model as the text of its file."""
    return _dump(
        {
            "model": model.id,
            "version": model.version,
            "title": model.title,
            "owner": model.owner,
            "summary": model.summary,
            "authority": {key: list(roles) for key, roles in model.authority.items()} or None,
            "sources": {
                s.id: _some(type=s.type, authors=s.authors, year=s.year, title=s.title, url=s.url)
                for s in model.sources
            },
            "evidence": [_evidence(item) for item in model.evidence],
            "principles": [_element(item) for item in model.principles],
            "essential": [_element(item) for item in model.essential],
            "flexible": [_element(item) for item in model.flexible],
            "proscribed": [
                {"id": p.id, "title": p.title, "statement": p.statement, **_basis(p.basis)} for p in model.proscribed
            ],
        }
    )


def plan_yaml(plan: Plan) -> str:
    """Return a plan as the text of its file."""
    return _dump(
        {
            "plan": plan.id,
            "model": plan.model,
            "site": plan.site,
            "author": plan.author,
            "status": plan.status,
            "claim": plan.claim,
            "unmentioned": plan.unmentioned,
            "as_specified": list(plan.as_specified),
            "choices": {choice.element: _set(choice.settings) for choice in plan.choices},
            "changes": [_change(change) for change in plan.changes],
            "undecided": list(plan.undecided),
            "approvals": [_approval(approval) for approval in plan.approvals],
        }
    )


class _Plain(yaml.SafeDumper):
    """Writes every list out in full: the readers refuse aliases."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def _dump(data: Mapping[str, object]) -> str:
    plain = {key: value for key, value in data.items() if value not in (None, [], {})}
    return yaml.dump(plain, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)


def _some(**items: object) -> dict[str, object]:
    """Return the items that say something."""
    return {key: value for key, value in items.items() if value not in (None, [], {}, ())}


def _basis(basis_: Basis, prefix: str = "") -> dict[str, object]:
    if basis_.evidence:
        return {f"{prefix}basis": list(basis_.evidence)}
    return {f"{prefix}inferred": basis_.inferred or "nobody says so"}


def _evidence(item: Evidence) -> dict[str, object]:
    return _some(
        id=item.id,
        says=item.says,
        source=item.sources[0],
        locator=item.locator,
        voice=item.voice,
        status=item.status,
    )


def _element(element: Element) -> dict[str, object]:
    found: dict[str, object] = {
        "id": element.id,
        "title": element.title,
        "statement": element.statement,
        **_some(function=element.function, form=element.form),
        **_basis(element.basis),
        **_basis(element.tier_basis, "tier_"),
    }
    if element.tier is Tier.FLEXIBLE:
        found["optional"] = element.optional
    tolerance = element.tolerance
    found |= _some(
        parameters={parameter.id: _parameter(parameter) for parameter in element.parameters},
        requires=element.requires and _term(element.requires),
        realised_by=element.realised_by and _term(element.realised_by),
        tolerance=tolerance and {"at_most": tolerance.at_most, **_basis(tolerance.basis)},
        excludes=[{**_term(x.other), **_basis(x.basis)} for x in element.excludes],
        substitutes=[_substitute(substitute) for substitute in element.substitutes],
        adaptation={rule.nature: {"rule": rule.rule, **_basis(rule.basis)} for rule in element.adaptation},
    )
    return found


def _substitute(substitute: Substitute) -> dict[str, object]:
    when = substitute.when and _term(substitute.when)
    return {
        "id": substitute.id,
        "title": substitute.title,
        **_some(when=when),
        **_basis(substitute.basis),
    }


def _term(term: Term) -> dict[str, object]:
    if isinstance(term, Group):
        inner = [_term(item) for item in term.terms]
        head = {"at_least": term.count, "of": inner} if term.kind == "at_least" else {term.kind: inner}
        return {**head, **_basis(term.basis)}
    if isinstance(term, ElementTerm):
        return {"element": term.element, **_basis(term.basis)}
    if isinstance(term, AdditionTerm):
        return {"addition": term.addition, **_basis(term.basis)}
    reference = f"{term.element}.{term.parameter}"
    return {"parameter": reference, **_constraints(term.constraints), **_basis(term.basis)}


def _constraints(constraints: Iterable[Constraint]) -> dict[str, object]:
    found: dict[str, object] = {}
    for item in constraints:
        several = item.operator in {"in", "includes"} or isinstance(item.value, frozenset)
        found[item.operator] = item.text.split(", ") if several else item.text
    return found


def _parameter(parameter: Parameter) -> dict[str, object]:
    standard: object = None
    if parameter.standard:
        pairs = _constraints(parameter.standard)
        standard = pairs.get("is", pairs)
    options = Constraint("in", parameter.options, ", ".join(parameter.options))
    limits = [limit for limit in parameter.limits if not limit.derived and limit.constraints != (options,)]
    return {
        "type": parameter.type,
        **_some(
            standard=standard,
            read_as=None if parameter.read_as == "exact" else parameter.read_as,
            unit=parameter.unit,
            options=list(parameter.options),
            limits=[{**_constraints(limit.constraints), **_basis(limit.basis)} for limit in limits],
            exceptions=[_exemption(exemption) for exemption in parameter.exceptions],
        ),
        **_basis(parameter.basis),
    }


def _exemption(exemption: Exemption) -> dict[str, object]:
    limits = [{**_constraints(x.constraints), **_basis(x.basis)} for x in exemption.limits]
    return {
        "id": exemption.id,
        "title": exemption.title,
        "limits": limits,
        **_basis(exemption.basis),
    }


def _raw(raw: RawValue) -> object:
    return raw if isinstance(raw, str) else list(raw)


def _set(settings: Iterable[Setting]) -> dict[str, object]:
    return {setting.parameter: _raw(setting.value) for setting in settings}


def _change(change: Change) -> dict[str, object]:
    addition = change.addition
    add = None
    if addition is not None:
        add = {
            "id": addition.id,
            "title": addition.title,
            "statement": addition.statement,
            **_some(requires=list(addition.requires), excludes=list(addition.excludes)),
        }
    return {
        "id": change.id,
        **_some(
            element=change.element,
            add=add,
            proscribed=change.proscribed,
            touches=list(change.touches),
            nature=list(change.natures),
            set=_set(change.settings),
            exception=change.exception,
            function_kept=change.function_kept,
        ),
        **({"with": change.substitute} if change.substitute else {}),
        "what": change.what,
    }


def _approval(approval: Approval) -> dict[str, object]:
    covers = [
        {
            "change": item.change,
            **_some(nature=list(item.natures), set=_set(item.settings), exception=item.exception),
            **({"with": item.substitute} if item.substitute else {}),
        }
        for item in approval.covers
    ]
    found: dict[str, object] = {"covers": covers, "by": approval.by, "role": approval.role}
    return found | {"given": approval.given} | _some(until=approval.until)
