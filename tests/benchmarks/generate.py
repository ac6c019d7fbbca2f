"""Models and plans for the benchmarks: any size, sound, and the same again from the same seed.

A model is a tree (each element needs its parent) with principles over it, in the shape that the project's notes on
performance measured peers with: 40 % non-negotiable when small and 20 % when large, a range on half of the
elements, n/10 further demands, n/10 exclusions, n/20 quorums "2 of 3 to 6". The chain-like kind is the worst case: a
removal takes about a quarter of the model with it.

A plan is of one of two families: breaching (red), or breach-free (green or amber).
"""

from __future__ import annotations

from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from fidelity.model.amounts import Amount
from fidelity.model.elements import Element, Tier
from fidelity.model.evidence import Basis, Evidence, Source
from fidelity.model.model import Model
from fidelity.model.parameters import Constraint, Limit, Parameter
from fidelity.model.requirements import AdditionTerm, ElementTerm, Exclusion, Group, ParameterTerm, leaves
from fidelity.model.strength import Strength, strength_of
from fidelity.plan.frame import RECORD
from fidelity.plan.plan import Change, Plan, Record, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.model.requirements import Term

__all__ = ["Planner", "make_model", "model_text", "plan_text"]

BIND = Strength.RESTATED
OWNER = "Example National Unit"
SOURCES = (Source(id="standards", title="Standards", type="standard", authors=OWNER, year=2019),)
_VOICES = (("stated", "owner", "seen"), ("restated", "owner", "recalled"), ("observed", "research", "seen"))
EVIDENCE = tuple(
    Evidence(f"EX-{word}", f"Something {word}.", ("standards",), voice, status, strength_of(voice, status))
    for word, voice, status in _VOICES
)
BASES = (*(Basis((item.id,), None, item.strength) for item in EVIDENCE), Basis(inferred="it follows from the rest"))
OPTIONS = ("usual", "local", "remote")
INSIDE, OUTSIDE = ("3", "4", "6", "7", "8"), ("0", "1", "2", "9", "12", "20")

# Models -----------------------------------------------------------------------------------------


def make_model(size: int, seed: int = 1, *, chain: bool = False) -> Model:
    """Return a sound model of ``size`` elements."""
    rng = Random(seed)
    principles = size // 20
    count = size - principles
    tiers = _tiers(rng, count, firm=(0.4 if size < 200 else 0.2) * size - principles)
    names = [f"{tier.value}-{position:05}" for position, (tier, _) in enumerate(tiers)]
    formed = set(rng.sample(range(count), count // 5))
    ranged = set(rng.sample(range(count), size // 2))
    demanding = set(rng.sample(range(2, count), size // 10))
    excluding = set(rng.sample(range(count), size // 10))
    targets = sorted(formed)
    elements = []
    for position, (tier, optional) in enumerate(tiers):
        terms: list[Term] = []
        if position >= 2:
            parent = position - 2 if chain else rng.randrange(position)
            terms.append(ElementTerm(names[parent], _basis(rng)))
        if position in demanding:
            other = rng.randrange(position)
            terms.append(_condition(rng, names[other]) if other in formed else ElementTerm(names[other], _basis(rng)))
        element = Element(
            id=names[position],
            title=f"Element {position}",
            statement=f"What the site does about matter {position}, in a sentence of usual length.",
            tier=tier,
            basis=_basis(rng),
            tier_basis=_basis(rng),
            function=f"keeps matter {position} going",
            optional=optional,
            parameters=tuple(_parameters(rng, ranged=position in ranged, formed=position in formed)),
            requires=Group("all", tuple(terms), _basis(rng)) if terms else None,
            excludes=(_exclusion(rng, names, position, targets),) if position in excluding else (),
        )
        elements.append(element)
    elements += [_principle(rng, number, names) for number in range(principles)]
    order = list(Tier)
    return Model(
        id=f"{'chain' if chain else 'tree'}-{size}-{seed}",
        version="1",
        title="Generated Model",
        owner=OWNER,
        summary="Made for measuring.",
        sources=SOURCES,
        evidence=EVIDENCE,
        elements=tuple(sorted(elements, key=lambda element: order.index(element.tier))),
        authority=MappingProxyType({"essential": ("model-owner",), "flexible": ("model-owner", "site-lead")}),
    )


def _tiers(rng: Random, count: int, *, firm: float) -> list[tuple[Tier, bool]]:
    """Return tier and ``optional`` by position: about ``firm`` of them essential (most) or flexible, not optional."""
    weights = (0.8 * firm, 0.2 * firm, count - firm)
    kinds = ((Tier.ESSENTIAL, False), (Tier.FLEXIBLE, False), (Tier.FLEXIBLE, True))
    return rng.choices(kinds, weights, k=count)


def _basis(rng: Random) -> Basis:
    return rng.choices(BASES, (50, 25, 10, 15))[0]


def _parameters(rng: Random, *, ranged: bool, formed: bool) -> Iterator[Parameter]:
    if ranged:
        ends = (Constraint("min", Amount(3), "3"), Constraint("max", Amount(8), "8"))
        standard = (Constraint("is", Amount(5), "5"),)
        yield Parameter("amount", "whole-number", _basis(rng), standard=standard, limits=(Limit(ends, _basis(rng)),))
    if formed:
        basis = _basis(rng)
        limits = (Limit((Constraint("in", OPTIONS, ", ".join(OPTIONS)),), basis),)
        standard = (Constraint("is", OPTIONS[0], OPTIONS[0]),)
        yield Parameter("form", "choice", basis, standard=standard, limits=limits, options=OPTIONS)


def _condition(rng: Random, name: str) -> ParameterTerm:
    return ParameterTerm(name, "form", (Constraint("in", OPTIONS[:2], ", ".join(OPTIONS[:2])),), _basis(rng))


def _exclusion(rng: Random, names: Sequence[str], position: int, targets: Sequence[int]) -> Exclusion:
    other = rng.choice([target for target in rng.sample(targets, 2) if target != position])
    basis = _basis(rng)
    return Exclusion(ParameterTerm(names[other], "form", (Constraint("is", OPTIONS[2], OPTIONS[2]),), basis), basis)


def _principle(rng: Random, number: int, names: Sequence[str]) -> Element:
    terms = tuple(ElementTerm(name, _basis(rng)) for name in rng.sample(names, rng.randint(3, 6)))
    return Element(
        id=f"principle-{number:05}",
        title=f"Principle {number}",
        statement=f"What the model is for, part {number}.",
        tier=Tier.PRINCIPLE,
        basis=_basis(rng),
        tier_basis=_basis(rng),
        realised_by=Group("at_least", terms, _basis(rng), 2),
    )


# Plans ------------------------------------------------------------------------------------------

_HARMLESS = {
    Tier.ESSENTIAL: ("tailoring", "packaging", "repeating"),
    Tier.FLEXIBLE: ("tailoring", "packaging", "format", "setting", "personnel", "population", "reordering", "adding"),
}
_CONSULT = ("shortening", "loosening-structure")
Drawn: TypeAlias = "tuple[Element, str, tuple[Setting, ...]]"
_REMOVE = ("removing", "removing", "drift-without-returning")


class Planner:
    """Draws plans for one model, each unlike the others. Of 20 changes one to three are removals, two need the owner,
    four set values, and the rest are harmless and say how the function is kept.
    """

    def __init__(self, model: Model, seed: int = 1) -> None:
        self.model = model
        self.rng = Random(seed)
        self.drawn = 0
        self.every = [element for element in model.elements if element.tier is not Tier.PRINCIPLE]
        self.binding = [element for element in model.essential if element.strength >= BIND]
        expendable = _expendable(model)
        self.expendable = [element for element in self.every if element.id in expendable]
        self.formed = [element for element in self.every if element.parameter("form")]
        self.ranged = [element for element in self.every if element.parameter("amount")]
        self.bounded = [element for element in self.ranged if element.parameters[0].limits[0].basis.strength >= BIND]
        self.loose = [element for element in self.ranged if element.parameters[0].limits[0].basis.strength < BIND]

    def plans(self, count: int, *, breaching: bool, changes: int = 20) -> list[Plan]:
        """Return ``count`` plans of one family, each with so many changes."""
        return [self.plan(breaching=breaching, changes=changes) for _ in range(count)]

    def plan(self, *, breaching: bool, changes: int = 20) -> Plan:
        """Return one plan."""
        self.drawn += 1
        drawn: list[Drawn] = [*self._bearing(changes / 20, breaching=breaching)]
        rest = self._pick(self.every, changes - len(drawn), {element.id for element, _, _ in drawn})
        drawn += [(element, self.rng.choice(_HARMLESS[element.tier]), ()) for element in rest]
        self.rng.shuffle(drawn)
        made = tuple(self._change(number, *one) for number, one in enumerate(drawn, 1))
        reference, name = self.model.reference, f"plan-{self.drawn:05}"
        return Plan(name, reference, "Northtown", "as-specified", author="site-lead", changes=made)

    def _bearing(self, scale: float, *, breaching: bool) -> Iterator[Drawn]:
        """Yield what can matter: removals, values, and what the owner has to be asked about."""
        rng, taken = self.rng, set[str]()
        removals = max(1, round(rng.uniform(0.5, 3.5) * scale))
        ways = rng.choice(("remove", "set", "both")) if breaching else ""
        if ways in ("remove", "both"):
            removals -= 1
            yield self._pick(self.binding, 1, taken)[0], rng.choice(_REMOVE), ()
        pool = self.every if breaching else self.expendable
        for element in self._pick(pool, min(removals, len(pool) // 2), taken):
            yield element, rng.choice(_REMOVE), ()
        for element in self._pick(self.bounded, 1 if ways in ("set", "both") else 0, taken):
            yield element, "tailoring", (Setting("amount", rng.choice(OUTSIDE)),)
        for element in self._pick(self.loose, round(rng.random() * scale), taken):
            yield element, "tailoring", (Setting("amount", rng.choice(OUTSIDE)),)
        for element in self._pick(self.ranged, max(1, round(2 * scale)), taken):
            yield element, "tailoring", (Setting("amount", rng.choice(INSIDE)),)
        for element in self._pick(self.formed, max(1, round(scale)), taken):
            yield element, "tailoring", (Setting("form", rng.choice(OPTIONS if breaching else OPTIONS[:2])),)
        for element in self._pick(self.every, max(1, round(2 * scale)), taken):
            yield element, rng.choice(_CONSULT), ()

    def _pick(self, pool: Sequence[Element], count: int, taken: set[str]) -> list[Element]:
        """Return elements of a pool that the plan does not mention yet, and note that it now does."""
        found: list[Element] = []
        for _ in range(1000 * count):
            if len(found) == count:
                return found
            element = self.rng.choice(pool)
            if element.id not in taken:
                taken.add(element.id)
                found.append(element)
        if len(found) < count:
            raise ValueError(f"{self.model.reference} is too small for a plan of this size")
        return found

    def _change(self, number: int, element: Element, nature: str, settings: tuple[Setting, ...]) -> Change:
        return Change(
            id=f"c{number}",
            what=f"What is different about {element.title.lower()} at this site, and from when on.",
            element=element.id,
            natures=(nature,),
            settings=settings,
            function_kept=f"The team still {element.function}." if nature not in _REMOVE else None,
            record=self._record(),
        )

    def _record(self) -> Record:
        word = {key: self.rng.choice(tuple(words)) for key, words in RECORD.items()}
        return Record(
            modified=word["modified"],
            when=word["when"],
            planned=word["planned"],
            decided_by=(word["decided_by"],),
            goal=(word["goal"],),
            reasons=(word["reasons"],),
            level=word["level"],
            site_view=word["site_view"],
            effects="None that we know of.",
        )


def _expendable(model: Model) -> set[str]:
    """Return the elements that nothing firm leans on, however far away: they may go without a breach."""
    stack = [element.id for element in model.elements if not element.optional]
    firm = set(stack)
    while stack:
        element = model.by_id[stack.pop()]
        links = [link for link in (element.requires, element.realised_by) if link is not None]
        for leaf in (leaf for link in links for leaf in leaves(link)):
            if not isinstance(leaf, AdditionTerm) and leaf.element not in firm:
                firm.add(leaf.element)
                stack.append(leaf.element)
    return set(model.by_id) - firm


# Text -------------------------------------------------------------------------------------------


def model_text(model: Model) -> str:
    """Return a generated model as YAML."""
    lines = [f"model: {model.id}", f"version: '{model.version}'", f"title: {model.title}", f"owner: {model.owner}"]
    lines += [f"summary: {model.summary}", "authority:"]
    lines += [f"  {tier}: [{', '.join(roles)}]" for tier, roles in model.authority.items()]
    lines.append("sources:")
    for source in model.sources:
        lines += [f"  {source.id}:", f"    type: {source.type}", f"    authors: {source.authors}"]
        lines += [f"    year: {source.year}", f"    title: {source.title}"]
    lines.append("evidence:")
    for item in model.evidence:
        lines += [f"  - id: {item.id}", f"    says: {item.says}", f"    source: {item.sources[0]}"]
        lines += [f"    voice: {item.voice}", f"    status: {item.status}"]
    for key, tier in (("principles", Tier.PRINCIPLE), ("essential", Tier.ESSENTIAL), ("flexible", Tier.FLEXIBLE)):
        lines.append(f"{key}:")
        for element in model.tier(tier):
            lines += _element_lines(element)
    return "\n".join(lines) + "\n"


def _element_lines(element: Element) -> Iterator[str]:
    yield f"  - id: {element.id}"
    yield f"    title: {element.title}"
    yield f"    statement: {element.statement}"
    yield f"    {_said(element.basis)}"
    yield f"    tier_{_said(element.tier_basis)}"
    if element.function:
        yield f"    function: {element.function}"
    if element.optional:
        yield "    optional: true"
    if element.parameters:
        yield "    parameters:"
    for parameter in element.parameters:
        yield f"      {parameter.id}:"
        yield f"        type: {parameter.type}"
        yield f"        standard: {parameter.standard_text}"
        yield f"        {_said(parameter.basis)}"
        if parameter.options:
            yield f"        options: [{', '.join(parameter.options)}]"
        else:
            for limit in parameter.limits:
                yield f"        limits: [{{{_compared(limit.constraints)}, {_said(limit.basis)}}}]"
    for key, link in (("requires", element.requires), ("realised_by", element.realised_by)):
        if link is not None:
            yield f"    {key}: {_term_text(link)}"
    if element.excludes:
        yield f"    excludes: [{', '.join(_term_text(exclusion.other) for exclusion in element.excludes)}]"


def _said(basis: Basis) -> str:
    return f"inferred: {basis.inferred}" if basis.inferred else f"basis: [{', '.join(basis.evidence)}]"


def _compared(constraints: Sequence[Constraint]) -> str:
    texts = (f"[{one.text}]" if one.operator == "in" else one.text for one in constraints)
    return ", ".join(f"{one.operator}: {text}" for one, text in zip(constraints, texts, strict=True))


def _term_text(term: Term) -> str:
    if isinstance(term, Group):
        inside = f"[{', '.join(map(_term_text, term.terms))}]"
        head = f"at_least: {term.count}, of" if term.kind == "at_least" else term.kind
        return f"{{{head}: {inside}, {_said(term.basis)}}}"
    if isinstance(term, ParameterTerm):
        name = f"{term.element}.{term.parameter}"
        return f"{{parameter: {name}, {_compared(term.constraints)}, {_said(term.basis)}}}"
    assert isinstance(term, ElementTerm)
    return f"{{element: {term.element}, {_said(term.basis)}}}"


def plan_text(plan: Plan) -> str:
    """Return a generated plan as YAML."""
    lines = [f"plan: {plan.id}", f"model: {plan.model}", f"site: {plan.site}", f"author: {plan.author}"]
    lines += [f"unmentioned: {plan.unmentioned}", "changes:"]
    for change in plan.changes:
        lines += [f"  - id: {change.id}", f"    element: {change.element}", f"    nature: {', '.join(change.natures)}"]
        lines.append(f"    what: {change.what}")
        if change.settings:
            lines.append("    set:")
            lines += [f"      {setting.parameter}: {setting.text}" for setting in change.settings]
        if change.function_kept:
            lines.append(f"    function_kept: {change.function_kept}")
        if not change.record.missing:
            lines.append("    record:")
            lines += [f"      {key}: {_recorded(getattr(change.record, key))}" for key in (*RECORD, "effects")]
    return "\n".join(lines) + "\n"


def _recorded(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
